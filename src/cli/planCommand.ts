import fs from 'node:fs';
import type { ListDefaults } from '../core/batch/listRow';
import { ownedPackages } from '../core/budget/ownedPackages';
import { decidingMoments, packagesStanding } from '../core/budget/packages';
import { FEATURES } from '../core/request/resolved';
import { rowFaultText } from '../presentation/batchListFault';
import { batchJson } from '../presentation/batchJson';
import { isOver, mayBeOver } from '../presentation/batchReport';
import type { BatchReport } from '../presentation/batchReport';
import type { ReportFile } from '../presentation/report';
import { batchCsv, batchMarkdown, batchTable } from '../presentation/batchTables';
import { packageProblemText } from '../presentation/budgetTexts';
import { problemLines } from '../presentation/totalText';
import { plainTranslate as t } from '../presentation/translate';
import { visible, visibleInFull } from '../presentation/visible';
import { listFormatOf } from '../service/batchList';
import { MOST_REQUESTS, concurrencyOf, planRequests, sizeOf } from '../service/batchPlan';
import type { BatchGround, BatchSource } from '../service/batchPlan';
import { requestsOfCode, requestsOfList } from '../service/batchSource';
import type { FoundRequest } from '../service/batchSource';
import type { UsageStore } from '../stores/store';
import { estimateFile, hasKnownEnding } from './estimateCommand';
import { LIMIT_OPTIONS, readBudget } from './limitOptions';
import type { Budget, LimitSources } from './limitOptions';
import { modelHints } from './modelHints';
import { COMMON_OPTIONS, fillSwitches, numberOption, oneOf, parseCommand } from './options';
import { PLAN_HELP } from './planHelp';
import { PARAMETER_OPTIONS, SWITCHES, checkSchedule, givenParameters, providerOption } from './priceCommand';
import { RESERVE_OPTIONS, releasePlan, reserveOption, reservePlan } from './planReserve';
import { readList } from './readList';
import type { CommandResult, Today } from './result';
import { scan } from './scan';
import { MAX_BYTES, createSession } from './session';
import type { Session } from './session';
import { LOG_OPTIONS, openUsageLog } from './usageLog';
import { UsageError } from './usageError';

const OPTIONS = {
  ...COMMON_OPTIONS,
  ...PARAMETER_OPTIONS,
  ...LIMIT_OPTIONS,
  'usage-log': LOG_OPTIONS['usage-log'],
  feature: { type: 'string' },
  copies: { type: 'string' },
  ...RESERVE_OPTIONS,
} as const;

const NO_LIMIT = 'kling-cost: no limit is set, so nothing was checked; set one with --daily, KLING_COST_DAILY or klingCost.budget.daily';
const DEFAULT_FEATURE = 'text2video';

/** `kling-cost plan`: what a batch takes, and how much of it fits; ends with 3 when not all of it does, or nobody can say that it does. */
export async function planCommand(args: readonly string[], today: Today, sources: LimitSources): Promise<CommandResult> {
  const { values, positionals } = parseCommand(fillSwitches(args, [...SWITCHES, '--reserve'], isPath), OPTIONS, 'plan');
  if (values.help) return { output: PLAN_HELP };
  if (values.release !== undefined) {
    if (positionals[0] !== undefined) throw new UsageError(`plan --release takes no "${positionals[0]}"`);
    return await releasePlan(values, sources.folder);
  }
  if (positionals.length === 0) throw new UsageError('plan needs a list, files or folders, such as: kling-cost plan prompts.csv --mode std');
  if (positionals.includes('')) throw new UsageError('plan got an empty path; name a list, a file or a folder');
  const session = createSession(values, today);
  const provider = providerOption(values.provider, session);
  checkSchedule(session, provider.id);
  const defaults: ListDefaults = {
    feature: oneOf('--feature', values.feature ?? DEFAULT_FEATURE, FEATURES),
    provider: provider.id,
    parameters: givenParameters(values, provider.id, session),
    copies: values.copies === undefined ? 1 : numberOption('--copies', values.copies, true),
  };
  const reserve = reserveOption(values, sources.now);
  const budget = readBudget(values, sources);
  const { source, errors } = await sourceOf(positionals, defaults, session);
  const size = sizeOf(source);
  if (size > MOST_REQUESTS) throw new UsageError(`a plan is of ${MOST_REQUESTS} requests at most, and this is of ${size}; split it, or use fewer --copies`);

  const log = openUsageLog(values['usage-log'], sources.folder);
  const { store } = log;
  await store.refresh();
  const owned = ownedPackages(budget.packages, budget.packages.length > 0 ? session.service.schedules() : [], budget.zone, session.schedule);
  const report = planRequests(source, groundOf(session, budget, owned.packages, values.package, store, sources.now));
  const answer = reserve && (await reservePlan(report, reserve, budget.limits, log, sources));
  const unpriced = session.strict && report.unpriced.length > 0;
  const bad = [...errors, ...source.bad.map(({ line, entry, fault }) => `kling-cost: line ${line}${entry === undefined ? '' : `, entry ${entry}`}: ${rowFaultText(fault, t)}`)];
  if (answer && 'failed' in answer) return { output: '', errors: answer.failed.map((line) => `kling-cost: ${line}`), exitCode: 5 };
  const refused = answer && 'refused' in answer ? [`kling-cost: ${answer.refused}`] : [];
  const isReserved = answer !== undefined && refused.length === 0;
  return {
    output: format(answer && 'reserved' in answer ? { ...report, reserved: answer.reserved } : report, session),
    errors: [
      ...refused,
      // A table and Markdown say so themselves.
      ...(report.ceilings.length === 0 && (session.format === 'json' || session.format === 'csv') ? [NO_LIMIT] : []),
      ...bad,
      ...modelHints(report.unpriced.flatMap(({ why }) => (why.kind === 'unpriced' ? why.subject : [])), session),
      ...(session.format === 'csv' ? report.problems : []),
      ...owned.problems.map((problem) => `kling-cost: ${packageProblemText(problem, t)}`),
      ...(source.unread.length > 0 ? [`kling-cost: columns or keys that are not known and not read: ${unreadText(source.unread)}; kling-cost plan --help names those that are`] : []),
      ...(store.unreadable().length > 0 ? ['kling-cost: lines of the log cannot be read and are not counted; kling-cost log names them'] : []),
    ],
    exitCode: refused.length > 0 || (isOver(report) && !isReserved) ? 3 : bad.length > 0 ? 2 : unpriced ? 4 : mayBeOver(report) && !isReserved ? 3 : 0,
  };
}

