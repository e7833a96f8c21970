import os from 'node:os';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { createMayHold } from './mayHold';
import { takeBatch } from './scanBatch';
import type { Batch, FolderOfFiles, WorkerData } from './scanBatch';
import { eachOnce, shownPath, walk } from './walk';
import type { WalkedFile, WalkedFolder } from './walk';

/** How many files are read in one go; how many there must be before a thread is worth its start. */
const BATCH_FILES = 200;
const WORTH_THREADS = 500;
const MAX_THREADS = 4;
/** How many batches share one piece of memory for their claims. */
const CLAIMS = 1000;

/**
 * The files below the given paths that must be read with care, or named because they cannot be: all that may hold a
 * request, each once, sorted by path. `wanted` tells the files that are worth opening, by name; `limit` is the size of
 * the largest that is read. While this thread walks, others read what it has met; then it reads with them.
 * `meanwhile` is called once, early: as soon as other threads have been started, or when there was no need for any.
 */
export async function scan<Result>(
  targets: readonly string[],
  wanted: (name: string) => boolean,
  limit: number,
  meanwhile: () => Result,
): Promise<{ readonly files: readonly WalkedFile[]; readonly result: Result }> {
  const readers = createReaders(limit);
  let done: { readonly result: Result } | undefined;
  try {
    const others = walk(targets, wanted, (folder) => {
      readers.add(folder);
      if (readers.areBusy()) done ??= { result: meanwhile() };
    });
    done ??= { result: meanwhile() };
    return { files: eachOnce([...others, ...(await readers.finish())]), result: done.result };
  } catch (error) {
    await readers.stop();
    throw error;
  }
}

interface Readers {
  /** Takes the files of one more folder. */
  readonly add: (folder: WalkedFolder) => void;
  /** Whether other threads have been started. */
  readonly areBusy: () => boolean;
  /** The files that may hold a request. Rejects with the error of a thread that failed. */
  readonly finish: () => Promise<WalkedFile[]>;
  readonly stop: () => Promise<void>;
}

function createReaders(limit: number): Readers {
  const batches: Batch[] = [];
  const threads: Thread[] = [];
  const shown = new Map<string, string>();
  let claims = new Int32Array(new SharedArrayBuffer(0));
  let next: FolderOfFiles[] = [];
  let waiting = 0;
  let started = false;

  const flush = (): void => {
    const claim = batches.length % CLAIMS;
    if (claim === 0) claims = new Int32Array(new SharedArrayBuffer(CLAIMS * Int32Array.BYTES_PER_ELEMENT));
    const batch: Batch = { claims, claim, folders: next };
    threads[batches.length % threads.length]?.worker.postMessage(batch);
    batches.push(batch);
    next = [];
    waiting = 0;
  };

  const startThreads = (): void => {
    started = true;
    for (let count = 1; count < Math.min(MAX_THREADS, os.availableParallelism()); count++) threads.push(startThread(limit));
    for (const [index, batch] of batches.entries()) threads[index % threads.length]?.worker.postMessage(batch);
  };

  return {
    add(folder) {
      shown.set(folder.absolute, shown.get(folder.absolute) ?? folder.path);
      for (let start = 0; start < folder.names.length; start += BATCH_FILES) {
        const names = folder.names.slice(start, start + BATCH_FILES);
        next.push({ absolute: folder.absolute, names });
        waiting += names.length;
        if (waiting >= BATCH_FILES) flush();
      }
      if (!started && batches.length * BATCH_FILES >= WORTH_THREADS) startThreads();
    },
    areBusy: () => started,
    async finish() {
      if (waiting > 0) flush();
      for (const { worker } of threads) worker.postMessage('end');
      const mayHold = batches.length > 0 ? createMayHold(limit) : () => true;
      const own: string[] = [];
      // From the end: the other threads begin at the start.
      for (const batch of batches.toReversed()) takeBatch(batch, mayHold, own);
      const kept = [own, ...(await Promise.all(threads.map(({ kept }) => kept)))].flat();
      return kept.map((absolute) => {
        const [folder, name] = [path.dirname(absolute), path.basename(absolute)];
        return { path: shownPath(shown.get(folder) ?? folder, name), absolute, named: false, link: false };
      });
    },
    async stop() {
      await Promise.allSettled(threads.flatMap(({ worker, kept }) => [worker.terminate(), kept]));
    },
  };
}

interface Thread {
  readonly worker: Worker;
  readonly kept: Promise<string[]>;
}

function startThread(limit: number): Thread {
  const workerData: WorkerData = { limit };
  const worker = new Worker(path.join(__dirname, 'scanWorker.js'), { workerData, trackUnmanagedFds: false });
  const kept = new Promise<string[]>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => { reject(new Error(`a thread that reads files ended early, with code ${code}`)); });
  });
  return { worker, kept };
}
