import process from 'node:process';
import { judge, standingOf } from '../core/budget/verdict';
import type { Entry } from '../core/ledger/entry';
import { uncountedSentence } from '../presentation/budgetTexts';
import { entryJson, entryText, reservationJson, reservationText } from '../presentation/ledgerReport';
import type { ReservationReport } from '../presentation/ledgerReport';
import { plainTranslate as t } from '../presentation/translate';
import { AMOUNT_OPTIONS, REQUEST_OPTIONS, chargeOption, draftOptions, keyOption } from './amountOptions';
import { RECORD_HELP, RELEASE_HELP, RESERVE_HELP, SETTLE_HELP } from './ledgerHelp';
import { LIMIT_OPTIONS, readBudget } from './limitOptions';
import { numberOption, oneOf, parseCommand } from './options';
import type { CommandResult, Today } from './result';
import { LOG_OPTIONS, openUsageLog } from './usageLog';
import { UsageError } from './usageError';

const MINUTE_MS = 60_000;
/** Longer than a task of Kling takes. */
const DEFAULT_TTL_MINUTES = 60;

/** `kling-cost record`: books a charge. */
export async function recordCommand(args: readonly string[], today: Today): Promise<CommandResult> {
  const { values, positionals } = parseCommand(args, { ...LOG_OPTIONS, ...AMOUNT_OPTIONS, ...REQUEST_OPTIONS }, 'record');
  if (values.help) return { output: RECORD_HELP };
  noMore('record', positionals);
  const isText = formatOption(values.format);
  const charge = chargeOption(values, values.provider, today());
  if (!charge) throw new UsageError('record needs an amount, such as: kling-cost record --task-id T --units 3.5');
  const log = openUsageLog(values['usage-log'], process.cwd());
  return entryResult(await log.store.record(draftOptions(values, charge, process.cwd(), log.keepsPrompts, Date.now())), isText);
}

/** `kling-cost reserve`: sets an amount aside if the limits allow it; ends with 3 when they do not. */
export async function reserveCommand(args: readonly string[], today: Today): Promise<CommandResult> {
  const options = { ...LOG_OPTIONS, ...AMOUNT_OPTIONS, ...REQUEST_OPTIONS, ...LIMIT_OPTIONS, ttl: { type: 'string' } } as const;
  const { values, positionals } = parseCommand(args, options, 'reserve');
  if (values.help) return { output: RESERVE_HELP };
  noMore('reserve', positionals);
  const isText = formatOption(values.format);
  const charge = chargeOption(values, values.provider, today());
  if (!charge) throw new UsageError('reserve needs an amount, such as: kling-cost reserve --units 3.5');
  const minutes = values.ttl === undefined ? DEFAULT_TTL_MINUTES : numberOption('--ttl', values.ttl, true);
  const now = Date.now();
  const { limits } = readBudget(values, { env: process.env, folder: process.cwd(), now });
  const { store, keepsPrompts } = openUsageLog(values['usage-log'], process.cwd());
  const draft = draftOptions(values, charge, process.cwd(), keepsPrompts, now);
  const { verdict, id, decidedBy } = await store.reserveIfFits(draft, limits, now + minutes * MINUTE_MS);
  const cannotCount = decidedBy && judge(decidedBy.limit, decidedBy.totals, draft.amount, draft.usd).cannotCount;
  const report: ReservationReport = {
    verdict,
    ...(id === undefined ? {} : { id }),
    ...(decidedBy ? { decidedBy: { limit: decidedBy.limit, totals: store.totals(decidedBy.limit.stretch, now), ...(cannotCount && { cannotCount }) } } : {}),
  };
  return {
    output: isText ? `${reservationText(report, t)}\n` : `${JSON.stringify(reservationJson(report, t))}\n`,
    errors: [
      ...(limits.length === 0 ? ['kling-cost: no limit is set, so nothing was checked; set one with --daily, KLING_COST_DAILY or klingCost.budget.daily'] : []),
      ...(store.unreadable().length > 0 ? ['kling-cost: lines of the log cannot be read and are not counted; kling-cost log names them'] : []),
      ...[(decidedBy && uncountedSentence(standingOf(decidedBy.limit, decidedBy.totals), t)) ?? []].flat().map((line) => `kling-cost: ${line}`),
    ],
    exitCode: verdict === 'stops' ? 3 : 0,
  };
}

/** `kling-cost settle`: books the real charge of an entry. */
export async function settleCommand(args: readonly string[], today: Today): Promise<CommandResult> {
  const options = { ...LOG_OPTIONS, ...AMOUNT_OPTIONS, 'task-id': REQUEST_OPTIONS['task-id'] } as const;
  const { values, positionals } = parseCommand(args, options, 'settle');
  if (values.help) return { output: SETTLE_HELP };
  const id = oneId('settle', positionals);
  const isText = formatOption(values.format);
  const { store } = openUsageLog(values['usage-log'], process.cwd());
  const charge = chargeOption(values, undefined, today());
  const taskId = keyOption('--task-id', values['task-id']);
  await store.refresh();
  // An entry keeps the price it was made with, if it has one; only dollars that are told replace it.
  const usd = values.usd === undefined && store.find(id, Date.now())?.usd !== undefined ? undefined : charge?.usd;
  const settled = await store.settle(id, {
    ...(charge && (values.units ?? values.credits) !== undefined ? { amount: charge.amount } : {}),
    ...(usd === undefined ? {} : { usd }),
    ...(taskId === undefined ? {} : { taskId }),
  });
  return entryResult(settled, isText);
}

/** `kling-cost release`: gives back what was reserved. */
export async function releaseCommand(args: readonly string[]): Promise<CommandResult> {
  const { values, positionals } = parseCommand(args, { ...LOG_OPTIONS, reason: { type: 'string' } } as const, 'release');
  if (values.help) return { output: RELEASE_HELP };
  const id = oneId('release', positionals);
  const isText = formatOption(values.format);
  const { store } = openUsageLog(values['usage-log'], process.cwd());
  return entryResult(await store.release(id, keyOption('--reason', values.reason)), isText);
}

/** Whether a person reads it. A program does unless told: what these commands print is an acknowledgement. */
function formatOption(format: string | undefined): boolean {
  return oneOf('--format', format ?? 'json', ['json', 'table'] as const) === 'table';
}

function entryResult(entry: Entry, isText: boolean): CommandResult {
  return { output: isText ? `${entryText(entry, t)}\n` : `${JSON.stringify(entryJson(entry))}\n` };
}

function noMore(command: string, positionals: readonly string[]): void {
  if (positionals[0] !== undefined) throw new UsageError(`${command} takes no "${positionals[0]}"`);
}

function oneId(command: string, [id, extra]: readonly string[]): string {
  if (id === undefined || id === '') throw new UsageError(`${command} needs the id of an entry or a task, such as: kling-cost ${command} T`);
  if (extra !== undefined) throw new UsageError(`${command} takes one id; "${extra}" is one too many`);
  return id;
}
