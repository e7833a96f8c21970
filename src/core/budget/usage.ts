import type { Entry } from '../ledger/entry';
import type { Stretch, Totals } from '../ledger/totals';
import type { Limit } from './limit';
import { rollingReset } from './period';
import type { DayKind } from './period';
import { isCounted, standingOf } from './verdict';
import type { Standing } from './verdict';

/** A limit, where it stands, and when that changes by itself. */
export interface PeriodStanding {
  readonly standing: Standing;
  /** When the period starts again; where the day is rolling, when its oldest entry counts no more. Absent when there is none. */
  readonly resetsAt?: number;
}

/** What a ledger answers, as of one moment. */
export interface Usage {
  readonly totals: (stretch: Stretch) => Totals;
  readonly entries: (stretch: Stretch) => readonly Entry[];
}

/** Where limits stand, each with the stretch that it holds for. */
export function periodStandings(limits: readonly (Limit & { readonly stretch: Stretch })[], day: DayKind, usage: Usage): PeriodStanding[] {
  return limits.map(({ stretch, ...limit }) => {
    const standing = standingOf(limit, usage.totals(stretch));
    const isRolling = limit.period === 'daily' && day === 'rolling';
    const counting = isRolling ? usage.entries(stretch).filter(({ state, amount, usd }) => state !== 'released' && isCounted(limit, amount, usd)) : [];
    const resetsAt = isRolling ? rollingReset(counting.map(({ timestamp }) => timestamp)) : stretch.end;
    return { standing, ...(resetsAt === undefined ? {} : { resetsAt }) };
  });
}
