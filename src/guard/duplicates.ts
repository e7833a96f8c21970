import type { Entry } from '../core/ledger/entry';
import type { CollectedAnswer } from './answer';
import type { DuplicatePolicy, GuardPorts } from './ports';

/** An earlier request that said the same. */
export interface Earlier {
  readonly taskId: string | undefined;
  /** Its answer, when it comes; undefined where none was kept, or it was none of a task's. */
  readonly answer: Promise<CollectedAnswer | undefined>;
}

/** A request that was sent. */
interface Sent {
  readonly at: number;
  readonly externalId: string | undefined;
  readonly answer: Promise<CollectedAnswer | undefined>;
  entryId: string | undefined;
}

/** Of the last requests each is remembered with its answer. */
const MOST_REMEMBERED = 1_000;

/** How often the ledger is looked at for what others have booked, and how late a line may be written after its time. */
const [LOOK_MS, LATE_MS] = [1_000, 10_000];

/** A request that others can be duplicates of. */
export interface Remembered {
  /** Takes in the entry that it was booked as. */
  readonly bookedAs: (entryId: string) => void;
  /** Takes in its answer. Without one, whoever waits for it is sent on. */
  readonly answered: (answer: CollectedAnswer | undefined) => void;
  /** It was not sent after all. */
  readonly forget: () => void;
}

export interface Duplicates {
  /** The earlier request; none where its task failed, or where both carry one name of the client's: that is the same one, tried again. */
  readonly find: (digest: string, externalId: string | undefined) => Earlier | undefined;
  /** Remembers a request that is about to be sent. */
  readonly add: (digest: string, externalId: string | undefined) => Remembered;
}

/** Remembers the requests of a window: this process with their answers, others by the digests of the ledger. */
export function createDuplicates({ usage: { store }, now }: GuardPorts, { windowMs }: DuplicatePolicy): Duplicates {
  const sent = new Map<string, Sent>();
  const isGone = (entryId: string | undefined): boolean => entryId !== undefined && store.find(entryId, now())?.state === 'released';
  /** The entries of each digest by their time; the digests by the last of theirs. */
  const booked = new Map<string, Map<string, number>>();
  let lookedAt = -Infinity;
  const keep = (digest: string, entryId: string, at: number): void => {
    const entries = booked.get(digest) ?? new Map<string, number>();
    booked.delete(digest);
    booked.set(digest, entries.set(entryId, at));
  };
  /** Reads what others have booked since: a large log is too much for each request. */
  const look = (): void => {
    if (now() - lookedAt < LOOK_MS) return;
    const oldest = now() - windowMs;
    const start = Math.max(lookedAt - LATE_MS, oldest);
    lookedAt = now();
    for (const { requestHash, id, timestamp } of store.entries({ start, end: Infinity }, now())) if (requestHash !== undefined) keep(requestHash, id, timestamp);
    for (const [digest, entries] of booked) {
      if ([...entries.values()].some((at) => at >= oldest)) return;
      booked.delete(digest);
    }
  };
  const inLedger = (digest: string, externalId: string | undefined): Entry | undefined => {
    look();
    for (const [id, at] of booked.get(digest) ?? []) {
      const entry = at >= now() - windowMs ? store.find(id, now()) : undefined;
      if (entry && entry.state !== 'released' && (externalId === undefined || store.find(`external:${externalId}`, now())?.id !== id)) return entry;
    }
    return undefined;
  };

  return {
    find(digest, externalId) {
      const earlier = sent.get(digest);
      if (earlier && now() - earlier.at < windowMs && !isGone(earlier.entryId)) {
        if (externalId !== undefined && earlier.externalId === externalId) return undefined;
        return { taskId: earlier.entryId === undefined ? undefined : store.find(earlier.entryId, now())?.taskId, answer: earlier.answer };
      }
      const entry = inLedger(digest, externalId);
      return entry && { taskId: entry.taskId, answer: Promise.resolve(undefined) };
    },
    add(digest, externalId) {
      let answered: Remembered['answered'] = () => undefined;
      const item: Sent = { at: now(), externalId, answer: new Promise((resolve) => { answered = resolve; }), entryId: undefined };
      sent.delete(digest);
      sent.set(digest, item);
      const [oldest] = sent.keys();
      if (sent.size > MOST_REMEMBERED && oldest !== undefined) sent.delete(oldest);
      return {
        bookedAs(entryId) {
          item.entryId = entryId;
          keep(digest, entryId, item.at);
        },
        answered,
        forget() {
          if (sent.get(digest) === item) sent.delete(digest);
          answered(undefined);
        },
      };
    },
  };
}
