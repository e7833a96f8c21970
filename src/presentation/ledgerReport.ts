import { standingOf } from '../core/budget/verdict';
import type { CannotCount } from '../core/budget/verdict';
import type { Limit, Verdict } from '../core/budget/limit';
import { DEFAULT_POOL } from '../core/ledger/entry';
import type { Amount, Entry, EntryState } from '../core/ledger/entry';
import { isoText } from '../core/ledger/timestamp';
import type { Totals } from '../core/ledger/totals';
import { microsToText } from '../core/money';
import type { Micros } from '../core/money';
import { cannotCountText, limitAmount, poolAmountText } from './budgetTexts';
import { csvLines } from './csv';
import type { EntryJson, LogReportJson, ReservationJson } from './ledgerJsonSchemas';
import { markdownTable } from './markdownTable';
import { dollars } from './numbers';
import { alignedTable } from './table';
import type { TextTable } from './breakdown';
import type { Translate } from './translate';
import { visible } from './visible';

/** What the log holds, folded. */
export interface LogReport {
  readonly entries: readonly Entry[];
  readonly unreadable: readonly { readonly line: number; readonly reason: string }[];
}

/** The answer to a reservation, with the limit that decided and what stands under it now. */
export interface ReservationReport {
  readonly verdict: Verdict;
  readonly id?: string;
  readonly decidedBy?: {
    readonly limit: Limit;
    readonly totals: Totals;
    /** Why the limit cannot count what was asked for; then it answers as for what is over. */
    readonly cannotCount?: CannotCount;
  };
}

export function entryJson(entry: Entry): EntryJson {
  return {
    id: entry.id,
    taskId: entry.taskId ?? null,
    state: entry.state,
    timestamp: isoText(entry.timestamp),
    quantity: microsToText(entry.amount.quantity),
    unit: entry.amount.unit,
    pool: entry.amount.pool ?? null,
    usd: entry.usd === undefined ? null : microsToText(entry.usd),
    model: entry.model ?? null,
    mode: entry.mode ?? null,
    durationSeconds: entry.durationSeconds ?? null,
    provider: entry.provider ?? null,
    feature: entry.feature ?? null,
    project: entry.project ?? null,
    schedule: entry.schedule ?? null,
    expiresAt: entry.expiresAt === undefined ? null : isoText(entry.expiresAt),
    reason: entry.reason ?? null,
  };
}

export function logReportJson({ entries, unreadable }: LogReport): LogReportJson {
  return { version: 1, entries: entries.map(entryJson), unreadable: unreadable.map(({ line, reason }) => ({ line, reason })) };
}

export function reservationJson({ verdict, id, decidedBy }: ReservationReport, t: Translate): ReservationJson {
  const limit = decidedBy?.limit;
  return {
    verdict,
    ...(id === undefined ? {} : { id }),
    remaining: decidedBy ? microsToText(standingOf(decidedBy.limit, decidedBy.totals).remaining) : null,
    limit: limit ? limitJson(limit.amount) : null,
    period: limit?.period ?? null,
    ...(decidedBy?.cannotCount ? { reason: cannotCountText(decidedBy.cannotCount, decidedBy.limit, t) } : {}),
  };
}

function limitJson({ quantity, unit, pool = DEFAULT_POOL }: Amount): ReservationJson['limit'] {
  return { quantity: microsToText(quantity), unit, pool: unit === 'units' ? pool : null };
}

/** `fits: 96.5 units left of 100 units a day`. */
export function reservationText(report: ReservationReport, t: Translate): string {
  const { verdict, id, decidedBy } = report;
  const word = verdictText(verdict, t);
  const name = id === undefined ? word : t('{0}, reserved as {1}', word, visible(id));
  if (!decidedBy) return name;
  const { amount, period } = decidedBy.limit;
  if (decidedBy.cannotCount) return t('{0}: {1}', name, cannotCountText(decidedBy.cannotCount, decidedBy.limit, t));
  const left = limitAmount(standingOf(decidedBy.limit, decidedBy.totals).remaining, decidedBy.limit, t);
  const limit = poolAmountText(amount, t);
  return period === 'daily' ? t('{0}: {1} left of {2} a day', name, left, limit) : t('{0}: {1} left of {2} a month', name, left, limit);
}

export function entryText(entry: Entry, t: Translate): string {
  const what = entry.usd === undefined || entry.amount.unit === 'usd' ? poolAmountText(entry.amount, t) : t('{0} ≈ {1}', poolAmountText(entry.amount, t), dollars(entry.usd));
  const { id, taskId } = entry;
  const name = taskId === undefined || taskId === id ? visible(id) : t('{0} (task {1})', visible(id), visible(taskId));
  return t('{0} {1}: {2}', stateText(entry.state, t), name, what);
}

/** The entries for a terminal, what they come to, and what could not be read. */
export function logTable(report: LogReport, t: Translate): string {
  if (report.entries.length === 0 && report.unreadable.length === 0) return `${t('The usage log has no entries here.')}\n`;
  const bad = report.unreadable.map(({ line, reason }) => t('line {0}: {1}', line, reason));
  const blocks = [
    report.entries.length > 0 ? alignedTable(tableOf(report, t)) : [],
    bad.length > 0 ? [t('Not read:'), ...bad.map((line) => `  ${line}`)] : [],
  ];
  return blocks.filter((block) => block.length > 0).map((block) => `${block.join('\n')}\n`).join('\n');
}

export function logMarkdown(report: LogReport, t: Translate): string {
  const bad = report.unreadable.map(({ line, reason }) => `- ${t('line {0}: {1}', line, reason)}\n`);
  return `${markdownTable(tableOf(report, t))}\n${bad.length > 0 ? `\n${t('Not read:')}\n\n${bad.join('')}` : ''}`;
}

const COLUMNS = [
  'id', 'task_id', 'state', 'timestamp', 'quantity', 'unit', 'pool', 'usd', 'model', 'mode', 'duration_seconds', 'provider', 'feature',
  'project', 'schedule', 'expires_at', 'reason',
] as const;

export function logCsv({ entries }: LogReport): string {
  return csvLines(COLUMNS, entries.map(entryJson).map(({ taskId, durationSeconds, expiresAt, ...same }) => ({
    ...same, task_id: taskId, duration_seconds: durationSeconds, expires_at: expiresAt,
  })));
}

function tableOf({ entries }: LogReport, t: Translate): TextTable {
  return {
    head: [t('Time (UTC)'), t('State'), t('Quantity'), t('Dollars'), t('Model'), t('Mode'), t('Seconds'), t('Project'), t('Task'), t('Entry')],
    rows: entries.map((entry) => [
      isoText(entry.timestamp).slice(0, 19).replace('T', ' '), stateText(entry.state, t), poolAmountText(entry.amount, t), usdText(entry.usd),
      entry.model ?? '', entry.mode ?? '', entry.durationSeconds === undefined ? '' : String(entry.durationSeconds), entry.project ?? '',
      entry.taskId ?? '', entry.id,
    ]),
    right: [2, 3, 6],
  };
}

const usdText = (usd: Micros | undefined): string => (usd === undefined ? '' : dollars(usd));

function stateText(state: EntryState, t: Translate): string {
  switch (state) {
    case 'reserved': return t('reserved');
    case 'settled': return t('settled');
    case 'released': return t('released');
    case 'expired': return t('expired, counts as spent');
  }
}

function verdictText(verdict: Verdict, t: Translate): string {
  switch (verdict) {
    case 'fits': return t('fits');
    case 'warns': return t('fits, with a warning');
    case 'stops': return t('does not fit');
  }
}
