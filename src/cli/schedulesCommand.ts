import { csvLines } from '../presentation/csv';
import { markdownTable } from '../presentation/markdownTable';
import { schedulesJson, schedulesTable } from '../presentation/schedulesReport';
import { alignedTable } from '../presentation/table';
import { plainTranslate as t } from '../presentation/translate';
import { SCHEDULES_HELP } from './help';
import { COMMON_OPTIONS, parseCommand } from './options';
import type { CommandResult, Today } from './result';
import { createSession, listedSchedules } from './session';
import { UsageError } from './usageError';

/** `kling-cost schedules`: lists the price schedules with edition, source and date. */
export function schedulesCommand(args: readonly string[], today: Today): CommandResult {
  const { values, positionals } = parseCommand(args, COMMON_OPTIONS, 'schedules');
  if (values.help) return { output: SCHEDULES_HELP };
  if (positionals.length > 0) throw new UsageError(`schedules takes no "${positionals[0] ?? ''}"; use --schedule for one schedule`);
  const session = createSession(values, today);
  const listed = listedSchedules(session);
  const table = schedulesTable(listed, t);
  switch (session.format) {
    case 'table': return { output: `${alignedTable(table).join('\n')}\n` };
    case 'json': return { output: `${JSON.stringify(schedulesJson(session.date, listed), null, 2)}\n` };
    case 'markdown': return { output: `${markdownTable(table)}\n` };
    case 'csv': {
      const columns = ['id', 'edition', 'effective_from', 'in_force', 'providers', 'prices', 'packages', 'source'];
      const rows = table.rows.map((row) => Object.fromEntries(columns.map((column, index) => [column, row[index]])));
      return { output: csvLines(columns, rows) };
    }
  }
}
