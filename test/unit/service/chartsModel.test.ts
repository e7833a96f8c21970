import assert from 'node:assert/strict';
import type { Limit } from '../../../src/core/budget/limit';
import { plainTranslate as t } from '../../../src/presentation/translate';
import { readToPage } from '../../../src/presentation/sidebar/messages';
import type { Charts, PageView } from '../../../src/presentation/sidebar/messages';
import { chartsNow } from '../../../src/service/chartsModel';
import { createUsageService } from '../../../src/service/usageService';
import { createMemoryStore } from '../../../src/stores/memory';
import type { Draft } from '../../../src/stores/store';
import { allSteps } from '../../support/allSteps';

const DAY_MS = 86_400_000;
/** A Saturday noon in Berlin. */
const NOW = Date.UTC(2026, 10, 21, 11);
const monthly: Limit = { period: 'monthly', amount: { quantity: 200e6, unit: 'units', pool: 'video' }, thresholds: [], onExceed: 'stop' };

interface Given extends Partial<Draft> {
  readonly daysAgo: number;
  readonly units: number;
  readonly isUnpriced?: true;
}

async function chartsOf(given: readonly Given[], view: PageView, now = NOW): Promise<Charts> {
  let ids = 0;
  const store = createMemoryStore({ now: () => now, newId: () => `e${String(ids++)}` });
  for (const { daysAgo, units, isUnpriced, ...draft } of given) {
    await store.record({ timestamp: now - daysAgo * DAY_MS, ...(isUnpriced ? {} : { usd: units * 140_000 }), amount: { quantity: units * 1e6, unit: 'units' }, model: 'kling-v3', ...draft });
  }
  const plan = { limits: [monthly], timeZone: 'Europe/Berlin', day: 'calendar' as const, packages: [] };
  const service = createUsageService({ store, plan, schedules: () => [], now: () => now });
  const message = readToPage(JSON.parse(JSON.stringify({ type: 'sections', sections: { charts: allSteps(chartsNow(service, view, now, t)).result } })));
  assert.ok(message?.type === 'sections' && message.sections.charts?.shown);
  return message.sections.charts.shown;
}

describe('the charts of the sidebar', () => {
  it('are added up a day at a time, so that others have their turn', async () => {
    const store = createMemoryStore({ now: () => NOW, newId: () => 'e' });
    await store.record({ timestamp: NOW, amount: { quantity: 1e6, unit: 'units' } });
    const service = createUsageService({ store, plan: { limits: [], timeZone: 'UTC', day: 'calendar', packages: [] }, schedules: () => [], now: () => NOW });
    assert.equal(allSteps(chartsNow(service, { unit: '', range: '90' }, NOW, t)).steps, 91);
  });

  const entries = [
    { daysAgo: 0, units: 10, model: 'kling-v2-6', project: 'shop' }, { daysAgo: 0, units: 2 }, { daysAgo: 2, units: 30, project: 'film' },
    { daysAgo: 20, units: 50 }, { daysAgo: 25, units: 70 }, { daysAgo: 1, units: 8, amount: { quantity: 8e6, unit: 'units' as const, pool: 'image' } },
  ];

  it('stack each day by model, the one with the most first', async () => {
    const { days, units, unit, spend: video } = await chartsOf(entries, { unit: '', range: '7' });
    assert.deepEqual([days.length, days[0], days.at(-1)], [7, '2026-11-15', '2026-11-21']);
    assert.deepEqual(units.map(({ id }) => id), ['units video', 'units image', 'usd']);
    assert.equal(unit, 'units video');
    assert.deepEqual(video.series, [{ name: 'kling-v3', values: [0, 0, 0, 0, 30e6, 0, 2e6] }, { name: 'kling-v2-6', values: [0, 0, 0, 0, 0, 0, 10e6] }]);
    assert.deepEqual(video.table.rows.at(-1), ['2026-11-21', '12 units', '2 units', '10 units']);
    assert.equal((await chartsOf(entries, { unit: 'units image', range: '7' })).spend.most, '8 image units');
  });

  it('add up each month from its first day, beside the limit in that unit', async () => {
    const { days, running } = await chartsOf(entries, { unit: 'units video', range: '30' });
    const on = (day: string) => running.values[days.indexOf(day)];
    assert.deepEqual([on('2026-10-31'), on('2026-11-01'), on('2026-11-21')], [70e6, 50e6, 92e6]);
    assert.deepEqual([running.limit, running.limitText, running.most], [200e6, 'Limit: 200 units', 'Limit: 200 units']);
    const inDollars = (await chartsOf(entries, { unit: 'usd', range: 'month' })).running;
    assert.deepEqual([inDollars.limit, inDollars.limitText, inDollars.values.length], [null, 'No monthly limit in dollars is set', 21]);
  });

  it('add up by project, and name what is not in dollars', async () => {
    const { projects } = await chartsOf(entries, { unit: 'units video', range: '7' });
    assert.deepEqual(projects.rows, [{ name: 'film', amount: '30 units', share: 100 }, { name: 'shop', amount: '10 units', share: 33 }, { name: '(not told)', amount: '2 units', share: 6 }]);
    const { notes } = await chartsOf([{ daysAgo: 0, units: 1 }, { daysAgo: 0, units: 35, isUnpriced: true }], { unit: 'usd', range: '7' });
    assert.deepEqual(notes, ['1 entry has no price in dollars and is not in these charts']);
  });

  it('put the models beyond the first into one', async () => {
    const many = Array.from({ length: 9 }, (_, index) => ({ daysAgo: 0, units: 9 - index, model: `m${String(index)}` }));
    const { series } = (await chartsOf(many, { unit: 'usd', range: '7' })).spend;
    assert.deepEqual(series.map(({ name }) => name), ['m0', 'm1', 'm2', 'm3', 'm4', '4 other models']);
    assert.equal(series.at(-1)?.values.at(-1), (4 + 3 + 2 + 1) * 140_000);
  });

  it('have each calendar day once where the clocks change', async () => {
    const { days } = await chartsOf([{ daysAgo: 0, units: 1 }], { unit: '', range: '7' }, Date.UTC(2026, 9, 27, 22, 30));
    assert.deepEqual(days, ['2026-10-21', '2026-10-22', '2026-10-23', '2026-10-24', '2026-10-25', '2026-10-26', '2026-10-27']);
  });
});
