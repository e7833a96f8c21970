// The guard beside a bare proxy of the same libraries, each a process of its own, in turn, before the same upstream.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs';
import * as http from 'node:http';
import * as os from 'node:os';
import * as path from 'node:path';
import * as esbuild from 'esbuild';
import { startKlingServer } from '../support/klingServer';
import { inTurn, median, ratioLine } from './measure';

const CONNECTIONS = 32;
const REQUESTS = 1_500;
const PAID = 1_000;
/** Faster than the API answers. */
const ANSWER_MS = 100;
const ANSWERED_LATER = 320;
const LARGE_BYTES = 50_000_000;
const LARGE = 8;

interface Proxy {
  readonly port: number;
  readonly child: ChildProcess;
}

async function build(folder: string, name: string): Promise<string> {
  const outfile = path.join(folder, `${name}.mjs`);
  await esbuild.build({
    entryPoints: [`test/support/${name}.ts`], bundle: true, platform: 'node', target: 'node20', format: 'esm', outfile, mainFields: ['module', 'main'], logLevel: 'silent',
    banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
  });
  return outfile;
}

async function start(program: string, args: readonly string[]): Promise<Proxy> {
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  return { child, port: Number(String((await once(child.stdout, 'data'))[0]).trim()) };
}

function ask(port: number, agent: http.Agent, method: string, at: string, body?: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: 'Bearer k', ...(body ? { 'content-type': 'application/json', 'content-length': body.length } : {}) };
    http.request({ host: '127.0.0.1', port, agent, method, path: at, headers }, (response) => {
      response.resume().on('end', resolve).on('error', reject);
    }).on('error', reject).end(body);
  });
}

/** Sends requests over some connections, and adds how long each took to `times`. */
async function load(count: number, connections: number, times: number[], request: (agent: http.Agent, number: number) => Promise<void>): Promise<void> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: connections });
  let next = 0;
  await Promise.all(Array.from({ length: connections }, async () => {
    while (next < count) {
      const started = performance.now();
      await request(agent, next++);
      times.push(performance.now() - started);
    }
  }));
  agent.destroy();
}

const percentile = (times: readonly number[], share: number): number => [...times].sort((a, b) => a - b)[Math.floor(times.length * share)] ?? NaN;
const ms = (time: number): string => `${time.toFixed(2)} ms`;
const peakMb = ({ child }: Proxy): number => {
  const status = fs.readFileSync(`/proc/${String(child.pid)}/status`, 'utf8');
  return Math.round(Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? NaN) / 1024);
};

/** The lines that say what the guard adds. */
export async function measureGuard(): Promise<string[]> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kling-cost-guard-bench-'));
  const kling = await startKlingServer();
  const children: ChildProcess[] = [];
  try {
    const bare = await start(await build(folder, 'bareProxy'), [kling.url]);
    const guard = await start(await build(folder, 'guardProcess'), [path.join(folder, 'kling_usage.jsonl'), kling.url, '0', '1000000units']);
    children.push(bare.child, guard.child);
    const lines: string[] = [];
    const compare = async (what: string, count: number, connections: number, request: (port: number) => (agent: http.Agent, number: number) => Promise<void>): Promise<void> => {
      const times: Record<'guard' | 'bare', number[]> = { guard: [], bare: [] };
      const pair = await inTurn(
        () => load(count, connections, times.guard, request(guard.port)), () => load(count, connections, times.bare, request(bare.port)), { rounds: 5, warmup: 1 });
      lines.push(ratioLine(what, 'a bare proxy', pair));
      const throughput = (median(pair.anchor) / median(pair.own)).toFixed(2);
      lines.push(`  throughput ${throughput} ×; added: ${ms(percentile(times.guard, 0.5) - percentile(times.bare, 0.5))} at p50, ${ms(percentile(times.guard, 0.99) - percentile(times.bare, 0.99))} at p99`);
    };
    await compare(`${REQUESTS} requests that pass through, ${CONNECTIONS} connections`, REQUESTS, CONNECTIONS, (port) => (agent) => ask(port, agent, 'GET', '/account/x'));
    const paid = (port: number) => (agent: http.Agent, number: number) =>
      ask(port, agent, 'POST', '/v1/videos/text2video', Buffer.from(JSON.stringify({ model_name: 'kling-v1', prompt: `film ${String(number)}` })));
    await compare(`${PAID} paid requests that are booked on disk, ${CONNECTIONS} connections`, PAID, CONNECTIONS, paid);
    kling.delayMs = ANSWER_MS;
    await compare(`${ANSWERED_LATER} of them, each answered after ${ANSWER_MS} ms`, ANSWERED_LATER, CONNECTIONS, paid);
    kling.delayMs = 0;
    const before = peakMb(guard);
    const large = Buffer.from(JSON.stringify({ model_name: 'kling-v1', prompt: 'a', image: 'A'.repeat(LARGE_BYTES) }));
    await compare(`${LARGE} paid requests of 50 MB, one after the other`, LARGE, 1, (port) => (agent) => ask(port, agent, 'POST', '/v1/videos/image2video', large));
    lines.push(`  memory of the guard at its most: ${String(before)} MB before, ${String(peakMb(guard))} MB after ${String(LARGE * 6)} bodies of 50 MB; of the bare proxy: ${String(peakMb(bare))} MB`);
    return lines;
  } finally {
    for (const child of children) child.kill('SIGKILL');
    await kling.close();
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
