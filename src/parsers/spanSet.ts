import type { Span } from '../core/text';
import { contains } from '../core/text';

/** Spans of which any two are apart or one holds the other. To ask costs the logarithm of how many there are. */
export class SpanSet {
  /** Those that no other holds, and those that hold no other, each in order. */
  readonly #outer: Span[] = [];
  readonly #inner: Span[] = [];

  /** Whether one of them holds a span. */
  holds(span: Span): boolean {
    const last = this.#outer[after(this.#outer, span.start) - 1];
    return last !== undefined && contains(last, span);
  }

  /** Whether one of them lies within a span. */
  hasWithin(span: Span): boolean {
    const next = this.#inner[after(this.#inner, span.start - 1)];
    return next !== undefined && contains(span, next);
  }

  add(span: Span): void {
    if (!this.hasWithin(span)) {
      const at = after(this.#inner, span.start);
      const holder = this.#inner[at - 1];
      const held = holder !== undefined && contains(holder, span) ? 1 : 0;
      this.#inner.splice(at - held, held, span);
    }
    if (this.holds(span)) return;
    const at = after(this.#outer, span.start - 1);
    let end = at;
    while ((this.#outer[end]?.end ?? Infinity) <= span.end) end += 1;
    this.#outer.splice(at, end - at, span);
  }
}

/** How many of the spans begin at or before an offset. */
function after(spans: readonly Span[], offset: number): number {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle]?.start ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
