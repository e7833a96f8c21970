import assert from 'node:assert/strict';
import * as path from 'node:path';
import { readBudget } from '../../src/cli/limitOptions';
import type { LimitOptionValues } from '../../src/cli/limitOptions';
import { UsageError } from '../../src/cli/usageError';
import { withFolder } from './support';

const NOW = Date.parse('2026-11-21T12:00:00Z');
const SETTINGS = JSON.stringify({
  'klingCost.budget.daily': { limit: 3, unit: 'usd', onExceed: 'warn' },
  'klingCost.budget.monthly': '30 usd',
  'klingCost.budget.timeZone': 'Asia/Tokyo',
});

/** The limits as texts: period, quantity, unit, action. */
async function limits(values: LimitOptionValues, env: Record<string, string> = {}, settings?: string): Promise<string[]> {
  let texts: string[] = [];
  await withFolder(settings === undefined ? {} : { '.vscode/settings.json': settings }, (folder) => {
    texts = readBudget(values, { env, folder, now: NOW }).limits.map(
      ({ period, amount: { quantity, unit, pool = '' }, onExceed }) => `${period} ${String(quantity / 1e6)} ${pool}${unit} ${onExceed}`,
    );
  });
  return texts;
}

async function assertRefused(message: RegExp, values: LimitOptionValues, env: Record<string, string> = {}, settings?: string): Promise<void> {
  await assert.rejects(limits(values, env, settings), (error: unknown) => {
    assert.ok(error instanceof UsageError);
    assert.match(error.message, message);
    return true;
  });
}

describe('limits of the command line', () => {
  it('come from the options, else from the environment, else from the settings', async () => {
    const env = { KLING_COST_DAILY: '20credits', KLING_COST_MONTHLY: '200credits' };
    assert.deepEqual(await limits({ daily: '100units' }, env, SETTINGS), ['daily 100 units stop', 'monthly 200 credits stop']);
    assert.deepEqual(await limits({}, { KLING_COST_DAILY: '20credits', KLING_COST_MONTHLY: '' }, SETTINGS), ['daily 20 credits stop', 'monthly 30 usd stop']);
    assert.deepEqual(await limits({}, {}, SETTINGS), ['daily 3 usd warn', 'monthly 30 usd stop']);
    assert.deepEqual(await limits({}), []);
    assert.deepEqual(await limits({ daily: 'none', 'on-exceed': 'warn' }, {}, SETTINGS), ['monthly 30 usd warn']);
    assert.deepEqual(await limits({ daily: '500image-units' }), ['daily 500 imageunits stop']);
  });

  it('hold for the day and month of the time zone', async () => {
    await withFolder({ '.vscode/settings.json': SETTINGS }, (folder) => {
      const sources = { env: {}, folder, now: Date.parse('2026-11-30T16:00:00Z') };
      const stretches = (values: LimitOptionValues): string[][] =>
        readBudget(values, sources).limits.map(({ stretch: { start, end } }) => [start, end].map((ms) => new Date(ms).toISOString().slice(0, 16)));
      assert.deepEqual(stretches({}), [['2026-11-30T15:00', '2026-12-01T15:00'], ['2026-11-30T15:00', '2026-12-31T15:00']]);
      assert.deepEqual(stretches({ 'time-zone': 'UTC' }), [['2026-11-30T00:00', '2026-12-01T00:00'], ['2026-11-01T00:00', '2026-12-01T00:00']]);
      assert.deepEqual(stretches({ day: 'rolling', monthly: 'none' }), [['2026-11-29T16:00', '2026-12-01T16:00']]);
    });
  });

  it('are refused with name and remedy when they cannot be read', async () => {
    await assertRefused(/^--daily "100" is not a limit; use an amount with its unit, such as "100 units", .* or "none"$/, { daily: '100' });
    await assertRefused(/^--daily "" is not a limit/, { daily: '' });
    await assertRefused(/^KLING_COST_MONTHLY "lots" is not a limit/, {}, { KLING_COST_MONTHLY: 'lots' });
    await assertRefused(/^--on-exceed "panic" is not known; use warn or stop/, { daily: '1usd', 'on-exceed': 'panic' });
    await assertRefused(/^--time-zone "Mars" is not a time zone; use a name such as/, { 'time-zone': 'Mars' });
    await assertRefused(/^--day "week" is not known/, { day: 'week' });
    await assertRefused(/\.vscode.settings\.json:1:29: klingCost\.budget\.daily: this value has the wrong type/, {}, {}, '{ "klingCost.budget.daily": 5 }');
    await assertRefused(/settings\.json:1:3: this is not JSON/, { daily: '1usd' }, {}, '{ what');
  });

  it('need no setting that is given otherwise', async () => {
    const broken = JSON.stringify({ 'klingCost.budget.daily': 5, 'klingCost.budget.monthly': 5, 'klingCost.budget.timeZone': 'Mars', 'klingCost.budget.day': 'week' });
    assert.deepEqual(
      await limits({ daily: '1usd', 'time-zone': 'UTC', day: 'calendar' }, { KLING_COST_MONTHLY: '2usd' }, broken),
      ['daily 1 usd stop', 'monthly 2 usd stop'],
    );
  });

  it('are refused when the settings are not a file', async () => {
    await withFolder({ '.vscode/settings.json/inside': '' }, (folder) => {
      assert.throws(() => readBudget({}, { env: {}, folder, now: NOW }), new RegExp(`^UsageError: .*${path.join('x', 'settings').slice(2)}\\.json is not a settings file`));
    });
  });
});
