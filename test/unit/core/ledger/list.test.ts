import assert from 'node:assert/strict';
import { createLedger } from '../../../../src/core/ledger/ledger';
import { lineOf } from '../../../../src/core/ledger/line';
import type { NewLine } from '../../../../src/core/ledger/line';
import type { EntryList, ListedEntries, ListQuery } from '../../../../src/core/ledger/list';
import { sortInSteps } from '../../../../src/core/ledger/sortInSteps';
import { allSteps } from '../../../support/allSteps';

const ALL: ListQuery = { stretch: { start: -Infinity, end: Infinity }, text: '', model: '', project: '', sort: 'time', descending: false };
const NOW = 1000;

function ledgerOf(lines: readonly Partial<NewLine>[]) {
  const ledger = createLedger();
  const append = (line: Partial<NewLine>, order: number): void => {
    ledger.append(lineOf({ event: 'recorded', id: `e${String(order)}`, timestamp: order, amount: { quantity: 1e6, unit: 'units', pool: 'video' }, ...line }, order));
  };
  lines.forEach(append);
  const begin = (query: Partial<ListQuery> = {}): EntryList => ledger.list({ ...ALL, ...query }, NOW);
  return { append, begin, list: (query: Partial<ListQuery> = {}) => allSteps(begin(query)).result };
}

const ids = (list: ListedEntries): string[] => list.slice(0, list.total).map(({ id }) => id);

describe('the list of a ledger', () => {
  const { list } = ledgerOf([
    { model: 'kling-v3', project: 'shop', usd: 30, timestamp: 5 },
    { model: 'kling-v2-6', mode: 'pro', project: 'film', usd: 10, timestamp: 3, reason: 'Twice by MISTAKE' },
    { model: 'kling-v2-6', mode: 'std', taskId: 'task-77', timestamp: 4 },
    { event: 'reserved', model: 'kling-v2-6', timestamp: 1, expiresAt: 500 },
    { event: 'reserved', model: 'kling-v2-6', timestamp: 2, expiresAt: 5000 },
    { event: 'released', model: 'kling-v3', timestamp: 6 },
  ]);

  it('is in the order of time, either way', () => {
    assert.deepEqual(ids(list()), ['e3', 'e4', 'e1', 'e2', 'e0', 'e5']);
    assert.deepEqual(ids(list({ descending: true })), ['e5', 'e0', 'e2', 'e1', 'e4', 'e3']);
  });

  it('passes what the filters ask for, and counts what there is', () => {
    assert.deepEqual(ids(list({ model: 'kling-v3' })), ['e0', 'e5']);
    assert.deepEqual(ids(list({ project: 'film' })), ['e1']);
    assert.deepEqual(ids(list({ state: 'expired' })), ['e3']);
    assert.deepEqual(ids(list({ state: 'reserved' })), ['e4']);
    assert.deepEqual(ids(list({ state: 'released' })), ['e5']);
    assert.deepEqual(ids(list({ text: 'mistake' })), ['e1']);
    assert.deepEqual(ids(list({ text: 'TASK-77' })), ['e2']);
    assert.deepEqual(ids(list({ stretch: { start: 2, end: 4 } })), ['e4', 'e1']);
    const { total, all, models, projects, totals } = list({ text: 'shop' });
    assert.deepEqual({ total, all, models, projects }, { total: 1, all: 6, models: ['kling-v2-6', 'kling-v3'], projects: ['film', 'shop'] });
    assert.deepEqual([totals.entries, totals.usd.spent], [1, 30]);
  });

  it('sorts by what was asked for, by dollars, and by state', () => {
    assert.deepEqual(ids(list({ sort: 'request' })).slice(0, 4), ['e3', 'e4', 'e1', 'e2']);
    assert.deepEqual(ids(list({ sort: 'amount', descending: true })).slice(0, 2), ['e0', 'e1']);
    assert.deepEqual(ids(list({ sort: 'state' }))[0], 'e3');
  });

  it('gives a part, as the entries are when they are asked for', () => {
    const { append, list: fresh } = ledgerOf([{ id: 'a', event: 'reserved' }, { id: 'b' }, { id: 'c' }]);
    const shown = fresh();
    append({ id: 'a', event: 'settled', amount: { quantity: 5e6, unit: 'units', pool: 'video' } }, 3);
    assert.deepEqual(shown.slice(0, 1).map(({ state, amount }) => [state, amount.quantity]), [['settled', 5e6]]);
    assert.deepEqual(shown.slice(1, 2).map(({ id }) => id), ['b']);
  });

  it('is made in small steps, whatever it is sorted by', () => {
    const many = Array.from({ length: 20_000 }, (_, index) => ({ model: `m${String((index * 7919) % 20_000).padStart(5, '0')}`, usd: (index * 7919) % 20_000 }));
    const { begin } = ledgerOf(many);
    for (const sort of ['time', 'request', 'amount', 'state'] as const) {
      const { result, steps } = allSteps(begin({ sort }));
      assert.equal(result.total, 20_000);
      assert.ok(steps > 20_000 / 500, `${sort}: ${String(steps)} steps`);
      if (sort === 'request' || sort === 'amount') {
        const sorted = result.slice(0, 20_000).map(({ usd = -1 }) => usd);
        assert.deepEqual(sorted, [...sorted].sort((a, b) => a - b));
      }
    }
  });

  it('takes what is written while it is made, and no entry twice', () => {
    const { append, begin } = ledgerOf([{ id: 'a', event: 'reserved' }, { id: 'b', taskId: 't' }]);
    const work = begin();
    append({ id: 'a', event: 'settled', taskId: 't', usd: 7 }, 2);
    append({ id: 'c' }, 3);
    const { result } = allSteps(work);
    assert.deepEqual([ids(result), result.totals.usd.spent], [['a', 'c'], 7]);
  });
});

describe('a sort in steps', () => {
  it('sorts as an array does, and keeps the order of what is alike', () => {
    for (const length of [0, 1, 2, 499, 500, 501, 4321]) {
      const items = Array.from({ length }, (_, index) => ({ key: (index * 7919) % 97, index }));
      const { result } = allSteps(sortInSteps(items, (a, b) => a.key - b.key));
      assert.deepEqual(result, items.toSorted((a, b) => a.key - b.key));
    }
  });
});
