import { DEFAULT_POOL } from '../ledger/entry';
import type { Amount, Entry } from '../ledger/entry';
import type { Stretch } from '../ledger/totals';
import { chargesByTask } from './deduction';
import type { Deduction, TaskCharge } from './deduction';

/** A charge in units or dollars. */
export type KnownCharge = TaskCharge & { readonly amount: Amount };

/** A task that is in our ledger and in the provider's. */
export interface MatchedTask {
  readonly entry: Entry;
  readonly charge: KnownCharge;
  /** What we had for it before: the estimate where one was kept, else what counted. */
  readonly estimate: Amount;
}

/** Our ledger beside the provider's, by task id. */
export interface ImportPlan {
  /** The charge is what the entry says. Those that are not settled yet are settled by the import. */
  readonly equal: readonly MatchedTask[];
  /** The charge is another: the entry is corrected, or settled with it. */
  readonly different: readonly MatchedTask[];
  /** Charged, and not in our ledger: recorded with the charge. */
  readonly unknown: readonly KnownCharge[];
  /** Ours of that stretch of time with a task id, without a charge; left as they are. */
  readonly uncharged: readonly Entry[];
  /** Ours of that stretch without a task id, so that no charge can be found for them. */
  readonly withoutTask: readonly Entry[];
  /** Charged in money that is not dollars, or in two ways at once, so that no one amount is right; left as they are. */
  readonly unclear: readonly { readonly charges: readonly TaskCharge[]; readonly reason: 'currency' | 'severalUnits' }[];
}

/**
 * Compares the provider's charges with our entries. `entries` are all of ours, whenever they were made; `stretch` is the
 * time that was asked for. Entries of other providers are left out.
 */
export function planImport(
  deductions: readonly Deduction[],
  entries: readonly Entry[],
  provider: string,
  stretch: Stretch,
): ImportPlan {
  const ours = entries.filter((entry) => (entry.provider ?? provider) === provider);
  const byTask = new Map(ours.flatMap((entry) => (entry.taskId === undefined ? [] : [[entry.taskId, entry] as const])));
  const tasks = chargesByTask(deductions);
  const plan = { equal: [] as MatchedTask[], different: [] as MatchedTask[], unknown: [] as KnownCharge[], unclear: [] as ImportPlan['unclear'][number][] };
  for (const [taskId, charges] of tasks) {
    const [charge, ...more] = charges;
    if (!charge) continue;
    const entry = byTask.get(taskId);
    const { amount } = charge;
    if (more.length > 0) plan.unclear.push({ charges, reason: 'severalUnits' });
    else if (!amount) plan.unclear.push({ charges, reason: 'currency' });
    else if (!entry) plan.unknown.push({ ...charge, amount });
    else {
      const same = isSame(entry.amount, amount) && entry.state !== 'released';
      plan[same ? 'equal' : 'different'].push({ entry, charge: { ...charge, amount }, estimate: entry.estimated ?? entry.amount });
    }
  }
  const open = ours.filter(({ state, timestamp }) => state !== 'released' && timestamp >= stretch.start && timestamp < stretch.end);
  return {
    ...plan,
    uncharged: open.filter(({ taskId }) => taskId !== undefined && !tasks.has(taskId)),
    withoutTask: open.filter(({ taskId }) => taskId === undefined),
  };
}

/** The steps of an import: entries to settle, entries to correct, and charges to record. */
export interface ImportSteps {
  readonly settle: readonly MatchedTask[];
  readonly correct: readonly MatchedTask[];
  readonly record: readonly KnownCharge[];
}

/** What an import of the plan writes; nothing once it has been imported. */
export function importSteps({ equal, different, unknown }: ImportPlan): ImportSteps {
  return {
    settle: [...equal, ...different].filter(({ entry }) => entry.state !== 'settled'),
    correct: different.filter(({ entry }) => entry.state === 'settled'),
    record: unknown,
  };
}

function isSame(a: Amount, b: Amount): boolean {
  return a.quantity === b.quantity && a.unit === b.unit && (a.unit !== 'units' || (a.pool ?? DEFAULT_POOL) === (b.pool ?? DEFAULT_POOL));
}
