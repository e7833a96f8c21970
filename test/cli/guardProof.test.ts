// Thousands of requests through a guard that is killed in the middle: its ledger equals the upstream's own books.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs';
import * as http from 'node:http';
import * as os from 'node:os';
import * as path from 'node:path';
import * as esbuild from 'esbuild';
import { createJsonlStore } from '../../src/stores/jsonl';
import { startKlingServer } from '../support/klingServer';
import type { KlingServer, Mood } from '../support/klingServer';

const REQUESTS = 5_000;
const CONNECTIONS = 200;
/** Tenths of a unit; about half of what is asked for. */
const LIMIT = 160_000;
/** How many requests have reached the upstream. */
const KILL_AT = [800, 2_000];
const ALL_TIME = { start: -Infinity, end: Infinity };
const BODIES = [
  { model_name: 'kling-v2-6', mode: 'pro', duration: '5' }, { model_name: 'kling-v2-6', mode: 'pro', duration: '10', sound: 'on' },
  { model_name: 'kling-v3', duration: '7' }, { model_name: 'kling-v1' }, { model_name: 'kling-v3', mode: 'pro', duration: '15', sound: 'on' },
];

describe('many requests through one guard', function many() {
  this.timeout(600_000);
  let kling: KlingServer;
  let [folder, program] = ['', ''];
  let child: ChildProcess | undefined;
  let seed = 7;
  const random = (): number => {
    seed = (seed * 1_103_515_245 + 12_345) & 0x7fffffff;
    return seed / 0x80000000;
  };
  const oneOf = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] ?? assert.fail();

  before(async () => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kling-cost-proof-'));
    program = path.join(folder, 'guard.mjs');
    await esbuild.build({
      entryPoints: ['test/support/guardProcess.ts'], bundle: true, platform: 'node', target: 'node20', format: 'esm', outfile: program, mainFields: ['module', 'main'], logLevel: 'silent',
      banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
    });
    kling = await startKlingServer();
  });
  after(async () => {
    child?.kill('SIGKILL');
    await kling.close();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  it(`keeps the books of ${String(REQUESTS)} requests over ${String(CONNECTIONS)} connections, with failures, aborts and ${String(KILL_AT.length)} kills`, async () => {
    const file = path.join(folder, 'kling_usage.jsonl');
    let port = '0';
    const start = async (): Promise<void> => {
      const started = spawn(process.execPath, [program, file, kling.url, port, `${String(LIMIT / 10)}units`, 'polls'], { stdio: ['ignore', 'pipe', 'inherit'] });
      child = started;
      port = String((await once(started.stdout, 'data'))[0]).trim();
    };
    await start();
    let up = Promise.resolve();
    const kills = [...KILL_AT];
    let most = 0;
    kling.mood = () => {
      const rest = [...kling.tasks.values()].filter((task) => !(task.fails && task.polls >= kling.polls)).reduce((sum, { tenths }) => sum + tenths, 0);
      most = Math.max(most, rest);
      if (kling.bodies.length >= (kills[0] ?? Infinity)) {
        kills.shift();
        const killed = once(child ?? assert.fail(), 'exit');
        child?.kill('SIGKILL');
        up = killed.then(start);
      }
      return random() < 0.7 ? 'ok' : oneOf<Mood>(['fails', 'fails', 'rate', 'broken', 'gateway', 'gatewayAfter', 'drop', 'dropAfter', 'cutAfter']);
    };

    const agent = new http.Agent({ keepAlive: true, maxSockets: CONNECTIONS });
    interface Got {
      readonly status: number;
      readonly json: { readonly code?: number; readonly data?: Readonly<Record<string, string>> };
    }
    /** One request; undefined when the connection broke, or the client broke it off by itself. */
    const ask = (method: string, at: string, body?: string, breakOff = false): Promise<Got | undefined> => new Promise((resolve) => {
      const request = http.request({ host: '127.0.0.1', port, agent, method, path: at, headers: { authorization: 'Bearer k', ...(body === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }) } }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk) => { text += String(chunk); }).on('error', () => { resolve(undefined); }).on('end', () => {
          resolve({ status: response.statusCode ?? 0, json: text.startsWith('{') ? JSON.parse(text) as Got['json'] : {} });
        });
      });
      request.on('error', () => { resolve(undefined); });
      if (breakOff) {
        request.write((body ?? '').slice(0, random() < 0.5 ? 20 : undefined), () => setImmediate(() => request.destroy()));
      } else request.end(body);
    });

    const seen = { sent: 0, refused: 0, broken: 0, retried: 0 };
    const one = async (number: number): Promise<void> => {
      const body = JSON.stringify({ ...oneOf(BODIES), prompt: `film ${String(number)}`, external_task_id: `film-${String(number)}` });
      const breakOff = random() < 0.05;
      let got = await ask('POST', '/v1/videos/text2video', body, breakOff);
      if (breakOff) {
        seen.broken += 1;
        return;
      }
      for (let tries = 0; got === undefined && tries < 20; tries += 1) {
        await up;
        seen.retried += 1;
        got = await ask('POST', '/v1/videos/text2video', body);
      }
      if (got?.status === 402) seen.refused += 1;
      const task = got?.json.data?.['task_id'];
      if (task === undefined) return;
      seen.sent += 1;
      // Of some tasks nobody ever asks how they went.
      for (let asked = 0; random() < 0.8 && asked < 4; asked += 1) await ask('GET', `/v1/videos/text2video/${task}`);
    };
    let next = 0;
    await Promise.all(Array.from({ length: CONNECTIONS }, async () => {
      while (next < REQUESTS) await one(next++);
    }));
    agent.destroy();
    await up;

    const store = createJsonlStore({ file });
    const open = (): number => store.entries(ALL_TIME, Date.now()).filter(({ state }) => state === 'reserved' || state === 'expired').length;
    const running = (): number => [...kling.tasks.values()].filter(({ polls }) => polls < kling.polls).length;
    do {
      await new Promise(setImmediate);
      await store.refresh();
    } while (open() > 0 || running() > 0);

    const [sum = assert.fail()] = store.totals(ALL_TIME, Date.now()).amounts;
    assert.deepEqual({ spent: sum.spent, reserved: sum.reserved }, { spent: kling.charged() * 100_000, reserved: 0 });
    assert.ok(most <= LIMIT, `${String(most)} of ${String(LIMIT)}`);
    assert.ok(most > LIMIT * 0.85, `the limit was hardly reached: ${String(most)}`);
    assert.deepEqual([kills.length, store.unreadable().length], [0, 0]);
    assert.ok(seen.refused > 100 && seen.broken > 100 && seen.retried > 0 && seen.sent > 1_000, JSON.stringify(seen));
    const charged = new Set([...kling.tasks.values()].filter(({ fails }) => !fails).map(({ id }) => id));
    const booked = store.entries(ALL_TIME, Date.now()).filter(({ state }) => state === 'settled').map(({ taskId }) => taskId);
    assert.deepEqual(new Set(booked), charged);
    assert.equal(booked.length, charged.size);
  });
});
