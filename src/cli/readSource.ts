import fs from 'node:fs';
import { MAX_BYTES, systemReason } from './session';
import { isLink } from './walk';
import type { WalkedFile } from './walk';

/** A file's text; or nothing, when it cannot hold a request; or why it was not read. */
export type Source =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'problem'; readonly message: string; readonly binary: boolean };

const BINARY: Source = { kind: 'problem', message: 'binary file, skipped', binary: true };
const NUL_WITHIN = 8192;

/** Reads a file that may hold a request. `hasHint` is asked before anything is decoded. */
export function readSource({ absolute, problem }: WalkedFile, hasHint: (text: string) => boolean): Source {
  if (problem?.kind === 'binary') return BINARY;
  if (problem) return unreadable(problem.error, absolute);
  try {
    const stat = fs.statSync(absolute);
    // A pipe or a device would be waited for, or never end.
    if (!stat.isFile()) return { kind: 'problem', message: 'not a file, skipped', binary: false };
    const { size } = stat;
    if (size > MAX_BYTES) return tooLarge(size);
    return decode(fs.readFileSync(absolute), hasHint);
  } catch (error) {
    return unreadable(error, absolute);
  }
}

/** Why a named file is not read that is in no language; a table of prompts is for another command. */
export function notALanguage(path: string): string {
  const other = /\.(?:csv|tsv)$/i.test(path) ? '; kling-cost plan reads lists of prompts' : '';
  return `not a language that is read, skipped${other}`;
}

function decode(bytes: Buffer, hasHint: (text: string) => boolean): Source {
  const mark = bytes.subarray(0, 2).toString('latin1');
  const wide = mark === '\xFF\xFE' ? 'utf-16le' : mark === '\xFE\xFF' ? 'utf-16be' : undefined;
  if (!wide && bytes.subarray(0, NUL_WITHIN).includes(0)) return BINARY;
  if (!wide && !hasHint(bytes.toString('latin1'))) return { kind: 'nothing' };
  return { kind: 'text', text: new TextDecoder(wide ?? 'utf-8').decode(bytes) };
}

function unreadable(error: unknown, absolute: string): Source {
  const dangling = error instanceof Error && 'code' in error && error.code === 'ENOENT' && isLink(absolute);
  const message = dangling ? 'link to a missing file' : `cannot be read: ${systemReason(error)}`;
  return { kind: 'problem', message, binary: false };
}

function tooLarge(size: number): Source {
  const megabytes = size / 1e6;
  // Rounded to whole megabytes, a file just over the limit would seem to be at it.
  const shown = megabytes < 20 ? megabytes.toFixed(1) : String(Math.round(megabytes));
  return { kind: 'problem', message: `too large (${shown} MB; limit ${MAX_BYTES / 1e6} MB), skipped`, binary: false };
}
