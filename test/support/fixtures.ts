// Marked fixtures: above each request stands a comment `//= …` or `#= …` that says what is found there.
import { estimateRequest } from '../../src/core/estimate/estimateRequest';
import { microsToText } from '../../src/core/money';
import { LineIndex } from '../../src/core/text';
import type { FoundRequest } from '../../src/parsers/parser';
import { DATE, parser, schedules } from './engine';

const MARK = /^\s*(?:\/\/|#)= ?(.*)$/;

/** A fixture's text without its marks, and each mark with the 0-based line that it stands above. */
export function readFixture(text: string): { source: string; marks: { line: number; text: string }[] } {
  const lines: string[] = [];
  const marks: { line: number; text: string }[] = [];
  for (const line of text.split('\n')) {
    const mark = MARK.exec(line);
    if (mark) marks.push({ line: lines.length, text: mark[1] ?? '' });
    else lines.push(line);
  }
  return { source: lines.join('\n'), marks };
}

/** What is found in a source, as marks. */
export async function marksOf(source: string, languageId: string): Promise<{ line: number; text: string; request: FoundRequest }[]> {
  await parser.prepare(languageId, source);
  const lines = new LineIndex(source);
  return parser.find(source, languageId).requests.map((found) => {
    const line = lines.positionAt(found.site.span.start).line;
    const call = found.site.call && lines.positionAt(found.site.call.start).line;
    const sent = call === undefined || call === line ? '' : ` sent ${call > line ? '+' : ''}${call - line}`;
    return { line, text: describeFound(found) + sent, request: found };
  });
}

/** The fixture with its marks replaced by what is found. */
export function writeMarks(source: string, marks: readonly { line: number; text: string }[], comment: string): string {
  return source
    .split('\n')
    .flatMap((line, index) => [
      ...marks
        .filter((mark) => mark.line === index)
        .map((mark) => `${/^\s*/.exec(line)?.[0] ?? ''}${comment}= ${mark.text}`),
      line,
    ])
    .join('\n');
}

function describeFound({ resolution }: FoundRequest): string {
  if (resolution.kind === 'unresolved') return `${resolution.request.provider} ${resolution.request.reason}`;
  const { request, estimate } = estimateRequest(resolution.request, { schedules, date: DATE });
  const parameters = Object.entries(request.parameters)
    .filter(([, { origin, values }]) => origin !== 'default' || values[0] !== false)
    .map(([name, { values, origin }]) => `${name}=${values.length > 0 ? values.join('|') : '?'}(${origin})`);
  const price =
    estimate.status === 'unpriced'
      ? `unpriced ${estimate.reason.code}`
      : `${[...new Set([estimate.quantity.low, estimate.quantity.high])].map(microsToText).join('-')} ${estimate.unit}`;
  const { times = 1, open = false } = request.repetition ?? {};
  const sent = [...(times === 1 ? [] : [`times ${times}`]), ...(open ? ['each'] : [])];
  return [request.provider, request.feature, ...parameters, '=>', price, ...sent].join(' ');
}
