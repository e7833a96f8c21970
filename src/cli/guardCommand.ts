import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import type { Guard, GuardOptions } from '../guard/guard';
import { DEFAULT_WINDOW_MINUTES, authorizationsOf, policyOf, readCeilings, readModels } from '../guard/policyValues';
import type { AllowedModels, GuardPolicy } from '../guard/ports';
import type { Target } from '../guard/target';
import { packageProblemText } from '../presentation/budgetTexts';
import { orList, plainTranslate as t } from '../presentation/translate';
import { visible, visibleInFull } from '../presentation/visible';
import { createResolutionPrices } from '../service/resolutionPrices';
import { createUsageService } from '../service/usageService';
import type { UsageService } from '../service/usageService';
import type { Amount } from '../core/ledger/entry';
import type { PriceSchedule } from '../core/pricing/schedule';
import { GUARD_HELP } from './guardHelp';
import { LIMIT_OPTIONS, readBudget } from './limitOptions';
import type { LimitSources } from './limitOptions';
import { numberOption, oneOf, parseCommand } from './options';
import type { CommandResult, Notices, Today } from './result';
import { createSession } from './session';
import { LOG_OPTIONS, openUsageLog } from './usageLog';
import { UsageError } from './usageError';

const OPTIONS = {
  'usage-log': LOG_OPTIONS['usage-log'],
  help: LOG_OPTIONS.help,
  ...LIMIT_OPTIONS,
  schedule: { type: 'string' },
  'schedules-file': { type: 'string', multiple: true },
  package: { type: 'string' },
  port: { type: 'string' },
  upstream: { type: 'string', multiple: true },
  unpriced: { type: 'string' },
  'max-units-per-request': { type: 'string' },
  models: { type: 'string', multiple: true },
  poll: { type: 'boolean' },
  concurrency: { type: 'string' },
  duplicates: { type: 'string' },
  'duplicates-window': { type: 'string' },
  project: { type: 'string' },
} as const;

const DEFAULT_PORT = '8787';
const DEFAULT_UPSTREAM = 'https://api-singapore.klingai.com';
const HIGHEST_PORT = 65_535;

/** `kling-cost guard`: stands before an API on this machine until it is ended, and sends on what fits under the limits. */
export async function guardCommand(args: readonly string[], today: Today, sources: LimitSources): Promise<CommandResult> {
  const { values, positionals } = parseCommand(args, OPTIONS, 'guard');
  if (values.help) return { output: GUARD_HELP };
  if (positionals[0] !== undefined) throw new UsageError(`guard takes no "${positionals[0]}"`);
  const { startGuard, readTarget, TargetError, LOOPBACK_HOST, guardLine } = await import('../guard/guard');
  const readUpstream = (text: string): Target => {
    try {
      return readTarget(text);
    } catch (error) {
      if (!(error instanceof TargetError)) throw error;
      throw new UsageError(`--upstream "${text}" is not an address that the guard forwards to; use ${error.allowed.join(', ')}, or a server on this machine such as http://127.0.0.1:9000`);
    }
  };
  const [first = DEFAULT_UPSTREAM, ...others] = values.upstream ?? [];
  const notices: Notices[] = [];
  const { service } = createSession(values, Object.assign(() => today(), { atEnd: (ask: () => Notices) => { notices.push(ask()); } }));
  const bad = notices.filter(({ isBadUsage }) => isBadUsage).flatMap(({ lines }) => lines);
  if (bad.length > 0) throw new UsageError(bad.join('; '));
  const { store, file: log } = openUsageLog(values['usage-log'], sources.folder);
  if (!fs.existsSync(path.dirname(log))) throw new UsageError(`the usage log ${visibleInFull(log)} cannot be written: there is no such folder; make it, or use another with --usage-log`);
  const { limits, zone, day, packages } = readBudget(values, sources);
  const usage = createUsageService({ store, plan: { limits, timeZone: zone, day, packages }, schedules: service.schedules, now: Date.now });
  const options: GuardOptions = {
    port: portOption(values.port ?? DEFAULT_PORT),
    targets: [readUpstream(first), ...others.map(readUpstream)],
    policy: policyOption(values, sources.env, service.schedules(), usage.packages),
    price: createResolutionPrices(service, values.project ?? path.basename(sources.folder), t),
    usage,
    log,
    now: Date.now,
    onEvent: (event) => { say(guardLine(event, usage, t)); },
    onFault: (error) => { process.stderr.write(`kling-cost: internal error: ${visibleInFull(error instanceof Error ? (error.stack ?? error.message) : String(error))}\n`); },
  };
  const guard = await started(startGuard, options);
  // Who reads the first line may end it at once.
  const end = ended();
  say(`guard     http://${LOOPBACK_HOST}:${guard.port} stands before ${options.targets.map(({ origin }) => origin).join(' and ')}`);
  if (limits.length === 0) say('guard     no limit is set, so all that has a price is sent; set one with --daily, KLING_COST_DAILY or klingCost.budget.daily');
  if (guard.found > 0) say(foundText(guard, options.policy));
  await end;
  const left = guard.underWay();
  if (left > 0) say(`guard     waits for ${left === 1 ? '1 request that is' : `${left} requests that are`} under way; Ctrl-C again ends it at once, and what is reserved stays reserved`);
  await guard.close();
  await store.close();
  return { output: '' };
}

