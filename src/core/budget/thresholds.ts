import type { Limit } from './limit';
import type { Standing } from './verdict';

/** A limit that came up to a threshold, or went over: announced once, whatever else was passed on the way. */
export interface Crossing {
  readonly limit: Limit;
  /** Where it stood; absent when nobody had looked before. */
  readonly before?: Standing;
  readonly after: Standing;
  /** The highest threshold that was passed; `over` when more is used than allowed. */
  readonly passed: number | 'over';
  /** Whether several were passed at once. */
  readonly isJump: boolean;
  readonly severity: 'info' | 'warning' | 'critical';
}

/** From this share on a threshold is a warning; below, it is for information. */
const WARNING_FROM = 0.75;

/** What to announce when a limit's standing has changed: the highest threshold that was passed, or nothing. */
export function crossingOf(before: Standing | undefined, after: Standing): Crossing | undefined {
  const known = before ? marksOf(before) : [];
  const passed = marksOf(after).filter((mark) => !known.includes(mark));
  const highest = passed.at(-1);
  if (highest === undefined) return undefined;
  return {
    limit: after.limit,
    ...(before && { before }),
    after,
    passed: highest,
    isJump: passed.length > 1,
    severity: highest === 'over' || highest >= 1 ? 'critical' : highest >= WARNING_FROM ? 'warning' : 'info',
  };
}

/**
 * The name under which a crossing is announced once, by whoever claims it first. It changes with the period and with
 * the limit, so that both arm it again. `periodStart` is the start of the calendar's day or month, also where the day
 * is rolling: there is no other that stays for a while.
 */
export function claimKey(log: string, periodStart: number, { limit, passed }: Pick<Crossing, 'limit' | 'passed'>): string {
  const { quantity, unit, pool = '' } = limit.amount;
  return JSON.stringify([log, limit.period, periodStart, unit, pool, quantity, passed]);
}

/** The thresholds that are reached, ascending, and then `over`. */
function marksOf({ limit, reached, remaining }: Standing): (number | 'over')[] {
  const marks: (number | 'over')[] = limit.thresholds.filter((threshold) => reached !== undefined && threshold <= reached);
  if (remaining < 0) marks.push('over');
  return marks;
}
