import { joinBlocks } from './hover';
import { markdownTable } from './markdownTable';
import type { EstimateReport } from './report';
import { reportRows } from './reportRows';
import { countsText, problemLines, totalLines } from './totalText';
import type { Translate } from './translate';
import { escapeMarkdown } from './visible';

/** The report in Markdown, as for a pull request: a table, the total, and what could not be read. */
export function markdownReport(report: EstimateReport, t: Translate): string {
  const rows = reportRows(report, t).map((row) => [row.place, row.request, row.quantity, row.usd, row.note]);
  const head = [t('Where'), t('Request'), t('Quantity'), t('Dollars'), t('Note')];
  const list = (lines: readonly string[]): string => lines.map((line) => `- ${escapeMarkdown(line)}`).join('\n');
  const nothing = report.isUnread ? undefined : escapeMarkdown(t('No Kling requests found.'));
  const total = totalLines(report.total, t);
  const problems = problemLines(report, t);
  return `${joinBlocks([
    `## ${escapeMarkdown(t('Kling cost on {0}', report.date))}`,
    rows.length > 0 ? markdownTable({ head, rows, right: [2, 3] }) : nothing,
    total.length > 0 ? `**${escapeMarkdown(t('Total, {0}', countsText(report.total, t)))}**\n\n${list(total)}` : undefined,
    problems.length > 0 ? `${escapeMarkdown(t('Not read:'))}\n\n${list(problems)}` : undefined,
  ])}\n`;
}
