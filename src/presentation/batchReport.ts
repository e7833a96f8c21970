import type { RowFault } from '../core/batch/listRow';
import type { TaskTime } from '../core/batch/taskTime';
import type { Judgement } from '../core/budget/verdict';
import type { Bounds } from '../core/estimate/estimate';
import type { Amount } from '../core/ledger/entry';
import type { Micros } from '../core/money';
import type { ParameterName } from '../core/request/resolved';
import type { Scalar } from '../core/request/value';
import type { ReportTotal } from './report';
import type { Subject } from './subject';

/** Where a request of a batch stands: in a prompt list by its line alone, in a JSON list by number and line, in code by path and line. */
export interface BatchPlace {
  /** The line of the list on which the row starts; in a JSON list the number of the entry, of requests in code that of the request. From 1. */
  readonly row: number;
  readonly path?: string;
  readonly line?: number;
}

/** One request with a price. A row that is sent several times is several requests. */
export interface PlannedRequest extends BatchPlace {
  readonly priority: number;
  readonly subject: Subject;
  readonly prompt?: string;
  /** Units with their pool, credits, or dollars. */
  readonly unit: Amount['unit'];
  readonly pool?: string;
  readonly quantity: Bounds;
  /** What it takes with the API's defaults for everything that is open; undefined where that has no price. */
  readonly likely?: Micros;
  readonly usd?: Bounds;
  readonly fits: boolean;
  /** Whether it belongs to the best choice for the same money; only where that differs. */
  readonly isBest?: boolean;
}

/** A row that has no price, or that cannot be read; `copies` is how often it would be sent. */
export interface UnpricedRow extends BatchPlace {
  readonly copies: number;
  readonly priority: number;
  readonly prompt?: string;
  readonly why: { readonly kind: 'unpriced'; readonly subject: Subject } | { readonly kind: 'unread'; readonly fault: RowFault };
}

/** What a batch must fit under, and by how much it does. */
export type BatchCeiling =
  | { readonly kind: 'limit'; readonly judgement: Judgement }
  /** What is left of the packages that hold these units. */
  | { readonly kind: 'packages'; readonly left: Amount; readonly needs: Micros };

/** What the batch would take with one value changed wherever that is cheaper. */
export interface BatchChange {
  readonly parameter: ParameterName;
  readonly value: Scalar;
  /** How many requests it changes. */
  readonly requests: number;
  /** Undefined where the requests are counted in different units. */
  readonly amount?: Amount;
  /** Undefined where one of them has no price in dollars. */
  readonly usd?: Micros;
  readonly fits: boolean;
}

/** A batch before it is sent: all that is printed of it. */
export interface BatchReport {
  readonly date: string;
  /** In the order of the plan. */
  readonly planned: readonly PlannedRequest[];
  readonly unpriced: readonly UnpricedRow[];
  /** The requests with a price, added up. */
  readonly total: ReportTotal;
  readonly ceilings: readonly BatchCeiling[];
  /** How many of the order fit before the first that does not. */
  readonly cutAt: number;
  /** Whether there is a better choice for the same money; unknown where nobody can say. */
  readonly best: 'same' | 'better' | 'unknown';
  readonly changes: readonly BatchChange[];
  /** How many tasks may run at once, as far as the packages tell. */
  readonly concurrency?: number;
  readonly taskTime?: TaskTime;
  /** Where it was reserved. */
  readonly reserved?: BatchReserved;
  /** Columns of the list that tell nothing. */
  readonly unread: readonly string[];
  /** Files, and places in them, that could not be read. */
  readonly problems: readonly string[];
  /** Where not all files were read. */
  readonly partial?: BatchPartial;
}

/** How many of the files were read, and whether they still are. */
export interface BatchPartial {
  readonly read: number;
  readonly of: number;
  readonly isReading: boolean;
}

/** A plan that is set aside in the usage log. */
export interface BatchReserved {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
  /** The entry of each request. */
  readonly entries: readonly { readonly request: PlannedRequest; readonly id: string }[];
}

/** fits: within everything; warns: a threshold is reached, or a limit that only warns; stops: it does not fit; at least: something has no price, or was not read. */
export type BatchVerdict = 'fits' | 'warns' | 'stops' | 'at least';

/** The sum of one unit. */
export interface BatchSum extends Bounds {
  readonly unit: Amount['unit'];
  readonly pool?: string;
}

