// A process that writes to a usage log until it is ended, and says what was acknowledged: one JSON line for each.
import * as fs from 'node:fs';
import { createJsonlStore } from '../../src/stores/jsonl';
import type { LimitInForce } from '../../src/stores/store';

const [, , file = '', role = '', seedText = '', limitText = ''] = process.argv;
const ALL_TIME = { start: -Infinity, end: Infinity };
let state = Number(seedText);

/** Numbers from 0 to 1 that depend on the seed only. */
function random(): number {
  state = (state * 1_103_515_245 + 12_345) & 0x7fffffff;
  return state / 0x80000000;
}

const say = (acknowledged: object): void => { fs.writeSync(1, `${JSON.stringify(acknowledged)}\n`); };
// Short times, so that locks of the dead and of the slow are broken often.
const store = createJsonlStore({ file, lockTimes: { heartbeat: 50, stale: 400, patience: 100_000 } });
const draft = (quantity: number) => ({
  timestamp: Date.now(), amount: { quantity, unit: 'units' as const }, usd: 140_000, model: 'kling-v2-6', provider: 'kling', project: `p${seedText}`,
});

/** As the tracker of the source document writes: its fields, its spaces, one write. */
function trackerWrites(): void {
  for (let index = 0; ; index++) {
    const taskId = `tracker-${seedText}-${String(index)}`;
    fs.appendFileSync(file, `{"timestamp": "${new Date().toISOString().replace('Z', '000')}", "task_id": "${taskId}", "credits": 35, "model": "kling-v2-6", "duration": 5, "mode": "standard", "prompt_preview": "caf\\u00e9 ${'x'.repeat(Math.floor(random() * 90))}"}\n`);
    say({ id: taskId, state: 'settled', quantity: 35_000_000 });
  }
}

async function storeWrites(): Promise<void> {
  for (;;) {
    const quantity = 1 + Math.floor(random() * 5_000_000);
    if (random() < 0.5) {
      const { id } = await store.record(draft(quantity));
      say({ id, state: 'settled', quantity });
      continue;
    }
    const { id = '' } = await store.reserveIfFits(draft(quantity), [], Date.now() + 1e9);
    say({ id, state: 'reserved', quantity });
    if (random() < 0.5) await store.release(id);
    else await store.settle(id, { amount: { quantity: quantity + 1, unit: 'units' } });
    // Whichever it was, the log tells; only that it is over is claimed here.
    say({ id, state: 'over' });
  }
}

/** Reserves until five in a row did not fit, and on a word gives all back. */
async function reserves(): Promise<void> {
  const limit: LimitInForce = {
    period: 'daily', amount: { quantity: Number(limitText), unit: 'units' }, thresholds: [], onExceed: 'stop', stretch: ALL_TIME,
  };
  const ids: string[] = [];
  for (let refused = 0; refused < 5; ) {
    const quantity = 1 + Math.floor(random() * 1_000_000);
    const { id } = await store.reserveIfFits(draft(quantity), [limit], Date.now() + 1e9);
    if (id === undefined) {
      refused++;
      continue;
    }
    refused = 0;
    ids.push(id);
    say({ id, state: 'reserved', quantity });
  }
  say({ state: 'full' });
  await new Promise((resolve) => process.stdin.once('data', resolve));
  for (const id of ids) await store.release(id);
  process.exit(0);
}

async function main(): Promise<void> {
  if (role === 'tracker') trackerWrites();
  else if (role === 'reserves') await reserves();
  else await storeWrites();
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
});
