import type { Micros } from '../core/money';
import type { Bounds } from '../core/estimate/estimate';
import type { PriceSchedule, ResourcePackage } from '../core/pricing/schedule';
import type { Subject } from './subject';
import { packageUsed, scheduleName, usdBounds } from './subject';
import type { Unit } from './numbers';

/** A request at its place. Lines are 1-based. */
export interface ReportRequest {
  readonly line: number;
  readonly endLine: number;
  /** The line that sends the request, when it is sent elsewhere. */
  readonly callLine?: number;
  readonly subject: Subject;
}

/** What could not be read: a place in a file, or (`whole`) the file itself. */
export interface ReportProblem {
  readonly line: number;
  readonly message: string;
  readonly whole?: 'binary' | 'other';
}

export interface ReportFile {
  readonly path: string;
  readonly problems: readonly ReportProblem[];
  readonly requests: readonly ReportRequest[];
}

/** Quantities of one pool of one schedule; those of others are never added to them. */
export interface PoolTotal extends Bounds {
  readonly schedule: string;
  readonly pool: string;
  readonly unit: Exclude<Unit, 'usd'>;
  /** Whether a request without a price could belong to this pool, so that the quantity is a lower bound. */
  readonly isAtLeast: boolean;
  /** The package at whose price the pool's dollars are; absent at list price. */
  readonly package?: ResourcePackage;
}

export interface ReportTotal {
  readonly requests: number;
  readonly priced: number;
  readonly ranges: number;
  readonly unpriced: number;
  /** What is known in dollars. */
  readonly usd: Bounds;
  /** The requests without a price in dollars; the dollars are a lower bound when there are any. */
  readonly withoutUsd: number;
  /** The requests in loops of unknown length, which count once. */
  readonly perRequest: number;
  readonly quantities: readonly PoolTotal[];
}

/** What the command line prints, in whatever format. */
export interface EstimateReport {
  /** The day of the estimate, YYYY-MM-DD. */
  readonly date: string;
  readonly files: readonly ReportFile[];
  /** Whether there were files and none of them could be read; that nothing was found would say too much then. */
  readonly isUnread: boolean;
  readonly total: ReportTotal;
}

/** Puts the files in order and adds them up; files with neither requests nor problems are left out. */
export function estimateReport(date: string, files: readonly ReportFile[]): EstimateReport {
  const shown = files
    .filter((file) => file.requests.length > 0 || file.problems.length > 0)
    .map((file) => ({ ...file, requests: file.requests.toSorted((a, b) => a.line - b.line) }))
    .toSorted((a, b) => (a.path < b.path ? -1 : Number(a.path > b.path)));
  const isUnread = files.length > 0 && files.every(({ problems }) => problems.some(({ whole }) => whole === 'other'));
  const subjects = shown.flatMap((file) => file.requests.map(({ subject }) => subject));
  return { date, files: shown, isUnread, total: totalOf(subjects) };
}

/** Adds up estimates, each pool of each schedule by itself. */
export function totalOf(subjects: readonly Subject[]): ReportTotal {
  const pools = new Map<string, PoolTotal>();
  const unpriced = subjects.filter(({ estimate }) => estimate.status === 'unpriced');
  let low: Micros = 0;
  let high: Micros = 0;
  let withoutUsd = 0;
  for (const { estimate, schedule: table } of subjects) {
    const usd = usdBounds(estimate);
    if (usd) {
      low += usd.low;
      high += usd.high;
    } else withoutUsd += 1;
    if (estimate.status === 'unpriced' || estimate.unit === 'usd') continue;
    const { pool, unit, quantity } = estimate;
    const schedule = scheduleName(estimate) ?? '';
    const key = JSON.stringify([schedule, pool]);
    const before = pools.get(key);
    const bought = packageUsed(estimate);
    pools.set(key, {
      schedule,
      pool,
      unit,
      low: (before?.low ?? 0) + quantity.low,
      high: (before?.high ?? 0) + quantity.high,
      isAtLeast: before?.isAtLeast ?? unpriced.some((other) => !table || couldBelongTo(other, table, pool)),
      ...(bought ? { package: bought } : {}),
    });
  }
  const count = (status: Subject['estimate']['status']): number =>
    subjects.filter(({ estimate }) => estimate.status === status).length;
  return {
    requests: subjects.length,
    priced: count('priced'),
    ranges: count('range'),
    unpriced: unpriced.length,
    usd: { low, high },
    withoutUsd,
    perRequest: subjects.filter(({ request }) => 'repetition' in request && request.repetition.open).length,
    quantities: [...pools.values()],
  };
}

/** Whether a request without a price would count in a pool if it had one, as far as the schedule tells by its feature. */
function couldBelongTo({ request, schedule }: Subject, table: PriceSchedule, pool: string): boolean {
  const { provider, feature } = request;
  if (!table.providers.includes(provider) || (schedule && schedule !== table)) return false;
  const rates = table.rates.filter(({ features }) => feature !== undefined && features.includes(feature));
  return rates.length === 0 || rates.some((rate) => rate.pool === pool);
}
