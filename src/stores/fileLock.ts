import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import process from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';
import * as z from 'zod';
import { close } from './fileSystem';
import type { FileSystem } from './fileSystem';
import { StoreError, causeOf } from './storeError';

/** A lock that is held. */
export interface HeldLock {
  /** False when another has taken it for a dead one's, or nobody can tell; what was done under it since is not safe. */
  readonly isMine: () => boolean;
  /** False when it cannot be removed: the next who wants it breaks it when it is stale, or is told. */
  readonly release: () => boolean;
}

/** How long things may take, in milliseconds. */
export interface LockTimes {
  /** Between two signs of life of the owner. */
  readonly heartbeat: number;
  /** How long a lock is watched without a sign of life before it is broken. */
  readonly stale: number;
  /** How long to wait for it at most. */
  readonly patience: number;
}

export const LOCK_TIMES: LockTimes = { heartbeat: 1_000, stale: 5_000, patience: 15_000 };
const RETRY_MS = 5;

const ownerSchema = z.object({ pid: z.int().positive(), host: z.string(), token: z.string() });
type Owner = z.output<typeof ownerSchema>;

/** A lock as it was seen, and since when it has been like that by our own clock: those of two hosts may differ. */
interface Sighting {
  readonly text: string;
  readonly modified: number;
  readonly since: number;
}

/**
 * Takes a lock that works between processes: a file that only one can create. The lock of a process that has ended is
 * broken at once; of one on another host, when it has shown no sign of life for a while. Two that break at the same
 * moment cannot harm: whose lock is taken away learns it from `isMine`.
 */
export async function acquireLock(file: string, files: FileSystem, times: LockTimes = LOCK_TIMES): Promise<HeldLock> {
  const token = randomUUID();
  const started = performance.now();
  let seen: Sighting | undefined;
  while (!create(file, files, token)) {
    const now = performance.now();
    const current = look(file, files);
    if (!current) {
      seen = undefined;
      continue;
    }
    if (seen?.text !== current.text || seen.modified !== current.modified) seen = { ...current, since: now };
    if (isDead(ownerOf(current.text)) || now - seen.since > times.stale) {
      breakLock(file, files, current.text);
      seen = undefined;
      continue;
    }
    if (now - started > times.patience) throw new StoreError({ code: 'locked', file, owner: ownerText(ownerOf(current.text)) });
    await wait(RETRY_MS * (1 + Math.random()));
  }
  return hold(file, files, token, times);
}

function create(file: string, files: FileSystem, token: string): boolean {
  let descriptor: number;
  try {
    descriptor = files.openSync(file, 'wx');
  } catch (error) {
    if (causeOf(error) === 'EEXIST') return false;
    throw new StoreError({ code: 'cannotLock', file, cause: causeOf(error) });
  }
  const trouble = sign(descriptor, { pid: process.pid, host: HOST, token }, files);
  close(descriptor, files);
  if (trouble === undefined) return true;
  remove(file, files);
  throw new StoreError({ code: 'cannotLock', file, cause: trouble });
}

/** Writes who has it; why not, where that cannot be done. */
function sign(descriptor: number, owner: Owner, files: FileSystem): string | undefined {
  const text = JSON.stringify(owner);
  try {
    return files.writeSync(descriptor, text) < Buffer.byteLength(text) ? 'only a part was written' : undefined;
  } catch (error) {
    return causeOf(error);
  }
}

function hold(file: string, files: FileSystem, token: string, { heartbeat }: LockTimes): HeldLock {
  const isMine = (): boolean => {
    try {
      return ownerOf(look(file, files)?.text ?? '')?.token === token;
    } catch {
      // What cannot be looked at may be another's.
      return false;
    }
  };
  const beat = setInterval(() => {
    const now = new Date();
    try {
      if (isMine()) files.utimesSync(file, now, now);
    } catch {
      // It is gone, or out of reach: `isMine` tells whoever asks.
      clearInterval(beat);
    }
  }, heartbeat);
  beat.unref();
  return {
    isMine,
    release: () => {
      clearInterval(beat);
      try {
        if (isMine()) remove(file, files);
      } catch {
        // What was done under it is done.
        return false;
      }
      return true;
    },
  };
}

/** Moves the lock aside under a name of our own, so that only one of several that break it has it. */
function breakLock(file: string, files: FileSystem, text: string): void {
  if (look(file, files)?.text !== text) return;
  const aside = `${file}.${randomUUID()}`;
  try {
    files.renameSync(file, aside);
  } catch (error) {
    if (causeOf(error) === 'ENOENT') return;
    throw new StoreError({ code: 'cannotLock', file, cause: causeOf(error) });
  }
  remove(aside, files);
}

function remove(file: string, files: FileSystem): void {
  try {
    files.unlinkSync(file);
  } catch (error) {
    if (causeOf(error) !== 'ENOENT') throw new StoreError({ code: 'cannotLock', file, cause: causeOf(error) });
  }
}

function look(file: string, files: FileSystem): { text: string; modified: number } | undefined {
  try {
    const stat = files.lstatSync(file);
    // A link or a pipe is none of ours, and reading it could wait for ever.
    if (!stat.isFile()) throw new StoreError({ code: 'cannotLock', file, cause: 'it is not a file' });
    const { mtimeMs } = stat;
    return { text: files.readFileSync(file, 'utf8'), modified: mtimeMs };
  } catch (error) {
    if (error instanceof StoreError) throw error;
    if (causeOf(error) === 'ENOENT') return undefined;
    throw new StoreError({ code: 'cannotLock', file, cause: causeOf(error) });
  }
}

function ownerOf(text: string): Owner | undefined {
  try {
    return ownerSchema.parse(JSON.parse(text));
  } catch {
    // Its owner has not written it yet, or somebody else has.
    return undefined;
  }
}

const ownerText = (owner: Owner | undefined): string => (owner ? `${owner.pid} @ ${owner.host}` : '?');

function isDead(owner: Owner | undefined): boolean {
  if (owner?.host !== HOST) return false;
  try {
    process.kill(owner.pid, 0);
    return false;
  } catch (error) {
    return causeOf(error) === 'ESRCH';
  }
}

/** Where a process number means something: two containers may share a name. */
const HOST = [os.hostname(), ...processSpace()].join(' ');

function processSpace(): string[] {
  try {
    return [fs.readlinkSync('/proc/self/ns/pid')];
  } catch {
    // Only Linux has them.
    return [];
  }
}
