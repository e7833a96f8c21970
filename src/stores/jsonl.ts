import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import type { StoreFault } from '../core/ledger/fault';
import { lineText } from '../core/ledger/line';
import type { NewLine } from '../core/ledger/line';
import { appendLine } from './appendLine';
import { LOCK_TIMES, acquireLock } from './fileLock';
import type { LockTimes } from './fileLock';
import type { FileSystem } from './fileSystem';
import { createLogReader } from './logReader';
import { createQueue } from './queue';
import type { Refresh, UsageStore } from './store';
import { StoreError, causeOf } from './storeError';
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
 * A ledger in one file of JSON lines, which other programs may append to at the same moment. Each line is one write, those of a batch together;
 * what is read is what stands in the file, our own lines included. Only a reservation that is checked needs the lock:
 * a charge, a release or a correction is a fact that stands wherever it comes between the lines of others.
 */
export function createJsonlStore({ file, now = Date.now, newId = randomUUID, files = fs, lockTimes = LOCK_TIMES }: JsonlOptions): UsageStore {
  return createUsageStore(createJsonlLog(file, now, files, lockTimes), { now, newId });
}

interface Pending {
  readonly line: NewLine;
  fault: StoreFault;
}

function createJsonlLog(file: string, now: () => number, files: FileSystem, lockTimes: LockTimes): Log {
  const reader = createLogReader(file, files);
  const inTurn = createQueue();
  const pending: Pending[] = [];

  const keep = (line: NewLine, fault: StoreFault): void => {
    pending.push({ line, fault });
    reader.addUnwritten(line);
  };
  /** Writes what could not be written before. Then all is read again, since it was counted out of its order. */
  const retry = async (): Promise<void> => {
    for (let next = pending[0]; next; next = pending[0]) {
      try {
        await appendLine(file, lineText(next.line), files);
      } catch (error) {
        next.fault = faultOf(error);
        throw error;
      }
      pending.shift();
      reader.forget();
    }
  };
  const readOn = async (): Promise<Refresh> => {
    const before = reader.ledger();
    const found = await reader.refresh();
    if (reader.ledger() !== before) for (const { line } of pending) reader.addUnwritten(line);
    return found;
  };

  /** One try to keep the chosen lines, in one write; false when another has broken our lock meanwhile. */
  const tryAppend = async (choose: Parameters<Log['appendIf']>[0]): Promise<boolean> => {
    const lock = await acquireLock(lockOf(file, files), files, lockTimes);
    try {
      await retry();
      await readOn();
      const lines = choose();
      if (lines.length === 0) return true;
      const released = lines.map((line): NewLine => ({ ...line, event: 'released', timestamp: now() }));
      try {
        if (!(await appendLine(file, textOf(lines), files, lock.isMine))) return false;
      } catch (error) {
        const fault = faultOf(error);
        // A part may be there, or all of it; whoever asked was told that nothing is set aside.
        if (fault.code === 'shortWrite' || fault.code === 'notFlushed') for (const line of released) keep(line, fault);
        throw error;
      }
      // Whoever took us for dead may have reserved without seeing ours.
      const isSafe = lock.isMine();
      if (!isSafe) await appendLine(file, textOf(released), files);
      await readOn();
      return isSafe;
    } finally {
      lock.release();
    }
  };

  return {
    ledger: reader.ledger,
    refresh: () => inTurn(async () => {
      try {
        await retry();
      } catch (error) {
        if (!(error instanceof StoreError)) throw error;
        // It stays among the unwritten, with its reason.
      }
      return await readOn();
    }),
    append: (lines) => inTurn(async () => {
      try {
        await retry();
        await appendLine(file, textOf(lines), files);
      } catch (error) {
        for (const line of lines) keep(line, faultOf(error));
        throw error;
      }
      await readOn();
    }),
    appendIf: (choose) => inTurn(async () => {
      while (!(await tryAppend(choose))) await new Promise(setImmediate);
    }),
    unreadable: reader.unreadable,
    unwritten: () => pending.flatMap(({ line, fault }) => {
      const entry = reader.ledger().find(line.id, now());
      return entry ? [{ entry, fault }] : [];
    }),
    close: () => inTurn(() => Promise.resolve()),
  };
}

/** Lines as one text, so that they are one write. */
function textOf(lines: readonly NewLine[]): string {
  return lines.map(lineText).join('\n');
}

function faultOf(error: unknown): StoreFault {
  if (error instanceof StoreError) return error.fault;
  throw error;
}

/** Beside the file itself, by whatever name or link it was opened. */
function lockOf(file: string, files: FileSystem): string {
  try {
    return `${files.statSync(file, { throwIfNoEntry: false }) ? files.realpathSync(file) : file}.lock`;
  } catch (error) {
    throw new StoreError({ code: 'cannotRead', file, cause: causeOf(error) });
  }
}
