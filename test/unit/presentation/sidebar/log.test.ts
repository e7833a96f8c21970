import assert from 'node:assert/strict';
import { logWindow } from '../../../../src/presentation/sidebar/logSection';
import { readEntryContext, readFromPage, readToPage } from '../../../../src/presentation/sidebar/messages';
import type { LogQuery } from '../../../../src/presentation/sidebar/messages';
import { plainTranslate as t } from '../../../../src/presentation/translate';
import { createMemoryStore } from '../../../../src/stores/memory';
import type { Draft } from '../../../../src/stores/store';
import { allSteps } from '../../../support/allSteps';

const NOW = Date.UTC(2026, 10, 21, 12);
const QUERY: LogQuery = { text: '', model: '', project: '', state: 'all', period: 'all', sort: 'time', descending: false };
const units = (quantity: number) => ({ quantity: quantity * 1e6, unit: 'units' as const });

async function shown(drafts: readonly Partial<Draft>[], act: (store: ReturnType<typeof createMemoryStore>) => Promise<unknown> = () => Promise.resolve()) {
  let ids = 0;
  const store = createMemoryStore({ now: () => NOW, newId: () => `e${String(ids++)}` });
  for (const draft of drafts) await store.reserveIfFits({ amount: units(7), timestamp: NOW, ...draft }, [], NOW + 1000);
  await act(store);
  const { result: list } = allSteps(store.list({ stretch: { start: -Infinity, end: Infinity }, text: '', model: '', project: '', sort: 'time', descending: false }, NOW));
  const message = readToPage(JSON.parse(JSON.stringify(logWindow(list, QUERY, { from: 0, to: 100 }, 'Europe/Berlin', t))));
  assert.ok(message?.type === 'log');
  return message;
}

describe('the log of the sidebar', () => {
  it('has the estimate beside the charge, and says what was not charged', async () => {
    const { rows, sums, notice } = await shown([{ model: 'kling-v2-6', mode: 'pro', durationSeconds: 10, usd: 980_000, project: 'shop' }, {}, {}], async (store) => {
      await store.settle('e0', { amount: { ...units(12), pool: 'video' } });
      await store.release('e1', 'it failed');
    });
    assert.deepEqual(rows.map(({ when, what, stateName, estimate, charge, detail }) => [when, what, stateName, estimate, charge, detail]), [
      ['2026-11-21 13:00', 'kling-v2-6 pro · 10 s', 'charged', '7 units', '12 units ≈ $1.68', 'shop'],
      ['2026-11-21 13:00', '(not told)', 'not charged', '7 units', 'not charged', 'it failed'],
      ['2026-11-21 13:00', '(not told)', 'reserved', '7 units', '', ''],
    ]);
    assert.deepEqual(sums, ['19 units', 'at least $1.68']);
    assert.equal(notice, null);
  });

  it('says the next step where it is empty', async () => {
    assert.equal((await shown([])).notice?.actions[0]?.command, 'recordUsage');
  });

  it('shows hostile text as text, turned around by nothing, and short', async () => {
    const hostile = `<img src=x onerror=alert(1)>\u202e${'x'.repeat(200_000)}`;
    const message = await shown([{ model: hostile, project: hostile, taskId: hostile }, { model: '\u202egnp.exe' }]);
    const [row] = message.rows;
    assert.ok(row && row.what.length < 200 && row.detail.length < 300, JSON.stringify(row).slice(0, 500));
    assert.ok(row.what.includes('\\u{202e}') || !row.what.includes('\u202e'));
    assert.doesNotMatch(JSON.stringify(message.rows), /\u202e/);
    assert.deepEqual(message.models, [{ id: '\u202egnp.exe', label: '\\u{202e}gnp.exe' }]);
  });
});

describe('the messages of the page', () => {
  it('are refused when they are none', () => {
    assert.deepEqual(readFromPage({ type: 'log', query: QUERY, from: 0, to: 10 }), { type: 'log', query: QUERY, from: 0, to: 10 });
    for (const raw of [
      undefined, null, 'ready', [], { type: 'eval', code: '1' }, { type: 'run', command: 'workbench.action.terminal.new' }, { type: 'reveal', row: -1 },
      { type: 'log', query: { ...QUERY, text: 'x'.repeat(201) }, from: 0, to: 1 }, { type: 'log', query: QUERY, from: 0.5, to: 1 }, { type: 'ready', view: { unit: 'usd', range: '7' }, more: 1 },
      { type: 'log', query: { ...QUERY, sort: '__proto__' }, from: 0, to: 1 }, { type: 'log', query: QUERY, from: 0, to: 1e300 },
    ]) assert.equal(readFromPage(raw), undefined, JSON.stringify(raw));
  });

  it('name an entry by a text that is not too long', () => {
    assert.equal(readEntryContext({ webview: 'klingCost.sidebar', entryId: 'e1' }), 'e1');
    for (const raw of [undefined, {}, { entryId: 5 }, { entryId: 'x'.repeat(1001) }]) assert.equal(readEntryContext(raw), undefined);
  });
});
