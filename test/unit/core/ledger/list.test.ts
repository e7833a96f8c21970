import assert from 'node:assert/strict';
import { createLedger } from '../../../../src/core/ledger/ledger';
import { lineOf } from '../../../../src/core/ledger/line';
import type { NewLine } from '../../../../src/core/ledger/line';
import type { ListQuery } from '../../../../src/core/ledger/list';

const ALL: ListQuery = { stretch: { start: -Infinity, end: Infinity }, text: '', model: '', project: '', sort: 'time', descending: false };
const NOW = 1000;

function ledgerOf(lines: readonly Partial<NewLine>[]) {
  const ledger = createLedger();
  const append = (line: Partial<NewLine>, order: number): void => {
    ledger.append(lineOf({ event: 'recorded', id: `e${String(order)}`, timestamp: order, amount: { quantity: 1e6, unit: 'units', pool: 'video' }, ...line }, order));
  };
  lines.forEach(append);
  return { append, list: (query: Partial<ListQuery> = {}) => ledger.list({ ...ALL, ...query }, NOW) };
}

const ids = (list: ReturnType<ReturnType<typeof ledgerOf>['list']>): string[] => list.slice(0, list.total).map(({ id }) => id);

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
});
