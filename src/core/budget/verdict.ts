import { DEFAULT_POOL } from '../ledger/entry';
import type { Amount } from '../ledger/entry';
import type { Sum, Totals } from '../ledger/totals';
import { decimalOf } from '../money';
import type { Micros } from '../money';
import type { Limit, Verdict } from './limit';

/** Where a limit stands. Nothing is clamped: `remaining` is below 0 and `share` above 1 when more was used than allowed. */
export interface Standing {
  readonly limit: Limit;
  /** Millionths of the limit's unit, like `reserved` and `remaining`. */
  readonly spent: Micros;
  readonly reserved: Micros;
  readonly remaining: Micros;
  /** Of the limit: 1.15 is 115 %. */
  readonly share: number;
  /** The highest of the limit's thresholds that is reached. */
  readonly reached?: number;
  /** How many entries the limit does not see: of another unit or pool; for dollars, without a price. */
  readonly uncounted: number;
  readonly verdict: Verdict;
}

/** Why nobody can say whether something fits under a limit. */
export type CannotCount =
  | { readonly code: 'noPriceInDollars' }
  | { readonly code: 'otherUnit'; readonly wanted: Amount['unit'] }
  | { readonly code: 'otherPool'; readonly wanted: string };

/** Whether something that is wanted still fits. */
export interface Judgement {
  readonly verdict: Verdict;
  readonly before: Standing;
  /** With what is wanted; absent when it cannot be counted. */
  readonly after?: Standing;
  /** Then `verdict` is that of going over the limit: what cannot be counted is not let through unsaid. */
  readonly cannotCount?: CannotCount;
}

/** Where a limit stands with what a period's totals hold. */
export function standingOf(limit: Limit, totals: Totals): Standing {
  const { spent, reserved, entries } = countedBy(limit, totals);
  return standing(limit, { spent, reserved }, totals.entries - entries);
}

/** An amount that is wanted; `usd` is its price where its unit is another. */
export interface Wanted {
  readonly amount: Amount;
  readonly usd?: Micros;
}

/** Whether an amount still fits under a limit; `usd` is its price where its unit is another. Exactly at the limit fits. */
export function judge(limit: Limit, totals: Totals, amount: Amount, usd?: Micros): Judgement {
  return judgeAll(limit, totals, [{ amount, ...(usd === undefined ? {} : { usd }) }]);
}

/** Whether several amounts fit under a limit together. */
export function judgeAll(limit: Limit, totals: Totals, wanted: readonly Wanted[]): Judgement {
  const before = standingOf(limit, totals);
  let sum: Micros = 0;
  for (const { amount, usd } of wanted) {
    const counted = countIn(limit, amount, usd);
    if (typeof counted !== 'number') return { verdict: overLimit(limit), before, cannotCount: counted };
    sum += counted;
  }
  const after = standing(limit, { spent: before.spent, reserved: before.reserved + sum }, before.uncounted);
  return { verdict: after.verdict, before, after };
}

/** Whether a limit sees an amount; `usd` is its price where its unit is another. */
export function isCounted(limit: Limit, amount: Amount, usd?: Micros): boolean {
  return takenFrom(limit, amount, usd) !== undefined;
}

/** What an amount takes of a limit, in millionths of the limit's unit; undefined when the limit does not see it. */
export function takenFrom(limit: Limit, amount: Amount, usd?: Micros): Micros | undefined {
  const counted = countIn(limit, amount, usd);
  return typeof counted === 'number' ? counted : undefined;
}

/** What of the totals counts against a limit: the dollars of every entry, or one unit, of units one pool. */
function countedBy({ amount }: Limit, totals: Totals): Sum & { readonly entries: number } {
  if (amount.unit === 'usd') return { ...totals.usd, entries: totals.entries - totals.withoutUsd };
  return totals.amounts
    .filter((sum) => sum.unit === amount.unit && poolOf(sum) === poolOf(amount))
    .reduce(
      (all, sum) => ({ spent: all.spent + sum.spent, reserved: all.reserved + sum.reserved, entries: all.entries + sum.entries }),
      { spent: 0, reserved: 0, entries: 0 },
    );
}

/** An amount in millionths of the limit's unit, or why it has none. */
function countIn({ amount }: Limit, wanted: Amount, usd: Micros | undefined): Micros | CannotCount {
  if (amount.unit === 'usd') {
    return usd ?? (wanted.unit === 'usd' ? wanted.quantity : { code: 'noPriceInDollars' });
  }
  if (wanted.unit !== amount.unit) return { code: 'otherUnit', wanted: wanted.unit };
  if (poolOf(wanted) !== poolOf(amount)) return { code: 'otherPool', wanted: poolOf(wanted) };
  return wanted.quantity;
}

function standing(limit: Limit, { spent, reserved }: Sum, uncounted: number): Standing {
  const used = spent + reserved;
  const reached = limit.thresholds.filter((threshold) => isReached(used, threshold, limit.amount.quantity)).at(-1);
  const isOver = used > limit.amount.quantity;
  return {
    limit,
    spent,
    reserved,
    remaining: limit.amount.quantity - used,
    share: used / limit.amount.quantity,
    ...(reached === undefined ? {} : { reached }),
    uncounted,
    verdict: isOver ? overLimit(limit) : reached === undefined ? 'fits' : 'warns',
  };
}

/** In whole numbers: as floats, 0.07 of 100 is more than 7. */
function isReached(used: Micros, threshold: number, limit: Micros): boolean {
  const { digits, scale } = decimalOf(threshold);
  return BigInt(used) * 10n ** BigInt(scale) >= digits * BigInt(limit);
}

function overLimit({ onExceed }: Limit): Verdict {
  return onExceed === 'stop' ? 'stops' : 'warns';
}

/** Only units have pools; credits and dollars are one each. */
export function poolOf({ unit, pool = DEFAULT_POOL }: Pick<Amount, 'unit' | 'pool'>): string {
  return unit === 'units' ? pool : '';
}
