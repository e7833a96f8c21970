import type { Amount, Entry } from '../core/ledger/entry';
import { sameAmount } from '../core/ledger/group';
import { storeFaultLine } from '../presentation/storeFault';
import { plainTranslate as t } from '../presentation/translate';
import { faultIn } from '../stores/storeError';
import type { Draft, Reservation } from '../stores/store';
import { createLogWatch } from './logWatch';
import type { GuardPorts, RequestPrice } from './ports';
import { RefusalError } from './refusal';
import type { Answer, Charge, TaskReport, UpstreamDefinition } from './upstream';

/** Longer than a task takes; what is still open then counts as spent. */
const HELD_MS = 3_600_000;
/** For how long an upstream knows its tasks. */
const KNOWN_MS = 30 * 86_400_000;
/** How often entries of others are looked for. */
const LOOK_MS = 300_000;
/** Of so many tasks without a price the charge is waited for. */
const MOST_UNBOOKED = 10_000;
/** Before a task's id is known, its entry is under the client's own name for it. */
const EXTERNAL = 'external:';

/** A request that may be sent: what was set aside for it is on disk. */
export interface Attempt {
  readonly entryId: string;
  readonly price: RequestPrice;
  readonly externalId: string | undefined;
  readonly reservation: Reservation;
}

/** What is wanted, with what it is known by. */
export interface Wanted {
  readonly price: RequestPrice;
  readonly externalId: string | undefined;
  readonly digest: string;
}

/** The tries of one entry that are under way, and whether one that is over may have got there. */
interface Tries {
  running: number;
  isUncertain: boolean;
}

/** Keeps the ledger true to what the upstream does. */
export interface Booking {
  /** Sets aside what a request may cost. Throws a RefusalError when the ledger cannot be written or has lost lines; the answer tells when it does not fit. */
  readonly reserve: (wanted: Wanted) => Promise<Attempt | Reservation>;
  /** Throws a RefusalError when the ledger cannot be read or has lost lines, for what is sent without a reservation. */
  readonly check: () => Promise<void>;
  /** Takes in the answer to a request that was sent. The answer is the id of its task. */
  readonly answered: (attempt: Attempt, upstream: UpstreamDefinition, answer: Answer) => Promise<string | undefined>;
  /** The same for a request that nobody knew the price of: its charge is booked when it is told. */
  readonly answeredUnbooked: (price: RequestPrice, upstream: UpstreamDefinition, answer: Answer) => Promise<string | undefined>;
  /** Takes in that a request got no answer: it may have got there, or never did. */
  readonly unanswered: (attempt: Attempt, reached: 'never' | 'perhaps', reason: string) => Promise<void>;
  /** Takes in how tasks go. */
  readonly observe: (reports: readonly TaskReport[], provider: string) => Promise<void>;
  /** The same as somebody tells it who may not know: only of tasks that an answer has named, and until an answer tells otherwise. */
  readonly hear: (reports: readonly TaskReport[], provider: string) => Promise<void>;
  /** Takes in that the upstream knows no task of an open entry, and none is on its way. */
  readonly lost: (entryId: string, reason: string) => Promise<void>;
  /** The entries of a provider that can be asked for: those that are open, and those that only hearsay has closed. */
  readonly open: (provider: string) => readonly OpenEntry[];
  /** The entry of a task. */
  readonly idOf: (taskId: string) => string | undefined;
  /** Whether an entry is open and can be asked for: its task still runs, or may. */
  readonly isRunning: (entryId: string) => boolean;
  /** Called when an entry is open no more. */
  readonly onClosed: (listener: (entryId: string) => void) => void;
}

/** An open entry with what it can be asked for by. */
export interface OpenEntry {
  readonly entry: Entry;
  readonly asked: { readonly taskId: string } | { readonly externalId: string };
  /** Whether an answer to one of its requests is still to come. */
  readonly isUnderWay: boolean;
}

