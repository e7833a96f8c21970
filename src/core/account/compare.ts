import type { Bounds } from '../estimate/estimate';
import { DEFAULT_POOL } from '../ledger/entry';
import type { Entry } from '../ledger/entry';
import type { Micros } from '../money';
import { poolOfPackage } from './costs';
import type { Costs, ReportedPackage } from './costs';

/** How far behind the reported remaining quantity may be: "12h delay" in the documentation of `GET /account/costs`. */
export const REPORT_LAG_HOURS = 12;

const HOUR_MS = 3_600_000;

/** A package as reported, beside what the ledger says was charged since. Quantities are millionths of a unit. */
export interface PackageComparison {
  readonly reported: ReportedPackage;
  /** Undefined when the name of the package does not tell. */
  readonly pool?: string;
  /** How long ago the provider was asked. */
  readonly ageMs: number;
  /**
   * What the ledger holds for this package: `low` since it was asked for, `high` since 12 hours before, which the
   * report may or may not hold. Undefined for a package that is not in use, or of no known pool.
   */
  readonly loggedSince?: Bounds;
  /** `remaining` less that; below 0 when more was logged than was left. */
  readonly expected?: Bounds;
}

/**
 * Puts what the provider said beside our entries. Several packages of one pool are used in the order of their end, the
 * soonest first; that order is our assumption. Entries of other providers, in other units and released ones do not count.
 */
export function compareCosts(costs: Costs, entries: readonly Entry[], provider: string, now: number): PackageComparison[] {
  const ageMs = Math.max(0, now - costs.askedAt);
  const inUse = costs.packages
    .filter(({ status, effectiveAt, invalidAt }) => status === 'online' && effectiveAt <= now && now < invalidAt)
    .sort((a, b) => a.invalidAt - b.invalidAt);
  const shares = new Map<ReportedPackage, Bounds>();
  for (const pool of new Set(inUse.map(({ name }) => poolOfPackage(name)))) {
    if (pool === undefined) continue;
    const packages = inUse.filter(({ name }) => poolOfPackage(name) === pool);
    const charged = entries.filter((entry) => isChargedFrom(entry, pool, provider));
    const lows = spread(sumSince(charged, costs.askedAt), packages);
    const highs = spread(sumSince(charged, costs.askedAt - REPORT_LAG_HOURS * HOUR_MS), packages);
    packages.forEach((item, index) => shares.set(item, { low: lows[index] ?? 0, high: highs[index] ?? 0 }));
  }
  return costs.packages.map((reported) => {
    const pool = poolOfPackage(reported.name);
    const loggedSince = shares.get(reported);
    return {
      reported,
      ageMs,
      ...(pool === undefined ? {} : { pool }),
      ...(loggedSince && {
        loggedSince,
        expected: { low: reported.remaining - loggedSince.high, high: reported.remaining - loggedSince.low },
      }),
    };
  });
}

function isChargedFrom({ state, amount, provider: by }: Entry, pool: string, provider: string): boolean {
  return (
    (state === 'settled' || state === 'expired') &&
    amount.unit === 'units' &&
    (amount.pool ?? DEFAULT_POOL) === pool &&
    (by ?? provider) === provider
  );
}

function sumSince(entries: readonly Entry[], since: number): Micros {
  return entries.reduce((sum, { timestamp, amount }) => (timestamp >= since ? sum + amount.quantity : sum), 0);
}

/** Takes an amount from packages in their order; what none of them holds goes to the last. */
function spread(amount: Micros, packages: readonly ReportedPackage[]): Micros[] {
  let left = amount;
  return packages.map(({ remaining }, index) => {
    const share = index === packages.length - 1 ? left : Math.min(left, Math.max(0, remaining));
    left -= share;
    return share;
  });
}
