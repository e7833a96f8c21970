import type { Micros } from '../money';
import type { PeriodStanding, Usage } from './usage';
import { standingOf } from './verdict';

/** What a period will come to if use goes on as it did. */
export interface Forecast {
  /** Millionths of the limit's unit at the end of the period. */
  readonly used: Micros;
  /** Over how many of the last days the pace was taken. */
  readonly days: number;
  /** The end of the period, in milliseconds since 1970. */
  readonly until: number;
}

const DAY_MS = 86_400_000;
const PACE_DAYS = { daily: 1, monthly: 7 } as const;

/**
 * What a calendar period will come to at the pace of the last day, or for a month of the last 7 days. A ledger that is
 * younger is taken for as many days as it has. Undefined where nothing was used at that pace, or the period has no end.
 */
export function forecastOf({ standing, resetsAt }: PeriodStanding, { totals }: Pick<Usage, 'totals'>, now: number): Forecast | undefined {
  if (resetsAt === undefined || resetsAt <= now) return undefined;
  const { limit, spent, reserved } = standing;
  const usedSince = (days: number): Micros => {
    const recent = standingOf(limit, totals({ start: now - days * DAY_MS, end: now + 1 }));
    return recent.spent + recent.reserved;
  };
  const most = PACE_DAYS[limit.period];
  const isYoung = totals({ start: -Infinity, end: now - most * DAY_MS }).entries === 0;
  const recent = usedSince(most);
  let days: number = most;
  while (isYoung && days > 1 && usedSince(days - 1) === recent) days -= 1;
  return recent === 0 ? undefined : { used: spent + reserved + Math.round((recent / days) * ((resetsAt - now) / DAY_MS)), days, until: resetsAt };
}
