import { calendarPeriod } from '../core/budget/period';
import { periodStandings } from '../core/budget/usage';
import { clipCosts } from '../core/ledger/clips';
import { draftSavings } from '../core/optimizer/draftSavings';
import { budgetCsv, budgetJson, budgetMarkdown, budgetTable } from '../presentation/budgetReport';
import type { BudgetReport } from '../presentation/budgetReport';
import { plainTranslate as t } from '../presentation/translate';
import { loadBundledSchedules } from '../service/schedules';
import { BUDGET_HELP } from './budgetHelp';
import { LIMIT_OPTIONS, readBudget } from './limitOptions';
import type { LimitSources } from './limitOptions';
import { FORMATS, oneOf, parseCommand } from './options';
import type { CommandResult } from './result';
import { LOG_OPTIONS, openUsageLog } from './usageLog';
import { UsageError } from './usageError';

/** `kling-cost budget`: where the limits stand, and the month's usage by model and project. */
export async function budgetCommand(args: readonly string[], sources: LimitSources): Promise<CommandResult> {
  const { now, folder } = sources;
  const { values, positionals } = parseCommand(args, { ...LOG_OPTIONS, ...LIMIT_OPTIONS }, 'budget');
  if (values.help) return { output: BUDGET_HELP };
  if (positionals[0] !== undefined) throw new UsageError(`budget takes no "${positionals[0]}"; use --daily or --monthly for a limit`);
  const format = oneOf('--format', values.format ?? 'table', FORMATS);
  const { limits, zone, day } = readBudget(values, sources);
  const { store } = openUsageLog(values['usage-log'], folder);
  await store.refresh();
  const month = calendarPeriod('monthly', now, zone);
  const entries = store.entries(month, now);
  const report: BudgetReport = {
    zone,
    periods: periodStandings(limits, day, {
      totals: (stretch) => store.totals(stretch, now),
      entries: (stretch) => store.entries(stretch, now),
    }),
    month,
    byModel: store.totalsBy('model', month, now),
    byProject: store.totalsBy('project', month, now),
    clips: clipCosts(entries),
    drafts: draftSavings(entries, loadBundledSchedules()),
    unreadable: store.unreadable().length,
  };
  await store.close();
  switch (format) {
    case 'table': return { output: budgetTable(report, t) };
    case 'json': return { output: `${JSON.stringify(budgetJson(report), null, 2)}\n` };
    case 'markdown': return { output: budgetMarkdown(report, t) };
    case 'csv': return { output: budgetCsv(report) };
  }
}
