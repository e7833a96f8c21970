import { Temporal } from 'temporal-polyfill';
import type { Stretch } from '../ledger/totals';
import type { PeriodName } from './limit';

/** A day of a limit: by the calendar of a time zone, or the 24 hours before each moment. */
export type DayKind = 'calendar' | 'rolling';

/** How long what is spent counts where the day is rolling. */
export const ROLLING_MS = 86_400_000;

/**
 * The calendar day or month around `now` (milliseconds since 1970) in an IANA time zone; it ends when the next one
 * starts, and then counts from 0. A day has the hours that its clocks give it: 23, 24.5, 25; one that the clocks skip
 * has none. Where clocks are turned back over midnight, the day that has begun goes on: no moment has two days.
 */
export function calendarPeriod(name: PeriodName, now: number, zone: string): Stretch {
  const here = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone).toPlainDate();
  const step = name === 'daily' ? { days: 1 } : { months: 1 };
  let first = name === 'daily' ? here : here.with({ day: 1 });
  let end = startOf(first.add(step), zone);
  while (end <= now) {
    first = first.add(step);
    end = startOf(first.add(step), zone);
  }
  return { start: startOf(first, zone), end };
}

/**
 * What counts at `now` where the day is rolling: what is not yet 24 hours old. It reaches ahead as far, so that what
 * another clock or a later writer has put down counts too.
 */
export function rollingPeriod(now: number): Stretch {
  return { start: now - ROLLING_MS + 1, end: now + ROLLING_MS };
}

/** The stretch of a limit's period at `now`; months always go by the calendar. */
export function periodAt(name: PeriodName, now: number, zone: string, day: DayKind): Stretch {
  return name === 'daily' && day === 'rolling' ? rollingPeriod(now) : calendarPeriod(name, now, zone);
}

/** When something counts no more where the day is rolling: when the oldest entry is 24 hours old. Undefined when there is none. */
export function rollingReset(timestamps: readonly number[]): number | undefined {
  return timestamps.length === 0 ? undefined : timestamps.reduce((a, b) => Math.min(a, b)) + ROLLING_MS;
}

/** Whether a name is that of a time zone, such as `Europe/Berlin`. */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    // A RangeError is how Intl says no.
    return false;
  }
}

/** The moment of `2026-11-21T09:00Z` or of the start of `2026-11-21`, in milliseconds since 1970; undefined for other text. */
export function momentOf(text: string, zone: string): number | undefined {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text);
  if (!isDay && !/^\d{4}-\d{2}-\d{2}T[\d:.]+(?:Z|[+-]\d{2}:\d{2})$/.test(text)) return undefined;
  try {
    return isDay ? startOf(Temporal.PlainDate.from(text), zone) : Temporal.Instant.from(text).epochMilliseconds;
  } catch {
    // A RangeError is how Temporal says that there is no such day or hour.
    return undefined;
  }
}

/** The first moment of a day, in milliseconds since 1970. */
export function startOf(date: Temporal.PlainDate, zone: string): number {
  return date.toZonedDateTime(zone).epochMilliseconds;
}

/** A moment as `2026-11-21T09:00:00Z`. */
export function momentText(ms: number): string {
  return Temporal.Instant.fromEpochMilliseconds(ms).toString();
}

/** What the clocks of a time zone show at a moment: `2026-11-21 10:00`. */
export function localText(ms: number, zone: string): string {
  const { year, month, day, hour, minute } = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone);
  const two = (number: number): string => String(number).padStart(2, '0');
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)} ${two(hour)}:${two(minute)}`;
}
