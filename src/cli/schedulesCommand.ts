import { schedulesCsv, schedulesJson, schedulesMarkdown, schedulesText } from '../presentation/schedulesReport';
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
  for (const name of ['package', 'strict'] as const) {
    if (values[name] !== undefined) throw new UsageError(`schedules takes no --${name}; it prices nothing`);
  }
  const session = createSession(values, today);
  const listed = listedSchedules(session);
  switch (session.format) {
    case 'table': return { output: schedulesText(listed, t) };
    case 'json': return { output: `${JSON.stringify(schedulesJson(session.date, listed), null, 2)}\n` };
    case 'markdown': return { output: schedulesMarkdown(listed, t) };
    case 'csv': return { output: schedulesCsv(listed, t) };
  }
}
