import { ICalAlarmType, ICalCalendar } from 'ical-generator';
import { WARN_DAYS } from '../core/budget/packages';
import type { PackagesStanding } from '../core/budget/packages';
import { localText } from '../core/budget/period';
import { isoText } from '../core/ledger/timestamp';
import { lossText, packageAmount } from './budgetTexts';
import type { Translate } from './translate';
import { visible } from './visible';

const DAY_SECONDS = 86_400;

/**
 * A calendar file (RFC 5545) with the last day of each package that can still be used, and alarms 14, 7 and 1 days
 * before. One package keeps its UID, so that a calendar replaces the event when the file is taken in again.
 */
export function packageCalendar({ packages, paces }: PackagesStanding, now: number, zone: string, t: Translate): string {
  const calendar = new ICalCalendar({ name: t('Kling packages'), prodId: { company: 'kling-cost-lens', product: 'kling-cost' } });
  for (const standing of packages) {
    const { item, state, left } = standing;
    if (item.expiresAt === undefined || state !== 'active') continue;
    const lastDay = localText(item.expiresAt - 1, zone).slice(0, 10);
    const name = visible(item.name);
    const amount = packageAmount(left, item, t);
    calendar.createEvent({
      id: `${encodeURIComponent(item.key)}@kling-cost-lens`,
      stamp: isoText(now),
      start: lastDay,
      allDay: true,
      summary: t('Last day of {0}: {1} left', name, amount),
      description: [t('on {0} it held {1}', localText(now, zone), amount), ...[lossText(standing, paces, t) ?? []].flat(), t('what is left after this day is forfeited')].join('\n'),
      alarms: WARN_DAYS.map((days) => ({
        type: ICalAlarmType.display,
        trigger: days * DAY_SECONDS,
        description: days === 1 ? t('{0} expires in 1 day', name) : t('{0} expires in {1} days', name, days),
      })),
    });
  }
  return `${calendar.toString()}\r\n`;
}
