import { planBatch, takenOf } from '../core/batch/plan';
import type { BatchItem, Ceiling } from '../core/batch/plan';
import { numberOf } from '../core/batch/listRow';
import type { BadRow } from '../core/batch/listRow';
import { taskTime } from '../core/batch/taskTime';
import type { Limit } from '../core/budget/limit';
import type { PackagesStanding } from '../core/budget/packages';
import { judgeAll, takenFrom } from '../core/budget/verdict';
import type { Amount, Entry } from '../core/ledger/entry';
import type { Totals } from '../core/ledger/totals';
import type { Micros } from '../core/money';
import { findPackage } from '../core/pricing/catalog';
import type { PriceSchedule } from '../core/pricing/schedule';
import { providers } from '../core/providers';
import { onlyValue } from '../presentation/subject';
import type { Subject } from '../presentation/subject';
import type { BatchCeiling, BatchPartial, BatchPlace, BatchReport, PlannedRequest, UnpricedRow } from '../presentation/batchReport';
import { totalOf } from '../presentation/report';
import { changesOf } from './batchChanges';
import type { CostService } from './costService';
import { expectedAmount } from './entryDetails';
import { isInForce } from './schedules';

/** A request of a batch before it is planned. */
export interface BatchRequest extends BatchPlace {
  readonly priority: number;
  /** How often it is sent. */
  readonly copies: number;
  readonly subject: Subject;
  readonly prompt?: string;
}

/** What a batch is made of. */
export interface BatchSource {
  readonly requests: readonly BatchRequest[];
  readonly bad: readonly BadRow[];
  readonly unread: readonly string[];
  /** Files, and places in them, that could not be read. */
  readonly problems: readonly string[];
  /** Where not all files were read. */
  readonly partial?: BatchPartial;
}

/** What a batch is held against. */
export interface BatchGround {
  readonly costs: Pick<CostService, 'estimate' | 'neighbors' | 'today'>;
  /** The limits in force, each with what was used of it. */
  readonly limits: readonly { readonly limit: Limit; readonly totals: Totals }[];
  /** Undefined where no package is known. */
  readonly packages?: PackagesStanding;
  /** How many tasks may run at once, where the packages that were bought do not tell. */
  readonly concurrency?: number;
  /** The user's own tasks, for how long one takes. */
  readonly entries: readonly Entry[];
}

/** The most requests of one batch, copies counted. */
export const MOST_REQUESTS = 200_000;

/** How many requests a batch has, copies counted. */
export function sizeOf({ requests, bad }: BatchSource): number {
  return requests.reduce((sum, { copies }) => sum + copies, bad.length);
}

/** Plans a batch: what it takes, what fits, and what would make it fit. At most `MOST_REQUESTS` requests. */
export function planRequests(source: BatchSource, ground: BatchGround): BatchReport {
  const { costs, limits, packages } = ground;
  const priced = source.requests.flatMap((request) => {
    const found = pricedOf(request, costs);
    return found ? Array.from({ length: request.copies }, () => found) : [];
  });
  const items = priced.map(({ item }) => item);
  const lefts = packages ? leftByKind(packages) : [];
  const ceilings: Ceiling[] = [
    ...limits.map(({ limit, totals }): Ceiling => ({
      remaining: judgeAll(limit, totals, []).before.remaining,
      takes: ({ amount, usd }) => takenFrom(limit, amount, usd),
    })),
    ...lefts.map((left): Ceiling => ({ remaining: left.quantity, takes: ({ amount }) => (isSameKind(left, amount) ? amount.quantity : 0) })),
  ];
  const { order, fits, cutAt, best } = planBatch(items, ceilings);
  const chosen = new Set(best.kind === 'better' ? best.chosen : []);
  const planned = order.flatMap((index): PlannedRequest[] => {
    const request = priced[index]?.request;
    return request ? [{ ...request, fits: fits[index] ?? false, ...(best.kind === 'better' ? { isBest: chosen.has(index) } : {}) }] : [];
  });
  const concurrency = packages?.concurrency ?? ground.concurrency;
  const models = new Set(source.requests.flatMap(({ subject }) => onlyValue(subject.request, 'model') ?? []).map(String));
  const time = taskTime(ground.entries, models);
  return {
    date: costs.today(),
    planned,
    unpriced: unpricedRows(source),
    total: totalOf(planned.map(({ subject }) => subject)),
    ceilings: [
      ...limits.map(({ limit, totals }): BatchCeiling => ({ kind: 'limit', judgement: judgeAll(limit, totals, items) })),
      ...lefts.map((left, index): BatchCeiling => {
        const ceiling = ceilings[limits.length + index];
        return { kind: 'packages', left, needs: (ceiling && takenOf(ceiling, items)) ?? 0 };
      }),
    ],
    cutAt,
    best: best.kind,
    changes: changesOf(priced.map(({ item, request }) => ({ item, subject: request.subject })), ceilings, costs),
    ...(concurrency === undefined ? {} : { concurrency }),
    ...(time ? { taskTime: time } : {}),
    unread: source.unread,
    problems: source.problems,
    ...(source.partial ? { partial: source.partial } : {}),
  };
}

