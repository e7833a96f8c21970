import type { Micros } from '../core/money';
import type { Bounds } from '../core/estimate/estimate';
import type { Subject } from './subject';
import { scheduleName, usdBounds } from './subject';
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
  readonly quantities: readonly PoolTotal[];
}

/** What the command line prints, in whatever format. */
export interface EstimateReport {
  /** The day of the estimate, YYYY-MM-DD. */
  readonly date: string;
  readonly files: readonly ReportFile[];
  readonly total: ReportTotal;
}

/** Puts the files in order and adds them up; files with neither requests nor problems are left out. */
export function estimateReport(date: string, files: readonly ReportFile[]): EstimateReport {
  const shown = files
    .filter((file) => file.requests.length > 0 || file.problems.length > 0)
    .map((file) => ({ ...file, requests: file.requests.toSorted((a, b) => a.line - b.line) }))
    .toSorted((a, b) => (a.path < b.path ? -1 : Number(a.path > b.path)));
  return { date, files: shown, total: totalOf(shown.flatMap((file) => file.requests.map(({ subject }) => subject))) };
}

/** Adds up estimates, each pool of each schedule by itself. */
export function totalOf(subjects: readonly Subject[]): ReportTotal {
  const pools = new Map<string, PoolTotal>();
  let low: Micros = 0;
  let high: Micros = 0;
  let withoutUsd = 0;
  for (const { estimate } of subjects) {
    const usd = usdBounds(estimate);
    if (usd) {
      low += usd.low;
      high += usd.high;
    } else withoutUsd += 1;
    if (estimate.status === 'unpriced' || estimate.unit === 'usd') continue;
    const { pool, unit, quantity } = estimate;
    const schedule = scheduleName(estimate) ?? '';
    const key = JSON.stringify([schedule, pool]);
    const before = pools.get(key) ?? { low: 0, high: 0 };
    pools.set(key, { schedule, pool, unit, low: before.low + quantity.low, high: before.high + quantity.high });
  }
  const count = (status: Subject['estimate']['status']): number =>
    subjects.filter(({ estimate }) => estimate.status === status).length;
  return {
    requests: subjects.length,
    priced: count('priced'),
    ranges: count('range'),
    unpriced: count('unpriced'),
    usd: { low, high },
    withoutUsd,
    quantities: [...pools.values()],
  };
}