const MOST_NAMED = 20;

function unreadText(names: readonly string[]): string {
  const named = names.slice(0, MOST_NAMED).map((name) => `"${visible(name)}"`).join(', ');
  return names.length > MOST_NAMED ? `${named} and ${names.length - MOST_NAMED} more` : named;
}

/** What follows a switch and is no value of it. */
function isPath(text: string): boolean {
  return listFormatOf(text) !== undefined || fs.existsSync(text);
}

/** The requests of the lists, and those that stand in other files and folders; and a line for each path that cannot be read. */
async function sourceOf(paths: readonly string[], defaults: ListDefaults, session: Session): Promise<{ source: BatchSource; errors: string[] }> {
  const lists = paths.filter((path) => listFormatOf(path) !== undefined && !isFolder(path));
  const others = paths.filter((path) => !lists.includes(path));
  if (lists.length > 1 || (lists.length > 0 && others.length > 0)) throw new UsageError('plan takes one list, or files and folders; rows of several lists would have the same numbers');
  const [list] = lists;
  if (list !== undefined) return { source: requestsOfList(await readList(list), defaults, session.service), errors: [] };
  const { files } = await scan(others, hasKnownEnding, MAX_BYTES, () => undefined);
  const found: FoundRequest[] = [];
  const faulty: ReportFile[] = [];
  for (const file of files) {
    const read = await estimateFile(file, session);
    for (const { line, subject } of read.requests) found.push({ path: read.path, line, subject });
    if (read.problems.length > 0) faulty.push({ ...read, requests: [] });
  }
  const missing = files.filter(({ named, problem }) => named && problem?.kind === 'unreadable').map(({ path }) => path);
  const errors = missing.map((path) => `${visibleInFull(path)} cannot be read; name an existing file or folder`);
  const problems = problemLines({ files: faulty }, t);
  if (found.length === 0) throw new UsageError(errors[0] ?? ['no Kling request is found there; name a list of prompts, or files with requests', ...problems.slice(0, MOST_NAMED)].join('\n'));
  const source = { ...requestsOfCode(found, defaults, session.service), problems };
  return { source, errors: errors.map((error) => `kling-cost: ${error}`) };
}

function isFolder(path: string): boolean {
  try {
    return fs.statSync(path).isDirectory();
  } catch {
    // Why it cannot be read is told where it is read.
    return false;
  }
}

function groundOf(
  { service, date }: Session,
  { limits }: Budget,
  packages: ReturnType<typeof ownedPackages>['packages'],
  packageId: string | undefined,
  store: UsageStore,
  now: number,
): BatchGround {
  const entries = store.entries({ start: -Infinity, end: Infinity }, now);
  const concurrency = packageId === undefined ? undefined : concurrencyOf(packageId, service.schedules(), date);
  return {
    costs: service,
    limits: limits.map((limit) => ({ limit, totals: store.totals(limit.stretch, now) })),
    ...(packages.length > 0 ? { packages: packagesStanding(packages, store.uses({ start: -Infinity, end: Infinity }, now, decidingMoments(packages, now)), now) } : {}),
    ...(concurrency === undefined ? {} : { concurrency }),
    entries,
  };
}

function format(report: BatchReport, session: Session): string {
  switch (session.format) {
    case 'table': return batchTable(report, t);
    case 'json': return `${JSON.stringify(batchJson(report, t), null, 2)}\n`;
    case 'markdown': return batchMarkdown(report, t);
    case 'csv': return batchCsv(report, t);
  }
}
