// Real processes that write to one log at once, and are ended at any moment.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { createInterface } from 'node:readline';
import * as esbuild from 'esbuild';
import { createJsonlStore } from '../../src/stores/jsonl';

interface Acknowledged {
  readonly id: string;
  readonly state: 'reserved' | 'settled' | 'over' | 'full';
  readonly quantity?: number;
}

const ENTRIES = 2_000;
const WRITERS = 8;
const ALL_TIME = { start: -Infinity, end: Infinity };
const LIMIT = 60_000_000;

describe('many processes at one log', function many() {
  this.timeout(150_000);
  let [folder, program] = ['', ''];
  const running = new Set<ChildProcessWithoutNullStreams>();

  before(async () => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kling-cost-crash-'));
    program = path.join(folder, 'writer.cjs');
    await esbuild.build({
      entryPoints: ['test/support/ledgerWriter.ts'], bundle: true, platform: 'node', target: 'node20', outfile: program, mainFields: ['module', 'main'], logLevel: 'silent',
    });
  });
  after(() => {
    for (const child of running) child.kill('SIGKILL');
    fs.rmSync(folder, { recursive: true, force: true });
  });

  /** Starts a writer, and hands over each line it acknowledges. Resolves with its exit code, or null when it was killed. */
  function start(args: readonly string[], onLine: (line: Acknowledged, child: ChildProcessWithoutNullStreams) => void): Promise<number | null> {
    const child = spawn(process.execPath, [program, ...args]);
    running.add(child);
    let errors = '';
    child.stderr.on('data', (data: Buffer) => { errors += data.toString(); });
    createInterface(child.stdout).on('line', (line) => { onLine(JSON.parse(line) as Acknowledged, child); });
    return new Promise((resolve, reject) => {
      child.on('close', (code) => {
        running.delete(child);
        if (code === 1) reject(new Error(errors));
        else resolve(code);
      });
    });
  }

  it(`keeps every one of ${String(ENTRIES)} acknowledged entries once, though the writers are killed`, async () => {
    const file = path.join(folder, 'crash.jsonl');
    const acknowledged = new Map<string, Acknowledged>();
    const over = new Set<string>();
    let [seed, kills] = [1, 0];
    const writer = async (role: string): Promise<void> => {
      while (acknowledged.size < ENTRIES) {
        let left = 1 + ((seed * 7919) % 90);
        const code = await start([file, role, String(++seed)], (line, child) => {
          if (line.state === 'over') over.add(line.id);
          else acknowledged.set(line.id, line);
          // What it does right then is its own affair.
          if (--left === 0 || acknowledged.size >= ENTRIES) child.kill('SIGKILL');
        });
        assert.equal(code, null);
        kills++;
      }
    };
    await Promise.all(Array.from({ length: WRITERS }, (_, index) => writer(index < 2 ? 'tracker' : 'store')));

    const store = createJsonlStore({ file });
    await store.record({ timestamp: Date.now(), amount: { quantity: 1, unit: 'usd' } });
    // A kill between two pages of a write leaves the start of a line that nobody was told of. It harms no other.
    const text = fs.readFileSync(file, 'utf8').split('\n');
    for (const { line } of store.unreadable()) assert.match(text[line - 1] ?? '', /^\{"timestamp"/);
    assert.ok(store.unreadable().length <= kills);
    const entries = new Map(store.entries(ALL_TIME, Date.now()).map((entry) => [entry.id, entry]));
    for (const { id, state, quantity } of acknowledged.values()) {
      const entry = entries.get(id);
      assert.ok(entry, `${id} is lost`);
      if (state === 'settled') assert.deepEqual([entry.state, entry.amount.quantity], ['settled', quantity]);
      if (over.has(id)) assert.notEqual(entry.state, 'reserved');
    }
    const torn = new Set(store.unreadable().map(({ line }) => line - 1));
    const lines = text
      // Two that close a torn line at once leave a blank one.
      .map((line, index) => ({ line, isTorn: torn.has(index) }))
      .filter(({ line }) => line !== '')
      // Behind such a start may stand the line of one who wrote at that very moment.
      .flatMap(({ line, isTorn }) => (isTorn ? line.split(/(?=\{"timestamp")/).filter((part) => part.endsWith('}')) : [line]))
      .map((line) => JSON.parse(line) as { id?: string; task_id: string; event?: string });
    const names = lines.map(({ id, task_id: task, event }) => `${event ?? ''} ${id ?? task}`);
    assert.equal(new Set(names).size, names.length, 'no line stands twice');
    assert.equal(entries.size, new Set(lines.map(({ id, task_id: task }) => id ?? task)).size);
    assert.ok(acknowledged.size >= ENTRIES && kills >= WRITERS, `${String(kills)} kills`);
    assert.ok(lines.some(({ event }) => event === undefined) && lines.some(({ event }) => event === 'released'));
  });

  it('never reserves a millionth more than the limit, and has it whole again afterwards', async () => {
    const file = path.join(folder, 'limit.jsonl');
    const reserved = new Map<string, number>();
    const full: ChildProcessWithoutNullStreams[] = [];
    const reader = createJsonlStore({ file });
    const sum = async (): Promise<number> => {
      await reader.refresh();
      return reader.totals(ALL_TIME, Date.now()).amounts[0]?.reserved ?? 0;
    };
    let ended: Promise<number | null>[] = [];
    await new Promise<void>((resolve, reject) => {
      ended = Array.from({ length: WRITERS }, (_, index) =>
        start([file, 'reserves', String(index + 11), String(LIMIT)], ({ id, state, quantity }, child) => {
          if (state !== 'full') reserved.set(id, quantity ?? NaN);
          else if (full.push(child) === WRITERS) resolve();
        }));
      Promise.all(ended).catch(reject);
    });
    const taken = await sum();
    assert.equal(taken, [...reserved.values()].reduce((total, quantity) => total + quantity, 0));
    assert.ok(taken <= LIMIT && taken > LIMIT - 1_000_000, String(taken));
    for (const child of full) child.stdin.write('go\n');
    assert.deepEqual(await Promise.all(ended), ended.map(() => 0));
    assert.equal(await sum(), 0);
    const all = { timestamp: Date.now(), amount: { quantity: LIMIT, unit: 'units' as const } };
    const limit = { period: 'daily', amount: all.amount, thresholds: [], onExceed: 'stop', stretch: ALL_TIME } as const;
    assert.equal((await reader.reserveIfFits(all, [limit], Date.now() + 1e9)).verdict, 'fits');
    assert.equal((await reader.reserveIfFits({ ...all, amount: { quantity: 1, unit: 'units' } }, [limit], Date.now() + 1e9)).verdict, 'stops');
  });
});
