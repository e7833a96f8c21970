import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import { LOCK_TIMES } from './fileLock';
import type { LockTimes } from './fileLock';
import type { FileSystem } from './fileSystem';
import { createGroupCommit } from './groupCommit';
import type { Call } from './groupCommit';
import { createGroupQueue } from './groupQueue';
import { createLogReader } from './logReader';
import type { Refresh, UsageStore } from './store';
import { StoreError } from './storeError';
import { createUsageStore } from './usageStore';
import type { Log } from './usageStore';

export interface JsonlOptions {
  /** The absolute path of the log; it need not exist. */
  readonly file: string;
  /** Milliseconds since 1970; the machine's clock unless given. */
  readonly now?: () => number;
  readonly newId?: () => string;
  readonly files?: FileSystem;
  readonly lockTimes?: LockTimes;
}

/**
 * A ledger in one file of JSON lines, which other programs may append to at the same moment. What is asked for while the
 * disk is busy is done together next: read once, written at once, flushed once. What is read is what stands in the file,
 * our own lines included. Only a reservation that is checked needs the lock: a charge, a release or a correction is a
 * fact that stands wherever it comes between the lines of others.
 */
export function createJsonlStore({ file, now = Date.now, newId = randomUUID, files = fs, lockTimes = LOCK_TIMES }: JsonlOptions): UsageStore {
  return createUsageStore(createJsonlLog(file, now, files, lockTimes), { now, newId });
}

/** How often a claim is made again when its lock is taken away. */
const MOST_TRIES = 10;

interface Waiting extends Call {
  tries: number;
  readonly done: (found: Refresh) => void;
  readonly failed: (error: unknown) => void;
}

function createJsonlLog(file: string, now: () => number, files: FileSystem, lockTimes: LockTimes): Log {
  const reader = createLogReader(file, files);
  const { commit, pending } = createGroupCommit({ file, files, lockTimes, reader, now });
  const queue = createGroupQueue<Waiting>(async (calls) => {
    const outcomes = await commit(calls);
    // Whoever took the lock away may be of this process.
    if (outcomes.size < calls.length) await new Promise(setImmediate);
    for (const call of calls) {
      const outcome = outcomes.get(call);
      if (!outcome && ++call.tries < MOST_TRIES) queue.add(call);
      else if (!outcome) call.failed(new StoreError({ code: 'cannotLock', file, cause: 'it is taken away each time' }));
      else if ('error' in outcome) call.failed(outcome.error);
      else call.done(outcome.value);
    }
  });
  const make = (kind: Call['kind'], lines: Call['lines']): Promise<Refresh> =>
    new Promise((done, failed) => { queue.add({ kind, lines, tries: 0, done, failed }); });

  return {
    ledger: reader.ledger,
    refresh: () => make('read', () => []),
    timesRead: reader.timesRead,
    append: async (lines) => { await make('fact', () => lines); },
    appendChosen: async (choose) => { await make('choice', choose); },
    appendAlone: async (choose) => { await make('claim', choose); },
    unreadable: reader.unreadable,
    unwritten: () => pending().flatMap(({ line, fault }) => {
      const entry = reader.ledger().find(line.id, now());
      return entry ? [{ entry, fault }] : [];
    }),
    close: queue.idle,
  };
}
