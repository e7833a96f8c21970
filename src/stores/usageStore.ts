import { entryIdOf, isOfBatch } from '../core/batch/batchId';
import { judgeAll } from '../core/budget/verdict';
import type { Wanted } from '../core/budget/verdict';
import type { Verdict } from '../core/budget/limit';
import { DEFAULT_POOL } from '../core/ledger/entry';
import type { Amount, Entry } from '../core/ledger/entry';
import { detailsOf, sameAmount } from '../core/ledger/group';
import type { Ledger } from '../core/ledger/ledger';
import { MAX_LINE_BYTES, lineText } from '../core/ledger/line';
import type { LineEvent, NewLine } from '../core/ledger/line';
import { readLine } from '../core/ledger/readLine';
import { fromMicros, multiply, toMicros } from '../core/money';
import type { Micros } from '../core/money';
import type { BatchReservation, LimitInForce, Refresh, Reservation, UnreadableLine, Unwritten, UsageStore } from './store';
import { StoreError } from './storeError';

/** Where lines are kept: what a store does with them is the same everywhere. */
export interface Log {
  /** What has been read so far, and what could not be written yet. */
  readonly ledger: () => Ledger;
  readonly refresh: () => Promise<Refresh>;
  readonly timesRead: () => number;
  /** Keeps lines for good, after those that could not be written before; when rejected, they are kept to be tried again. */
  readonly append: (lines: readonly NewLine[]) => Promise<void>;
  /** The same of the lines that `choose` says with everything read; what it throws keeps none. */
  readonly appendChosen: (choose: () => readonly NewLine[]) => Promise<void>;
  /** The same while nobody else can reserve. When rejected, none is kept. `choose` may be asked again. */
  readonly appendAlone: (choose: () => readonly NewLine[]) => Promise<void>;
  readonly unreadable: () => readonly UnreadableLine[];
  readonly unwritten: () => readonly Unwritten[];
  readonly close: () => Promise<void>;
}

export interface StorePorts {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** A new name that nobody else uses. */
  readonly newId: () => string;
}

/** A store over a log. */
export function createUsageStore(log: Log, { now, newId }: StorePorts): UsageStore {
  const known = (idOrTaskId: string): Entry => {
    const entry = log.ledger().find(idOrTaskId, now());
    if (!entry) throw new StoreError({ code: 'unknownEntry', id: idOrTaskId });
    return entry;
  };
  /** Writes a line about an entry as everything read tells it; none where nothing is to be said. */
  const tell = async (idOrTaskId: string, lineFor: (entry: Entry) => NewLine | undefined): Promise<Entry> => {
    let id = '';
    await log.appendChosen(() => {
      const entry = known(idOrTaskId);
      id = entry.id;
      const line = lineFor(entry);
      return line ? [readable(line)] : [];
    });
    return known(id);
  };

  return {
    reserveIfFits: async (draft, limits, expiresAt) => {
      const amount = checked(draft.amount);
      let answer: Reservation = { verdict: 'fits' };
      await log.appendAlone(() => {
        const open = draft.taskId === undefined ? undefined : log.ledger().find(draft.taskId, now());
        if (open?.state === 'settled') throw new StoreError({ code: 'alreadySettled', id: open.id });
        if (open && open.state !== 'released') {
          if (!sameAmount(open.amount, amount)) throw new StoreError({ code: 'alreadyReserved', id: open.id });
          // What stands under the limits already is asked for again, and nothing more.
          const { verdict, ...standing } = judge(log.ledger(), limits, [{ amount: { ...amount, quantity: 0 }, usd: 0 }], now());
          answer = { ...standing, verdict: verdict === 'stops' ? 'warns' : verdict, id: open.id };
          return [];
        }
        answer = judge(log.ledger(), limits, [{ ...draft, amount }], now());
        if (answer.verdict === 'stops') return [];
        const id = newId();
        answer = { ...answer, id };
        return [readable({ ...draft, amount, event: 'reserved', id, expiresAt })];
      });
      return answer;
    },
    reserveAllIfFit: async (drafts, limits, expiresAt) => {
      const wanted = drafts.map((draft) => ({ ...draft, amount: checked(draft.amount) }));
      let answer: BatchReservation = { verdict: 'fits', entryIds: [] };
      await log.appendAlone(() => {
        const judged = judge(log.ledger(), limits, wanted, now());
        answer = { ...judged, entryIds: [] };
        if (judged.verdict === 'stops' || wanted.length === 0) return [];
        const id = `plan-${newId()}`;
        const lines = wanted.map((draft, index) => readable({ ...draft, event: 'reserved', id: entryIdOf(id, index + 1), expiresAt }));
        answer = { ...judged, id, entryIds: lines.map((line) => line.id) };
        return lines;
      });
      return answer;
    },
    releaseAll: async (batchId, reason) => {
      let released: readonly string[] = [];
      await log.appendChosen(() => {
        const entries = log.ledger().entries({ start: -Infinity, end: Infinity }, now()).filter(({ id }) => isOfBatch(id, batchId));
        if (entries.length === 0) throw new StoreError({ code: 'unknownBatch', id: batchId });
        const open = entries.filter(({ state }) => state === 'reserved' || state === 'expired');
        released = open.map(({ id }) => id);
        return open.map((entry) => readable({ ...lineAbout(entry, 'released', now(), entry.amount, entry.usd), ...(reason === undefined ? {} : { reason }) }));
      });
      return released.map(known);
    },
    bind: (idOrTaskId, taskId) => tell(idOrTaskId, (entry) => {
      if (entry.taskId === taskId) return undefined;
      // A reservation that repeats an id reserves nothing; it only tells more of it.
      const line = lineAbout(entry, 'reserved', now(), entry.amount, entry.usd);
      return { ...line, taskId, ...(entry.expiresAt === undefined ? {} : { expiresAt: entry.expiresAt }) };
    }),
    settle: (idOrTaskId, charge = {}) => tell(idOrTaskId, (entry) => {
      if (entry.state === 'settled' && charge.amount === undefined && charge.usd === undefined && charge.taskId === undefined) return undefined;
      const inDollars = entry.amount.unit === 'usd' && charge.usd !== undefined ? { ...entry.amount, quantity: charge.usd } : entry.amount;
      const amount = checked(charge.amount ?? inDollars);
      const usd = amount.unit === 'usd' ? amount.quantity : (charge.usd ?? usdOf(entry, amount));
      return { ...lineAbout(entry, 'settled', now(), amount, usd), ...(charge.taskId === undefined ? {} : { taskId: charge.taskId }) };
    }),
    release: (idOrTaskId, reason) => tell(idOrTaskId, (entry) => {
      if (entry.state === 'released') return undefined;
      if (entry.state === 'settled') throw new StoreError({ code: 'alreadySettled', id: entry.id });
      return { ...lineAbout(entry, 'released', now(), entry.amount, entry.usd), ...(reason === undefined ? {} : { reason }) };
    }),
    record: async (draft) => {
      const id = newId();
      await log.append([readable({ ...draft, amount: checked(draft.amount), event: 'recorded', id })]);
      return known(id);
    },
    correct: (idOrTaskId, amount, reason) => tell(idOrTaskId, (entry) => {
      if (entry.state !== 'settled') throw new StoreError({ code: 'notSettled', id: entry.id });
      const right = checked(amount);
      return { ...lineAbout(entry, 'corrected', now(), right, usdOf(entry, right)), reason };
    }),
    refresh: log.refresh,
    timesRead: log.timesRead,
    entries: (stretch, at) => log.ledger().entries(stretch, at),
    totals: (stretch, at, filter) => log.ledger().totals(stretch, at, filter),
    uses: (stretch, at, moments) => log.ledger().uses(stretch, at, moments),
    list: (query, at) => log.ledger().list(query, at),
    totalsBy: (name, stretch, at) => log.ledger().totalsBy(name, stretch, at),
    find: (idOrTaskId, at) => log.ledger().find(idOrTaskId, at),
    unreadable: log.unreadable,
    unwritten: log.unwritten,
    close: log.close,
  };
}

