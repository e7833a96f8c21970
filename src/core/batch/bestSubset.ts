import type { Micros } from '../money';
import { divisor, knapsack } from './knapsack';

/** What is chosen from. Lists go by item; `costs` and `capacities` by ceiling, in millionths. */
export interface Choice {
  readonly order: readonly number[];
  /** Undefined where nobody can say what an item takes: then it is never chosen. */
  readonly costs: readonly (readonly (Micros | undefined)[])[];
  readonly capacities: readonly Micros[];
  readonly priorities: readonly number[];
  /** What was taken by priority alone. */
  readonly greedy: readonly boolean[];
}

/**
 * same: nothing is better than what was taken by priority; better: the items that are; unknown: there are too many
 * variants, or limits that count different things, so that nobody can say.
 */
export type BestSubset =
  | { readonly kind: 'same' }
  | { readonly kind: 'better'; readonly chosen: readonly number[] }
  | { readonly kind: 'unknown' };

const SAME: BestSubset = { kind: 'same' };
const UNKNOWN: BestSubset = { kind: 'unknown' };
/** Priorities have three decimals at most. */
const THOUSANDTHS = 1000;

/**
 * The items with the highest sum of priorities that fit, of several the most items; a priority below 0 counts as 0.
 * Where all priorities are alike that is simply the most items.
 */
export function bestSubset({ order, costs, capacities, priorities, greedy }: Choice): BestSubset {
  if (greedy.every(Boolean)) return SAME;
  const items = order.filter((index) => costs[index]?.every((cost) => cost !== undefined));
  const sums = capacities.map((_, at) => items.reduce((sum, index) => sum + (costs[index]?.[at] ?? 0), 0));
  const binding = capacities.map((_, at) => at).filter((at) => (sums[at] ?? 0) > (capacities[at] ?? 0));
  const one = asOne(binding, items, costs, capacities);
  if (!one) return binding.length === 0 ? SAME : UNKNOWN;

  const worths = items.map((index) => Math.max(0, Math.round((priorities[index] ?? 0) * THOUSANDTHS)));
  const step = worths.reduce(divisor, 0) || 1;
  const value = (index: number): number => ((worths[index] ?? 0) / step) * (items.length + 1) + 1;
  const values = items.map((_, index) => value(index));
  if (!Number.isSafeInteger(values.reduce((sum, each) => sum + each, 0))) return UNKNOWN;

  const isEven = worths.every((worth) => worth === worths[0]);
  const chosen = isEven ? cheapest(one.costs, one.capacity) : knapsack(one.costs, values, one.capacity);
  if (!chosen) return UNKNOWN;
  const sumOf = (indexes: readonly number[]): number => indexes.reduce((sum, index) => sum + (values[index] ?? 0), 0);
  const taken = items.flatMap((item, index) => (greedy[item] ? [index] : []));
  return sumOf(chosen) > sumOf(taken) ? { kind: 'better', chosen: chosen.flatMap((index) => items[index] ?? []) } : SAME;
}

/** Several ceilings that count the same at a fixed ratio, such as units and their dollars, are one: the tightest. */
function asOne(
  binding: readonly number[],
  items: readonly number[],
  costs: Choice['costs'],
  capacities: readonly Micros[],
): { readonly costs: readonly Micros[]; readonly capacity: Micros } | undefined {
  const [first, ...others] = binding;
  if (first === undefined) return undefined;
  const costOf = (index: number, at: number): Micros => costs[index]?.[at] ?? 0;
  const sample = items.find((index) => costOf(index, first) > 0) ?? -1;
  let capacity = capacities[first] ?? 0;
  for (const at of others) {
    const [here, there] = [BigInt(costOf(sample, first)), BigInt(costOf(sample, at))];
    if (there === 0n || !items.every((index) => BigInt(costOf(index, first)) * there === BigInt(costOf(index, at)) * here)) return undefined;
    capacity = Math.min(capacity, Number((BigInt(capacities[at] ?? 0) * here) / there));
  }
  return { costs: items.map((index) => costOf(index, first)), capacity };
}

/** As many as fit: the cheapest first, of one price the first. */
function cheapest(costs: readonly Micros[], capacity: Micros): number[] {
  let left = Math.max(0, capacity);
  return costs
    .map((cost, index) => ({ cost, index }))
    .sort((a, b) => a.cost - b.cost || a.index - b.index)
    .flatMap(({ cost, index }) => {
      if (cost > left) return [];
      left -= cost;
      return [index];
    })
    .sort((a, b) => a - b);
}
