// The usage log: a cold read beside a bare loop of JSON.parse, a refresh, a reservation that is checked, and how long a
// search of the sidebar keeps others waiting.
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import type { ListQuery } from '../../src/core/ledger/list';
import { inPieces } from '../../src/service/inPieces';
import { createJsonlStore } from '../../src/stores/jsonl';
import type { UsageStore } from '../../src/stores/store';
import { inTurn, median, ratioLine } from './measure';
import { writeLedgerLog } from './ledgerLog';

const LINES = 1_000_000;
const UNTIL = Date.UTC(2026, 10, 21, 12);
const DAY = { start: Date.UTC(2026, 10, 21), end: Date.UTC(2026, 10, 22) };
const MONTH = { start: Date.UTC(2026, 10, 1), end: Date.UTC(2026, 11, 1) };
const CHUNK = 1 << 20;

/** Reads a file in pieces and parses each line, and does nothing with it. */
function parseOnly(file: string): number {
  const descriptor = fs.openSync(file, 'r');
  const buffer = Buffer.allocUnsafe(CHUNK);
  let [offset, count] = [0, 0];
  for (;;) {
    const length = fs.readSync(descriptor, buffer, 0, CHUNK, offset);
    const end = buffer.subarray(0, length).lastIndexOf(10) + 1;
    if (end === 0) break;
    const text = buffer.toString('utf8', 0, end);
    for (let start = 0; start < text.length; count++) {
      const lineEnd = text.indexOf('\n', start);
      JSON.parse(text.slice(start, lineEnd));
      start = lineEnd + 1;
    }
    offset += end;
  }
  fs.closeSync(descriptor);
  return count;
}

const draft = { timestamp: UNTIL, amount: { quantity: 1_000_000, unit: 'units' as const }, usd: 140_000, model: 'kling-v2-6', project: 'shop' };

const SEARCH: ListQuery = { stretch: { start: -Infinity, end: Infinity }, text: 'nothing like this', model: '', project: '', sort: 'time', descending: true };
const SORT: ListQuery = { ...SEARCH, text: '', sort: 'request' };

/** The longest time in milliseconds between two pauses of a list, and all of it. */
async function stretchesOf(store: UsageStore, query: ListQuery): Promise<{ longest: number; whole: number }> {
  const started = performance.now();
  let [since, longest, whole] = [started, 0, 0];
  const end = (): void => {
    const ms = performance.now() - since;
    [longest, whole] = [Math.max(longest, ms), whole + ms];
  };
  await inPieces(store.list(query, UNTIL), () => true, {
    now: () => performance.now(),
    pause: async () => {
      end();
      await new Promise(setImmediate);
      since = performance.now();
    },
  });
  end();
  return { longest, whole };
}

async function stretchLine(what: string, store: UsageStore, query: ListQuery): Promise<string> {
  const rounds: { longest: number; whole: number }[] = [];
  for (let round = 0; round < 5; round++) rounds.push(await stretchesOf(store, query));
  return ratioLine(`${what}, the longest stretch without a pause`, 'all of it', { own: rounds.map(({ longest }) => longest), anchor: rounds.map(({ whole }) => whole) });
}

export async function measureLedger(): Promise<string[]> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kling-cost-bench-'));
  try {
    const file = path.join(folder, 'kling_usage.jsonl');
    writeLedgerLog(file, LINES, UNTIL);
    const open = () => createJsonlStore({ file, now: () => UNTIL });
    const cold = await inTurn(() => open().refresh(), () => parseOnly(file), { rounds: 5, warmup: 1 });

    const [store, other] = [open(), open()];
    const look = async (): Promise<void> => {
      await store.refresh();
      store.totals(DAY, UNTIL);
      store.totals(MONTH, UNTIL);
    };
    await look();
    await other.refresh();
    const refresh: number[] = [];
    for (let round = 0; round < 50; round++) {
      await other.record(draft);
      const started = performance.now();
      await look();
      refresh.push(performance.now() - started);
    }

    const limits = [
      { period: 'daily', amount: { quantity: 1e15, unit: 'units' }, thresholds: [0.8], onExceed: 'stop', stretch: DAY },
      { period: 'monthly', amount: { quantity: 1e15, unit: 'usd' }, thresholds: [0.5, 0.9], onExceed: 'stop', stretch: MONTH },
    ] as const;
    const reserve = await inTurn(() => store.reserveIfFits(draft, limits, UNTIL + 1), () => store.record(draft), { rounds: 200, warmup: 20 });
    return [
      ratioLine(`read ${LINES} lines of a usage log`, 'a bare JSON.parse of each line', cold),
      `refresh after one append, today and month    ${(median(refresh) / median(cold.own)).toFixed(6)} ×  the cold read   (${median(refresh).toFixed(3)} ms)`,
      ratioLine('check two limits and reserve', 'one plain record', reserve),
      await stretchLine('search the log', store, SEARCH),
      await stretchLine('sort the log', store, SORT),
    ];
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