/** The strictest verdict; of several limits with it, the first decides. */
function judge(ledger: Ledger, limits: readonly LimitInForce[], wanted: readonly Wanted[], now: number): Omit<Reservation, 'id'> {
  const order: readonly Verdict[] = ['stops', 'warns', 'fits'];
  const judged = limits.map((limit) => {
    const totals = ledger.totals(limit.stretch, now);
    return { verdict: judgeAll(limit, totals, wanted).verdict, decidedBy: { limit, totals } };
  });
  const strictest = order.flatMap((verdict) => judged.find((item) => item.verdict === verdict) ?? [])[0];
  return strictest ?? { verdict: 'fits' };
}

/** A line about an entry, with all that is known of it. */
function lineAbout(entry: Entry, event: LineEvent, timestamp: number, amount: Amount, usd: Micros | undefined): NewLine {
  return { ...detailsOf(entry), id: entry.id, event, timestamp, amount, ...(usd === undefined ? {} : { usd }) };
}

/** What an amount comes to at the entry's own price, where it has one. */
function usdOf(entry: Entry, amount: Amount): Micros | undefined {
  if (amount.unit === 'usd') return amount.quantity;
  if (sameAmount(entry.amount, amount)) return entry.usd;
  const isSameKind = entry.amount.unit === amount.unit && entry.amount.pool === amount.pool;
  if (entry.usd === undefined || !isSameKind || entry.amount.quantity === 0) return undefined;
  return toMicros(multiply(fromMicros(entry.usd), fromMicros(amount.quantity)), fromMicros(entry.amount.quantity));
}

/** The line, if what is written of it will be read again; what is acknowledged counts. */
function readable(line: NewLine): NewLine {
  const text = lineText(line);
  const read = Buffer.byteLength(text) < MAX_LINE_BYTES ? readLine(text, 0) : { reason: 'is longer than 1 MB' };
  if (!('line' in read)) throw new StoreError({ code: 'badLine', reason: read.reason });
  return line;
}

/** Whole millionths from 0 on; units with their pool. */
function checked({ quantity, unit, pool = DEFAULT_POOL }: Amount): Amount {
  if (!Number.isSafeInteger(quantity) || quantity < 0) throw new StoreError({ code: 'badAmount' });
  return { quantity, unit, ...(unit === 'units' ? { pool } : {}) };
}
