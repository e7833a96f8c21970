import { calendarPeriod, localText } from '../core/budget/period';
import type { Stretch } from '../core/ledger/totals';
import { chartsSection } from '../presentation/sidebar/chartsSection';
import type { ChartDay } from '../presentation/sidebar/chartsSection';
import type { PageView, Sections } from '../presentation/sidebar/messages';
import type { Translate } from '../presentation/translate';
import type { UsageService } from './usageService';

/** What was used in the days that the page asks for, by model, by project, and from the start of each month; a day in each step. */
export function* chartsNow(service: UsageService, view: PageView, now: number, t: Translate): Generator<undefined, Sections['charts']> {
  const { limits, timeZone } = service.plan();
  const { store } = service;
  const stretches = daysOf(view.range, timeZone, now);
  const days: ChartDay[] = [];
  for (const day of stretches) {
    days.push({
      name: localText(day.start, timeZone).slice(0, 10),
      byModel: store.totalsBy('model', day, now),
      byProject: store.totalsBy('project', day, now),
      monthToDate: store.totals({ start: calendarPeriod('monthly', day.start, timeZone).start, end: day.end }, now),
    });
    yield;
  }
  return chartsSection({
    days,
    totals: store.totals({ start: stretches[0]?.start ?? now, end: stretches.at(-1)?.end ?? now }, now),
    monthly: limits.find(({ period }) => period === 'monthly'),
    view,
  }, t);
}

/** The calendar days up to today, the oldest first. */
function daysOf(range: PageView['range'], zone: string, now: number): Stretch[] {
  const since = range === 'month' ? calendarPeriod('monthly', now, zone).start : -Infinity;
  const most = range === 'month' ? Infinity : Number(range);
  const days: Stretch[] = [];
  for (let day = calendarPeriod('daily', now, zone); day.start >= since && days.length < most; day = calendarPeriod('daily', day.start - 1, zone)) days.push(day);
  return days.reverse();
}