/** How many tasks a package of a schedule in force lets run at once, by its id or name; undefined where it does not tell. */
export function concurrencyOf(packageId: string, schedules: readonly PriceSchedule[], date: string): number | undefined {
  return schedules.flatMap((schedule) => (isInForce(schedule, schedules, date) ? (findPackage(schedule, packageId)?.concurrency ?? []) : []))[0];
}

interface Priced {
  readonly item: BatchItem;
  readonly request: Omit<PlannedRequest, 'fits' | 'isBest'>;
}

function pricedOf({ row, path, line, priority, subject, prompt }: BatchRequest, costs: BatchGround['costs']): Priced | undefined {
  const { estimate } = subject;
  const expected = expectedAmount(subject);
  if (estimate.status === 'unpriced' || !expected) return undefined;
  const { unit, pool } = expected.amount;
  const likely = likelyOf(subject, costs);
  const usd = estimate.usd ?? (unit === 'usd' ? estimate.quantity : undefined);
  return {
    item: { priority, ...expected },
    request: {
      row,
      ...(path === undefined ? {} : { path }),
      ...(line === undefined ? {} : { line }),
      priority,
      subject,
      unit,
      ...(pool === undefined ? {} : { pool }),
      quantity: estimate.quantity,
      ...(likely === undefined ? {} : { likely }),
      ...(usd ? { usd } : {}),
      ...(prompt === undefined ? {} : { prompt }),
    },
  };
}

/** The price with the API's defaults for everything that is open, where that has one. */
function likelyOf({ request, estimate }: Subject, costs: BatchGround['costs']): Micros | undefined {
  if (estimate.status === 'unpriced') return undefined;
  if (estimate.quantity.low === estimate.quantity.high) return estimate.quantity.high;
  const provider = providers.find(({ id }) => id === request.provider);
  if (!provider || !('assumed' in request)) return undefined;
  const known = Object.fromEntries(Object.entries(request.parameters).filter(([, { values }]) => values.length === 1));
  const completed = provider.complete(request.feature, known);
  const likely = costs.estimate(request.repetition ? { ...completed, repetition: request.repetition } : completed).estimate;
  if (likely.status !== 'priced' || likely.unit !== estimate.unit || likely.pool !== estimate.pool) return undefined;
  return Math.min(Math.max(likely.quantity.high, estimate.quantity.low), estimate.quantity.high);
}

function unpricedRows({ requests, bad }: BatchSource): UnpricedRow[] {
  const rows = [
    ...bad.map(({ fault, ...place }): UnpricedRow => ({ ...numberOf(place), copies: 1, priority: 0, why: { kind: 'unread', fault } })),
    ...requests
      .filter(({ subject }) => subject.estimate.status === 'unpriced')
      .map(({ subject, ...rest }): UnpricedRow => ({ ...rest, why: { kind: 'unpriced', subject } })),
  ];
  return rows.sort((a, b) => a.row - b.row);
}

/** What the packages that can be drawn from hold together, each unit and pool by itself. */
function leftByKind({ packages }: PackagesStanding): Amount[] {
  const lefts: Amount[] = [];
  for (const { item, state, left } of packages) {
    if (state !== 'active' && state !== 'usedUp') continue;
    const at = lefts.findIndex((other) => isSameKind(other, item.size));
    const quantity = Math.max(0, left) + (lefts[at]?.quantity ?? 0);
    if (at < 0) lefts.push({ ...item.size, quantity });
    else lefts[at] = { ...item.size, quantity };
  }
  return lefts;
}

function isSameKind(a: Amount, b: Amount): boolean {
  return a.unit === b.unit && a.pool === b.pool;
}
