import { estimateJson, requestJson } from './json';
import type { EstimateReport } from './report';
import type { Subject } from './subject';
import type { Translate } from './translate';
import { visibleInFull } from './visible';

const COLUMNS = [
  'path', 'line', 'end_line', 'call_line', 'provider', 'feature', 'model', 'mode', 'resolution', 'duration_seconds',
  'audio', 'voice', 'video_input', 'reference_image', 'count', 'scene', 'status', 'unit', 'quantity_low',
  'quantity_high', 'usd_low', 'usd_high', 'package', 'schedule', 'reason', 'assumptions', 'remarks', 'date',
] as const;
type Column = (typeof COLUMNS)[number];
type Cell = string | number | boolean | null | undefined;

/**
 * One line for each request, as RFC 4180 has it, with a head line. Column names are not translated. There is no line with
 * a total, so that a column can be added up.
 */
export function csvReport(report: EstimateReport, t: Translate): string {
  const rows = report.files.flatMap((file) =>
    file.requests.map(({ line, endLine, callLine, subject }) => ({
      path: file.path,
      line,
      end_line: endLine,
      call_line: callLine,
      ...subjectCells(subject, t),
      date: report.date,
    })),
  );
  return csvLines(COLUMNS, rows);
}

/** The one request of the `price` command, on the day of the estimate (YYYY-MM-DD). */
export function csvPrice(subject: Subject, date: string, t: Translate): string {
  const columns = COLUMNS.slice(COLUMNS.indexOf('provider'));
  return csvLines(columns, [{ ...subjectCells(subject, t), date }]);
}

/** Lines of CSV from rows by column name. */
export function csvLines<Name extends string>(
  columns: readonly Name[],
  rows: readonly Partial<Record<Name, Cell>>[],
): string {
  const lines = [columns.join(','), ...rows.map((row) => columns.map((column) => csvCell(row[column])).join(','))];
  return lines.map((line) => `${line}\r\n`).join('');
}

function subjectCells(subject: Subject, t: Translate): Partial<Record<Column, Cell>> {
  const { provider, feature, parameters, assumptions, remarks } = requestJson(subject, t);
  const estimate = estimateJson(subject.estimate, t);
  const value = (name: keyof typeof parameters): Cell => {
    const parameter = parameters[name];
    return parameter?.values ? parameter.values.join(' | ') : parameter?.value;
  };
  return {
    provider,
    feature,
    model: value('model'),
    mode: value('mode'),
    resolution: value('resolution'),
    duration_seconds: value('durationSeconds'),
    audio: value('audio'),
    voice: value('voice'),
    video_input: value('videoInput'),
    reference_image: value('referenceImage'),
    count: value('count'),
    scene: value('scene'),
    status: estimate.status,
    unit: estimate.unit,
    quantity_low: estimate.quantity?.low,
    quantity_high: estimate.quantity?.high,
    usd_low: estimate.usd?.low,
    usd_high: estimate.usd?.high,
    package: estimate.package,
    schedule: estimate.schedule,
    reason: estimate.reason,
    assumptions: assumptions.join('; '),
    remarks: remarks.join(' '),
  };
}

/**
 * One cell: control characters made visible, quoted where any spreadsheet could split it, and with a leading `'` where
 * one would run it as a formula.
 */
export function csvCell(value: Cell): string {
  const raw = value === undefined || value === null ? '' : visibleInFull(String(value));
  const isFormula = typeof value === 'string' && /^\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]/.test(raw) && !/^-?\d+(?:\.\d+)?$/.test(raw);
  const text = isFormula ? `'${raw}` : raw;
  return /[",;]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
