import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Limit } from '../../../src/core/budget/limit';
import { createAlertWatch } from '../../../src/service/alertWatch';
import { createUsageService } from '../../../src/service/usageService';
import type { BudgetPlan, UsageService } from '../../../src/service/usageService';
import { createClaims } from '../../../src/stores/claims';
import { createMemoryStore } from '../../../src/stores/memory';
import { StoreError } from '../../../src/stores/storeError';

const NOON = Date.UTC(2026, 10, 21, 12);
const DAY_MS = 86_400_000;
const units = (quantity: number) => ({ quantity: quantity * 1e6, unit: 'units' as const });

const daily: Limit = { period: 'daily', amount: units(60), thresholds: [0.5, 0.8], onExceed: 'stop' };
const PLAN: BudgetPlan = { limits: [daily], timeZone: 'UTC', day: 'calendar', packages: [] };

function start(plan = PLAN) {
  const clock = { now: NOON };
  let entries = 0;
  const now = () => clock.now;
  const usage = createUsageService({ store: createMemoryStore({ now, newId: () => `entry-${String((entries += 1))}` }), plan, schedules: () => [], now });
  const spend = (quantity: number) => usage.store.record({ amount: units(quantity), timestamp: clock.now });
  return { clock, now, usage, spend };
}

function watchOf(usage: UsageService, now: () => number, folder: string, log = '/a/log') {
  return createAlertWatch({ usage, claims: createClaims(folder), log, now });
}

describe('the usage service', () => {
  it('tells of every line of ours, and of a refused one', async () => {
    const { usage, spend } = start();
    let told = 0;
    usage.onDidChange(() => { told += 1; });
    const { id } = await spend(10);
    await usage.store.correct(id, units(12), 'the bill');
    assert.equal(told, 2);
    assert.equal(usage.standings()[0]?.standing.spent, 12e6);
    await assert.rejects(usage.store.settle('nobody'));
    assert.equal(told, 3);
  });

  it('starts again with the next day', async () => {
    const { usage, clock, spend } = start();
    await spend(10);
    clock.now += DAY_MS;
    const [today] = usage.standings();
    assert.equal(today?.standing.remaining, 60e6);
    assert.equal(today.resetsAt, Date.UTC(2026, 10, 23));
  });

  it('says how old its numbers are while the log cannot be read', async () => {
    const clock = { now: NOON };
    let isBroken = false;
    const memory = createMemoryStore({ now: () => clock.now, newId: () => 'entry' });
    const refresh = () => (isBroken ? Promise.reject(new StoreError({ code: 'notAFile', file: '/a/log' })) : memory.refresh());
    const usage = createUsageService({ store: { ...memory, refresh }, plan: PLAN, schedules: () => [], now: () => clock.now });
    await usage.refresh();
    assert.equal(usage.staleMs(), undefined);
    const reading = usage.refresh();
    assert.equal(usage.staleMs(), undefined);
    await reading;
    isBroken = true;
    clock.now += 5000;
    let told = 0;
    usage.onDidChange(() => { told += 1; });
    await assert.rejects(usage.refresh(), StoreError);
    await assert.rejects(usage.refresh(), StoreError);
    assert.deepEqual([usage.staleMs(), told], [5000, 1]);
    isBroken = false;
    await usage.refresh();
    assert.deepEqual([usage.staleMs(), told], [undefined, 2]);
  });

  it('judges a request against every limit', async () => {
    const monthly: Limit = { period: 'monthly', amount: units(20), thresholds: [], onExceed: 'warn' };
    const { usage, spend } = start({ ...PLAN, limits: [daily, monthly] });
    await spend(18);
    assert.deepEqual(usage.judge(units(3)).map(({ verdict }) => verdict), ['fits', 'warns']);
  });
});

describe('the alert watch', () => {
  let folder = '';
  beforeEach(() => { folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kling-cost-alerts-')); });
  afterEach(() => { fs.rmSync(folder, { recursive: true }); });

  const passed = async (watch: ReturnType<typeof watchOf>) =>
    (await watch.check()).map((alert) => (alert.kind === 'crossing' ? alert.crossing.passed : Number(alert.id.split(' ').at(-1))));

  it('tells of the highest threshold that was crossed, once over all windows, and not again after a fall', async () => {
    const { usage, now, spend } = start();
    const [one, two] = [watchOf(usage, now, folder), watchOf(usage, now, folder)];
    assert.deepEqual(await passed(one), []);
    const { id } = await spend(50);
    assert.deepEqual(await passed(one), [0.8]);
    assert.deepEqual(await passed(two), []);
    await usage.store.correct(id, units(20), 'less');
    assert.deepEqual(await passed(one), []);
    await usage.store.correct(id, units(31), 'more');
    assert.deepEqual(await passed(one), []);
    await usage.store.correct(id, units(70), 'much more');
    assert.deepEqual(await passed(two), ['over']);
    assert.deepEqual(await passed(one), []);
  });

  it('tells of a crossing later when it could not be claimed at first', async () => {
    const { usage, now, spend } = start();
    let isFull = true;
    const claims = createClaims(folder);
    const claim = (key: string) => (isFull ? Promise.reject(new Error('ENOSPC')) : claims.claim(key));
    const watch = createAlertWatch({ usage, claims: { claim }, log: '/a/log', now });
    await spend(50);
    await assert.rejects(watch.check(), /ENOSPC/);
    isFull = false;
    assert.deepEqual(await passed(watch), [0.8]);
  });

  it('is armed again by the next day, by another limit and for another log', async () => {
    const { usage, clock, now, spend } = start();
    const watch = watchOf(usage, now, folder);
    await spend(50);
    assert.deepEqual(await passed(watch), [0.8]);
    assert.deepEqual(await passed(watchOf(usage, now, folder, '/b/log')), [0.8]);
    usage.update({ ...PLAN, limits: [{ ...daily, amount: units(55) }] });
    assert.deepEqual(await passed(watch), [0.8]);
    usage.update(PLAN);
    clock.now += DAY_MS;
    assert.deepEqual(await passed(watch), []);
    await spend(31);
    assert.deepEqual(await passed(watch), [0.5]);
  });

  it('warns once of each step towards an expiry that loses units', async () => {
    const packages = [{ name: 'Own', units: '100', validityDays: 30, boughtOn: '2026-11-21' }];
    const { usage, clock, now } = start({ ...PLAN, limits: [], packages });
    const watch = watchOf(usage, now, folder);
    assert.deepEqual(await passed(watch), []);
    for (const [day, days] of [[17, 14], [18, undefined], [24, 7], [29.4, 1]] as const) {
      clock.now = NOON + day * DAY_MS;
      usage.tick();
      assert.deepEqual(await passed(watch), days === undefined ? [] : [days], `day ${String(day)}`);
    }
  });
});