/** How many requests a report is about, those without a price among them. */
export function requestsOf({ planned, unpriced }: Pick<BatchReport, 'planned' | 'unpriced'>): number {
  return planned.length + unpriced.reduce((sum, { copies }) => sum + copies, 0);
}

/** What requests take, each unit and pool by itself. */
export function sumsOf(requests: readonly PlannedRequest[]): BatchSum[] {
  const sums = new Map<string, { -readonly [Key in keyof BatchSum]: BatchSum[Key] }>();
  for (const { unit, pool, quantity } of requests) {
    const key = `${unit} ${pool ?? ''}`;
    const sum = sums.get(key);
    if (sum) [sum.low, sum.high] = [sum.low + quantity.low, sum.high + quantity.high];
    else sums.set(key, { unit, ...(pool === undefined ? {} : { pool }), ...quantity });
  }
  return [...sums.values()];
}

/** What requests come to in dollars; undefined where one of them has no price in dollars, or there are none. */
export function dollarsOf(requests: readonly PlannedRequest[]): Bounds | undefined {
  let [low, high] = [0, 0];
  for (const { usd } of requests) {
    if (!usd) return undefined;
    [low, high] = [low + usd.low, high + usd.high];
  }
  return requests.length > 0 ? { low, high } : undefined;
}

/** By how much a batch is over; 0 when it fits, undefined when nobody can say. Millionths of the ceiling's unit. */
export function overBy(ceiling: BatchCeiling): Micros | undefined {
  if (ceiling.kind === 'packages') return Math.max(0, ceiling.needs - Math.max(0, ceiling.left.quantity));
  const { after } = ceiling.judgement;
  return after && Math.max(0, -after.remaining);
}

/** The ceiling that says no the loudest: one that stops before one that warns, then the furthest over; undefined when all is well. */
export function decidingCeiling(ceilings: readonly BatchCeiling[]): BatchCeiling | undefined {
  const over = ceilings.filter((ceiling) => overBy(ceiling) !== 0);
  const share = (ceiling: BatchCeiling): number => {
    const by = overBy(ceiling);
    const whole = ceiling.kind === 'packages' ? ceiling.needs : ceiling.judgement.before.limit.amount.quantity;
    return (stopsAt(ceiling) ? 1e9 : 0) + (by === undefined ? 1e6 : by / Math.max(1, whole));
  };
  return over.toSorted((a, b) => share(b) - share(a))[0];
}

/** Whether a ceiling stops what goes over it: packages do, since what they do not hold is not sent. */
export function stopsAt(ceiling: BatchCeiling): boolean {
  return ceiling.kind === 'packages' || ceiling.judgement.before.limit.onExceed === 'stop';
}

/** Whether what has a price does not fit, or nobody can say that it does. */
export function isOver({ ceilings }: Pick<BatchReport, 'ceilings'>): boolean {
  return ceilings.some((ceiling) => stopsAt(ceiling) && overBy(ceiling) !== 0);
}

/** Whether there is more to it than its sums: requests without a price, or files that were not read. */
export function isIncomplete({ unpriced, partial }: Pick<BatchReport, 'unpriced' | 'partial'>): boolean {
  return unpriced.length > 0 || partial !== undefined;
}

/** Whether nobody can say that all of it fits, though something stops what does not. */
export function mayBeOver(report: Pick<BatchReport, 'ceilings' | 'unpriced' | 'partial'>): boolean {
  return isIncomplete(report) && report.ceilings.some(stopsAt);
}

export function verdictOfBatch({ ceilings, ...others }: Pick<BatchReport, 'ceilings' | 'unpriced' | 'partial'>): BatchVerdict {
  if (isIncomplete(others)) return 'at least';
  if (isOver({ ceilings })) return 'stops';
  return ceilings.some((ceiling) => ceiling.kind === 'limit' && ceiling.judgement.verdict === 'warns') ? 'warns' : 'fits';
}

/** How often as many tasks as may run at once must be started for all that is sent: a request in a loop as often as it runs. */
export function roundsOf({ planned, unpriced, concurrency }: Pick<BatchReport, 'planned' | 'unpriced' | 'concurrency'>): number | undefined {
  if (concurrency === undefined) return undefined;
  const tasks = planned.reduce((sum, { subject }) => sum + timesOf(subject), 0) +
    unpriced.reduce((sum, { copies, why }) => sum + copies * (why.kind === 'unpriced' ? timesOf(why.subject) : 1), 0);
  return Math.ceil(tasks / concurrency);
}

function timesOf({ request }: Subject): number {
  return 'repetition' in request ? request.repetition.times : 1;
}
