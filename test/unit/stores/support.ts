// Stores, amounts and limits for tests.
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import type { Amount } from '../../../src/core/ledger/entry';
import type { LimitInForce } from '../../../src/stores/store';

/** 2026-11-21T12:00:00Z. */
export const NOON = 1_795_262_400_000;
export const DAY = { start: NOON - 43_200_000, end: NOON + 43_200_000 };
export const HOUR = 3_600_000;
export const ALL_TIME = { start: -Infinity, end: Infinity };

export const units = (count: number): Amount => ({ quantity: Math.round(count * 1_000_000), unit: 'units', pool: 'video' });
export const credits = (count: number): Amount => ({ quantity: Math.round(count * 1_000_000), unit: 'credits' });

export const limitOf = (amount: Amount, more: Partial<LimitInForce> = {}): LimitInForce => ({
  period: 'daily', amount, thresholds: [0.8], onExceed: 'stop', stretch: DAY, ...more,
});

/** Calls `use` with the path of a log in a new folder, which is removed afterwards. */
export async function withLog(use: (file: string) => Promise<void>, content?: string | Buffer): Promise<void> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kling-cost-store-'));
  const file = path.join(folder, 'kling_usage.jsonl');
  try {
    if (content !== undefined) fs.writeFileSync(file, content);
    await use(file);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** The line that the tracker of the source document writes for a task, with its line end. */
export function trackerLine(taskId: string, charged: number, timestamp = '2026-11-21T11:59:00.123456'): string {
  const text = JSON.stringify({ timestamp, task_id: taskId, credits: charged, model: 'kling-v2-6', duration: 5, mode: 'standard', prompt_preview: 'a cat' });
  // As json.dumps spaces it.
  return `${text.replaceAll('":', '": ').replaceAll(',"', ', "')}\n`;
}
