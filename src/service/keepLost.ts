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
  const [prefix, suffix] = sameEnds(before, text);
  const changedEnd = before.length - suffix;
  const moved = (at: number): number => (at < changedEnd ? Math.min(at, text.length) : at + text.length - before.length);
  const place = ({ start, end }: Span): Span => ({ start: moved(start), end: moved(end) });
  const kept = last.requests.flatMap((request): FoundRequest[] => {
    const { start, end } = extentOf(request);
    if (start < changedEnd && end > prefix) return [];
    const item = moveSpans(request, place);
    return found.requests.some((other) => overlaps(other.site.span, item.site.span)) ? [] : [item];
  });
  if (kept.length === 0) return found;
  return { ...found, requests: [...found.requests, ...kept].sort((a, b) => a.site.span.start - b.site.span.start) };
}

/** How many code units at the start and at the end of two texts are the same, without counting one twice. */
function sameEnds(a: string, b: string): [prefix: number, suffix: number] {
  const shorter = Math.min(a.length, b.length);
  let prefix = 0;
  while (prefix < shorter && a.charCodeAt(prefix) === b.charCodeAt(prefix)) prefix += 1;
  let suffix = 0;
  while (suffix < shorter - prefix && a.charCodeAt(a.length - 1 - suffix) === b.charCodeAt(b.length - 1 - suffix)) suffix += 1;
  return [prefix, suffix];
}

/** All of a request's own text: its fields, its head and the call that sends it. */
function extentOf({ site: { span, head, call } }: FoundRequest): Span {
  const spans = [span, head, ...(call ? [call] : [])];
  return { start: Math.min(...spans.map(({ start }) => start)), end: Math.max(...spans.map(({ end }) => end)) };
}

const overlaps = (a: Span, b: Span): boolean => a.start < b.end && b.start < a.end;
