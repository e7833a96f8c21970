import type { Amount } from '../ledger/entry';
import type { Micros } from '../money';
import { bestSubset } from './bestSubset';
import type { BestSubset } from './bestSubset';

/** One request of a batch, at the most that it can take. */
export interface BatchItem {
  /** The higher, the sooner. */
  readonly priority: number;
  readonly amount: Amount;
  /** The same in micro-dollars, where a price in dollars is known. */
  readonly usd?: Micros;
}

/** Something that a batch must fit under: what is left of a limit, or of the packages that were bought. */
export interface Ceiling {
  /** Millionths; below 0 when more was used than allowed. */
  readonly remaining: Micros;
  /** What an item takes of it, in millionths; undefined when nobody can say. */
  readonly takes: (item: BatchItem) => Micros | undefined;
}

/** In which order a batch is sent, and where the money ends. Items are named by their index. */
export interface BatchPlan {
  /** By priority, the highest first; items of one priority stay in their order. */
  readonly order: readonly number[];
  /** Whether each item is planned: taken in that order, each that still fits. */
  readonly fits: readonly boolean[];
  /** How many are planned. */
  readonly count: number;
  /** How many of the order fit before the first that does not: the cut line. */
  readonly cutAt: number;
  /** The best choice for the same money, where it can be told. */
  readonly best: BestSubset;
}

/** Plans a batch under all ceilings at once; it never takes more than what is left of any of them. */
export function planBatch(items: readonly BatchItem[], ceilings: readonly Ceiling[]): BatchPlan {
  const costs = items.map((item) => ceilings.map(({ takes }) => takes(item)));
  const order = items.map((_, index) => index).sort((a, b) => priorityOf(items, b) - priorityOf(items, a) || a - b);
  const left = ceilings.map(({ remaining }) => remaining);
  const fits = items.map(() => false);
  let [count, cutAt] = [0, items.length];
  for (const [place, index] of order.entries()) {
    const cost = costs[index] ?? [];
    if (cost.some((part, at) => part === undefined || (part > 0 && part > (left[at] ?? 0)))) {
      cutAt = Math.min(cutAt, place);
      continue;
    }
    for (const [at, part = 0] of cost.entries()) left[at] = (left[at] ?? 0) - part;
    fits[index] = true;
    count += 1;
  }
  const best = bestSubset({ order, costs, capacities: ceilings.map(({ remaining }) => remaining), priorities: items.map(({ priority }) => priority), greedy: fits });
  return { order, fits, count, cutAt, best };
}

/** What all items together take of a ceiling; undefined when nobody can say of one of them. */
export function takenOf({ takes }: Ceiling, items: readonly BatchItem[]): Micros | undefined {
  let sum: Micros = 0;
  for (const item of items) {
    const part = takes(item);
    if (part === undefined) return undefined;
    sum += part;
  }
  return sum;
}

function priorityOf(items: readonly BatchItem[], index: number): number {
  return items[index]?.priority ?? 0;
}
