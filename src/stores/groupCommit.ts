import type { StoreFault } from '../core/ledger/fault';
import { lineText } from '../core/ledger/line';
import type { NewLine } from '../core/ledger/line';
import { appendLine } from './appendLine';
import { acquireLock } from './fileLock';
import type { HeldLock, LockTimes } from './fileLock';
import type { FileSystem } from './fileSystem';
import type { LogReader } from './logReader';
import type { Refresh } from './store';
import { StoreError, causeOf } from './storeError';

/** What somebody wants of the log. */
export interface Call {
  /**
   * read: to know what others have written. fact: to keep lines whatever comes between. choice: the same of lines that
   * depend on what is read. claim: a choice that nobody else's may come between.
   */
  readonly kind: 'read' | 'fact' | 'choice' | 'claim';
  /** The lines to keep. May be asked again, when what it chose was not kept; what it throws is its own outcome. */
  readonly lines: () => readonly NewLine[];
}

/** What a refresh found, or what went wrong. */
export type Outcome = { readonly value: Refresh } | { readonly error: unknown };

/** A line that could not be written, with what went wrong the last time. */
export interface Pending {
  readonly line: NewLine;
  readonly fault: StoreFault;
}

export interface GroupCommit {
  /** Does what the calls want in one read, one write and one flush. A call without an outcome is to be made again. Never rejects. */
  readonly commit: <Each extends Call>(calls: readonly Each[]) => Promise<Map<Each, Outcome>>;
  readonly pending: () => readonly Pending[];
}

