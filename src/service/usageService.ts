import type { Limit } from '../core/budget/limit';
import { ownedPackages } from '../core/budget/ownedPackages';
import type { PackageProblem } from '../core/budget/ownedPackages';
import { decidingMoments, packagesStanding } from '../core/budget/packages';
import type { PackagesStanding } from '../core/budget/packages';
import type { PackageSetting } from '../core/budget/packageSettings';
import { periodAt } from '../core/budget/period';
import type { DayKind } from '../core/budget/period';
import { periodStandings } from '../core/budget/usage';
import type { PeriodStanding } from '../core/budget/usage';
import { judge } from '../core/budget/verdict';
import type { Judgement } from '../core/budget/verdict';
import type { Amount } from '../core/ledger/entry';
import type { Micros } from '../core/money';
import type { PriceSchedule } from '../core/pricing/schedule';
import type { LimitInForce, Refresh, UsageStore } from '../stores/store';
import type { Disposable } from './costService';

/** What the user allows, and how days are counted. */
export interface BudgetPlan {
  readonly limits: readonly Limit[];
  /** An IANA name. */
  readonly timeZone: string;
  readonly day: DayKind;
  readonly packages: readonly PackageSetting[];
}

export interface UsagePorts {
  readonly store: UsageStore;
  readonly plan: BudgetPlan;
  /** Where packages are looked up; asked for when there are some. */
  readonly schedules: () => readonly PriceSchedule[];
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** The one owner of what was spent: it reads the ledger, and tells when it or the plan has changed. */
export interface UsageService {
  readonly store: UsageStore;
  readonly plan: () => BudgetPlan;
  readonly update: (plan: BudgetPlan) => void;
  /** Reads what others have written, and tells the listeners when that changed anything. Rejects with a StoreError when it cannot be read. */
  readonly refresh: () => Promise<void>;
  /** How old in milliseconds the numbers are, when the log could not be read the last time. */
  readonly staleMs: () => number | undefined;
  /** Every limit as of now, the daily one first. */
  readonly standings: () => PeriodStanding[];
  /** The packages that were bought, as of the last change, and what is wrong with their settings. */
  readonly packages: () => PackagesStanding & { readonly problems: readonly PackageProblem[] };
  /** What every limit says to an amount that is wanted. */
  readonly judge: (wanted: Amount, usd?: Micros) => Judgement[];
  readonly limitsInForce: () => LimitInForce[];
  /** Tells the listeners that time has passed: a period can have ended, a reservation can have expired. */
  readonly tick: () => void;
  readonly onDidChange: (listener: () => void) => Disposable;
}

export function createUsageService({ store: given, plan: firstPlan, schedules, now }: UsagePorts): UsageService {
  const listeners = new Set<() => void>();
  let plan = firstPlan;
  let packages: ReturnType<UsageService['packages']> | undefined;
  let [readAt, isStale] = [now(), false];
  const changed = (): void => {
    packages = undefined;
    for (const listener of [...listeners]) listener();
  };
  /** Tells the listeners of our own lines too, and of those that could not be written. */
  const noticed = <Args extends unknown[], Result>(write: (...args: Args) => Promise<Result>) => async (...args: Args): Promise<Result> => {
    try {
      return await write(...args);
    } finally {
      changed();
    }
  };
  const store: UsageStore = {
    ...given,
    reserveIfFits: noticed(given.reserveIfFits),
    reserveAllIfFit: noticed(given.reserveAllIfFit),
    releaseAll: noticed(given.releaseAll),
    bind: noticed(given.bind),
    settle: noticed(given.settle),
    release: noticed(given.release),
    record: noticed(given.record),
    correct: noticed(given.correct),
  };
  const limitsInForce = (): LimitInForce[] =>
    plan.limits.map((limit) => ({ ...limit, stretch: periodAt(limit.period, now(), plan.timeZone, plan.day) }));

  const standings = (): PeriodStanding[] =>
    periodStandings(limitsInForce(), plan.day, {
      totals: (stretch) => store.totals(stretch, now()),
      entries: (stretch) => store.entries(stretch, now()),
    });
  const readPackages = (): ReturnType<UsageService['packages']> => {
    const { packages: owned, problems } = ownedPackages(plan.packages, plan.packages.length > 0 ? schedules() : [], plan.timeZone);
    const start = owned.map(({ boughtAt }) => boughtAt).reduce((a, b) => Math.min(a, b), Infinity);
    const uses = owned.length > 0 ? store.uses({ start, end: Infinity }, now(), decidingMoments(owned, now())) : [];
    return { ...packagesStanding(owned, uses, now()), problems };
  };

  return {
    store,
    plan: () => plan,
    update(next) {
      plan = next;
      changed();
    },
    async refresh() {
      const before = { unwritten: store.unwritten().length, isStale };
      let found: Refresh = 'same';
      try {
        found = await store.refresh();
        [readAt, isStale] = [now(), false];
      } catch (error) {
        isStale = true;
        throw error;
      } finally {
        if (found !== 'same' || store.unwritten().length !== before.unwritten || isStale !== before.isStale) changed();
      }
    },
    staleMs: () => (isStale ? now() - readAt : undefined),
    standings,
    packages: () => (packages ??= readPackages()),
    judge: (wanted, usd) => limitsInForce().map((limit) => judge(limit, store.totals(limit.stretch, now()), wanted, usd)),
    limitsInForce,
    tick: changed,
    onDidChange(listener) {
      const entry = (): void => { listener(); };
      listeners.add(entry);
      return { dispose: () => void listeners.delete(entry) };
    },
  };
}
