import type { Limit, Verdict } from '../core/budget/limit';
import type { Amount, Entry, EntryDetails } from '../core/ledger/entry';
import type { StoreFault } from '../core/ledger/fault';
import type { Use } from '../core/ledger/buckets';
import type { EntryFilter } from '../core/ledger/ledger';
import type { EntryList, ListQuery } from '../core/ledger/list';
import type { Stretch, Totals } from '../core/ledger/totals';
import type { Micros } from '../core/money';

/** What is written of a request: how much, and what for. */
export interface Draft extends EntryDetails {
  readonly amount: Amount;
  readonly usd?: Micros;
  /** When it happened, in milliseconds since 1970. */
  readonly timestamp: number;
}

/** A line that could not be read; it is left alone. */
export interface UnreadableLine {
  /** From 1. */
  readonly line: number;
  readonly reason: string;
}

/** A limit with the stretch of time that it holds for now. */
export interface LimitInForce extends Limit {
  readonly stretch: Stretch;
}

/** The answer to a reservation; `id` is absent when it stops. */
export interface Reservation {
  readonly verdict: Verdict;
  readonly id?: string;
  /** The limit that decided, with its totals before this reservation. */
  readonly decidedBy?: { readonly limit: LimitInForce; readonly totals: Totals };
}

/** The answer to the reservation of a batch; without an `id`, and without entries, when it stops. */
export interface BatchReservation extends Reservation {
  /** In the order of the drafts. */
  readonly entryIds: readonly string[];
}

/** An entry that is not on disk yet, with what went wrong. */
export interface Unwritten {
  readonly entry: Entry;
  readonly fault: StoreFault;
}

/** What a refresh found: nothing, new lines at the end, or another file in its place. */
export type Refresh = 'same' | 'appended' | 'replaced';

/**
 * Where the ledger lives. Each call is one transaction: when its promise is fulfilled, the line is stored; when it is
 * rejected because it could not be stored, the entry is kept in `unwritten`, counted, and tried again before the next
 * line and by `refresh`. A reservation that could not be stored is not kept: nothing is set aside, and nothing may be sent.
 */
export interface UsageStore {
  /** Sets an amount aside if every limit allows it; nobody else can reserve in between. A task that has an open reservation keeps it. */
  readonly reserveIfFits: (draft: Draft, limits: readonly LimitInForce[], expiresAt: number) => Promise<Reservation>;
  /** Sets several amounts aside in one step, if every limit allows all of them together; else none. Each is an entry of its own. */
  readonly reserveAllIfFit: (drafts: readonly Draft[], limits: readonly LimitInForce[], expiresAt: number) => Promise<BatchReservation>;
  /** Gives back what is still set aside of a batch; the entries that are. What was charged meanwhile stays. */
  readonly releaseAll: (batchId: string, reason?: string) => Promise<readonly Entry[]>;
  /** Says which task an entry is for, once that is known. */
  readonly bind: (idOrTaskId: string, taskId: string) => Promise<Entry>;
  /** Books the real charge of an entry; without one, what was reserved. */
  readonly settle: (idOrTaskId: string, charge?: { readonly amount?: Amount; readonly usd?: Micros; readonly taskId?: string }) => Promise<Entry>;
  /** Gives back what was reserved: the request failed and is not charged. */
  readonly release: (idOrTaskId: string, reason?: string) => Promise<Entry>;
  /** Books a charge that was not reserved. */
  readonly record: (draft: Draft) => Promise<Entry>;
  /** Replaces the amount of a settled entry, with the reason. */
  readonly correct: (idOrTaskId: string, amount: Amount, reason: string) => Promise<Entry>;
  /** Reads what others have written since. */
  readonly refresh: () => Promise<Refresh>;
  /** How often all was read from its start, since something else stood where it was read before: unless that changes, nothing is lost. */
  readonly timesRead: () => number;
  /** The entries of a stretch by their time, as of `now`. Asks nobody; refresh first. */
  readonly entries: (stretch: Stretch, now: number) => readonly Entry[];
  readonly totals: (stretch: Stretch, now: number, filter?: EntryFilter) => Totals;
  /** What counts as of `now`, by time: to the quarter of an hour, and exactly around the moments. */
  readonly uses: (stretch: Stretch, now: number, moments: readonly number[]) => readonly Use[];
  /** What passes a query as of `now`, in its order; good until the store changes. */
  readonly list: (query: ListQuery, now: number) => EntryList;
  /** The totals of each model or project that occurs; entries without one are under the empty text. */
  readonly totalsBy: (name: 'model' | 'project', stretch: Stretch, now: number) => ReadonlyMap<string, Totals>;
  readonly find: (idOrTaskId: string, now: number) => Entry | undefined;
  readonly unreadable: () => readonly UnreadableLine[];
  readonly unwritten: () => readonly Unwritten[];
  readonly close: () => Promise<void>;
}
