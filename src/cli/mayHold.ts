import fs from 'node:fs';
import { HINT } from '../core/providers/hint';
import { CASE_BIT, createPairFinder } from './pairFinder';

/** The words of the hint, in small letters. */
const WORDS = HINT.source.split('|').map((word) => Buffer.from(word.toLowerCase(), 'latin1'));
const NUL_WITHIN = 8192;
const DISK_BLOCK = 512;

/**
 * Makes a test for files that are many: false when a file surely holds no request. It is true for one with a hint, and
 * for one to be read with more care: binary, in UTF-16, longer than `limit` bytes, or not to be read at all. Every file
 * is read into the same memory, with as few calls of the system as there can be.
 */
export function createMayHold(limit: number): (file: string) => boolean {
  const letters = (index: number): number[] => [...new Set(WORDS.map((word) => word[index] ?? 0))];
  const { memory, find } = createPairFinder(limit + 1, letters(0), letters(1));

  /** Whether the hint is in the first bytes of the memory: what its own expression says of them. */
  const hasHint = (length: number): boolean => {
    for (let at = find(0, length); at >= 0; at = find(at + 1, length)) {
      for (const word of WORDS) if (at + word.length <= length && isAt(memory, at, word)) return true;
    }
    return false;
  };

  const read = (file: string): number => {
    const descriptor = fs.openSync(file, fs.constants.O_RDONLY);
    try {
      let length = 0;
      do {
        const more = fs.readSync(descriptor, memory, length, limit + 1 - length, null);
        if (more === 0) break;
        length += more;
        // A file system that gives less than it was asked for stops between blocks; elsewhere is the end of the file.
      } while (length % DISK_BLOCK === 0 && length <= limit);
      return length;
    } finally {
      fs.closeSync(descriptor);
    }
  };

  return (file) => {
    let length: number;
    try {
      length = read(file);
    } catch {
      return true;
    }
    return length > limit || isUnusual(memory, length) || hasHint(length);
  };
}

/** Whether it begins as UTF-16 does, or has a NUL as binary files do. Writes a NUL behind the end. */
function isUnusual(memory: Buffer, length: number): boolean {
  memory[length] = 0;
  if (memory.indexOf(0) < Math.min(length, NUL_WITHIN)) return true;
  const mark = length < 2 ? 0 : memory.readUInt16BE(0);
  return mark === 0xfffe || mark === 0xfeff;
}

function isAt(bytes: Buffer, at: number, word: Buffer): boolean {
  for (let index = 0; index < word.length; index++) if (((bytes[at + index] ?? 0) | CASE_BIT) !== word[index]) return false;
  return true;
}
