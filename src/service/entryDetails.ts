import type { Bounds } from '../core/estimate/estimate';
import { DEFAULT_POOL } from '../core/ledger/entry';
import type { Amount, EntryDetails } from '../core/ledger/entry';
import { fromMicros, multiply, toMicros } from '../core/money';
import type { Micros } from '../core/money';
import { onlyValue, scheduleName } from '../presentation/subject';
import type { Subject } from '../presentation/subject';

/** What the ledger keeps of a request: of its parameters those with one known value. */
export function entryDetailsOf(subject: Subject): EntryDetails {
  const { request, estimate } = subject;
  const [model, mode, seconds] = (['model', 'mode', 'durationSeconds'] as const).map((name) => onlyValue(request, name));
  const schedule = scheduleName(estimate);
  return {
    provider: request.provider,
    ...(request.feature === undefined ? {} : { feature: request.feature }),
    ...(typeof model === 'string' ? { model } : {}),
    ...(typeof mode === 'string' ? { mode } : {}),
    ...(typeof seconds === 'number' ? { durationSeconds: seconds } : {}),
    ...(schedule === undefined ? {} : { schedule }),
  };
}

/** An amount with its price. */
export interface PricedAmount {
  readonly amount: Amount;
  readonly usd?: Micros;
}

/** What a request is expected to take: its price, or the high end of its range; undefined when it has none. */
export function expectedAmount(subject: Subject): PricedAmount | undefined {
  return amountAt('high', subject);
}

/** What a request takes for certain: its price, or the low end of its range; undefined when it has none. */
export function leastAmount(subject: Subject): PricedAmount | undefined {
  return amountAt('low', subject);
}

function amountAt(end: keyof Bounds, { estimate }: Subject): PricedAmount | undefined {
  if (estimate.status === 'unpriced') return undefined;
  const { unit, pool, quantity, usd } = estimate;
  const dollars = usd?.[end] ?? (unit === 'usd' ? quantity[end] : undefined);
  return {
    amount: { quantity: quantity[end], unit, ...(unit === 'units' ? { pool } : {}) },
    ...(dollars === undefined ? {} : { usd: dollars }),
  };
}

/** The dollars of another amount of the same kind, at the price of the expected one. */
export function usdAtSamePrice(amount: Amount, expected: PricedAmount | undefined): Micros | undefined {
  if (amount.unit === 'usd') return amount.quantity;
  if (expected?.usd === undefined || expected.amount.quantity === 0) return undefined;
  if (expected.amount.unit !== amount.unit || (expected.amount.pool ?? DEFAULT_POOL) !== (amount.pool ?? DEFAULT_POOL)) return undefined;
  return toMicros(multiply(fromMicros(expected.usd), fromMicros(amount.quantity)), fromMicros(expected.amount.quantity));
}
