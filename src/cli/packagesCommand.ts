import { ownedPackages } from '../core/budget/ownedPackages';
import { decidingMoments, packagesStanding } from '../core/budget/packages';
import { packageProblemText } from '../presentation/budgetTexts';
import { packageCalendar } from '../presentation/packageCalendar';
import { packagesCsv, packagesJson, packagesMarkdown, packagesTable } from '../presentation/packagesReport';
import type { PackagesReport } from '../presentation/packagesReport';
import { plainTranslate as t } from '../presentation/translate';
import { PACKAGES_HELP } from './budgetHelp';
import { LIMIT_OPTIONS, readBudget } from './limitOptions';
import type { LimitSources } from './limitOptions';
import { FORMATS, oneOf, parseCommand } from './options';
import type { CommandResult, Today } from './result';
import { createSession } from './session';
import { LOG_OPTIONS, openUsageLog } from './usageLog';
import { UsageError } from './usageError';

const OPTIONS = {
  ...LOG_OPTIONS,
  'time-zone': LIMIT_OPTIONS['time-zone'],
  schedule: { type: 'string' },
  'schedules-file': { type: 'string', multiple: true },
} as const;

/** `kling-cost packages`: what is left of the packages of the settings, and what will expire unused. */
export async function packagesCommand(args: readonly string[], today: Today, { now, folder }: LimitSources): Promise<CommandResult> {
  const { values, positionals } = parseCommand(args, OPTIONS, 'packages');
  if (values.help) return { output: PACKAGES_HELP };
  if (positionals[0] !== undefined) throw new UsageError(`packages takes no "${positionals[0]}"; packages are listed in klingCost.packages of .vscode/settings.json`);
  const format = oneOf('--format', values.format ?? 'table', [...FORMATS, 'ics'] as const);
  const { service } = createSession({ schedule: values.schedule, 'schedules-file': values['schedules-file'] }, today);
  // Limits are not looked at here, and may be anything.
  const { zone, packages: settings } = readBudget({ 'time-zone': values['time-zone'], daily: 'none', monthly: 'none', day: 'calendar' }, { env: {}, folder, now });
  const { packages, problems } = ownedPackages(settings, service.schedules(), zone, values.schedule);
  const { store } = openUsageLog(values['usage-log'], folder);
  await store.refresh();
  const start = packages.reduce((first, { boughtAt }) => Math.min(first, boughtAt), now);
  const report: PackagesReport = { zone, standing: packagesStanding(packages, store.uses({ start, end: Infinity }, now, decidingMoments(packages, now)), now), problems };
  await store.close();
  const isUnknown = problems.some(({ code }) => code === 'unknownPackage');
  return {
    output: textOf(report, format, now),
    // A table and Markdown name them already.
    errors: format === 'csv' || format === 'ics' ? problems.map((problem) => `kling-cost: ${packageProblemText(problem, t)}`) : [],
    exitCode: isUnknown ? 2 : 0,
  };
}

function textOf(report: PackagesReport, format: (typeof FORMATS)[number] | 'ics', now: number): string {
  switch (format) {
    case 'table': return packagesTable(report, t);
    case 'json': return `${JSON.stringify(packagesJson(report, t), null, 2)}\n`;
    case 'markdown': return packagesMarkdown(report, t);
    case 'csv': return packagesCsv(report, t);
    case 'ics': return packageCalendar(report.standing, now, report.zone, t);
  }
}
