import { changesBetween } from '../core/text';
import type { Span } from '../core/text';
import { moveSpans } from '../parsers/mappedText';
import type { FoundRequest, FoundRequests } from '../parsers/parser';

/** A text with what was found in it. */
export interface ReadText {
  readonly text: string;
  readonly found: FoundRequests;
}

/**
 * Keeps the requests of the last text that a broken text hides, as a half-typed string or bracket does: those whose own
 * text has not changed, at the place where it stands now.
 */
export function keepLost({ text: before, found: last }: ReadText, text: string, found: FoundRequests): FoundRequests {
  if (!found.isBroken || last.requests.length === 0) return found;
  const changes = changesBetween(before, text);
  const kept = last.requests.flatMap((request): FoundRequest[] => {
    const { start, end } = extentOf(request);
    const change = changes.find((stretch) => end <= stretch.start || start >= stretch.end);
    if (!change) return [];
    const moved = (at: number): number => (at < change.end ? at : at + text.length - before.length);
    const item = moveSpans(request, (span) => ({ start: moved(span.start), end: moved(span.end) }));
    return found.requests.some(({ site: { span } }) => isSame(span, item.site.span)) ? [] : [item];
  });
  if (kept.length === 0) return found;
  // What reaches into an unchanged request is a misreading of it.
  const read = found.requests.filter(({ site: { span } }) => !kept.some(({ site }) => overlaps(span, site.span)));
  return { ...found, requests: [...read, ...kept].sort((a, b) => a.site.span.start - b.site.span.start) };
}

/** A request's own text: its fields and the call that sends it. */
function extentOf({ site: { span, call = span } }: FoundRequest): Span {
  return { start: Math.min(span.start, call.start), end: Math.max(span.end, call.end) };
}

const isSame = (a: Span, b: Span): boolean => a.start === b.start && a.end === b.end;
const overlaps = (a: Span, b: Span): boolean => a.start < b.end && b.start < a.end;
