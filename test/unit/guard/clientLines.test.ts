// The lines that users paste, run as they are by the clients that they are for.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as path from 'node:path';
import { upstreams } from '../../../src/guard/upstreams';
import { readTarget } from '../../../src/guard/target';
import { startKlingServer } from '../../support/klingServer';
import type { KlingServer } from '../../support/klingServer';
import { createFolder, limit, startBench } from './support';
import type { GuardBench } from './support';

const lineFor = (title: string, address: string): string =>
  upstreams.flatMap(({ clientLines }) => clientLines(address)).find((line) => line.title === title)?.text ?? assert.fail(title);

/** Runs a program; gives what it printed. */
async function run(command: string, args: readonly string[], env: Record<string, string> = {}): Promise<string> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ...env } });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => { output += chunk.toString(); });
  assert.deepEqual(await once(child, 'close'), [0, null]);
  return output.trim();
}

/** What follows the line of Python and of TypeScript in a program, as the API's own examples go on. */
const PYTHON = `
import json, urllib.request
body = json.dumps({"model_name": "kling-v2-6", "mode": "pro", "duration": "5", "prompt": "a"}).encode()
request = urllib.request.Request(BASE_URL + "/v1/videos/text2video", body, {"Content-Type": "application/json"})
print(json.load(urllib.request.urlopen(request))["data"]["task_status"])
`;
const NODE = `
const answer = await fetch(baseUrl + '/v1/videos/text2video', {
  method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ model_name: 'kling-v2-6', mode: 'pro', duration: '5', prompt: 'b' }),
});
console.log((await answer.json()).data.task_status);
`;
const NODE_ENV = `const baseUrl = process.env.KLING_BASE_URL ?? 'https://api-singapore.klingai.com';${NODE}`;

describe('guard: the lines to paste', function clientLines() {
  this.timeout(30_000);
  let kling: KlingServer;
  let fal: Server;
  let bench: GuardBench;
  let place: ReturnType<typeof createFolder>;
  const falCalls: IncomingMessage[] = [];
  before(async () => {
    kling = await startKlingServer();
    fal = createServer((request, response) => {
      falCalls.push(request);
      request.resume().on('end', () => response.setHeader('content-type', 'application/json').end('{"request_id":"r1","status":"IN_QUEUE"}'));
    }).listen(0, '127.0.0.1');
    await once(fal, 'listening');
    place = createFolder();
    const targets = [readTarget(kling.url), readTarget(`fal=http://127.0.0.1:${(fal.address() as AddressInfo).port}`)] as const;
    bench = await startBench(kling.url, place.folder, [limit('100usd')], { targets });
  });
  after(async () => {
    await bench.guard.close();
    await kling.close();
    fal.closeAllConnections();
    fal.close();
    place.remove();
  });
  const booked = async (): Promise<string[]> => (await bench.entries()).map(({ provider, amount }) => `${provider} ${String(amount.quantity / 1e6)} ${amount.unit}`);

  it('run in Python', async () => {
    assert.equal(await run('python3', ['-c', lineFor('Python', bench.url) + PYTHON]), 'submitted');
    assert.deepEqual(await booked(), ['kling 2.5 units']);
  });

  it('run in Node, as JavaScript and as TypeScript that is built', async () => {
    assert.equal(await run(process.execPath, ['--input-type=module', '-e', lineFor('TypeScript, JavaScript', bench.url) + NODE]), 'submitted');
    assert.equal((await booked()).length, 2);
  });

  it('run with curl in a shell, with the key of the environment', async () => {
    const answer = await run('sh', ['-c', `${lineFor('curl', bench.url)} --silent --show-error`], { KLING_API_KEY: 'the-key' });
    assert.equal((JSON.parse(answer) as { data: { task_status: string } }).data.task_status, 'submitted');
    assert.ok(kling.authorizations.has('Bearer the-key'));
    assert.deepEqual((await booked()).at(-1), 'kling 1.5 units');
  });

  it('run in what fal\u2019s client does with its middleware', async () => {
    const program = `
      let middleware;
      const fal = { config: ({ requestMiddleware }) => { middleware = requestMiddleware; } };
      ${lineFor('@fal-ai/client', bench.url)}
      const asked = { method: 'post', url: 'https://queue.fal.run/fal-ai/kling-video/v2.6/pro/text-to-video', headers: { Authorization: 'Key k', 'Content-Type': 'application/json' } };
      const { method, url, headers } = await middleware(asked);
      const answer = await fetch(url, { method: method.toUpperCase(), headers, body: JSON.stringify({ prompt: 'a', duration: '5' }) });
      console.log((await answer.json()).request_id);
      const other = { method: 'get', url: 'https://rest.alpha.fal.ai/storage', headers: {} };
      console.log((await middleware(other)) === other);
    `;
    assert.equal(await run(process.execPath, ['--input-type=module', '-e', program]), 'r1\ntrue');
    assert.equal(falCalls[0]?.url, '/fal-ai/kling-video/v2.6/pro/text-to-video');
    assert.equal((await bench.entries()).at(-1)?.provider, 'fal');
  });

  it('reach a program that reads the address from its environment', async () => {
    for (const name of upstreams[0].addressVariables) {
      const program = NODE_ENV.replace('KLING_BASE_URL', name);
      assert.equal(await run(process.execPath, ['--input-type=module', '-e', program], { [name]: bench.url }), 'submitted');
    }
    assert.equal((await booked()).filter((entry) => entry === 'kling 2.5 units').length, 2 + upstreams[0].addressVariables.length);
  });

  it('are those of the README, with the port of the documents', () => {
    const readme = fs.readFileSync(path.resolve('README.md'), 'utf8');
    for (const { title, text } of upstreams.flatMap(({ clientLines }) => clientLines('http://127.0.0.1:8787'))) assert.ok(readme.includes(text.replace(/ -H "Content-Type.*$/, '').replace(/;$/, '')), title);
  });
});