export interface CommitPorts {
  readonly file: string;
  readonly files: FileSystem;
  readonly lockTimes: LockTimes;
  readonly reader: LogReader;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export function createGroupCommit({ file, files, lockTimes, reader, now }: CommitPorts): GroupCommit {
  let pending: Pending[] = [];

  const keep = (lines: readonly NewLine[], fault: StoreFault): void => {
    for (const line of lines) {
      pending.push({ line, fault });
      reader.addUnwritten(line);
    }
  };
  /** Writes what could not be written before. Then all is read again, since it was counted out of its order. */
  const retry = async (): Promise<void> => {
    if (pending.length === 0) return;
    try {
      await appendLine(file, textOf(pending.map(({ line }) => line)), files);
    } catch (error) {
      const { fault } = storeErrorOf(error);
      pending = pending.map(({ line }) => ({ line, fault }));
      // What is there of them would be read after them.
      if (isPerhapsThere(fault)) reader.forget();
      throw error;
    }
    pending = [];
    reader.forget();
  };
  const readOn = async (written?: string): Promise<Refresh> => {
    const before = reader.ledger();
    const found = await reader.refresh(written);
    if (reader.ledger() !== before) for (const { line } of pending) reader.addUnwritten(line);
    return found;
  };
  /** Without the task: another may have reserved it meanwhile. */
  const released = (lines: readonly NewLine[]): NewLine[] => lines.map(({ id, amount }) => ({ event: 'released', id, timestamp: now(), amount }));

  /** Has each call choose its lines, in their order, so that each sees what those before it chose. */
  const choose = <Each extends Call>(calls: readonly Each[], outcomes: Map<Each, Outcome>): Map<Each, readonly NewLine[]> => {
    const chosen = new Map<Each, readonly NewLine[]>();
    for (const call of calls) {
      if (outcomes.has(call)) continue;
      try {
        const lines = call.lines();
        reader.anticipate(lines);
        chosen.set(call, lines);
      } catch (error) {
        outcomes.set(call, { error });
      }
    }
    return chosen;
  };
  /** Whether lines are on disk, those of claims without doubt; else nothing was written, or those of claims count no more. */
  const write = async (text: string, claimed: readonly NewLine[], lock: HeldLock | undefined): Promise<'kept' | 'notWritten' | 'claimsTakenBack'> => {
    if (!(await appendLine(file, text, files, lock?.isMine))) return 'notWritten';
    // Whoever took us for dead may have reserved without seeing ours.
    if (lock?.isMine() ?? true) return 'kept';
    const back = released(claimed);
    if (back.length === 0) return 'claimsTakenBack';
    const trouble = await attempt(appendLine(file, textOf(back), files));
    if ('error' in trouble) keep(back, trouble.error.fault);
    return 'claimsTakenBack';
  };
  /** Keeps what must not be lost of lines that could not be written, and has the rest forgotten. */
  const failed = async (chosen: ReadonlyMap<Call, readonly NewLine[]>, fault: StoreFault): Promise<void> => {
    const claimed = new Set(linesOf(chosen, isClaim).map(({ id }) => id));
    for (const [{ kind }, lines] of chosen) {
      // A task that was told of a reservation must not make it one.
      if (kind !== 'claim') keep(lines.filter(({ event, id }) => event !== 'reserved' || !claimed.has(id)), fault);
      // A part may be there, or all of it; whoever asked is told that nothing is set aside.
      else if (isPerhapsThere(fault)) keep(released(lines), fault);
    }
    reader.forget();
    // Where that fails too, the next who reads is told.
    await attempt(readOn());
  };
  const perform = async <Each extends Call>(calls: readonly Each[], lock: HeldLock | undefined, outcomes: Map<Each, Outcome>): Promise<void> => {
    const retried = await attempt(retry());
    const read = await attempt(readOn());
    for (const call of calls) {
      // A fact is one whatever the log says.
      const needed = call.kind === 'fact' ? [] : call.kind === 'claim' ? [retried, read] : [read];
      const trouble = needed.find((item) => 'error' in item);
      if (trouble && !outcomes.has(call)) outcomes.set(call, trouble);
    }
    const chosen = choose(calls, outcomes);
    for (const [call] of chosen) if (call.kind === 'read') outcomes.set(call, read);
    // Also one that has nothing to write stands on what those before it wrote.
    const open = [...chosen.keys()].filter((call) => !outcomes.has(call));
    const all = linesOf(chosen, () => true);
    if (all.length === 0) {
      for (const call of open) outcomes.set(call, 'error' in retried ? retried : read);
      return;
    }

    const text = textOf(all);
    const ended = new Set(linesOf(chosen, (call) => !isClaim(call)).flatMap(({ event, id }) => (event === 'reserved' ? [] : [id])));
    const claimed = linesOf(chosen, isClaim).filter(({ id }) => !ended.has(id));
    const written = 'error' in retried ? retried : await attempt(write(text, claimed, lock));
    if ('error' in written) {
      await failed(chosen, written.error.fault);
      for (const call of open) outcomes.set(call, written);
      return;
    }
    if (written.value !== 'kept') reader.forget();
    if (written.value === 'notWritten') {
      // Only claims wait for a lock that holds.
      await perform(open.filter((call) => !isClaim(call)), undefined, outcomes);
      return;
    }
    const seen = await attempt(readOn(text));
    // What is on disk was kept, whether or not it can be read again.
    const kept: Outcome = 'error' in seen ? { value: 'appended' } : seen;
    for (const call of open) if (written.value === 'kept' || !isClaim(call)) outcomes.set(call, kept);
  };

  return {
    commit: async (calls) => {
      const outcomes = new Map<(typeof calls)[number], Outcome>();
      const claims = calls.filter(isClaim);
      const fail = (which: typeof calls, error: unknown): void => { for (const call of which) outcomes.set(call, { error }); };
      let lock: HeldLock | undefined;
      try {
        if (claims.length > 0) lock = await acquireLock(lockOf(file, files), files, lockTimes);
      } catch (error) {
        fail(claims, error);
      }
      try {
        await perform(calls, lock, outcomes);
      } catch (error) {
        fail(calls, error);
      }
      lock?.release();
      return outcomes;
    },
    pending: () => pending,
  };
}

type Attempt<Value> = { readonly value: Value } | { readonly error: StoreError };

/** What came of it; what is thrown beside the faults of the store goes on. */
async function attempt<Value>(action: Promise<Value>): Promise<Attempt<Value>> {
  try {
    return { value: await action };
  } catch (error) {
    return { error: storeErrorOf(error) };
  }
}

function storeErrorOf(error: unknown): StoreError {
  if (error instanceof StoreError) return error;
  throw error;
}

const isPerhapsThere = ({ code }: StoreFault): boolean => code === 'shortWrite' || code === 'notFlushed';
const isClaim = ({ kind }: Call): boolean => kind === 'claim';

/** The lines of some calls, in their order. */
function linesOf(chosen: ReadonlyMap<Call, readonly NewLine[]>, isMeant: (call: Call) => boolean): NewLine[] {
  return [...chosen].flatMap(([call, lines]) => (isMeant(call) ? lines : []));
}

/** Lines as one text, so that they are one write. */
function textOf(lines: readonly NewLine[]): string {
  return lines.map(lineText).join('\n');
}

/** Beside the file itself, by whatever name or link it was opened. */
function lockOf(file: string, files: FileSystem): string {
  try {
    return `${files.statSync(file, { throwIfNoEntry: false }) ? files.realpathSync(file) : file}.lock`;
  } catch (error) {
    throw new StoreError({ code: 'cannotRead', file, cause: causeOf(error) });
  }
}
