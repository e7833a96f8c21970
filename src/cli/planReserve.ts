import path from 'node:path';
import { isOver } from '../presentation/batchReport';
import type { BatchReport, BatchReserved, PlannedRequest } from '../presentation/batchReport';
import { releasedText } from '../presentation/batchTexts';
import { reservationText } from '../presentation/ledgerReport';
import { plainTranslate as t } from '../presentation/translate';
import { draftsOf } from '../service/batchReserve';
import type { LimitInForce } from '../stores/store';
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

/** What came of it: the reservation, or why nothing is reserved. */
export type ReserveAnswer = { readonly reserved: BatchReserved } | { readonly refused: string };

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
  const { id, verdict, entryIds, decidedBy } = await store.reserveAllIfFit(drafts, limits, expiresAt);
  if (id === undefined) return { refused: `nothing is reserved: ${reservationText({ verdict, ...(decidedBy ? { decidedBy } : {}) }, t)}` };
  return { reserved: { id, expiresAt, entries: requests.map((request, index) => ({ request, id: entryIds[index] ?? '' })) } };
}

/** `kling-cost plan --release ID`: gives back what is still reserved of a plan. */
export async function releasePlan(values: Values & { readonly 'usage-log'?: string | undefined; readonly format?: string | undefined }, folder: string): Promise<CommandResult> {
  if (values.reserve !== undefined || values.ttl !== undefined) throw new UsageError('--release gives a plan back, and --reserve and --ttl reserve one; use one of them');
  const id = keyOption('--release', values.release) ?? '';
  const isText = oneOf('--format', values.format ?? 'json', ['json', 'table'] as const) === 'table';
  const { store } = openUsageLog(values['usage-log'], folder);
  const entries = await store.releaseAll(id, keyOption('--reason', values.reason));
  return { output: isText ? `${releasedText(id, entries, t)}\n` : `${JSON.stringify({ id, released: entries.map((entry) => entry.id) })}\n` };
}
