// A usage log as a busy year leaves it, the same at every run: for measuring the ledger.
import * as fs from 'node:fs';
import type { LineEvent } from '../../src/core/ledger/line';
import { lineText } from '../../src/core/ledger/line';
import { timestampText } from '../../src/core/ledger/timestamp';

const MODELS = ['kling-v2-6', 'kling-v2-5-turbo', 'kling-v3', 'kling-v2-1'];
const PROMPT = 'a red fox runs over fresh snow at dawn, cinematic light, shallow depth of field, slow camera';

/** Writes `lines` lines that end at `until`: of ten, eight are reservations with their ends, two a tracker's. */
export function writeLedgerLog(file: string, lines: number, until: number): void {
  const descriptor = fs.openSync(file, 'w');
  const start = until - 365 * 86_400_000;
  const parts: string[] = [];
  for (let index = 0; index < lines; index++) {
    const timestamp = start + Math.floor((index / lines) * (until - start));
    parts.push(index % 10 < 8 ? ownLine(index, timestamp) : trackerLine(index, timestamp));
    if (parts.length < 10_000 && index + 1 < lines) continue;
    fs.writeSync(descriptor, parts.join(''));
    parts.length = 0;
  }
  fs.closeSync(descriptor);
}

function ownLine(index: number, timestamp: number): string {
  const request = Math.floor(index / 2);
  const event: LineEvent = index % 2 === 0 ? 'reserved' : request % 20 === 0 ? 'released' : 'settled';
  const id = `0b9d6f3e-5a51-4c07-9d53-${String(request).padStart(12, '0')}`;
  return `${lineText({
    event, id, timestamp,
    amount: { quantity: 1_500_000 + (request % 5) * 500_000, unit: 'units', pool: 'video' },
    usd: 210_000 + (request % 5) * 70_000,
    model: MODELS[request % MODELS.length]!, mode: request % 3 === 0 ? 'pro' : 'std', durationSeconds: request % 2 === 0 ? 5 : 10,
    provider: 'kling', feature: 'text2video', project: 'shop', schedule: 'kling-api 2026', requestHash: `c0ffee${String(request)}`,
    ...(event === 'reserved' ? { expiresAt: timestamp + 3_600_000 } : { taskId: `83${String(request).padStart(16, '0')}` }),
  })}\n`;
}

function trackerLine(index: number, timestamp: number): string {
  return `${JSON.stringify({
    timestamp: timestampText(timestamp), task_id: `9${String(index).padStart(17, '0')}`, credits: 10 + (index % 4) * 5,
    model: MODELS[index % MODELS.length], duration: 5, mode: 'standard', prompt_preview: PROMPT,
  }).replaceAll('":', '": ').replaceAll(',"', ', "')}\n`;
}
