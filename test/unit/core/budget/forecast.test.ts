import assert from 'node:assert/strict';
import { forecastOf } from '../../../../src/core/budget/forecast';
import type { Limit } from '../../../../src/core/budget/limit';
import { calendarPeriod } from '../../../../src/core/budget/period';
import { periodStandings } from '../../../../src/core/budget/usage';
import { createLedger } from '../../../../src/core/ledger/ledger';
import { lineOf } from '../../../../src/core/ledger/line';

const DAY_MS = 86_400_000;
const NOW = Date.UTC(2026, 10, 21, 12);

/** What a limit comes to with charges of so many units so many days before now. */
function forecast(period: Limit['period'], charges: readonly (readonly [units: number, daysAgo: number])[]) {
  const ledger = createLedger();
  charges.forEach(([units, daysAgo], order) => {
    ledger.append(lineOf({ event: 'recorded', id: String(order), timestamp: NOW - daysAgo * DAY_MS, amount: { quantity: units * 1e6, unit: 'units', pool: 'video' } }, order));
  });
  const limit: Limit = { period, amount: { quantity: 100e6, unit: 'units', pool: 'video' }, thresholds: [], onExceed: 'stop' };
  const usage = { totals: (stretch: { start: number; end: number }) => ledger.totals(stretch, NOW), entries: () => [] };
  const [standing] = periodStandings([{ ...limit, stretch: calendarPeriod(period, NOW, 'UTC') }], 'calendar', usage);
  assert.ok(standing);
  return forecastOf(standing, usage, NOW);
}

describe('the forecast of a period', () => {
  it('goes on at the pace of the last 7 days until the month ends', () => {
    // 9.5 days are left, at 2 units a day.
    assert.deepEqual(forecast('monthly', [[1, 20], [14, 1]]), { used: 34e6, days: 7, until: Date.UTC(2026, 11, 1) });
  });

  it('takes a younger ledger for the days that it has', () => {
    assert.deepEqual(forecast('monthly', [[4, 1.5]]), { used: 4e6 + 19e6, days: 2, until: Date.UTC(2026, 11, 1) });
  });

  it('goes on at the pace of the last 24 hours until the day ends', () => {
    assert.deepEqual(forecast('daily', [[1, 5], [12, 0.75], [8, 0.25]]), { used: 8e6 + 10e6, days: 1, until: Date.UTC(2026, 10, 22) });
  });

  it('says nothing where nothing was used', () => {
    assert.equal(forecast('monthly', [[5, 12]]), undefined);
  });
});
