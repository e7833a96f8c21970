import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { calendarPeriod, isTimeZone, periodAt, rollingPeriod, rollingReset } from '../../../../src/core/budget/period';
import type { PeriodName } from '../../../../src/core/budget/limit';

const HOUR = 3_600_000;
const ZONES = Intl.supportedValuesOf('timeZone');
/** Years with every kind of change: Samoa's skipped day, midnights that are skipped or come twice, and today's rules; and how many changes there are at least. */
const YEARS = [[1987, 1988, 200], [2011, 2012, 200], [2024, 2027, 500]] as const;

const at = (text: string): number => Date.parse(text);
const iso = (ms: number): string => new Date(ms).toISOString().replace('.000Z', 'Z');
const shown = (name: PeriodName, now: string, zone: string): [string, string, number] => {
  const { start, end } = calendarPeriod(name, at(now), zone);
  return [iso(start), iso(end), (end - start) / HOUR];
};

function changesOf(zone: string, from: number, to: number): number[] {
  const changes: number[] = [];
  let here: Temporal.ZonedDateTime | null = Temporal.Instant.from(`${String(from)}-01-01T00:00Z`).toZonedDateTimeISO(zone);
  while ((here = here.getTimeZoneTransition('next')) && here.epochMilliseconds < at(`${String(to)}-01-01T00:00:00Z`)) changes.push(here.epochMilliseconds);
  return changes;
}

/** The local day as YYYY-MM-DD, asked of the platform and not of what is tested. */
function localDay(zone: string): (ms: number) => string {
  const format = new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' });
  return (ms) => format.format(ms);
}

function assertParts(name: PeriodName, now: number, zone: string, dayAt: (ms: number) => string): void {
  const where = `${name} ${zone} ${iso(now)}`;
  const { start, end } = calendarPeriod(name, now, zone);
  assert.ok(start <= now && now < end, `${where} is in its period`);
  assert.equal(calendarPeriod(name, end, zone).start, end, `${where} ends where the next starts`);
  assert.equal(calendarPeriod(name, start - 1, zone).end, start, `${where} starts where the one before ends`);
  const part = (ms: number): string => dayAt(ms).slice(0, name === 'daily' ? 10 : 7);
  assert.ok(part(start - 1) < part(start), `${where} starts with a new ${name}`);
  assert.ok(part(end - 1) <= part(end) && part(start) < part(end), `${where} ends with a new ${name}`);
  assert.ok(part(now) <= part(start), `${where} is not a later one`);
}

