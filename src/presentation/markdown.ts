import { joinBlocks } from './hover';
import { markdownTable } from './markdownTable';
import type { EstimateReport } from './report';
import { fileRows } from './reportRows';
import { countsText, problemLines, totalLines } from './totalText';
import type { Translate } from './translate';
import { escapeMarkdown } from './visible';

/** The report in Markdown, as for a pull request: a table, the sum of each file, the total, and what could not be read. */
export function markdownReport(report: EstimateReport, t: Translate): string {
  const files = fileRows(report, t);
  const rows = files.flatMap(({ path, rows: own }) =>
    own.map((row) => [`${path}:${row.line}`, row.request, row.quantity, row.usd, row.note]),
  );
  const sums = files.map(({ path, sum }) => [path, sum.requests, sum.quantity, sum.usd]);
  const head = [t('Where'), t('Request'), t('Quantity'), t('Dollars'), t('Note')];
  const list = (lines: readonly string[]): string => lines.map((line) => `- ${escapeMarkdown(line)}`).join('\n');
  const nothing = report.isUnread ? undefined : escapeMarkdown(t('No Kling requests found.'));
  const total = totalLines(report.total, t);
  const problems = problemLines(report, t);
  return `${joinBlocks([
    `## ${escapeMarkdown(t('Kling cost on {0}', report.date))}`,
    rows.length > 0 ? markdownTable({ head, rows, right: [2, 3] }) : nothing,
    sums.length > 1
      ? markdownTable({ head: [t('File'), t('Requests'), t('Quantity'), t('Dollars')], rows: sums, right: [2, 3] })
      : undefined,
    total.length > 0 ? `**${escapeMarkdown(t('Total, {0}', countsText(report.total, t)))}**\n\n${list(total)}` : undefined,
    problems.length > 0 ? `${escapeMarkdown(t('Not read:'))}\n\n${list(problems)}` : undefined,
  ])}\n`;
}
