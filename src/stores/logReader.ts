import type { Ledger } from '../core/ledger/ledger';
import { MAX_LINE_BYTES, lineText } from '../core/ledger/line';
import type { Line, NewLine } from '../core/ledger/line';
import { readLine } from '../core/ledger/readLine';
import { close } from './fileSystem';
import type { FileSystem } from './fileSystem';
import { createLogLines } from './logLines';
import type { LogLines } from './logLines';
import type { Refresh, UnreadableLine } from './store';
import { StoreError, causeOf } from './storeError';

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
/** How many bytes tell whether a file still is the one that was read. */
const SAMPLE = 4096;

/** How far a file was read, and what it was. */
interface Position {
  readonly device: number;
  readonly inode: number;
  head: Buffer;
  /** The bytes before `offset`. */
  before: Buffer;
  offset: number;
  /** When the file was changed last, in milliseconds since 1970. */
  modified: number;
  /** Whether the line that stands there is too long, and its rest is passed over. */
  isPassingOver: boolean;
  /** Whether the last line was read although it has no line end. */
  isOpenEnded: boolean;
}

/** Reads a log that grows, only what is new of it. */
export interface LogReader {
  readonly ledger: () => Ledger;
  readonly unreadable: () => readonly UnreadableLine[];
  /** How often it was begun from its start. */
  readonly timesRead: () => number;
  /**
   * Rejected with a StoreError when the file cannot be read. A file that is not there has no lines. `written` are the
   * anticipated lines as they were written; where they are not what comes next in the file, all is read again.
   */
  readonly refresh: (written?: string) => Promise<Refresh>;
  /** Counts lines that are about to be written, in their order. */
  readonly anticipate: (lines: readonly NewLine[]) => void;
  /** Counts a line that is not in the file, after those that are. */
  readonly addUnwritten: (line: NewLine) => void;
  /** Has the next refresh read all from the start. */
  readonly forget: () => void;
}

export function createLogReader(file: string, files: FileSystem): LogReader {
  let lines = createLogLines();
  let position: Position | undefined;
  let anticipated = 0;
  let times = 0;

  /** Whether what was anticipated stands where it was to; then it is read already. */
  const isAsAnticipated = (at: Position, descriptor: number, written: string | undefined): boolean => {
    if (anticipated === 0) return true;
    const bytes = Buffer.from(`${written ?? ''}\n`);
    if (written === undefined || !bytesAt(descriptor, at.offset, Buffer.allocUnsafe(bytes.length), files).equals(bytes)) return false;
    advance(at, bytes);
    lines.pass(anticipated);
    anticipated = 0;
    return true;
  };

  return {
    ledger: () => lines.ledger,
    unreadable: () => lines.unreadable,
    timesRead: () => times,
    addUnwritten: (line) => { lines.ledger.append(asRead(line, lines.count() + 0.5)); },
    anticipate: (own) => { for (const line of own) lines.ledger.append(asRead(line, lines.count() + ++anticipated)); },
    forget: () => { position = undefined; },
    refresh: async (written) => {
      const wasRead = position !== undefined;
      const descriptor = open(file, files);
      if (descriptor === undefined) {
        const wasEmpty = lines.count() === 0;
        [position, lines, anticipated] = [undefined, createLogLines(), 0];
        if (!wasEmpty) times += 1;
        return wasEmpty ? 'same' : 'replaced';
      }
      try {
        const same = position && continues(position, descriptor, files) && isAsAnticipated(position, descriptor, written) ? position : undefined;
        const at = same ?? startOf(descriptor, files);
        const into = same ? lines : createLogLines();
        const count = into.count();
        await readOn(descriptor, at, into, files);
        [position, lines] = [at, into];
        if (!same) [anticipated, times] = [0, times + 1];
        if (!same) return wasRead ? 'replaced' : into.count() > 0 ? 'appended' : 'same';
        return into.count() > count ? 'appended' : 'same';
      } catch (error) {
        throw error instanceof StoreError ? error : new StoreError({ code: 'cannotRead', file, cause: causeOf(error) });
      } finally {
        close(descriptor, files);
      }
    },
  };
}

/** A new line as whoever reads the log later will find it. */
function asRead(line: NewLine, order: number): Line {
  const read = readLine(lineText(line), order);
  if ('line' in read) return read.line;
  throw new StoreError({ code: 'badLine', reason: read.reason });
}

