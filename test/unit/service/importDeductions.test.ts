import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import type { Deduction } from '../../../src/core/account/deduction';
import { importSteps, planImport } from '../../../src/core/account/match';
import type { ImportPlan } from '../../../src/core/account/match';
import { applyImport } from '../../../src/service/importDeductions';
import { createJsonlStore } from '../../../src/stores/jsonl';
import { createMemoryStore } from '../../../src/stores/memory';
import type { UsageStore } from '../../../src/stores/store';

const NOW = Date.UTC(2026, 10, 21, 12);
const STRETCH = { start: NOW - 86_400_000, end: NOW };
const ALL = { start: -Infinity, end: Infinity };
const units = (number: number) => ({ quantity: number * 1_000_000, unit: 'units' as const });
const row = (taskId: string, number: number, changes: Partial<Deduction> = {}): Deduction => ({
  taskId, at: NOW - 5000, quantity: number * 1_000_000, from: { pool: 'video', packageId: 'p' }, model: 'kling-v2-6', feature: 'image2video', mode: 'pro', durationSeconds: 5, ...changes,
});

const planOf = (store: UsageStore, rows: readonly Deduction[]): ImportPlan => planImport(rows, store.entries(ALL, NOW), 'kling', STRETCH);
const counts = (plan: ImportPlan): number[] => Object.values(importSteps(plan)).map((items) => (items as unknown[]).length);

async function filled(store: UsageStore): Promise<Deduction[]> {
  const draft = { timestamp: NOW - 6000, provider: 'kling' };
  await store.record({ ...draft, taskId: 'equal', amount: units(5) });
  await store.record({ ...draft, taskId: 'other', amount: units(5), usd: 700_000 });
  await store.reserveIfFits({ ...draft, taskId: 'open', amount: units(5), usd: 700_000 }, [], NOW + 1000);
  await store.reserveIfFits({ ...draft, taskId: 'late', amount: units(5) }, [], NOW - 1);
  await store.reserveIfFits({ ...draft, taskId: 'given back', amount: units(5) }, [], NOW + 1000);
  await store.release('given back', 'failed');
  await store.record({ ...draft, taskId: 'ours', amount: units(5) });
  return [
    row('equal', 5), row('other', 7), row('open', 5), row('late', 6), row('given back', 5), row('new', 9),
    row('image', 8, { from: { pool: 'image', packageId: 'q' } }), row('cash', 2, { from: { currency: 'USD' } }), row('yuan', 2, { from: { currency: 'CNY' } }),
  ];
}

describe('applyImport', () => {
  const check = async (store: UsageStore): Promise<void> => {
    const rows = await filled(store);
    const plan = planOf(store, rows);
    assert.deepEqual(counts(plan), [3, 1, 3]);
    await applyImport(importSteps(plan), store, 'kling', 'charged by Kling');
    const seen = store.entries(ALL, NOW).map(({ taskId, state, amount, usd, estimated, reason }) => [
      taskId, state, `${amount.quantity / 1e6} ${amount.pool ?? amount.unit}`, usd, estimated && estimated.quantity / 1e6, reason,
    ]);
    assert.deepEqual(new Map(seen.map(([task, ...rest]) => [task, rest])), new Map([
      ['equal', ['settled', '5 video', undefined, undefined, undefined]],
      ['other', ['settled', '7 video', 980_000, undefined, 'charged by Kling']],
      ['open', ['settled', '5 video', 700_000, undefined, undefined]],
      ['late', ['settled', '6 video', undefined, 5, undefined]],
      ['given back', ['settled', '5 video', undefined, undefined, undefined]],
      ['ours', ['settled', '5 video', undefined, undefined, undefined]],
      ['new', ['settled', '9 video', undefined, undefined, undefined]],
      ['image', ['settled', '8 image', undefined, undefined, undefined]],
      ['cash', ['settled', '2 usd', 2_000_000, undefined, undefined]],
    ]));
    const { timestamp, provider, model, feature, mode, durationSeconds } = store.find('new', NOW) ?? assert.fail();
    assert.deepEqual([timestamp, provider, model, feature, mode, durationSeconds], [NOW - 5000, 'kling', 'kling-v2-6', 'image2video', 'pro', 5]);

    const again = planOf(store, rows);
    assert.deepEqual(counts(again), [0, 0, 0]);
    assert.deepEqual([again.equal.length, again.uncharged.map(({ taskId }) => taskId), again.unclear.length], [8, ['ours'], 1]);
    const before = JSON.stringify(store.entries(ALL, NOW));
    await applyImport(importSteps(again), store, 'kling', 'charged by Kling');
    assert.equal(JSON.stringify(store.entries(ALL, NOW)), before);
  };

  it('settles, corrects and records, and the second time nothing', () => {
    let id = 0;
    return check(createMemoryStore({ now: () => NOW, newId: () => `id-${++id}` }));
  });

  it('does the same in a file, line by line', async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kling-import-'));
    try {
      const file = path.join(folder, 'kling_usage.jsonl');
      await check(createJsonlStore({ file, now: () => NOW }));
      const lines = fs.readFileSync(file, 'utf8');
      const other = createJsonlStore({ file, now: () => NOW });
      await other.refresh();
      assert.deepEqual(counts(planOf(other, [row('equal', 5), row('new', 9)])), [0, 0, 0]);
      assert.equal(fs.readFileSync(file, 'utf8'), lines);
    } finally {
      fs.rmSync(folder, { recursive: true, force: true });
    }
  });

  it('ends at the first line that cannot be written, and goes on from there', async () => {
    let id = 0;
    const store = createMemoryStore({ now: () => NOW, newId: () => `id-${++id}` });
    const rows = [row('a', 1), row('b', 2), row('c', 3)];
    let left = 1;
    const failing: UsageStore = { ...store, record: (draft) => (left-- > 0 ? store.record(draft) : Promise.reject(new Error('disk full'))) };
    await assert.rejects(applyImport(importSteps(planOf(failing, rows)), failing, 'kling', 'r'), /disk full/);
    assert.deepEqual(counts(planOf(store, rows)), [0, 0, 2]);
    await applyImport(importSteps(planOf(store, rows)), store, 'kling', 'r');
    assert.equal(store.entries(ALL, NOW).length, 3);
  });
});
