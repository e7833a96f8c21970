import { poolOf } from '../core/budget/verdict';
import type { Bounds } from '../core/estimate/estimate';
import { isoText } from '../core/ledger/timestamp';
import { microsToText } from '../core/money';
import type { Micros } from '../core/money';
import { rowFaultText } from './batchListFault';
import { decidingCeiling, dollarsOf, overBy, requestsOf, roundsOf, stopsAt, sumsOf, verdictOfBatch } from './batchReport';
import type { BatchCeiling, BatchPlace, BatchReport, PlannedRequest, UnpricedRow } from './batchReport';
import type { BatchReportJson } from './batchSchemas';
import { reasonText } from './reasons';
import type { Translate } from './translate';

/** The batch as the contract of the command line has it: decimal text for quantities and dollars. */
export function batchJson(report: BatchReport, t: Translate): BatchReportJson {
  const { date, planned, unpriced, total, ceilings, cutAt, best, changes, concurrency, taskTime, reserved } = report;
  const fitting = planned.filter(({ fits }) => fits);
  const chosen = planned.filter(({ isBest }) => isBest);
  const requests = requestsOf(report);
  const rounds = roundsOf(report);
  const deciding = decidingCeiling(ceilings);
  return {
    version: 1,
    date,
    total: {
      requests,
      quantity: oneOf(sumsOf(planned), boundsJson),
      likely: orNull(likelyOf(planned)),
      usd: planned.length > total.withoutUsd ? boundsJson(total.usd) : null,
      usdIsAtLeast: total.withoutUsd > 0 || unpriced.length > 0,
      quantities: sumsOf(planned).map(({ unit, pool, ...sum }) => ({ unit, pool: pool ?? null, ...boundsJson(sum) })),
      perRequest: total.perRequest,
    },
    verdict: verdictOfBatch(report),
    fits: { count: fitting.length, quantity: highJson(fitting), usd: usdJson(fitting) },
    cutAt,
    overBy: deciding ? orNull(overBy(deciding)) : '0',
    decidedBy: deciding ? nameOf(deciding) : null,
    limits: ceilings.map(ceilingJson),
    changes: changes.map(({ parameter, value, requests: changed, amount, usd, fits }) => ({
      parameter, value, requests: changed, quantity: orNull(amount?.quantity), usd: orNull(usd), fits,
    })),
    ...(concurrency === undefined ? {} : { concurrency }),
    ...(rounds === undefined ? {} : { rounds }),
    ...(taskTime ? { taskSeconds: taskTime.medianMs / 1000 } : {}),
    plan: planned.map((request) => ({
      ...placeJson(request),
      priority: request.priority,
      quantity: microsToText(request.quantity.high),
      unit: request.unit,
      pool: request.pool ?? null,
      usd: orNull(request.usd?.high),
      fits: request.fits,
    })),
    ...(best === 'better' ? { best: { count: chosen.length, quantity: highJson(chosen), rows: chosen.map(({ row }) => row) } } : {}),
    ...(best === 'unknown' ? { bestUnknown: true as const } : {}),
    ...(reserved
      ? { reserved: { id: reserved.id, expiresAt: isoText(reserved.expiresAt), entries: reserved.entries.map(({ request: { row }, id }) => ({ row, id })) } }
      : {}),
    problems: [...report.problems],
    ...(report.partial ? { partial: { read: report.partial.read, of: report.partial.of } } : {}),
    unpriced: unpriced.map((row) => ({ ...placeJson(row), reason: unpricedText(row, t) })),
  };
}

/** Why a row has no price, or cannot be read. */
export function unpricedText({ why }: UnpricedRow, t: Translate): string {
  if (why.kind === 'unread') return rowFaultText(why.fault, t);
  const { estimate } = why.subject;
  return estimate.status === 'unpriced' ? reasonText(estimate.reason, t) : '';
}

/** What requests take with the API's defaults for what is open, where that is known of each and adds up. */
export function likelyOf(requests: readonly PlannedRequest[]): Micros | undefined {
  if (sumsOf(requests).length !== 1) return undefined;
  return requests.reduce<Micros | undefined>((sum, { likely }) => (sum === undefined || likely === undefined ? undefined : sum + likely), 0);
}

/** The name of a ceiling in the contract. */
export function nameOf(ceiling: BatchCeiling): 'daily' | 'monthly' | 'packages' {
  return ceiling.kind === 'packages' ? 'packages' : ceiling.judgement.before.limit.period;
}

function ceilingJson(ceiling: BatchCeiling): BatchReportJson['limits'][number] {
  const amount = ceiling.kind === 'packages' ? ceiling.left : ceiling.judgement.before.limit.amount;
  const remaining = ceiling.kind === 'packages' ? ceiling.left.quantity : ceiling.judgement.before.remaining;
  return {
    name: nameOf(ceiling),
    unit: amount.unit,
    pool: poolOf(amount) || null,
    remaining: microsToText(remaining),
    needs: orNull(needsOf(ceiling)),
    overBy: orNull(overBy(ceiling)),
    onExceed: stopsAt(ceiling) ? 'stop' : 'warn',
  };
}

/** What the batch takes of a ceiling at the most; undefined when nobody can say. */
export function needsOf(ceiling: BatchCeiling): Micros | undefined {
  if (ceiling.kind === 'packages') return ceiling.needs;
  const { before, after } = ceiling.judgement;
  return after && before.remaining - after.remaining;
}

function placeJson({ row, path, line }: BatchPlace): BatchPlace {
  return { row, ...(path === undefined ? {} : { path }), ...(line === undefined ? {} : { line }) };
}

function oneOf<From, To>(items: readonly From[], to: (item: From) => To): To | null {
  const [first] = items;
  return items.length === 1 && first !== undefined ? to(first) : null;
}

const highJson = (requests: readonly PlannedRequest[]): string | null =>
  requests.length === 0 ? '0' : oneOf(sumsOf(requests), ({ high }) => microsToText(high));

const usdJson = (requests: readonly PlannedRequest[]): string | null => (requests.length === 0 ? '0' : orNull(dollarsOf(requests)?.high));

const orNull = (micros: Micros | undefined): string | null => (micros === undefined ? null : microsToText(micros));

const boundsJson = ({ low, high }: Bounds): { low: string; high: string } => ({ low: microsToText(low), high: microsToText(high) });