export function createBooking(ports: GuardPorts): Booking {
  const { usage, now, onEvent } = ports;
  const { store } = usage;
  const watch = createLogWatch(ports);
  const tries = new Map<string, Tries>();
  /** What was sent without a price, by task. */
  const unbooked = new Map<string, RequestPrice>();
  /** Entries whose end was only heard of. */
  const heard = new Set<string>();
  /** Entries that were open when they were looked for, and all of our own since. */
  const mayBeOpen = new Set<string>();
  let lookedAt = -Infinity;
  /** Whether the upstream refuses a second task under the client's own name for one, as it should. */
  let areNamesUnique = true;
  const ending = new Map<string, Promise<void>>();
  const listeners: ((entryId: string) => void)[] = [];

  /** What the store could not write it keeps and tries again; the answer is passed on all the same. */
  const told = async (write: () => Promise<void>): Promise<void> => {
    try {
      await write();
    } catch (error) {
      const fault = faultIn(error);
      if (!fault) throw error;
      onEvent({ kind: 'fault', message: storeFaultLine(fault, t) });
    }
  };
  const closed = (kind: 'settled' | 'released', entry: Entry): void => {
    const { id, taskId, amount, reason } = entry;
    tries.delete(id);
    watch.holds(entry);
    onEvent({ kind, entryId: id, ...(taskId === undefined ? {} : { taskId }), amount, ...(reason === undefined ? {} : { reason }) });
    for (const listener of listeners) listener(id);
  };
  const settle = (entry: Entry, charge: Charge | undefined): Promise<void> => told(async () => {
    closed('settled', await store.settle(entry.id, chargeFor(entry, charge)));
  });
  const release = (entry: Entry, reason: string): Promise<void> => told(async () => {
    closed('released', await store.release(entry.id, reason));
  });
  /** Rejects with a RefusalError for what the store rejects with. */
  const sure = async <Result>(use: () => Promise<Result>): Promise<Result> => {
    try {
      return await use();
    } catch (error) {
      const fault = faultIn(error);
      if (!fault) throw error;
      throw new RefusalError({ name: 'ledger', message: `nothing is sent that cannot be booked: ${storeFaultLine(fault, t)}` });
    }
  };
  const check = async (): Promise<void> => {
    await sure(() => store.refresh());
    watch.check();
  };
  const find = (id: string): Entry | undefined => store.find(id, now());
  const reserveAs = async (draft: Draft, limits = usage.limitsInForce()): Promise<Reservation> => {
    const reservation = await store.reserveIfFits(draft, limits, now() + HELD_MS);
    if (reservation.id !== undefined) mayBeOpen.add(reservation.id);
    return reservation;
  };
  /** Finds what others have reserved, now and then: the whole of a large log is too much for each question. */
  const look = (): void => {
    if (now() - lookedAt < LOOK_MS) return;
    lookedAt = now();
    for (const entry of store.entries({ start: now() - KNOWN_MS, end: Infinity }, now())) if (isOpen(entry)) mayBeOpen.add(entry.id);
  };

  const reserved = async (draft: Draft, externalId: string | undefined): Promise<Reservation> => {
    const key = externalId === undefined ? undefined : EXTERNAL + externalId;
    const known = key === undefined ? undefined : find(key);
    // A request that is tried again under its own name is one charge, and may be asked for by it; one whose task is over is another.
    const isSame = known === undefined || (known.state === 'released' ? !isBound(known) : isRetry(known, draft));
    if (key === undefined || !isSame || !areNamesUnique) return await reserveAs(draft);
    try {
      const reservation = await reserveAs({ ...draft, taskId: key });
      const entry = reservation.id === undefined ? undefined : find(reservation.id);
      // Two may have asked for one name at the same moment.
      return entry && !isRetry(entry, draft) ? await reserveAs(draft) : reservation;
    } catch (error) {
      if (!/^already/.test(faultIn(error)?.code ?? '')) throw error;
      return await reserveAs(draft);
    }
  };
  /** A try is over; when it was the last, and none can have got there, nothing is charged. */
  const ended = async ({ entryId, price }: Attempt, outcome: 'bound' | 'refused' | 'uncertain', reason: string): Promise<void> => {
    const all = tries.get(entryId);
    if (!all) return;
    all.running -= 1;
    if (outcome === 'uncertain') {
      all.isUncertain = true;
      onEvent({ kind: 'held', entryId, title: price.title, reason });
    }
    const entry = find(entryId);
    if (outcome !== 'refused' || all.running > 0 || all.isUncertain || !entry || !isOpen(entry) || isBound(entry)) return;
    await release(entry, reason);
  };
  const made = async (attempt: Attempt, { taskId }: TaskReport): Promise<void> => {
    const other = find(taskId);
    if (other && other.id !== attempt.entryId) {
      await ended(attempt, 'refused', t('the task is that of an earlier request'));
      return;
    }
    await told(async () => {
      const entry = find(attempt.entryId);
      const { expected, details } = attempt.price;
      if (!entry || !isBound(entry) || entry.taskId === taskId) await store.bind(attempt.entryId, taskId);
      // A second task under one name: it is made, so it counts, whatever the limits say.
      else if (expected) {
        if (areNamesUnique) onEvent({ kind: 'fault', message: t('two tasks were made under one name of the client\'s: from now on each request is a charge of its own, also when it is tried again') });
        areNamesUnique = false;
        await reserveAs({ ...details, ...expected, taskId, timestamp: now() }, []);
      }
    });
    await ended(attempt, 'bound', '');
  };
  /** Each that ends an entry sees what the one before it has made of it. */
  const inTurn = (id: string, end: (entry: Entry) => Promise<void>): Promise<void> => {
    const turn = Promise.resolve(ending.get(id))
      .then(() => {
        const entry = find(id);
        return entry && end(entry);
      })
      .finally(() => { if (ending.get(id) === turn) ending.delete(id); });
    ending.set(id, turn);
    return turn;
  };

  /** Books what was sent without a price, once its charge is told. */
  const recordUnbooked = async ({ taskId, state, charge }: TaskReport, isHearsay: boolean): Promise<void> => {
    const price = unbooked.get(taskId);
    if (!price || state === 'running') return;
    const isCharged = charge !== undefined && (state === 'done' || isMoney(charge));
    if (isCharged || !isHearsay) unbooked.delete(taskId);
    if (!isCharged) return;
    const amount: Amount = 'usd' in charge ? { quantity: charge.usd, unit: 'usd' } : { quantity: charge.units, unit: 'units', ...(charge.pool === undefined ? {} : { pool: charge.pool }) };
    await told(async () => {
      const entry = await store.record({ ...price.details, amount, ...('usd' in charge ? { usd: charge.usd } : {}), taskId, timestamp: now() });
      if (isHearsay) heard.add(entry.id);
      closed('settled', entry);
    });
  };

  const observeOne = async (report: TaskReport, provider: string, isHearsay: boolean): Promise<void> => {
    const { taskId, externalId, state, charge, reason } = report;
    let entry = find(taskId) ?? (externalId === undefined || isHearsay ? undefined : find(EXTERNAL + externalId));
    if (!entry) await recordUnbooked(report, isHearsay);
    // Only an answer tells whose task it is.
    if (!entry || entry.provider !== provider || (isHearsay && !(isBound(entry) && entry.taskId === taskId))) return;
    if (entry.taskId !== taskId) {
      // Of an earlier request under the same name.
      if (isBound(entry)) return;
      const { id } = entry;
      await told(async () => { await store.bind(id, taskId); });
      entry = find(id);
    }
    if (!entry || state === 'running') return;
    await inTurn(entry.id, async (found) => {
      if (isHearsay && !isOpen(found)) return;
      const isFirst = found.state !== 'settled' || (heard.has(found.id) && charge !== undefined);
      if (isHearsay) heard.add(found.id);
      else heard.delete(found.id);
      // What was charged counts, whatever came of it.
      if (state === 'done' || isMoney(charge)) {
        if (isFirst) await settle(found, charge);
      } else if (isOpen(found)) await release(found, reason ?? t('the task failed'));
    });
  };

  return {
    async reserve({ price, externalId, digest }) {
      const { expected, details } = price;
      if (!expected) throw new RangeError('only what has a price can be reserved');
      const draft: Draft = { ...details, ...expected, requestHash: digest, timestamp: now() };
      if (watch.isBroken()) await check();
      const reservation = await sure(() => reserved(draft, externalId));
      const { id } = reservation;
      if (id === undefined) return reservation;
      const entry = find(id);
      const all = tries.get(id);
      // That of an entry which was there before, of a guard that was ended, may have got there.
      const isNew = !all && entry?.timestamp === draft.timestamp;
      try {
        // Now it is read to its end.
        watch.check();
      } catch (error) {
        if (entry && isNew) await release(entry, t('the usage log has lost lines'));
        throw error;
      }
      if (entry) watch.holds(entry);
      if (all) all.running += 1;
      else tries.set(id, { running: 1, isUncertain: !isNew });
      return { entryId: id, price, externalId, reservation };
    },
    check,
    async answered(attempt, upstream, answer) {
      const [report] = upstream.readTasks(answer);
      if (report) {
        await made(attempt, report);
        await observeOne(report, upstream.provider.id, false);
        return report.taskId;
      }
      const outcome = upstream.outcomeOf(answer);
      if (outcome === 'refused') await ended(attempt, 'refused', t('refused with status {0}', answer.status));
      else if (outcome === 'unknown') await ended(attempt, 'uncertain', t('nobody can say what the answer with status {0} means', answer.status));
      else {
        const entry = find(attempt.entryId);
        await ended(attempt, 'bound', '');
        if (entry && entry.state !== 'settled') await settle(entry, undefined);
      }
      return undefined;
    },
    async answeredUnbooked(price, upstream, answer) {
      const [report] = upstream.readTasks(answer);
      if (!report) return undefined;
      unbooked.set(report.taskId, price);
      const [oldest] = unbooked.keys();
      if (unbooked.size > MOST_UNBOOKED && oldest !== undefined) unbooked.delete(oldest);
      await observeOne(report, upstream.provider.id, false);
      return report.taskId;
    },
    unanswered: (attempt, reached, reason) => ended(attempt, reached === 'never' ? 'refused' : 'uncertain', reason),
    async observe(reports, provider) {
      for (const report of reports) await observeOne(report, provider, false);
    },
    async hear(reports, provider) {
      for (const report of reports) await observeOne(report, provider, true);
    },
    lost: (entryId, reason) => inTurn(entryId, async (entry) => {
      if (isOpen(entry) && !isBound(entry) && (tries.get(entryId)?.running ?? 0) === 0) await release(entry, reason);
    }),
    idOf: (taskId) => find(taskId)?.id,
    isRunning(entryId) {
      const entry = find(entryId);
      return entry !== undefined && isOpen(entry) && entry.taskId !== undefined;
    },
    open(provider) {
      look();
      return [...mayBeOpen].flatMap((id) => {
        const entry = find(id);
        if (!entry || !(isOpen(entry) || heard.has(id))) {
          mayBeOpen.delete(id);
          return [];
        }
        const { taskId } = entry;
        if (entry.provider !== provider || taskId === undefined) return [];
        const asked = taskId.startsWith(EXTERNAL) ? { externalId: taskId.slice(EXTERNAL.length) } : { taskId };
        return [{ entry, asked, isUnderWay: (tries.get(id)?.running ?? 0) > 0 }];
      });
    },
    onClosed: (listener) => { listeners.push(listener); },
  };
}

/** Whether a request is one that is reserved already, tried again. */
const isRetry = (entry: Entry, { requestHash, amount }: Draft): boolean => isOpen(entry) && entry.requestHash === requestHash && sameAmount(entry.amount, amount);
const isOpen = ({ state }: Entry): boolean => state === 'reserved' || state === 'expired';
const isMoney = (charge: Charge | undefined): boolean => charge !== undefined && ('usd' in charge ? charge.usd : charge.units) > 0;
const isBound = ({ taskId }: Entry): boolean => taskId !== undefined && !taskId.startsWith(EXTERNAL);

/** What to book: units in the entry's own pool unless told; dollars beside the units that a limit counts. */
function chargeFor(entry: Entry, charge: Charge | undefined): { amount?: Amount; usd?: number } {
  if (!charge) return {};
  if ('usd' in charge) return { usd: charge.usd };
  if (entry.amount.unit !== 'units') return {};
  const pool = charge.pool ?? entry.amount.pool;
  return { amount: { quantity: charge.units, unit: 'units', ...(pool === undefined ? {} : { pool }) } };
}
