import type { Micros } from '../money';

/** The most steps that are made; some tenths of a second. */
const MOST_STEPS = 60_000_000;

/** Items of one cost and value, taken together as `indexes.length` pieces or not at all. */
interface Bundle {
  readonly cost: number;
  readonly value: number;
  readonly indexes: readonly number[];
}

/**
 * The indexes, ascending, with the highest sum of values whose costs fit the capacity: exactly, in whole steps of what
 * all costs are multiples of. Undefined where that would take too many steps. Values are whole and above 0.
 */
export function knapsack(costs: readonly Micros[], values: readonly number[], capacity: Micros): number[] | undefined {
  const free = costs.flatMap((cost, index) => (cost === 0 ? [index] : []));
  if (capacity <= 0) return free;
  const step = costs.reduce(divisor, 0) || 1;
  const size = Math.floor(capacity / step);
  const bundles = bundlesOf(costs, values, step, size);
  if (bundles.length * (size + 1) > MOST_STEPS) return undefined;

  const best = new Float64Array(size + 1);
  const takes = bundles.map(({ cost, value }) => {
    const taken = new Uint8Array((size >> 3) + 1);
    for (let room = size; room >= cost; room--) {
      const withIt = (best[room - cost] ?? 0) + value;
      if (withIt <= (best[room] ?? 0)) continue;
      best[room] = withIt;
      taken[room >> 3] = (taken[room >> 3] ?? 0) | (1 << (room & 7));
    }
    return taken;
  });

  const chosen = [...free];
  let room = size;
  for (const [at, { cost, indexes }] of [...bundles.entries()].reverse()) {
    if (((takes[at]?.[room >> 3] ?? 0) & (1 << (room & 7))) === 0) continue;
    chosen.push(...indexes);
    room -= cost;
  }
  return chosen.sort((a, b) => a - b);
}

/** Alike items in bundles of 1, 2, 4 … pieces, which make every number of them: few steps for long lists of few prices. */
function bundlesOf(costs: readonly Micros[], values: readonly number[], step: number, size: number): Bundle[] {
  const alike = new Map<string, number[]>();
  for (const [index, cost] of costs.entries()) {
    if (cost === 0 || cost / step > size) continue;
    const key = `${String(cost)} ${String(values[index])}`;
    const known = alike.get(key);
    if (known) known.push(index);
    else alike.set(key, [index]);
  }
  return [...alike.values()].flatMap((indexes) => {
    const [cost, value] = [(costs[indexes[0] ?? 0] ?? 0) / step, values[indexes[0] ?? 0] ?? 0];
    const usable = indexes.slice(0, Math.floor(size / cost));
    const bundles: Bundle[] = [];
    for (let [start, pieces] = [0, 1]; start < usable.length; [start, pieces] = [start + pieces, pieces * 2]) {
      const part = usable.slice(start, start + pieces);
      bundles.push({ cost: cost * part.length, value: value * part.length, indexes: part });
    }
    return bundles;
  });
}

/** The greatest common divisor. */
export function divisor(a: number, b: number): number {
  let [high, low] = [Math.max(a, b), Math.min(a, b)];
  while (low > 0) [high, low] = [low, high % low];
  return high;
}
