import assert from 'node:assert/strict';
import { kling } from '../../../../src/core/providers/kling';
import { PAGE_ROWS, readFromBatchPage, readToBatchPage } from '../../../../src/presentation/batchPage/messages';
import { batchPages } from '../../../../src/presentation/batchPage/rows';
import { batchSummary } from '../../../../src/presentation/batchPage/summary';
import type { BatchPartial, BatchReport } from '../../../../src/presentation/batchReport';
import { plainTranslate as t } from '../../../../src/presentation/translate';
import { planRequests } from '../../../../src/service/batchPlan';
import { createCostService } from '../../../../src/service/costService';
import { DATE, parser, schedules } from '../../../support/engine';

const costs = createCostService({ parser, schedules: () => schedules, settings: { priceSchedule: '', resourcePackage: '' }, today: () => DATE });

/** A batch of so many seconds each, under a limit in units. */
function reportOf(seconds: readonly number[], limit: number, model = 'kling-v2-6', partial?: BatchPartial): BatchReport {
  const value = (given: string | number) => ({ values: [given], origin: 'literal' as const });
  const requests = seconds.map((each, index) => ({
    row: index + 2, priority: 0, copies: 1,
    subject: costs.estimate(kling.complete('text2video', { model: value(each === 7 ? 'kling-v9' : model), mode: value('pro'), durationSeconds: value(each) })),
  }));
  const totals = { amounts: [], usd: { spent: 0, reserved: 0 }, entries: 0, withoutUsd: 0 };
  const limits = [{ limit: { period: 'daily' as const, amount: { quantity: limit * 1e6, unit: 'units' as const }, thresholds: [], onExceed: 'stop' as const }, totals }];
  return planRequests({ requests, bad: [], unread: [], problems: [], ...(partial ? { partial } : {}) }, { costs, limits, entries: [] });
}

const PLAN = { column: null, descending: false } as const;

describe('the page of a batch', () => {
  it('shows a page of rows at a time, and starts again where there is none', () => {
    const pages = batchPages(reportOf(Array.from({ length: PAGE_ROWS + 3 }, () => 5), 10_000), t);
    assert.deepEqual([pages.page(PLAN, 0).rows.length, pages.page(PLAN, PAGE_ROWS).rows.length, pages.page(PLAN, 5000).from], [PAGE_ROWS, 3, 0]);
    assert.equal(pages.page(PLAN, PAGE_ROWS).range, '201–203 of 203');
    assert.equal(batchPages(reportOf(Array.from({ length: 1500 }, () => 5), 1e6), t).page(PLAN, 1400).range, '1,401–1,500 of 1,500');
  });

  it('sorts by a column, rows without a price always first, and marks where the money ends in the plan only', () => {
    const pages = batchPages(reportOf([10, 5, 7, 10, 5], 6), t);
    const order = (column: 'quantity' | 'row' | null, descending = false): (string | undefined)[] => pages.page({ column, descending }, 0).rows.map(({ cells, isCut }) => `${cells[0] ?? ''}${isCut ? ' cut' : ''}`);
    assert.deepEqual(order(null), ['4', '2', '3 cut', '5', '6']);
    assert.deepEqual(order('quantity'), ['4', '3', '6', '2', '5']);
    assert.deepEqual(order('quantity', true), ['4', '2', '5', '3', '6']);
    assert.deepEqual(order('row', true), ['4', '6', '5', '3', '2']);
    const [first] = pages.page(PLAN, 0).rows;
    assert.equal(pages.find(first?.id ?? NaN)?.row, 4);
    assert.equal(pages.find(99), undefined);
  });

  it('offers what can be done', () => {
    const actions = (report: BatchReport): string[] => batchSummary('Batch', report, t).actions.map(({ command }) => command);
    assert.deepEqual(actions(reportOf([5], 10)), ['reserveAll', 'planAgain', 'copy', 'export']);
    assert.deepEqual(actions(reportOf([5, 10], 4)), ['reserveFitting', 'planAgain', 'copy', 'export']);
    assert.deepEqual(actions(reportOf([5, 7], 10)), ['reserveFitting', 'planAgain', 'copy', 'export']);
    assert.deepEqual(actions(reportOf([5], 1)), ['planAgain', 'copy', 'export']);
    assert.deepEqual(actions({ ...reportOf([5], 10), reserved: { id: 'plan-a', expiresAt: 0, entries: [] } }), ['release', 'copy', 'export']);
  });

  it('shows what is known so far while files are read, and what was read when that is ended', () => {
    const reading = batchSummary('Batch', { ...reportOf([5, 10], 4, 'kling-v2-6', { read: 16, of: 4000, isReading: true }), ceilings: [] }, t);
    assert.deepEqual(reading.progress, { text: '16 of 4,000 files are read', read: 16, of: 4000, stop: 'Stop reading' });
    assert.deepEqual([reading.headline, reading.changes, reading.actions], ['So far it takes 7.5 units ≈ $1.05 for 2 requests.', [], []]);
    assert.deepEqual(reading.lines.map(({ text }) => text), ['Limits and packages are looked at when all of them are read.']);
    assert.equal(batchSummary('Batch', reportOf([], 4, 'kling-v2-6', { read: 0, of: 9, isReading: true }), t).headline, 'No request is found so far.');

    const ended = batchSummary('Batch', reportOf([5, 10], 8, 'kling-v2-6', { read: 16, of: 4000, isReading: false }), t);
    assert.equal(ended.headline, 'What was read takes 7.5 units ≈ $1.05 for 2 requests.');
    assert.deepEqual(ended.lines.map(({ text }) => text), [
      'Only 16 of 4,000 files were read; what the others ask for is in no sum.',
      'Today: 8 units left, at least 7.5 units needed: what was read fits; nobody can say whether all of it does.',
    ]);
    assert.deepEqual(ended.actions.map(({ command }) => command), ['reserveFitting', 'planAgain', 'copy', 'export']);
    assert.equal(ended.progress, null);
    assert.equal(readToBatchPage(reading)?.type, 'batch');
  });

  it('names what could not be read, so many at most', () => {
    const problems = Array.from({ length: 23 }, (_, index) => `src/${String(index)}.ts: no permission`);
    const summary = batchSummary('Batch', { ...reportOf([5], 4), problems }, t);
    assert.equal(summary.problemsTitle, '23 files or places could not be read:');
    assert.deepEqual([summary.problems.length, summary.problems.at(-1)], [21, 'and 3 more']);
    assert.deepEqual(batchSummary('Batch', reportOf([5], 4), t).problems, []);
  });

  it('has nothing to plan where there is no request', () => {
    const { headline, lines, actions } = batchSummary('Batch', reportOf([], 4), t);
    assert.deepEqual([headline, lines, actions], ['There is no request.', [], []]);
  });

  it('says what was checked and takes nothing else for a message', () => {
    const report = reportOf([5, 10], 4);
    assert.deepEqual(readToBatchPage(batchSummary('Batch', report, t))?.type, 'batch');
    assert.deepEqual(batchSummary('Batch', report, t).lines.map(({ level }) => level), ['over', 'plain']);
    assert.deepEqual(readToBatchPage(batchPages(report, t).page(PLAN, 0))?.type, 'rows');
    assert.deepEqual(readFromBatchPage({ type: 'run', command: 'copy' }), { type: 'run', command: 'copy' });
    for (const raw of [{ type: 'run', command: 'openFolder' }, { type: 'rows', order: { column: 'x', descending: true }, from: 0 }, { type: 'reveal', id: -1 }, { type: 'ready' }, null, 'ready']) {
      assert.equal(readFromBatchPage(raw), undefined);
    }
  });
});
