import { isUtf8 } from 'node:buffer';
import { createLedger } from '../core/ledger/ledger';
import type { Ledger } from '../core/ledger/ledger';
import { readLine } from '../core/ledger/readLine';
import type { UnreadableLine } from './store';

/** Lines of a log, folded as they are read. */
export interface LogLines {
  readonly ledger: Ledger;
  readonly unreadable: UnreadableLine[];
  /** How many lines were read. */
  readonly count: () => number;
  /** Reads whole lines: bytes that end with a line end. */
  readonly read: (bytes: Buffer) => void;
  /** Reads a last line without its line end, if it is a whole one; else false, and nothing is read. */
  readonly readWhole: (bytes: Buffer) => boolean;
  /** Counts lines that are folded already. */
  readonly pass: (lines: number) => void;
  /** Counts a line as unreadable. */
  readonly refuse: (reason: string) => void;
}

const LINE_FEED = 10;
const BYTE_ORDER_MARK = '\uFEFF';
/** What bytes that are no UTF-8 are read as. */
const NOT_UTF8 = '\uFFFD';
/** How each line of ours and of the tracker begins; a torn line may have one of them behind it. */
const BEGIN = /(?=\{"timestamp")/;

export function createLogLines(): LogLines {
  const ledger = createLedger();
  const unreadable: UnreadableLine[] = [];
  let count = 0;

  const refuse = (reason: string): void => { unreadable.push({ line: count, reason }); };

  /** Reads the whole lines that follow on a torn one. */
  const readBehind = (text: string): void => {
    const parts = text.split(BEGIN);
    if (parts.length < 2) return;
    for (const [index, part] of parts.entries()) {
      const behind = readLine(part, count + index / parts.length);
      if ('line' in behind && !part.includes(NOT_UTF8)) ledger.append(behind.line);
    }
  };
  const readText = (text: string): void => {
    if (!text.startsWith('{') && text.trim() === '') return;
    const plain = withoutMark(text);
    const read = readLine(plain, count);
    if ('line' in read) {
      ledger.append(read.line);
      return;
    }
    refuse(read.reason);
    readBehind(plain);
  };

  return {
    ledger,
    unreadable,
    count: () => count,
    read: (bytes) => {
      if (!isUtf8(bytes)) {
        for (let start = 0; start < bytes.length; ) {
          const end = bytes.indexOf(LINE_FEED, start);
          const line = bytes.subarray(start, end);
          count++;
          if (isUtf8(line)) readText(line.toString());
          else {
            refuse('is not UTF-8');
            readBehind(line.toString());
          }
          start = end + 1;
        }
        return;
      }
      const text = bytes.toString();
      for (let start = 0; start < text.length; ) {
        const end = text.indexOf('\n', start);
        count++;
        readText(text.slice(start, end));
        start = end + 1;
      }
    },
    readWhole: (bytes) => {
      if (!isUtf8(bytes)) return false;
      const read = readLine(withoutMark(bytes.toString()), count + 1);
      if (!('line' in read)) return false;
      count++;
      ledger.append(read.line);
      return true;
    },
    pass: (passed) => { count += passed; },
    refuse: (reason) => {
      count++;
      refuse(reason);
    },
  };
}

function withoutMark(text: string): string {
  return text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
}
