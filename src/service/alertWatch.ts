import { expiryClaimKey, expiryWarning } from '../core/budget/packages';
import type { PackagesStanding, PackageStanding } from '../core/budget/packages';
import { calendarPeriod } from '../core/budget/period';
import { claimKey, crossingOf } from '../core/budget/thresholds';
import type { Crossing } from '../core/budget/thresholds';
import type { Standing } from '../core/budget/verdict';
import type { BudgetAlert } from '../presentation/budgetAlert';
import type { Claims } from '../stores/claims';
import type { UsageService } from './usageService';

export interface AlertWatchPorts {
  readonly usage: UsageService;
  readonly claims: Claims;
  /** The log's path: alerts of another log are others. */
  readonly log: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Tells what has been crossed since it was asked last, and was told by no other window. Ask again when it has answered. */
export interface AlertWatch {
  readonly check: () => Promise<BudgetAlert[]>;
}

export function createAlertWatch({ usage, claims, log, now }: AlertWatchPorts): AlertWatch {
  const seen = new Map<string, Standing>();
  const claimed = new Set<string>();
  const claim = async (key: string): Promise<boolean> => {
    if (claimed.has(key)) return false;
    const isOurs = await claims.claim(key);
    claimed.add(key);
    return isOurs;
  };

  const crossed = async (after: Standing): Promise<BudgetAlert[]> => {
    const { limit } = after;
    const { start } = calendarPeriod(limit.period, now(), usage.plan().timeZone);
    const keyOf = (passed: Crossing['passed']): string => claimKey(log, start, { limit, passed });
    // Another period and another limit begin anew.
    const beginning = keyOf('over');
    const crossing = crossingOf(seen.get(beginning), after);
    if (!crossing) {
      seen.set(beginning, after);
      return [];
    }
    const { passed } = crossing;
    // What was passed on the way is not announced when it is passed again.
    for (const threshold of limit.thresholds) if (passed === 'over' || threshold < passed) await claim(keyOf(threshold));
    const id = `${limit.period} ${String(start)} ${String(passed)}`;
    const isOurs = await claim(keyOf(passed));
    // Seen only now: what could not be claimed is tried again.
    seen.set(beginning, after);
    return isOurs ? [{ kind: 'crossing', id, crossing }] : [];
  };
  const expiring = async (standing: PackageStanding, { paces }: PackagesStanding): Promise<BudgetAlert[]> => {
    const days = expiryWarning(standing);
    if (days === undefined || !(await claim(expiryClaimKey(log, standing, days)))) return [];
    return [{ kind: 'expiry', id: `${standing.item.key} ${String(days)}`, standing, paces }];
  };

  return {
    async check() {
      const packages = usage.packages();
      const asked = await Promise.allSettled([
        ...usage.standings().map(({ standing }) => crossed(standing)),
        ...packages.packages.map((standing) => expiring(standing, packages)),
      ]);
      const alerts = asked.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
      const failed = asked.find((answer) => answer.status === 'rejected');
      // What was claimed is told before anything else; the rest is tried again.
      if (alerts.length === 0 && failed) throw failed.reason;
      return alerts;
    },
  };
}
