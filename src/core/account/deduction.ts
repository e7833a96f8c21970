import type { Amount, EntryDetails } from '../ledger/entry';
import type { Micros } from '../money';

/** One row of the provider's ledger of charges. */
export interface Deduction extends Pick<EntryDetails, 'feature' | 'model' | 'mode' | 'durationSeconds'> {
  readonly taskId: string;
  /** When it was charged, in milliseconds since 1970. */
  readonly at: number;
  /** Millionths of a unit, or of the currency. */
  readonly quantity: Micros;
  /** The pool for units, the currency such as `USD` for money. */
  readonly from: { readonly pool: string; readonly packageId: string } | { readonly currency: string };
  /** What was left before, to tell a row that came twice from two equal rows. */
  readonly before?: Micros;
}

/** What one task was charged in one unit. */
export interface TaskCharge extends Pick<Deduction, 'taskId' | 'at' | 'feature' | 'model' | 'mode' | 'durationSeconds'> {
  /** Undefined for money that is not dollars: no rate of exchange is known. */
  readonly amount?: Amount;
  /** As charged: the amount in millionths and the currency or pool. */
  readonly quantity: Micros;
  readonly charged: string;
}

/**
 * Adds the rows up by task and by what was charged: one charge may be split over two packages. A row that came twice,
 * because a page moved while it was read, counts once.
 */
export function chargesByTask(deductions: readonly Deduction[]): Map<string, TaskCharge[]> {
  const seen = new Set<string>();
  const tasks = new Map<string, TaskCharge[]>();
  for (const deduction of deductions) {
    const { taskId, at, quantity, from, before } = deduction;
    const charged = 'pool' in from ? from.pool : from.currency;
    const row = JSON.stringify([taskId, at, quantity, from, before]);
    if (seen.has(row)) continue;
    seen.add(row);
    const charges = tasks.get(taskId) ?? [];
    const index = charges.findIndex((charge) => charge.charged === charged);
    const { feature, model, mode, durationSeconds } = deduction;
    const earlier = charges[index];
    const sum = quantity + (earlier?.quantity ?? 0);
    const amount = amountOf(sum, from);
    const charge: TaskCharge = {
      taskId,
      at: Math.min(at, earlier?.at ?? at),
      ...(feature === undefined ? {} : { feature }),
      ...(model === undefined ? {} : { model }),
      ...(mode === undefined ? {} : { mode }),
      ...(durationSeconds === undefined ? {} : { durationSeconds }),
      ...(amount && { amount }),
      quantity: sum,
      charged,
    };
    if (index < 0) charges.push(charge);
    else charges[index] = charge;
    tasks.set(taskId, charges);
  }
  return tasks;
}

function amountOf(quantity: Micros, from: Deduction['from']): Amount | undefined {
  if ('pool' in from) return { quantity, unit: 'units', pool: from.pool };
  return from.currency === 'USD' ? { quantity, unit: 'usd' } : undefined;
}
