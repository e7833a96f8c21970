// The single functions: they bundle a third of what the classes do.
import * as Instant from 'temporal-polyfill/fns/Instant';
import * as PlainDate from 'temporal-polyfill/fns/PlainDate';
import * as ZonedDateTime from 'temporal-polyfill/fns/ZonedDateTime';
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
  const here = ZonedDateTime.toPlainDate(clocksAt(now, zone));
  const next = (date: PlainDate.Record): PlainDate.Record => (name === 'daily' ? PlainDate.addDays(date, 1) : PlainDate.addMonths(date, 1));
  let first = name === 'daily' ? here : PlainDate.withDayOfMonth(here, 1);
  let end = startOf(next(first), zone);
  while (end <= now) {
    first = next(first);
    end = startOf(next(first), zone);
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
    return isDay ? startOfDay(text, 0, zone) : Instant.fromString(text).epochMilliseconds;
  } catch {
    // A RangeError is how Temporal says that there is no such day or hour.
    return undefined;
  }
}

/** The first moment of the day that is so many days after `2026-11-21`, in milliseconds since 1970; throws a RangeError when there is no such day. */
export function startOfDay(day: string, daysLater: number, zone: string): number {
  const [year = NaN, month = NaN, dayOfMonth = NaN] = day.split('-').map(Number);
  return startOf(PlainDate.addDays(PlainDate.create(year, month, dayOfMonth), daysLater), zone);
}

/** What the clocks of a time zone show at a moment: `2026-11-21 10:00`. */
export function localText(ms: number, zone: string): string {
  const { year, month, day, hour, minute } = clocksAt(ms, zone);
  const two = (number: number): string => String(number).padStart(2, '0');
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)} ${two(hour)}:${two(minute)}`;
}

function clocksAt(ms: number, zone: string): ZonedDateTime.Record {
  return Instant.toZonedDateTimeISO(Instant.fromEpochMilliseconds(ms), zone);
}

function startOf(date: PlainDate.Record, zone: string): number {
  return PlainDate.toZonedDateTime(date, zone).epochMilliseconds;
}