function open(file: string, files: FileSystem): number | undefined {
  try {
    const stat = files.statSync(file, { throwIfNoEntry: false });
    if (!stat) return undefined;
    // To open a pipe would wait for somebody to write.
    if (!stat.isFile()) throw new StoreError({ code: 'notAFile', file });
    return files.openSync(file, 'r');
  } catch (error) {
    throw error instanceof StoreError ? error : new StoreError({ code: 'cannotRead', file, cause: causeOf(error) });
  }
}

function startOf(descriptor: number, files: FileSystem): Position {
  const { dev, ino } = files.fstatSync(descriptor);
  return { device: dev, inode: ino, head: Buffer.alloc(0), before: Buffer.alloc(0), offset: 0, modified: NaN, isPassingOver: false, isOpenEnded: false };
}

/** Whether what was read of a file still stands there, so that only what follows is new. */
function continues({ device, inode, head, before, offset, modified, isOpenEnded }: Position, descriptor: number, files: FileSystem): boolean {
  const { dev, ino, size, mtimeMs } = files.fstatSync(descriptor);
  if (dev !== device || ino !== inode || size < offset) return false;
  // Changed, and not by an append: somebody has edited it.
  if (size === offset && mtimeMs !== modified) return false;
  if (!bytesAt(descriptor, 0, Buffer.allocUnsafe(head.length), files).equals(head)) return false;
  const around = bytesAt(descriptor, offset - before.length, Buffer.allocUnsafe(before.length + 1), files);
  const next = around[before.length];
  // Else what was taken for a whole line goes on.
  const isWholeStill = !isOpenEnded || next === undefined || next === LINE_FEED || next === CARRIAGE_RETURN;
  return isWholeStill && around.subarray(0, before.length).equals(before);
}

function bytesAt(descriptor: number, start: number, into: Buffer, files: FileSystem): Buffer {
  return into.subarray(0, files.readSync(descriptor, into, 0, into.length, start));
}

/** Reads to the end of the file. A last line without a line end is read if it is whole, else left for the next time. */
async function readOn(descriptor: number, at: Position, into: LogLines, files: FileSystem): Promise<void> {
  const size = (): number => {
    const stat = files.fstatSync(descriptor);
    at.modified = stat.mtimeMs;
    return stat.size - at.offset;
  };
  let left = size();
  const buffer = Buffer.allocUnsafe(Math.min(left, MAX_LINE_BYTES));
  for (; left > 0; left = size()) {
    const bytes = bytesAt(descriptor, at.offset, buffer.subarray(0, Math.min(left, buffer.length)), files);
    if (bytes.length === 0 || !take(bytes, at, into)) return;
    if (left > bytes.length) await new Promise(setImmediate);
  }
}

/** Takes what can be taken of new bytes; false when the rest must wait for more. */
function take(bytes: Buffer, at: Position, into: LogLines): boolean {
  const first = bytes[0];
  if (at.isOpenEnded && (first === CARRIAGE_RETURN || first === LINE_FEED)) {
    advance(at, bytes.subarray(0, 1));
    at.isOpenEnded = first === CARRIAGE_RETURN;
    return true;
  }
  if (at.isPassingOver) {
    const end = bytes.indexOf(LINE_FEED) + 1;
    advance(at, end === 0 ? bytes : bytes.subarray(0, end));
    at.isPassingOver = end === 0;
    return true;
  }
  const end = bytes.lastIndexOf(LINE_FEED) + 1;
  if (end > 0) {
    into.read(bytes.subarray(0, end));
    advance(at, bytes.subarray(0, end));
    return true;
  }
  if (bytes.length === MAX_LINE_BYTES) {
    into.refuse('is longer than 1 MB');
    at.isPassingOver = true;
    advance(at, bytes);
    return true;
  }
  if (!into.readWhole(bytes)) return false;
  at.isOpenEnded = true;
  advance(at, bytes);
  return true;
}

function advance(at: Position, bytes: Buffer): void {
  if (at.offset === 0) at.head = Buffer.from(bytes.subarray(0, SAMPLE));
  at.before = Buffer.concat([at.before, bytes.subarray(-SAMPLE)]).subarray(-SAMPLE);
  at.offset += bytes.length;
}
