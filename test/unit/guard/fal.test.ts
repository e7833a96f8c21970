// fal's queue behind the guard: priced by its ids, booked by its states, reached by its base address or by the header of its proxies.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import * as http from 'node:http';
import type { AddressInfo } from 'node:net';
import { readTarget } from '../../../src/guard/target';
import { createFolder, limit, post, startBench } from './support';
import type { GuardBench } from './support';

const APP = '/fal-ai/kling-video';
const ID = `${APP}/v2.6/pro/text-to-video`;

describe('guard: fal', () => {
  let fal: http.Server;
  let bench: GuardBench;
  let place: ReturnType<typeof createFolder>;
  let made = 0;
  let calls: string[] = [];
  beforeEach(async () => {
    [made, calls] = [0, []];
    place = createFolder();
    fal = http.createServer((request, response) => {
      const path = request.url ?? '';
      calls.push(`${request.method ?? ''} ${path}`);
      const answer = (status: number, body: unknown): unknown => request.resume().on('end', () => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body)));
      if (request.method === 'POST') {
        made += 1;
        return path.includes('sync') ? answer(200, { video: { url: 'https://cdn.example/v.mp4' } }) : answer(200, { request_id: `req-${String(made)}`, status: 'IN_QUEUE', status_url: '…' });
      }
      const [, id, asked] = /requests\/([\w-]+)(\/status)?$/.exec(path) ?? [];
      if (asked !== undefined) return answer(200, id === 'req-3' ? { status: 'IN_PROGRESS' } : { status: 'COMPLETED', ...(id === 'req-2' ? { error: 'it failed' } : {}) });
      return id === 'req-2' ? answer(422, { detail: 'it failed' }) : answer(200, { video: { url: 'https://cdn.example/v.mp4' } });
    }).listen(0, '127.0.0.1');
    await once(fal, 'listening');
    const address = `http://127.0.0.1:${String((fal.address() as AddressInfo).port)}`;
    bench = await startBench('http://127.0.0.1:9', place.folder, [limit('$5')], { targets: [readTarget('http://127.0.0.1:9'), readTarget(`fal=${address}`)] });
  });
  afterEach(async () => {
    await bench.guard.close();
    fal.closeAllConnections();
    fal.close();
    place.remove();
    assert.deepEqual(bench.faults, []);
  });
  const submit = (id: string, body: unknown) => post(bench.url, body, { 'x-fal-target-url': `https://queue.fal.run${id}` });
  const states = async (): Promise<string[]> => (await bench.entries()).map(({ state, amount, provider }) => `${provider ?? ''} ${state} ${String(amount.quantity / 1e6)} ${amount.unit}`);
  const ask = (path: string): Promise<unknown> => fetch(bench.url, { headers: { 'x-fal-target-url': `https://queue.fal.run${path}` } }).then((response) => response.text());

  it('books what is done, gives back what failed, and holds what runs', async () => {
    for (let at = 0; at < 3; at += 1) assert.equal((await submit(ID, { prompt: `film ${String(at)}`, duration: '5', generate_audio: false })).status, 200);
    assert.deepEqual(await states(), Array(3).fill('fal reserved 0.35 usd'));
    await ask(`${APP}/requests/req-1/status`);
    await ask(`${APP}/requests/req-2`);
    await ask(`${APP}/requests/req-3/status`);
    await bench.guard.close();
    assert.deepEqual(await states(), ['fal settled 0.35 usd', 'fal released 0.35 usd', 'fal reserved 0.35 usd']);
    assert.deepEqual(calls[0], `POST ${ID}`);
  });

  it('prices the model of the path and the fields that fal reads', async () => {
    const sly = { prompt: 'a', Duration: '5', duration: '10', seconds: 3, generate_audio: false, sound: false, model: `${APP}/v1.6/standard/text-to-video` };
    for (const body of [sly, { ...sly, duration: undefined, input: { duration: '10' } }]) assert.equal((await submit(ID, body)).status, 200);
    const shots = (...seconds: string[]) => ({ duration: '3', generate_audio: false, multi_prompt: seconds.map((duration) => ({ prompt: 'a', duration })) });
    for (const body of [shots('2', '1'), shots('4', '6')]) assert.equal((await submit(`${APP}/v3/pro/text-to-video`, body)).status, 200);
    assert.deepEqual(await states(), ['fal reserved 0.7 usd', 'fal reserved 0.35 usd', 'fal reserved 0.336 usd', 'fal reserved 1.12 usd']);
    assert.equal((await submit(`${ID}/requests/abc`, sly)).status, 402);
  });

  it('refuses in its words, what is over the limit and what is no model of Kling', async () => {
    const over = await submit(ID, { prompt: 'a', duration: '10', generate_audio: true });
    assert.equal(over.status, 200);
    for (let at = 0; at < 3; at += 1) await submit(ID, { prompt: 'a', duration: '10', generate_audio: true });
    const reply = await submit(ID, { prompt: 'a', duration: '10', generate_audio: true });
    assert.equal(reply.status, 402);
    assert.match(String((reply.body as { detail?: string }).detail), /Over today's limit/);
    assert.match(String(((await submit('/fal-ai/flux/dev', { prompt: 'a' })).body as { detail?: string }).detail), /no price/);
    assert.equal((await submit('', {})).status, 402);
    const elsewhere = await post(bench.url, { prompt: 'a' }, { 'x-fal-target-url': 'https://evil.example/fal-ai/kling-video' });
    assert.equal(elsewhere.status, 400);
    assert.equal(made, 3);
  });
});
