import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import type { Hash } from 'node:crypto';

/** Of a longer string only the start is kept, with the digest of the rest: an image in base64 decides no price. */
const KEPT_OF_STRING = 8_192;
/** Of all that is kept. */
const KEPT_IN_ALL = 1_000_000;
const MAX_DEPTH = 64;
const [QUOTE, BACKSLASH, COLON, LETTER_U] = [0x22, 0x5c, 0x3a, 0x75];
const [AFTER_BACKSLASH, UNICODE_DIGITS] = [-1, 4];
const OPENING = new Set([0x7b, 0x5b]);
const CLOSING = new Set([0x7d, 0x5d]);

/** Reads JSON while it comes, without keeping its long strings. */
export interface JsonScan {
  readonly write: (chunk: Buffer) => void;
  /** The same JSON with its long strings cut, and how many keys are written in it; undefined where it is too large or too deep, or no UTF-8, which readers mend differently. */
  readonly end: () => { readonly text: string; readonly keys: number } | undefined;
}

export function createJsonScan(): JsonScan {
  const kept: Buffer[] = [];
  let [keptBytes, keys, depth, isBad] = [0, 0, 0, false];
  let isInString = false;
  /** How many bytes of the string have been kept. */
  let inString = 0;
  /** How many digits of an escape are still to come; AFTER_BACKSLASH right after its backslash. */
  let escaped = 0;
  let rest: Hash | undefined;

  const keep = (bytes: Buffer): void => {
    keptBytes += bytes.length;
    if (keptBytes > KEPT_IN_ALL) isBad = true;
    // A copy, so that the chunk can go.
    else if (bytes.length > 0) kept.push(Buffer.from(bytes));
  };
  const closeString = (): void => {
    isInString = false;
    if (rest) keep(Buffer.from(`#${rest.digest('hex')}`));
    rest = undefined;
  };
  /** Skips the rest of a long string; the answer is where to go on: at its closing quote, or at the chunk's end. */
  const skip = (chunk: Buffer, start: number, digest: Hash): number => {
    let at = start;
    let quote = chunk.indexOf(QUOTE, at);
    while (at < chunk.length) {
      if (escaped === AFTER_BACKSLASH) [at, escaped] = [at + 1, 0];
      if (quote !== -1 && quote < at) quote = chunk.indexOf(QUOTE, at);
      const end = quote === -1 ? chunk.length : quote;
      const slash = chunk.subarray(at, end).indexOf(BACKSLASH);
      if (slash === -1) {
        at = end;
        break;
      }
      [at, escaped] = [at + slash + 1, AFTER_BACKSLASH];
    }
    digest.update(chunk.subarray(start, at));
    return at;
  };
  /** Takes one byte of a string that is kept. */
  const inside = (byte: number): void => {
    inString += 1;
    if (escaped === AFTER_BACKSLASH) escaped = byte === LETTER_U ? UNICODE_DIGITS : 0;
    else if (escaped > 0) escaped -= 1;
    else if (byte === BACKSLASH) escaped = AFTER_BACKSLASH;
  };

  return {
    write(chunk) {
      let from = 0;
      let at = 0;
      while (at < chunk.length && !isBad) {
        const byte = chunk[at] ?? 0;
        if (rest) {
          at = from = skip(chunk, at, rest);
          if (at === chunk.length) break;
          closeString();
        } else if (isInString) {
          if (escaped === 0 && byte === QUOTE) isInString = false;
          else if (escaped === 0 && inString >= KEPT_OF_STRING && (byte & 0xc0) !== 0x80) {
            keep(chunk.subarray(from, at));
            rest = createHash('sha256');
            continue;
          } else inside(byte);
        } else if (byte === QUOTE) [isInString, inString] = [true, 0];
        else if (byte === COLON) keys += 1;
        else if (OPENING.has(byte)) isBad ||= ++depth > MAX_DEPTH;
        else if (CLOSING.has(byte)) depth -= 1;
        at += 1;
      }
      if (!rest) keep(chunk.subarray(from, at));
    },
    end() {
      const bytes = Buffer.concat(kept);
      return isBad || !isUtf8(bytes) ? undefined : { text: bytes.toString('utf8'), keys };
    },
  };
}
