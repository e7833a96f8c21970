/** A half-open range of a document, in UTF-16 code units from its start. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Whether `offset` lies in the span, its end included, as a cursor behind the last letter does. */
export function touches(span: Span, offset: number): boolean {
  return span.start <= offset && offset <= span.end;
}

/** Whether `inner` lies within `outer`. */
export function contains(outer: Span, inner: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

/** Finds lines by offset; `\n`, `\r\n` and a lone `\r` each end a line, as in an editor. */
export class LineIndex {
  readonly #starts: readonly number[];

  constructor(text: string) {
    const starts = [0];
    let feed = text.indexOf('\n');
    let back = text.indexOf('\r');
    while (feed >= 0 || back >= 0) {
      const isBack = back >= 0 && (feed < 0 || back < feed);
      const start = isBack ? back + (text[back + 1] === '\n' ? 2 : 1) : feed + 1;
      starts.push(start);
      if (feed >= 0 && feed < start) feed = text.indexOf('\n', start);
      if (back >= 0 && back < start) back = text.indexOf('\r', start);
    }
    this.#starts = starts;
  }

  /** The 0-based line and column of an offset. */
  positionAt(offset: number): { line: number; column: number } {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low, column: offset - (this.#starts[low] ?? 0) };
  }
}

/**
 * The stretch of a text for which another one has something else, as far forward and as far back as it can be seen: a
 * bracket that is typed before a bracket may be either.
 */
export function changesBetween(before: string, after: string): [forward: Span, back: Span] {
  const shorter = Math.min(before.length, after.length);
  const prefix = sameLength(shorter, (from, to) => before.slice(from, to) === after.slice(from, to));
  const ends = (text: string, from: number, to: number): string => text.slice(text.length - to, text.length - from);
  const suffix = sameLength(shorter, (from, to) => ends(before, from, to) === ends(after, from, to));
  return [
    { start: prefix, end: before.length - Math.min(suffix, shorter - prefix) },
    { start: Math.min(prefix, shorter - suffix), end: before.length - suffix },
  ];
}

/** How many of the first `length` things are the same; stretches of them are compared at once. */
function sameLength(length: number, isSame: (from: number, to: number) => boolean): number {
  let same = 0;
  for (let step = 2 ** Math.ceil(Math.log2(length + 1)); step >= 1; step /= 2) {
    while (same + step <= length && isSame(same, same + step)) same += step;
  }
  return same;
}
