import type { Span } from '../core/text';

/** A text put together from stretches of a document, with the way back. */
export interface MappedText {
  readonly text: string;
  /** The place in the document of a place in the text. */
  readonly place: (span: Span) => Span;
}

interface Stretch {
  readonly at: number;
  readonly size: number;
  readonly from: number;
  readonly length: number;
}

/** Puts a text together from stretches of a document, in the order of the document. */
export class TextBuilder {
  readonly #stretches: Stretch[] = [];
  readonly #texts: string[] = [];
  #size = 0;

  /** A text that stands in the document as it is, from an offset. */
  keep(text: string, from: number): this {
    return this.put(text, from, text.length);
  }

  /** A text that stands in the document in another form, such as an escape; or, without a length, not at all. */
  put(text: string, from: number, length: number): this {
    if (text === '') return this;
    this.#stretches.push({ at: this.#size, size: text.length, from, length });
    this.#texts.push(text);
    this.#size += text.length;
    return this;
  }

  build(): MappedText {
    const stretches = this.#stretches;
    const around = (offset: number): Stretch | undefined => {
      let low = 0;
      let high = stretches.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if ((stretches[middle]?.at ?? 0) <= offset) low = middle;
        else high = middle - 1;
      }
      return stretches[low];
    };
    const startOf = (offset: number): number => {
      const stretch = around(offset);
      return stretch ? stretch.from + Math.min(offset - stretch.at, stretch.length) : 0;
    };
    const endOf = (offset: number): number => {
      const stretch = around(offset - 1);
      if (!stretch) return 0;
      const inside = offset - stretch.at;
      return stretch.from + (inside >= stretch.size ? stretch.length : Math.min(inside, stretch.length));
    };
    return {
      text: this.#texts.join(''),
      place: ({ start, end }) => {
        const from = startOf(start);
        return { start: from, end: end > start ? Math.max(from, endOf(end)) : from };
      },
    };
  }
}

/** A stretch of a document as a text of its own. */
export function excerpt(document: string, start: number, end: number): MappedText {
  return {
    text: document.slice(start, end),
    place: (span) => ({ start: span.start + start, end: span.end + start }),
  };
}

/** A text out of another one. */
export function within(outer: MappedText, inner: MappedText): MappedText {
  return { text: inner.text, place: (span) => outer.place(inner.place(span)) };
}

/** Texts one after the other, each on lines of its own. */
export function joined(texts: readonly MappedText[]): MappedText {
  const starts: number[] = [];
  let size = 0;
  for (const { text } of texts) {
    starts.push(size);
    size += text.length + 1;
  }
  const at = (offset: number): number => Math.max(0, starts.findLastIndex((start) => start <= offset));
  const placeIn = (index: number, start: number, end: number): Span => {
    const from = starts[index] ?? 0;
    const length = texts[index]?.text.length ?? 0;
    return texts[index]?.place({ start: Math.min(start - from, length), end: Math.min(end - from, length) }) ?? { start: 0, end: 0 };
  };
  return {
    text: texts.map(({ text }) => `${text}\n`).join(''),
    place: ({ start, end }) => {
      const [first, last] = [at(start), at(Math.max(start, end - 1))];
      if (first === last) return placeIn(first, start, end);
      return { start: placeIn(first, start, start).start, end: placeIn(last, starts[last] ?? 0, end).end };
    },
  };
}

/** A copy of plain data whose spans are put elsewhere, apart from those to be left alone. */
export function moveSpans<T>(value: T, place: (span: Span) => Span, leave: ReadonlySet<unknown> = new Set()): T {
  const done = new Map<unknown, unknown>();
  const move = (item: unknown): unknown => {
    // A place in another file stands where it stands.
    if (typeof item !== 'object' || item === null || leave.has(item) || (isSpan(item) && 'path' in item)) return item;
    const known = done.get(item);
    if (known !== undefined) return known;
    const moved = isSpan(item)
      ? { ...item, ...place(item) }
      : Array.isArray(item)
        ? item.map(move)
        : Object.fromEntries(Object.entries(item).map(([key, inner]) => [key, move(inner)]));
    done.set(item, moved);
    return moved;
  };
  return move(value) as T;
}

function isSpan(item: object): item is Span {
  return 'start' in item && 'end' in item && typeof item.start === 'number' && typeof item.end === 'number';
}