/** What is still open of earlier requests, and who asks for it. */
function foundText({ found, authorizations }: Guard, { poll }: GuardPolicy): string {
  const open = found === 1 ? '1 earlier request is open' : `${found} earlier requests are open`;
  if (!poll) return `guard     ${open}: what became of each is booked when your program asks, or with --poll`;
  const hasKey = Object.keys(authorizations()).length > 0;
  return hasKey ? `guard     ${open}: the guard asks what became of each` : `guard     ${open}: the guard asks what became of each when a request with a key has passed; KLING_API_KEY or FAL_KEY gives it one now`;
}

async function started(start: (options: GuardOptions) => Promise<Guard>, options: GuardOptions): Promise<Guard> {
  try {
    return await start(options);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code !== 'EADDRINUSE' && code !== 'EACCES') throw error;
    const why = code === 'EADDRINUSE' ? 'is taken by another program' : 'may not be listened to';
    throw new UsageError(`--port ${options.port} ${why}; use another`);
  }
}

/** Waits for Ctrl-C or the like; a second one does not wait for what is under way. */
function ended(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => { resolve(); });
  });
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function portOption(value: string): number {
  const port = /^\d+$/.test(value) ? Number(value) : NaN;
  if (!(port <= HIGHEST_PORT)) throw new UsageError(`--port "${value}" is not a port; use a number from 1 to ${HIGHEST_PORT}, or 0 for any that is free`);
  return port;
}

type PolicyOptions = Readonly<Partial<Record<'unpriced' | 'max-units-per-request' | 'concurrency' | 'duplicates' | 'duplicates-window', string | undefined>>>
  & { readonly models?: readonly string[] | undefined; readonly poll?: boolean | undefined };

function policyOption(values: PolicyOptions, env: LimitSources['env'], schedules: readonly PriceSchedule[], packages: UsageService['packages']): GuardPolicy {
  const { concurrency, duplicates, poll, models, unpriced } = values;
  const window = numberOption('--duplicates-window', values['duplicates-window'] ?? String(DEFAULT_WINDOW_MINUTES), true);
  if (duplicates === undefined && values['duplicates-window'] !== undefined) throw new UsageError('--duplicates-window needs --duplicates warn, refuse or reuse');
  return policyOf({
    unpriced: unpriced === undefined ? undefined : oneOf('--unpriced', unpriced, ['refuse', 'allow'] as const),
    ceilings: ceilingOption(values['max-units-per-request']),
    models: models && modelsOption(models, schedules),
    duplicates: duplicates === undefined ? undefined : oneOf('--duplicates', duplicates, ['warn', 'refuse', 'reuse'] as const),
    duplicatesMinutes: window,
    concurrency: concurrency === undefined ? undefined : concurrency === 'package' ? packageConcurrency(packages()) : numberOption('--concurrency', concurrency, true),
    poll,
    authorizations: authorizationsOf(env),
  });
}

function packageConcurrency({ packages, problems }: ReturnType<UsageService['packages']>): 'package' {
  const [problem] = problems;
  if (problem) throw new UsageError(`--concurrency package: ${packageProblemText(problem, t)}`);
  if (packages.some(({ item, state }) => item.concurrency !== undefined && state === 'active')) return 'package';
  throw new UsageError('--concurrency package: no package of klingCost.packages in .vscode/settings.json is active and tells how many tasks may run at once; name yours there, or use a number');
}

function ceilingOption(value: string | undefined): readonly Amount[] | undefined {
  const ceilings = value === undefined ? undefined : readCeilings(value.split(','));
  if (ceilings && 'bad' in ceilings) {
    throw new UsageError(`--max-units-per-request "${ceilings.bad}" is not an amount; use a number above 0, such as 10 for video units, or one for each kind of units: 10,500image-units`);
  }
  return ceilings;
}

function modelsOption(lists: readonly string[], schedules: readonly PriceSchedule[]): AllowedModels {
  const names = lists.flatMap((list) => list.split(',')).map((name) => name.trim()).filter((name) => name !== '');
  if (names.length === 0) throw new UsageError('--models names no model; use ids such as kling-v2-6, or features such as lip-sync');
  const models = readModels(names, schedules);
  if ('keys' in models) return models;
  const unknown = `--models "${visible(models.name)}" is no model of a price schedule and no feature`;
  throw new UsageError(models.near.length > 0 ? `${unknown}; did you mean ${orList(models.near, t)}?` : `${unknown}; kling-cost schedules --format json lists the models`);
}
