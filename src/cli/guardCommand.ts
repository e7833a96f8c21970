import path from 'node:path';
import process from 'node:process';
import type { Guard, GuardOptions } from '../guard/guard';
import type { GuardPolicy } from '../guard/ports';
import type { Target } from '../guard/target';
import { plainTranslate as t } from '../presentation/translate';
import { visibleInFull } from '../presentation/visible';
import { createResolutionPrices } from '../service/resolutionPrices';
import { createUsageService } from '../service/usageService';
import { parseAmount } from '../core/budget/amountText';
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
  const { store } = openUsageLog(values['usage-log'], sources.folder);
  const { limits, zone, day, packages } = readBudget(values, sources);
  const usage = createUsageService({ store, plan: { limits, timeZone: zone, day, packages }, schedules: service.schedules, now: Date.now });
  const options: GuardOptions = {
    port: portOption(values.port ?? DEFAULT_PORT),
    targets: [readUpstream(first), ...others.map(readUpstream)],
    policy: { ...policyOf(values), ...runningPolicyOf(values, sources.env) },
    price: createResolutionPrices(service, values.project ?? path.basename(sources.folder), t),
    usage,
    now: Date.now,
    onEvent: (event) => { say(guardLine(event, usage, t)); },
    onFault: (error) => { process.stderr.write(`kling-cost: internal error: ${visibleInFull(error instanceof Error ? (error.stack ?? error.message) : String(error))}\n`); },
  };
  const guard = await started(startGuard, options);
  say(`guard     http://${LOOPBACK_HOST}:${guard.port} stands before ${options.targets.map(({ origin }) => origin).join(' and ')}`);
  if (limits.length === 0) say('guard     no limit is set, so all that has a price is sent; set one with --daily, KLING_COST_DAILY or klingCost.budget.daily');
  await ended();
  await guard.close();
  await store.close();
  return { output: '' };
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

function policyOf(values: Readonly<Partial<Record<'unpriced' | 'max-units-per-request', string | undefined>>> & { readonly models?: readonly string[] | undefined }): GuardPolicy {
  const most = values['max-units-per-request'];
  const ceiling = most === undefined ? undefined : parseAmount(`${most} units`);
  if (most !== undefined && !ceiling) throw new UsageError(`--max-units-per-request "${most}" is not an amount; use a number above 0, such as 10`);
  const models = values.models?.flatMap((list) => list.split(',')).map((name) => name.trim()).filter((name) => name !== '');
  return {
    unpriced: oneOf('--unpriced', values.unpriced ?? 'refuse', ['refuse', 'allow'] as const),
    ...(ceiling ? { maxUnitsPerRequest: ceiling.quantity } : {}),
    ...(models ? { models } : {}),
  };
}

const POLL_MS = 5_000;
/** A request that Kling has got is known to it by then. */
const GRACE_MS = 60_000;
const MOST_WAITING = 100;
const MOST_WAIT_MS = 60_000;
const DEFAULT_WINDOW_MINUTES = '10';
const MINUTE_MS = 60_000;

type RunningValues = Readonly<Partial<Record<'concurrency' | 'duplicates' | 'duplicates-window', string | undefined>>> & { readonly poll?: boolean | undefined };

/** Without questions of its own the guard would keep a place for a task that nobody asks about. */
function runningPolicyOf(values: RunningValues, env: LimitSources['env']): Partial<GuardPolicy> {
  const { concurrency, duplicates, poll = concurrency !== undefined } = values;
  const window = numberOption('--duplicates-window', values['duplicates-window'] ?? DEFAULT_WINDOW_MINUTES, true);
  if (duplicates === undefined && values['duplicates-window'] !== undefined) throw new UsageError('--duplicates-window needs --duplicates warn, refuse or reuse');
  const authorizations = { ...(env['KLING_API_KEY'] ? { kling: `Bearer ${env['KLING_API_KEY']}` } : {}), ...(env['FAL_KEY'] ? { fal: `Key ${env['FAL_KEY']}` } : {}) };
  return {
    ...(poll ? { poll: { everyMs: POLL_MS, graceMs: GRACE_MS, authorizations } } : {}),
    ...(concurrency === undefined ? {} : { slots: { running: numberOption('--concurrency', concurrency, true), waiting: MOST_WAITING, waitMs: MOST_WAIT_MS } }),
    ...(duplicates === undefined ? {} : { duplicates: { action: oneOf('--duplicates', duplicates, ['warn', 'refuse', 'reuse'] as const), windowMs: window * MINUTE_MS } }),
  };
}
