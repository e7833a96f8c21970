import { isOver } from '../batchReport';
import type { BatchReport } from '../batchReport';
import { batchColumns, changesTitle } from '../batchTables';
import { caveatTexts, ceilingTexts, changeTexts, choiceTexts, headlineText, reservedText, timeText } from '../batchTexts';
import type { Translate } from '../translate';
import type { BatchCommand, BatchSummary } from './messages';

/** What stands above the rows of a batch. */
export function batchSummary(title: string, report: BatchReport, t: Translate): BatchSummary {
  const { planned, unpriced, ceilings, reserved } = report;
  const count = planned.filter(({ fits }) => fits).length;
  const plain = (texts: readonly (string | undefined)[]): BatchSummary['lines'] => texts.flatMap((text) => (text === undefined ? [] : [{ text, level: 'plain' as const }]));
  const action = (command: BatchCommand, label: string, isShown = true): BatchSummary['actions'] => (isShown ? [{ command, label }] : []);
  return {
    type: 'batch',
    title,
    headline: headlineText(report, t),
    lines: [
      ...plain(caveatTexts(report, t)),
      ...ceilingTexts(report, t).map(({ text, isOver: over }) => ({ text, level: ceilings.length === 0 ? ('plain' as const) : over ? ('over' as const) : ('fits' as const) })),
      ...plain([...choiceTexts(report, t), timeText(report, t), reservedText(report, t)]),
    ],
    changesTitle: changesTitle(report, t),
    changes: changeTexts(report, t),
    actions: [
      ...action('reserveAll', t('Reserve all'), !reserved && unpriced.length === 0 && count > 0 && !isOver(report)),
      ...action('reserveFitting', t('Reserve what fits'), !reserved && count > 0 && (unpriced.length > 0 || isOver(report))),
      ...action('release', t('Give back'), reserved !== undefined),
      ...action('planAgain', t('Plan again'), !reserved),
      ...action('copy', t('Copy as Markdown')),
      ...action('export', t('Export…')),
    ],
    columns: batchColumns(report, t).map(({ id, head, right }) => ({ id, label: head, isNumber: right ?? false })),
    words: { table: t('Requests of the batch'), previous: t('Previous'), next: t('Next'), planOrder: t('In the order of the plan'), cut: report.cutAt === count ? t('Here the money ends') : t('Here the money ends; cheaper requests further on still fit') },
  };
}
