import * as fs from 'node:fs';
import * as path from 'node:path';

let task = 0;

/** Appends a charge to a folder's log, as another program does. */
export function spend(folder: string, units: number, more: Record<string, unknown> = {}): void {
  task += 1;
  const id = `task-${String(task)}`;
  const tracked = { timestamp: new Date().toISOString(), task_id: id, credits: null, model: 'kling-v2-6', duration: 10, mode: 'pro', prompt_preview: null };
  const line = { ...tracked, v: 1, event: 'recorded', id, quantity: String(units), unit: 'units', usd: (units * 0.14).toFixed(2), ...more };
  fs.appendFileSync(path.join(folder, 'kling_usage.jsonl'), `${JSON.stringify(line)}\n`);
}

/** Forty days of use of four models and two projects. */
export function spendForWeeks(folder: string): void {
  for (let day = 1; day < 40; day++) {
    for (const [index, model] of ['kling-v2-6', 'kling-v3', 'kling-v2-5-turbo', 'kling-v2-1'].entries()) {
      if ((day + index) % (index + 2) !== 0) continue;
      const timestamp = new Date(Date.now() - day * 86_400_000).toISOString();
      spend(folder, 2 + ((day * 7 + index * 5) % 11), { model, project: index % 2 === 0 ? 'shop' : 'film', timestamp });
    }
  }
}
