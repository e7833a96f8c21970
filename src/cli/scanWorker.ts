// The thread that reads beside the command's own; a bundle of its own. See scan.ts.
import { parentPort, workerData } from 'node:worker_threads';
import { createMayHold } from './mayHold';
import { takeBatch } from './scanBatch';
import type { Batch, WorkerData } from './scanBatch';

const mayHold = createMayHold((workerData as WorkerData).limit);
const kept: string[] = [];

parentPort?.on('message', (message: Batch | 'end') => {
  if (message === 'end') {
    parentPort?.postMessage(kept);
    parentPort?.close();
  } else takeBatch(message, mayHold, kept);
});
