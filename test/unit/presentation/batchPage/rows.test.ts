import assert from 'node:assert/strict';
import { kling } from '../../../../src/core/providers/kling';
import { PAGE_ROWS, readFromBatchPage, readToBatchPage } from '../../../../src/presentation/batchPage/messages';
import { batchPages } from '../../../../src/presentation/batchPage/rows';
import { batchSummary } from '../../../../src/presentation/batchPage/summary';
import type { BatchReport } from '../../../../src/presentation/batchReport';
import { plainTranslate as t } from '../../../../src/presentation/translate';
import { planRequests } from '../../../../src/service/batchPlan';
import { createCostService } from '../../../../src/service/costService';
import { DATE, parser, schedules } from '../../../support/engine';

const costs = createCostService({ parser, schedules: () => schedules, settings: { priceSchedule: '', resourcePackage: '' }, today: () => DATE });

/** A batch of so many seconds each, under a limit in units. */
function reportOf(seconds: readonly number[], limit: number, model = 'kling-v2-6'): BatchReport {
  const value = (given: string | number) => ({ values: [given], origin: 'literal' as const });
  const requests = seconds.map((each, index) => ({
    row: index + 2, priority: 0, copies: 1,
    subject: costs.estimate(kling.complete('text2video', { model: value(each === 7 ? 'kling-v9' : model), mode: value('pro'), durationSeconds: value(each) })),
  }));
  const totals = { amounts: [], usd: { spent: 0, reserved: 0 }, entries: 0, withoutUsd: 0 };
  const limits = [{ limit: { period: 'daily' as const, amount: { quantity: limit * 1e6, unit: 'units' as const }, thresholds: [], onExceed: 'stop' as const }, totals }];
  return planRequests({ requests, bad: [], unread: [] }, { costs, limits, entries: [] });
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
