import type { TextTable } from './breakdown';
import type { EstimateReport } from './report';
import { fileRows } from './reportRows';
import type { FileSum } from './reportRows';
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

/**
 * The report for a terminal: the requests by file and line, what those of a file take together, the total, and what
 * could not be read. A path stands once, on a line of its own, so that the columns fit beside long ones.
 */
export function tableReport(report: EstimateReport, t: Translate): string {
  const nothing = report.isUnread ? [] : [t('No Kling requests found.')];
  const table = report.total.requests > 0 ? requestTable(report, t) : nothing;
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

function requestTable(report: EstimateReport, t: Translate): string[] {
  const files = fileRows(report, t);
  const rows = files.flatMap((file) => file.rows.map((row) => [`${row.line}:`, row.request, row.quantity, row.usd, row.note]));
  const head = [t('Line'), t('Request'), t('Quantity'), t('Dollars'), t('Note')];
  const [top = '', ...lines] = alignedTable({ head, rows, right: [0, 2, 3] });
  let at = 0;
  return [
    top,
    ...files.flatMap((file, index) => {
      const sum = files.length > 1 && file.rows.length > 1 ? sumText(file.sum) : '';
      const own = lines.slice(at, at + file.rows.length);
      at += file.rows.length;
      return [...(index > 0 ? [''] : []), visibleInFull(file.path) + (sum && `: ${sum}`), ...own];
    }),
  ];
}

/** `3 requests, at least 24 units, at least $1.176`. */
function sumText({ requests, quantity, usd }: FileSum): string {
  return [requests, quantity, usd].filter((text) => text !== '').join(', ');
}
