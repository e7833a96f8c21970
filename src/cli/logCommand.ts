import fs from 'node:fs';
import process from 'node:process';
import { parseTimestamp } from '../core/ledger/timestamp';
import { logCsv, logMarkdown, logReportJson, logTable } from '../presentation/ledgerReport';
import type { LogReport } from '../presentation/ledgerReport';
import { plainTranslate as t } from '../presentation/translate';
import { visibleInFull } from '../presentation/visible';
import { LOG_HELP } from './ledgerHelp';
import { FORMATS, oneOf, parseCommand } from './options';
import type { CommandResult } from './result';
import { LOG_OPTIONS, openUsageLog } from './usageLog';
import { UsageError } from './usageError';

const OPTIONS = {
  ...LOG_OPTIONS,
  since: { type: 'string' },
  until: { type: 'string' },
  model: { type: 'string' },
  project: { type: 'string' },
} as const;

/** `kling-cost log`: shows the entries of the usage log, folded. */
export async function logCommand(args: readonly string[]): Promise<CommandResult> {
  const { values, positionals } = parseCommand(args, OPTIONS, 'log');
  if (values.help) return { output: LOG_HELP };
  if (positionals[0] !== undefined) throw new UsageError(`log takes no "${positionals[0]}"; name a file with --usage-log`);
  const format = oneOf('--format', values.format ?? 'table', FORMATS);
  const start = values.since === undefined ? -Infinity : momentOption('--since', values.since, 0);
  const end = values.until === undefined ? Infinity : momentOption('--until', values.until, 1);
  const { store, file } = openUsageLog(values['usage-log'], process.cwd());
  if (values['usage-log'] !== undefined && !fs.existsSync(file)) throw new UsageError(`${visibleInFull(file)} is not there; name an existing usage log`);
  await store.refresh();
  const { model, project } = values;
  const report: LogReport = {
    entries: store
      .entries({ start, end }, Date.now())
      .filter((entry) => (model === undefined || entry.model === model) && (project === undefined || entry.project === project)),
    unreadable: store.unreadable(),
  };
  switch (format) {
    case 'table': return { output: logTable(report, t) };
    case 'markdown': return { output: logMarkdown(report, t) };
    case 'json': return { output: `${JSON.stringify(logReportJson(report), null, 2)}\n` };
    case 'csv': return {
      output: logCsv(report),
      // Lines of CSV have no place for them.
      errors: report.unreadable.map(({ line, reason }) => `kling-cost: ${visibleInFull(file)}:${line}: ${reason}`),
    };
  }
}

/** A time as in the log, UTC unless it has a zone; or a day of the machine's calendar: its start, or `days` later. */
export function momentOption(option: string, value: string, days: number): number {
  const moment = parseTimestamp(value);
  if (moment !== undefined) return moment;
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value) ?? [];
  if (parseTimestamp(`${value}T00:00:00`) === undefined) {
    throw new UsageError(`${option} "${value}" is not a day or time; write it as 2026-11-21 or 2026-11-21T11:03:37Z`);
  }
  return new Date(Number(year), Number(month) - 1, Number(day) + days).getTime();
}
