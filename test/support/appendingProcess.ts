// A process of its own that appends charges of one unit to a usage log, one every 50 ms.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import * as path from 'node:path';

const PROGRAM = `
const fs = require('node:fs');
const [file, count] = process.argv.slice(1);
let written = 0;
const timer = setInterval(() => {
  written += 1;
  const charge = { timestamp: new Date().toISOString(), task_id: process.pid + '-' + written, model: 'kling-v3', v: 1, event: 'recorded', id: process.pid + '-' + written, quantity: '1', unit: 'units', usd: '0.14' };
  fs.appendFileSync(file, JSON.stringify(charge) + '\\n');
  if (written === Number(count)) clearInterval(timer);
}, 50);
`;

/** Fulfilled when all are written. */
export async function appendFromOutside(folder: string, count: number): Promise<void> {
  const child = spawn(process.execPath, ['-e', PROGRAM, path.join(folder, 'kling_usage.jsonl'), String(count)], { stdio: 'ignore' });
  const [code] = (await once(child, 'exit')) as [number];
  if (code !== 0) throw new Error(`The appending process ended with ${String(code)}.`);
}
