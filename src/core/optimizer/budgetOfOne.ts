import type { Bounds, PricedEstimate } from '../estimate/estimate';
import { DEFAULT_POOL } from '../ledger/entry';
import type { Amount } from '../ledger/entry';
import type { ResolvedRequest } from '../request/resolved';

/** Whether a request surely costs no more than an amount; one that the amount cannot count does not fit. */
export function fitsBudget({ unit, pool, quantity, usd }: PricedEstimate, budget: Amount | undefined): boolean {
  if (!budget) return true;
  if (budget.unit === 'usd') {
    const dollars = usd ?? (unit === 'usd' ? quantity : undefined);
    return dollars !== undefined && dollars.high <= budget.quantity;
  }
  const isCounted = unit === budget.unit && (unit !== 'units' || pool === (budget.pool ?? DEFAULT_POOL));
  return isCounted && quantity.high <= budget.quantity;
}

/** What one request costs of those that a loop sends: an estimate counts them all. */
export function ofOne(estimate: PricedEstimate, { repetition }: ResolvedRequest): PricedEstimate {
  const times = repetition?.times ?? 1;
  const share = ({ low, high }: Bounds): Bounds => ({ low: Math.round(low / times), high: Math.round(high / times) });
  return { ...estimate, quantity: share(estimate.quantity), ...(estimate.usd ? { usd: share(estimate.usd) } : {}) };
}
