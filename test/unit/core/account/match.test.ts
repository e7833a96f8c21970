import assert from 'node:assert/strict';
import type { Deduction } from '../../../../src/core/account/deduction';
import { planImport } from '../../../../src/core/account/match';
import type { Entry } from '../../../../src/core/ledger/entry';

const START = Date.UTC(2026, 10, 1);
const STRETCH = { start: START, end: START + 20 * 86_400_000 };
const VIDEO = { pool: 'video', packageId: 'p1' };

const row = (taskId: string, units: number, changes: Partial<Deduction> = {}): Deduction => ({ taskId, at: START + 1000, quantity: units * 1_000_000, from: VIDEO, ...changes });
const entry = (taskId: string | undefined, units: number, changes: Partial<Entry> = {}): Entry => ({
  id: `e-${taskId ?? 'none'}`, ...(taskId === undefined ? {} : { taskId }), state: 'settled', timestamp: START, amount: { quantity: units * 1_000_000, unit: 'units', pool: 'video' }, ...changes,
});
function plan(rows: Deduction[], entries: Entry[]): Record<string, unknown> {
  const { equal, different, unknown, uncharged, withoutTask, unclear } = planImport(rows, entries, 'kling', STRETCH);
  const pairs = (items: typeof equal): unknown[] => items.map(({ entry: { id }, charge, estimate }) => [id, estimate.quantity / 1e6, charge.amount.quantity / 1e6]);
  const all = {
    equal: pairs(equal), different: pairs(different), unknown: unknown.map(({ taskId, amount }) => [taskId, amount.quantity / 1e6]),
    uncharged: uncharged.map(({ id }) => id), withoutTask: withoutTask.map(({ id }) => id), unclear: unclear.map(({ reason, charges }) => [reason, charges.map(({ charged }) => charged)]),
  };
  return Object.fromEntries(Object.entries(all).filter(([, items]) => items.length > 0));
}

describe('planImport', () => {
  it('matches by task: equal, different, unknown to us, and ours without a charge', () => {
    assert.deepEqual(plan([row('a', 5), row('b', 7), row('c', 9)], [entry('a', 5), entry('b', 5), entry('d', 3), entry(undefined, 2)]), {
      equal: [['e-a', 5, 5]], different: [['e-b', 5, 7]], unknown: [['c', 9]], uncharged: ['e-d'], withoutTask: ['e-none'],
    });
  });

  it('shows the estimate beside the charge where one was kept', () => {
    assert.deepEqual(plan([row('a', 7)], [entry('a', 7, { estimated: { quantity: 5_000_000, unit: 'units' } })]), { equal: [['e-a', 5, 7]] });
  });

  it('takes units without a pool as video units, and another unit or pool as a difference', () => {
    const amount = (unit: 'units' | 'credits' | 'usd', pool?: string) => ({ amount: { quantity: 5_000_000, unit, ...(pool === undefined ? {} : { pool }) } });
    assert.deepEqual(Object.keys(plan([row('a', 5)], [entry('a', 5, amount('units'))])), ['equal']);
    for (const other of [amount('units', 'image'), amount('credits'), amount('usd')]) assert.deepEqual(Object.keys(plan([row('a', 5)], [entry('a', 5, other)])), ['different']);
    assert.deepEqual(Object.keys(plan([row('a', 5, { from: { currency: 'USD' } })], [entry('a', 5, amount('usd'))])), ['equal']);
  });

  it('sees a charge for what was given back as a difference', () => {
    assert.deepEqual(plan([row('a', 5)], [entry('a', 5, { state: 'released' })]), { different: [['e-a', 5, 5]] });
    assert.deepEqual(plan([], [entry('a', 5, { state: 'released' })]), {});
  });

  it('adds a charge up that two packages share, and counts a row that came twice once', () => {
    const split = [row('a', 3, { before: 3_000_000 }), row('a', 2, { from: { pool: 'video', packageId: 'p2' }, before: 90_000_000, at: START + 900 })];
    assert.deepEqual(plan([...split, ...split], [entry('a', 5)]), { equal: [['e-a', 5, 5]] });
    assert.deepEqual(planImport(split, [], 'kling', STRETCH).unknown.map(({ at }) => at), [START + 900]);
  });

  it('makes no amount of other money, or of two kinds of charge', () => {
    const cash = (currency: string): Partial<Deduction> => ({ from: { currency } });
    assert.deepEqual(plan([row('a', 5, cash('CNY')), row('b', 5), row('b', 1, cash('USD')), row('c', 2, cash('USD'))], [entry('a', 5), entry('b', 5)]), {
      unknown: [['c', 2]], unclear: [['currency', ['CNY']], ['severalUnits', ['video', 'USD']]],
    });
  });

  it('leaves out other providers, and misses only what is of the stretch', () => {
    const entries = [entry('f', 5, { provider: 'fal' }), entry('k', 5, { provider: 'kling' }), entry('old', 5, { timestamp: START - 1 }), entry('new', 5, { timestamp: STRETCH.end })];
    assert.deepEqual(plan([], entries), { uncharged: ['e-k'] });
    assert.deepEqual(plan([row('old', 5)], entries), { equal: [['e-old', 5, 5]], uncharged: ['e-k'] });
  });

  it('compares a hundred thousand charges with as many entries', () => {
    const rows = Array.from({ length: 100_000 }, (_, index) => row(`t${index}`, 1 + (index % 3)));
    const entries = rows.map(({ taskId }) => entry(taskId, 1));
    const { equal, different } = planImport(rows, entries, 'kling', STRETCH);
    assert.deepEqual([equal.length, different.length], [33_334, 66_666]);
  });
});
