import { takenOf } from '../core/batch/plan';
import type { BatchItem, Ceiling } from '../core/batch/plan';
import type { Neighbor } from '../core/estimate/neighbors';
import type { Micros } from '../core/money';
import type { ParameterName } from '../core/request/resolved';
import type { Scalar } from '../core/request/value';
import type { BatchChange } from '../presentation/batchReport';
import type { Subject } from '../presentation/subject';
import type { CostService } from './costService';

/** What is changed to make a batch cheaper, in the order in which it is offered. */
const CHANGED: readonly ParameterName[] = ['durationSeconds', 'mode', 'resolution', 'audio'];

/** A priced request of a batch. */
export interface ChangeableRequest {
  readonly item: BatchItem;
  readonly subject: Subject;
}

/**
 * What the whole takes with one value changed wherever that is cheaper, from the price schedule itself. Of each
 * parameter one value is given: the dearest with which everything fits, else the cheapest.
 */
export function changesOf(requests: readonly ChangeableRequest[], ceilings: readonly Ceiling[], costs: Pick<CostService, 'neighbors'>): BatchChange[] {
  const known = new Map<string, ReadonlyMap<string, BatchItem>>();
  const keys = new Map<Subject, string>();
  const cheaper = requests.map(({ item, subject }) => {
    const key = keys.get(subject) ?? keyOf(subject);
    keys.set(subject, key);
    const found = known.get(key) ?? cheaperItems(item, costs.neighbors(subject));
    known.set(key, found);
    return found;
  });
  const values = new Set([...known.values()].flatMap((found) => [...found.keys()]));
  const changes = [...values].map((change): { readonly change: BatchChange; readonly cost: number } => {
    const items = requests.map(({ item }, index) => cheaper[index]?.get(change) ?? item);
    const [parameter, value] = JSON.parse(change) as [ParameterName, Scalar];
    const usd = sum(items.map((item) => item.usd));
    const kinds = new Set(items.map(({ amount }) => `${amount.unit} ${amount.pool ?? ''}`));
    const quantity = sum(items.map(({ amount }) => amount.quantity)) ?? 0;
    const first = items[0]?.amount;
    const changed: BatchChange = {
      parameter,
      value,
      requests: cheaper.filter((found) => found.has(change)).length,
      ...(kinds.size === 1 && first ? { amount: { ...first, quantity } } : {}),
      ...(usd === undefined ? {} : { usd }),
      fits: ceilings.every((ceiling) => (takenOf(ceiling, items) ?? Infinity) <= Math.max(0, ceiling.remaining)),
    };
    return { change: changed, cost: kinds.size === 1 ? quantity : (usd ?? quantity) };
  });
  return CHANGED.flatMap((parameter) => {
    const own = changes.filter(({ change }) => change.parameter === parameter).sort((a, b) => b.cost - a.cost);
    return (own.find(({ change }) => change.fits) ?? own.at(-1))?.change ?? [];
  });
}

/** The request with each value that makes it cheaper in its own unit, by parameter and value. */
function cheaperItems(item: BatchItem, neighbors: readonly Neighbor[]): ReadonlyMap<string, BatchItem> {
  return new Map(
    neighbors.flatMap(({ parameter, value, estimate }): [string, BatchItem][] => {
      const { unit, pool, quantity, usd } = estimate;
      const isSameKind = unit === item.amount.unit && (unit !== 'units' || pool === item.amount.pool);
      if (!CHANGED.includes(parameter) || !isSameKind || quantity.high >= item.amount.quantity) return [];
      const dollars = usd?.high ?? (unit === 'usd' ? quantity.high : undefined);
      return [[JSON.stringify([parameter, value]), { priority: item.priority, amount: { ...item.amount, quantity: quantity.high }, ...(dollars === undefined ? {} : { usd: dollars }) }]];
    }),
  );
}

/** Requests that ask for the same have the same neighbors. */
function keyOf({ request, estimate }: Subject): string {
  const values = Object.entries(request.parameters).map(([name, { values: own }]) => [name, ...own]);
  const repetition = 'repetition' in request ? request.repetition : undefined;
  return JSON.stringify([request.provider, request.feature, values.sort(), repetition, 'longestSeconds' in request ? request.longestSeconds : null, estimate.schedule?.id]);
}

function sum(parts: readonly (Micros | undefined)[]): Micros | undefined {
  return parts.reduce<Micros | undefined>((all, part) => (all === undefined || part === undefined ? undefined : all + part), 0);
}
