const DAY_MS = 86_400_000;
const TIMESTAMP = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?(?:(Z)|([+-])(\d{2}):?(\d{2}))?$/;

/**
 * Milliseconds since 1970 of an ISO timestamp; one without a zone is UTC, as `datetime.utcnow().isoformat()` writes it.
 * Undefined for anything else, days that do not exist included.
 */
export function parseTimestamp(text: string): number | undefined {
  const match = TIMESTAMP.exec(text);
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second, fraction = '', , sign, zoneHour = 0, zoneMinute = 0] = match;
  const [y, m, d] = [Number(year), Number(month), Number(day)];
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59 || Number(zoneHour) > 23 || Number(zoneMinute) > 59) return undefined;
  if (m < 1 || m > 12 || d < 1 || d > daysOf(y, m)) return undefined;
  const clock = (Number(hour) * 60 + Number(minute)) * 60_000 + Number(second) * 1000 + Number(fraction.slice(0, 3).padEnd(3, '0'));
  const offset = (Number(zoneHour) * 60 + Number(zoneMinute)) * 60_000;
  return daysBefore(y, m, d) * DAY_MS + clock - (sign === '-' ? -offset : offset);
}

/** As others read it: `2026-11-21T11:03:37.123Z`. */
export function isoText(milliseconds: number): string {
  return `${timestampText(milliseconds).slice(0, -3)}Z`;
}

/** As `datetime.utcnow().isoformat()` writes it: `2026-11-21T11:03:37.123000`. For the years 0 to 9999. */
export function timestampText(milliseconds: number): string {
  const days = Math.floor(milliseconds / DAY_MS);
  const clock = milliseconds - days * DAY_MS;
  const [year, month, day] = dateOf(days);
  const time = [Math.floor(clock / 3_600_000), Math.floor(clock / 60_000) % 60, Math.floor(clock / 1000) % 60].map((part) => digits(part, 2));
  return `${digits(year, 4)}-${digits(month, 2)}-${digits(day, 2)}T${time.join(':')}.${digits(Math.floor(clock) % 1000, 3)}000`;
}

const [ZERO, NINE, COLON, DOT, LETTER_T] = [48, 57, 58, 46, 84];
const PLAIN_LENGTH = 26;
/** The day that was read last, since neighbors in a log have the same. */
let [lastDay, lastMidnight] = ['', 0];

/** As `parseTimestamp`, several times as fast, for timestamps as `timestampText` writes them; undefined for all others. */
export function parsePlainTimestamp(text: string): number | undefined {
  if (text.length !== PLAIN_LENGTH) return undefined;
  if (lastDay === '' || !text.startsWith(lastDay)) {
    const midnight = parseTimestamp(`${text.slice(0, 10)}T00:00:00`);
    if (midnight === undefined) return undefined;
    [lastDay, lastMidnight] = [text.slice(0, 10), midnight];
  }
  const hour = two(text, 11);
  const minute = two(text, 14);
  const second = two(text, 17);
  const fraction = two(text, 20) * 10 + digit(text, 22);
  const rest = digit(text, 23) + two(text, 24);
  if (!(hour <= 23 && minute <= 59 && second <= 59 && fraction + rest >= 0)) return undefined;
  const isShaped =
    text.charCodeAt(10) === LETTER_T && text.charCodeAt(13) === COLON && text.charCodeAt(16) === COLON && text.charCodeAt(19) === DOT;
  return isShaped ? lastMidnight + ((hour * 60 + minute) * 60 + second) * 1000 + fraction : undefined;
}

/** NaN where there is no digit. */
function digit(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code >= ZERO && code <= NINE ? code - ZERO : NaN;
}

const two = (text: string, at: number): number => digit(text, at) * 10 + digit(text, at + 1);

const digits = (value: number, count: number): string => String(value).padStart(count, '0');

function daysOf(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

// Years that begin with March put the day that only some of them have at the end; 400 of them are a whole cycle.
const CYCLE_YEARS = 400;
const CYCLE_DAYS = 146_097;
const DAYS_TO_1970 = 719_468;

/** Days from 1970-01-01. */
function daysBefore(year: number, month: number, day: number): number {
  const marchYear = month > 2 ? year : year - 1;
  const cycle = Math.floor(marchYear / CYCLE_YEARS);
  const yearOfCycle = marchYear - cycle * CYCLE_YEARS;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  const dayOfCycle = yearOfCycle * 365 + Math.floor(yearOfCycle / 4) - Math.floor(yearOfCycle / 100) + dayOfYear;
  return cycle * CYCLE_DAYS + dayOfCycle - DAYS_TO_1970;
}

function dateOf(days: number): [year: number, month: number, day: number] {
  const cycle = Math.floor((days + DAYS_TO_1970) / CYCLE_DAYS);
  const dayOfCycle = days + DAYS_TO_1970 - cycle * CYCLE_DAYS;
  const yearOfCycle = Math.floor(
    (dayOfCycle - Math.floor(dayOfCycle / 1460) + Math.floor(dayOfCycle / 36_524) - Math.floor(dayOfCycle / 146_096)) / 365,
  );
  const dayOfYear = dayOfCycle - (365 * yearOfCycle + Math.floor(yearOfCycle / 4) - Math.floor(yearOfCycle / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  return [cycle * CYCLE_YEARS + yearOfCycle + (month <= 2 ? 1 : 0), month, dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1];
}
