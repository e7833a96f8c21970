import { isIncomplete, isOver, requestsOf } from '../batchReport';
import type { BatchReport } from '../batchReport';
import { batchColumns, changesTitle } from '../batchTables';
import { numberText } from '../numbers';
import { caveatTexts, ceilingTexts, changeTexts, choiceTexts, headlineText, problemTexts, reservedText, timeText } from '../batchTexts';
import type { Translate } from '../translate';
import type { BatchCommand, BatchSummary } from './messages';

/** How many files that could not be read are named. */
const MOST_PROBLEMS = 20;

/** What stands above the rows of a batch. While files are read that is not held against anything. */
export function batchSummary(title: string, report: BatchReport, t: Translate): BatchSummary {
  const { planned, reserved, partial, problems } = report;
  const isReading = partial?.isReading ?? false;
  const isPlan = !isReading && requestsOf(report) > 0;
  const count = planned.filter(({ fits }) => fits).length;
  const action = (command: BatchCommand, label: string, isShown = true): BatchSummary['actions'] => (isShown ? [{ command, label }] : []);
  const number = (value: number): string => numberText(value * 1_000_000);
  return {
    type: 'batch',
    title,
    headline: headlineText(report, t),
    progress: partial && isReading ? { text: t('{0} of {1} files are read', number(partial.read), number(partial.of)), read: partial.read, of: partial.of, stop: t('Stop reading') } : null,
    lines: [
      ...plain(caveatTexts(report, t)),
      ...plain(isReading ? [t('Limits and packages are looked at when all of them are read.')] : []),
      ...(isPlan ? fitLines(report, t) : []),
    ],
    changesTitle: changesTitle(report, t),
    changes: isPlan ? changeTexts(report, t) : [],
    problemsTitle: problems.length === 1 ? t('1 file or place could not be read:') : t('{0} files or places could not be read:', problems.length),
    problems: problemTexts(report, MOST_PROBLEMS, t),
    actions: !isPlan ? [] : [
      ...action('reserveAll', t('Reserve all'), !reserved && !isIncomplete(report) && count > 0 && !isOver(report)),
      ...action('reserveFitting', t('Reserve what fits'), !reserved && count > 0 && (isIncomplete(report) || isOver(report))),
      ...action('release', t('Give back'), reserved !== undefined),
      ...action('planAgain', t('Plan again'), !reserved),
      ...action('copy', t('Copy as Markdown')),
      ...action('export', t('Export…')),
    ],
    columns: batchColumns(report, t).map(({ id, head, right }) => ({ id, label: head, isNumber: right ?? false })),
    words: { table: t('Requests of the batch'), previous: t('Previous'), next: t('Next'), planOrder: t('In the order of the plan'), cut: !isOver(report) ? t('Here a limit is reached that only warns') : report.cutAt === count ? t('Here the money ends') : t('Here the money ends; cheaper requests further on still fit') },
  };
}

/** What it was held against, and what is best then. */
function fitLines(report: BatchReport, t: Translate): BatchSummary['lines'] {
  const isChecked = report.ceilings.length > 0;
  return [
    ...ceilingTexts(report, t).map(({ text, isOver: over }) => ({ text, level: !isChecked ? ('plain' as const) : over ? ('over' as const) : ('fits' as const) })),
    ...plain([...choiceTexts(report, t), timeText(report, t), reservedText(report, t)]),
  ];
}

function plain(texts: readonly (string | undefined)[]): BatchSummary['lines'] {
  return texts.flatMap((text) => (text === undefined ? [] : [{ text, level: 'plain' as const }]));
}
