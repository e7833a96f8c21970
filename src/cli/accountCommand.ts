import os from 'node:os';
import process from 'node:process';
import { AccountError } from '../account/accountError';
import { ACCOUNT_PROVIDER, DEFAULT_BASE_URL } from '../account/address';
import { createAccountClient, systemTimers } from '../account/client';
import type { AccountClient, CostsAnswer } from '../account/client';
import { REPORT_LAG_HOURS, compareCosts } from '../core/account/compare';
import type { Costs } from '../core/account/costs';
import { importSteps, planImport } from '../core/account/match';
import { accountFaultLine } from '../presentation/account';
import { importCsv, importJson, importMarkdown, importText } from '../presentation/accountImport';
import type { ImportReport } from '../presentation/accountImport';
import { syncCsv, syncJson, syncMarkdown, syncText } from '../presentation/accountSync';
import type { SyncReport } from '../presentation/accountSync';
import { plainTranslate as t } from '../presentation/translate';
import { applyImport } from '../service/importDeductions';
import type { UsageStore } from '../stores/store';
import { cacheFile, keysIn } from './accountKeys';
import { ACCOUNT_HELP } from './help';
import { momentOption } from './logCommand';
import { FORMATS, oneOf, parseCommand } from './options';
import type { Format } from './options';
import type { CommandResult } from './result';
import { LOG_OPTIONS, openUsageLog } from './usageLog';
import { UsageError } from './usageError';

const OPTIONS = {
  ...LOG_OPTIONS,
  'base-url': { type: 'string' },
  since: { type: 'string' },
  'dry-run': { type: 'boolean' },
} as const;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** As far back as the packages are asked for. */
const IMPORT_DAYS = 400;
const ACCOUNT_FAILED = 6;

interface Work {
  readonly client: AccountClient;
  readonly store: UsageStore;
  readonly format: Format;
  readonly now: number;
}

/** `kling-cost account sync` and `account import`: what Kling says is left, and what it charged, beside the log. */
export async function accountCommand(args: readonly string[]): Promise<CommandResult> {
  const { values, positionals } = parseCommand(args, OPTIONS, 'account');
  if (values.help) return { output: ACCOUNT_HELP };
  const [name, extra] = positionals;
  if (name === undefined) throw new UsageError('account needs to know what to do: kling-cost account sync, or account import');
  const action = oneOf('account', name, ['sync', 'import'] as const);
  if (extra !== undefined) throw new UsageError(`account ${action} takes no "${extra}"`);
  for (const option of ['since', 'dry-run'] as const) {
    if (action === 'sync' && values[option] !== undefined) throw new UsageError(`account sync takes no --${option}; it writes nothing`);
  }
  const format = oneOf('--format', values.format ?? 'table', FORMATS);
  const now = systemTimers.now();
  const start = values.since === undefined ? now - IMPORT_DAYS * DAY_MS : momentOption('--since', values.since, 0);
  if (start >= now) throw new UsageError(`--since "${values.since ?? ''}" is not past`);
  try {
    const client = createAccountClient({
      baseUrl: values['base-url'] ?? DEFAULT_BASE_URL,
      credentials: keysIn(process.env),
      fetch,
      timers: systemTimers,
      cacheFile: cacheFile(process.env, process.platform, os.homedir()),
    });
    const { store } = openUsageLog(values['usage-log'], process.cwd());
    const work = { client, store, format, now };
    return action === 'sync' ? await sync(work) : await importHistory(work, start, values['dry-run'] ?? false);
  } catch (error) {
    if (!(error instanceof AccountError)) throw error;
    const isUsage = error.fault.endpoint === undefined;
    return { output: '', errors: [`kling-cost: ${accountFaultLine(error.fault, 'environment', t)}`], exitCode: isUsage ? 2 : ACCOUNT_FAILED };
  }
}

async function sync({ client, store, format, now }: Work): Promise<CommandResult> {
  await store.refresh();
  const printed = (costs: Costs, fromCache: boolean): string => {
    const entries = store.entries({ start: costs.askedAt - REPORT_LAG_HOURS * HOUR_MS, end: Infinity }, now);
    return syncOutput({ askedAt: costs.askedAt, fromCache, packages: compareCosts(costs, entries, ACCOUNT_PROVIDER, now) }, format);
  };
  let answer: CostsAnswer;
  try {
    answer = await client.costs();
  } catch (error) {
    const last = error instanceof AccountError ? await client.lastCosts() : undefined;
    if (!(error instanceof AccountError) || !last) throw error;
    const errors = [`kling-cost: ${accountFaultLine(error.fault, 'environment', t)}`, 'kling-cost: shown is what Kling said the last time'];
    return { output: printed(last, true), errors, exitCode: ACCOUNT_FAILED };
  }
  const errors = answer.cacheError === undefined ? [] : [`kling-cost: the answer could not be kept for an hour: ${answer.cacheError}`];
  return { output: printed(answer, answer.fromCache), errors };
}

async function importHistory({ client, store, format, now }: Work, start: number, dryRun: boolean): Promise<CommandResult> {
  const stretch = { start, end: now };
  const deductions = await client.deductions(stretch, process.stderr.isTTY ? showProgress : undefined);
  await store.refresh();
  const plan = planImport(deductions, store.entries({ start: -Infinity, end: Infinity }, now), ACCOUNT_PROVIDER, stretch);
  if (!dryRun) await applyImport(importSteps(plan), store, ACCOUNT_PROVIDER, t('charged by Kling'));
  return { output: importOutput({ plan, stretch, dryRun }, format) };
}

/** Pages come one a second; a long history takes minutes. */
function showProgress(rows: number): void {
  process.stderr.write(`${rows} charges read\n`);
}

function syncOutput(report: SyncReport, format: Format): string {
  switch (format) {
    case 'table': return syncText(report, t);
    case 'json': return `${JSON.stringify(syncJson(report), null, 2)}\n`;
    case 'markdown': return syncMarkdown(report, t);
    case 'csv': return syncCsv(report);
  }
}

function importOutput(report: ImportReport, format: Format): string {
  switch (format) {
    case 'table': return importText(report, t);
    case 'json': return `${JSON.stringify(importJson(report), null, 2)}\n`;
    case 'markdown': return importMarkdown(report, t);
    case 'csv': return importCsv(report);
  }
}
