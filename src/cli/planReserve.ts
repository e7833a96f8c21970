import path from 'node:path';
import { batchesOf, openBatchesOf } from '../core/batch/batchId';
import type { StoreFault } from '../core/ledger/fault';
import { isOver } from '../presentation/batchReport';
import type { BatchReport, BatchReserved, PlannedRequest } from '../presentation/batchReport';
import { releasedText } from '../presentation/batchTexts';
import { reservationText } from '../presentation/ledgerReport';
import { storeFaultLine, storeFaultText } from '../presentation/storeFault';
import { requestsText } from '../presentation/totalText';
import { plainTranslate as t } from '../presentation/translate';
import { draftsOf } from '../service/batchReserve';
import type { LimitInForce, UsageStore } from '../stores/store';
import { faultIn } from '../stores/storeError';
import { keyOption } from './amountOptions';
import { numberOption, oneOf } from './options';
import type { CommandResult } from './result';
import { openUsageLog } from './usageLog';
import type { UsageLog } from './usageLog';
import { UsageError } from './usageError';

/** The options that reserve a plan and give it back. */
export const RESERVE_OPTIONS = {
  reserve: { type: 'string' },
  ttl: { type: 'string' },
  release: { type: 'string' },
  reason: { type: 'string' },
} as const;

/** Which of a plan are reserved: all, or none; those that fit. */
export type ReserveChoice = 'all' | 'fitting';

type Values = Readonly<Partial<Record<keyof typeof RESERVE_OPTIONS, string | undefined>>>;

const MINUTE_MS = 60_000;
/** A batch takes longer than a task. */
const DEFAULT_TTL_MINUTES = 24 * 60;

/** What `--reserve` asks for, and until when; `--reserve` alone is filled in as `on`. */
export function reserveOption({ reserve, ttl, reason }: Values, now: number): { readonly choice: ReserveChoice; readonly expiresAt: number } | undefined {
  if (reason !== undefined) throw new UsageError('--reason says why a plan is given back; it needs --release');
  if (reserve === undefined && ttl !== undefined) throw new UsageError('--ttl says how long a plan is reserved; it needs --reserve');
  if (reserve === undefined) return undefined;
  const choice = oneOf('--reserve', reserve === 'on' ? 'all' : reserve, ['all', 'fitting'] as const);
  return { choice, expiresAt: now + (ttl === undefined ? DEFAULT_TTL_MINUTES : numberOption('--ttl', ttl, true)) * MINUTE_MS };
}

/** What came of it: the reservation, why nothing is reserved, or that the log failed, and what may be set aside all the same. */
export type ReserveAnswer = { readonly reserved: BatchReserved } | { readonly refused: string } | { readonly failed: readonly string[] };

/** Reserves the plan in one step: all of it, or what fits of it. */
export async function reservePlan(
  report: BatchReport,
  { choice, expiresAt }: { readonly choice: ReserveChoice; readonly expiresAt: number },
  limits: readonly LimitInForce[],
  { store, keepsPrompts }: UsageLog,
  { folder, now }: { readonly folder: string; readonly now: number },
): Promise<ReserveAnswer> {
  const requests: readonly PlannedRequest[] = choice === 'all' ? report.planned : report.planned.filter(({ fits }) => fits);
  if (choice === 'all' && report.unpriced.length > 0) return { refused: 'nothing is reserved: some rows have no known price; correct them, or use --reserve fitting' };
  if (choice === 'all' && isOver(report)) return { refused: 'nothing is reserved: not all of it fits; use --reserve fitting for what does' };
  if (requests.length === 0) return { refused: 'nothing is reserved: nothing of it fits' };
  const project = path.basename(folder);
  const drafts = draftsOf(requests, { timestamp: now, keepsPrompts, ...(project === '' ? {} : { project }) });
  const answer = await store.reserveAllIfFit(drafts, limits, expiresAt).catch((error: unknown) => failureOf(error));
  if ('fault' in answer) {
    // The store takes back what was written before the log failed; where it cannot, that stays set aside.
    await store.refresh();
    const left = batchesOf(store.unwritten().map(({ entry }) => entry.id));
    return { failed: [storeFaultLine(answer.fault, t), ...left.map((batch) => `a part of the plan may be set aside all the same; give it back with: kling-cost plan --release ${batch}`)] };
  }
  const { id, verdict, entryIds, decidedBy } = answer;
  if (id === undefined) return { refused: `nothing is reserved: ${reservationText({ verdict, ...(decidedBy ? { decidedBy } : {}) }, t)}` };
  return { reserved: { id, expiresAt, entries: requests.map((request, index) => ({ request, id: entryIds[index] ?? '' })) } };
}

/** `kling-cost plan --release ID`: gives back what is still reserved of a plan. */
export async function releasePlan(values: Values & { readonly 'usage-log'?: string | undefined; readonly format?: string | undefined }, folder: string): Promise<CommandResult> {
  if (values.reserve !== undefined || values.ttl !== undefined) throw new UsageError('--release gives a plan back, and --reserve and --ttl reserve one; use one of them');
  const id = keyOption('--release', values.release) ?? '';
  const isText = oneOf('--format', values.format ?? 'json', ['json', 'table'] as const) === 'table';
  const { store } = openUsageLog(values['usage-log'], folder);
  const entries = await store.releaseAll(id, keyOption('--reason', values.reason)).catch(async (error: unknown) => {
    const { fault } = failureOf(error);
    if (fault.code !== 'unknownBatch') throw error;
    const open = [...(await openBatches(store))].map(([batch, count]) => `${batch} (${requestsText(count, t)})`);
    throw new UsageError(`${storeFaultText(fault, t).message}; ${open.length === 0 ? 'no plan is still reserved' : `still reserved: ${open.join(', ')}`}`);
  });
  return { output: isText ? `${releasedText(id, entries, t)}\n` : `${JSON.stringify({ id, released: entries.map((entry) => entry.id) })}\n` };
}

/** Plans of which something is still set aside, and how many requests of each. */
async function openBatches(store: UsageStore): Promise<ReadonlyMap<string, number>> {
  await store.refresh();
  return openBatchesOf(store.entries({ start: -Infinity, end: Infinity }, Date.now()));
}

/** The fault of a log that failed. Throws any other error on. */
function failureOf(error: unknown): { readonly fault: StoreFault } {
  const fault = faultIn(error);
  if (!fault) throw error;
  return { fault };
}