describe('calendar period', () => {
  for (const [from, to, least] of YEARS) {
    it(`gives every moment around every change of clocks from ${String(from)} to ${String(to)} one day and one month, in every zone`, () => {
      assert.ok(ZONES.length > 400);
      let changes = 0;
      for (const zone of ZONES) {
        const dayAt = localDay(zone);
        for (const change of changesOf(zone, from, to)) {
          changes += 1;
          for (const offset of [-HOUR, -1, 0, HOUR / 2, HOUR]) {
            assertParts('daily', change + offset, zone, dayAt);
            assertParts('monthly', change + offset, zone, dayAt);
          }
        }
      }
      assert.ok(changes > least, String(changes));
    });
  }

  it('gives any moment in any zone one day and one month', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), fc.integer({ min: at('1970-01-03T00:00:00Z'), max: at('2100-01-01T00:00:00Z') }), (zone, now) => {
        for (const name of ['daily', 'monthly'] as const) assertParts(name, now, zone, localDay(zone));
      }),
      { numRuns: 300 },
    );
  });

  const DAYS: [string, string, string, [string, string, number]][] = [
    ['a day of 23 hours', '2026-03-29T12:00:00Z', 'Europe/Berlin', ['2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z', 23]],
    ['a day of 25 hours', '2026-10-25T12:00:00Z', 'Europe/Berlin', ['2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z', 25]],
    ['a day of 24.5 hours', '2026-04-04T20:00:00Z', 'Australia/Lord_Howe', ['2026-04-04T13:00:00Z', '2026-04-05T13:30:00Z', 24.5]],
    ['a day whose midnight is skipped', '2024-04-26T12:00:00Z', 'Africa/Cairo', ['2024-04-25T22:00:00Z', '2024-04-26T21:00:00Z', 23]],
    ['the day before one that is skipped', '2011-12-30T09:00:00Z', 'Pacific/Apia', ['2011-12-29T10:00:00Z', '2011-12-30T10:00:00Z', 24]],
    ['the day after one that is skipped', '2011-12-30T10:00:00Z', 'Pacific/Apia', ['2011-12-30T10:00:00Z', '2011-12-31T10:00:00Z', 24]],
    ['a leap day', '2028-02-29T12:00:00Z', 'America/New_York', ['2028-02-29T05:00:00Z', '2028-03-01T05:00:00Z', 24]],
    ['a day with a quarter of an hour', '2026-11-21T12:00:00Z', 'Asia/Kathmandu', ['2026-11-20T18:15:00Z', '2026-11-21T18:15:00Z', 24]],
  ];
  for (const [title, now, zone, expected] of DAYS) {
    it(`knows ${title}`, () => { assert.deepEqual(shown('daily', now, zone), expected); });
  }

  it('keeps to the day that has begun when clocks are turned back over midnight', () => {
    // At 0:01 of the 25th it is 23:01 of the 24th again.
    const [first, second] = ['1987-10-25T02:30:30Z', '1987-10-25T02:31:30Z'].map((now) => shown('daily', now, 'America/St_Johns'));
    assert.deepEqual(first, second);
    assert.deepEqual(first, ['1987-10-25T02:30:00Z', '1987-10-26T03:30:00Z', 25]);
  });

  it('knows months of every length', () => {
    assert.deepEqual(shown('monthly', '2026-01-31T23:30:00Z', 'UTC'), ['2026-01-01T00:00:00Z', '2026-02-01T00:00:00Z', 744]);
    assert.deepEqual(shown('monthly', '2028-02-29T12:00:00Z', 'UTC'), ['2028-02-01T00:00:00Z', '2028-03-01T00:00:00Z', 696]);
    assert.deepEqual(shown('monthly', '2026-03-31T22:30:00Z', 'Europe/Berlin'), ['2026-03-31T22:00:00Z', '2026-04-30T22:00:00Z', 720]);
    assert.deepEqual(shown('monthly', '2026-03-31T21:30:00Z', 'Europe/Berlin'), ['2026-02-28T23:00:00Z', '2026-03-31T22:00:00Z', 743]);
  });
});

describe('rolling day', () => {
  const now = at('2026-11-21T12:00:00Z');

  it('counts what is not yet 24 hours old, to the millisecond', () => {
    const { start, end } = rollingPeriod(now);
    assert.equal(start, now - 24 * HOUR + 1);
    assert.ok(end > now + 1);
    assert.equal(rollingReset([now - 5, now - 24 * HOUR + 1, now]), now + 1);
    assert.equal(rollingReset([]), undefined);
  });

  it('is for days only', () => {
    assert.deepEqual(periodAt('daily', now, 'Asia/Tokyo', 'rolling'), rollingPeriod(now));
    assert.deepEqual(periodAt('daily', now, 'Asia/Tokyo', 'calendar'), calendarPeriod('daily', now, 'Asia/Tokyo'));
    assert.deepEqual(periodAt('monthly', now, 'Asia/Tokyo', 'rolling'), calendarPeriod('monthly', now, 'Asia/Tokyo'));
  });
});

it('knows the names of time zones', () => {
  for (const name of ['UTC', 'Europe/Berlin', 'America/Argentina/Buenos_Aires']) assert.ok(isTimeZone(name), name);
  for (const name of ['', 'Berlin', 'Mars/Olympus', '__proto__', '2026-01-01T00:00Z']) assert.ok(!isTimeZone(name), name);
});
