import type { Endpoint } from '../core/request/site';
import type { Span } from '../core/text';
import { contains } from '../core/text';

/** How far from a body, in characters, a path still tells where it goes. */
const NEAR = 2_000;
/** The same for a path outside of the body's function, however short that is. */
const BESIDE = 500;
/** So many paths to each side of a body, and so many hosts, can tell where it goes. */
const MAX_BESIDE = 100;
const MAX_HOSTS = 50;

/** The paths that a document names, in its order. */
export class Paths {
  readonly #all: readonly Endpoint[];
  /** Those with a host, once each. A host tells whose paths these are, however far away it stands. */
  readonly hosts: readonly Endpoint[];

  constructor(all: readonly Endpoint[]) {
    this.#all = all.toSorted((a, b) => a.span.start - b.span.start);
    const hosts = new Map<string, Endpoint>();
    for (const at of this.#all) {
      if (at.text.includes('://') && !hosts.has(at.text) && hosts.size < MAX_HOSTS) hosts.set(at.text, at);
    }
    this.hosts = [...hosts.values()];
  }

  /** The paths in reach of a body in a scope: those of its own function first, then by distance. */
  near(span: Span, scope: Span, isWhole: boolean): Endpoint[] {
    const distance = (at: Endpoint): number =>
      Math.max(0, at.span.start - span.end, span.start - at.span.end) + (contains(scope, at.span) ? 0 : NEAR);
    const reach = isWhole ? 2 * NEAR : NEAR + Math.max(scope.end - scope.start, BESIDE);
    const middle = this.#before(span.start);
    const beside = this.#all.slice(Math.max(0, middle - MAX_BESIDE), middle + MAX_BESIDE);
    const inReach = beside.filter((at) => distance(at) <= reach);
    return [...new Set([...inReach, ...this.hosts])].sort((a, b) => distance(a) - distance(b));
  }

  /** How many stand before an offset. */
  #before(offset: number): number {
    let low = 0;
    let high = this.#all.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#all[middle]?.span.start ?? 0) < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
