import type { TextTable } from './breakdown';
import type { EstimateReport } from './report';
import { reportRows } from './reportRows';
import { countsText, problemLines, totalLines } from './totalText';
import type { Translate } from './translate';
import { visibleInFull } from './visible';

/** Lines up columns with two spaces between them. Cells are made visible; the last column is never padded. */
export function alignedTable({ head, rows, right }: TextTable): string[] {
  const all = [head, ...rows].map((row) => head.map((_, index) => visibleInFull(row[index] ?? '')));
  const widths = head.map((_, index) => all.reduce((widest, row) => Math.max(widest, row[index]?.length ?? 0), 0));
  return all.map((row) =>
    row
      .map((cell, index) => (right.includes(index) ? cell.padStart(widths[index] ?? 0) : cell.padEnd(widths[index] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}

/** The report for a terminal: a table by file and line, the total, and what could not be read. */
export function tableReport(report: EstimateReport, t: Translate): string {
  const rows = reportRows(report, t).map((row) => [row.place, row.request, row.quantity, row.usd, row.note]);
  const head = [t('Where'), t('Request'), t('Quantity'), t('Dollars'), t('Note')];
  const nothing = report.isUnread ? [] : [t('No Kling requests found.')];
  const table = rows.length > 0 ? alignedTable({ head, rows, right: [2, 3] }) : nothing;
  const [first, ...more] = totalLines(report.total, t);
  const total =
    first === undefined
      ? []
      : [t('Total on {0}, {1}', report.date, countsText(report.total, t)), ...[first, ...more].map((line) => `  ${line}`)];
  const problems = problemLines(report, t);
  const blocks = [table, total, problems.length > 0 ? [t('Not read:'), ...problems.map((line) => `  ${line}`)] : []];
  return blocks
    .filter((block) => block.length > 0)
    .map((block) => `${block.join('\n')}\n`)
    .join('\n');
}
