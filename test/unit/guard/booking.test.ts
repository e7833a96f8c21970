// What is asked for through the guard is priced, reserved, sent as it is, and booked by what comes of it.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import * as fs from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { Entry } from '../../../src/core/ledger/entry';
import { readTarget } from '../../../src/guard/target';
import { startKlingServer } from '../../support/klingServer';
import { PRO_5, SECRET, T2V, get, limit, post as postTo, startBench, taskId, useGuard } from './support';

describe('guard: booking', () => {
  const here = useGuard();
  const { start, post, get: poll } = here;
  const shown = ({ state, amount, taskId: task = '' }: Entry): unknown => ({ state, quantity: amount.quantity / 1e6, task: task.length > 30 ? 'task' : task });
  const booked = async (): Promise<unknown[]> => (await here.bench.entries()).map(shown);
  const kept = async (): Promise<string> => {
    // What a poll told is booked when it has passed.
    await here.bench.guard.close();
    return fs.readFileSync(here.bench.file, 'utf8');
  };

  it('reserves before it sends, sends the same bytes, and books the real charge when a poll tells it', async () => {
    here.kling.charge = () => 23;
    await start([limit('10units')]);
    const text = `{ "prompt":"caf\\u00e9 ☕", "model_name" : "kling-v2-6","mode":"pro","duration":5 }`;
    here.kling.mood = () => {
      assert.match(fs.readFileSync(here.bench.file, 'utf8'), /"event":"reserved".*"quantity":"2.5"/);
      return 'ok';
    };
    const made = await post(T2V, text);
    assert.equal(made.status, 200);
    assert.equal(here.kling.bodies[0]?.toString(), text);
    assert.deepEqual([...here.kling.authorizations], [SECRET]);
    assert.deepEqual(await booked(), [{ state: 'reserved', quantity: 2.5, task: 'task' }]);
    await poll(`${T2V}/${taskId(made)}`);
    assert.deepEqual(await booked(), [{ state: 'reserved', quantity: 2.5, task: 'task' }]);
    const answer = await poll(`${T2V}/${taskId(made)}`);
    assert.equal((answer['data'] as Record<string, unknown>)['task_status'], 'succeed');
    const log = await kept();
    const [entry = assert.fail()] = await here.bench.entries();
    assert.deepEqual([entry.state, entry.amount.quantity, entry.estimated?.quantity, entry.taskId, entry.model, entry.mode, entry.durationSeconds, entry.provider, entry.project], ['settled', 2_300_000, 2_500_000, taskId(made), 'kling-v2-6', 'pro', 5, 'kling', 'test']);
    assert.equal(entry.usd, 322_000);
    assert.doesNotMatch(log, /secret|caf(?:é|\\)|☕/);
    assert.doesNotMatch(JSON.stringify(here.bench.events), /secret|caf(?:é|\\)|☕/);
    assert.deepEqual(here.bench.events.map(({ kind }) => kind), ['sent', 'settled']);
  });

  it('books the estimate where the answer tells no charge, and gives back what failed', async () => {
    here.kling.tellsCharge = false;
    here.kling.mood = ({ prompt }) => (prompt === 'bad' ? 'fails' : 'ok');
    await start([limit('10units')]);
    const [good, bad] = [await post(T2V, PRO_5), await post(T2V, { ...PRO_5, prompt: 'bad' })];
    for (const made of [good, bad, good, bad]) await poll(`${T2V}/${taskId(made)}`);
    await kept();
    assert.deepEqual(await booked(), [{ state: 'settled', quantity: 2.5, task: 'task' }, { state: 'released', quantity: 2.5, task: 'task' }]);
    assert.equal((await here.bench.entries())[1]?.reason, 'it failed');
  });

  it('does the same for the new API: its path, its tasks and its billing', async () => {
    await start([limit('10units')]);
    const made = await post('/text-to-video/kling-3.0', { prompt: 'a cat', settings: { resolution: '1080p', duration: 5, audio: 'native' }, options: { external_task_id: 'x-1' } });
    assert.deepEqual(await booked(), [{ state: 'reserved', quantity: 6, task: 'task' }]);
    await poll(`/tasks?task_ids=${taskId(made)}`);
    await poll('/tasks?external_task_ids=x-1');
    await kept();
    assert.deepEqual(await booked(), [{ state: 'settled', quantity: 6, task: 'task' }]);
  });

  it('refuses what does not fit before it reaches Kling, in Kling\'s envelope', async () => {
    await start([limit('6units')]);
    assert.equal((await post(T2V, PRO_5)).status, 200);
    assert.equal((await post(T2V, PRO_5)).status, 200);
    const over = await post(T2V, PRO_5);
    assert.equal(over.status, 402);
    assert.deepEqual([over.body.code, typeof over.body.request_id, over.headers.get('x-kling-cost-guard')], [4020, 'string', 'overLimit']);
    assert.equal(over.body.message, 'Over today\'s limit by 1.5 units: Kling v2.6 pro · 5 s; it needs 2.5 units and 1 unit of 6 units are left; the limit starts again 2026-11-22 00:00 (UTC)');
    assert.equal(here.kling.tasks.size, 2);
    // What still fits goes on fitting: exactly the limit.
    assert.equal((await post(T2V, { prompt: 'a', model_name: 'kling-v1', duration: '5' })).status, 200);
    assert.equal((await post(T2V, { prompt: 'a', model_name: 'kling-v1', duration: '5' })).status, 402);
  });

  it('forwards over a limit that only warns, and says so', async () => {
    await start([limit('2units', 'warn')]);
    assert.equal((await post(T2V, PRO_5)).status, 200);
    assert.deepEqual(here.bench.events.map((event) => event.kind === 'sent' && event.warns), [true]);
  });

  it('prices what the API reads, and not what only looks like it', async () => {
    await start([limit('100units')]);
    const cases: [string, Record<string, unknown>, number][] = [
      [T2V, { prompt: 'a', modelName: 'kling-v1', model_name: 'kling-v2-6', mode: 'pro', Duration: 5, duration: '10' }, 5],
      [T2V, { prompt: 'a', model_name: 'kling-v2-6', mode: 'pro', settings: { duration: 10 }, input: { mode: 'std' } }, 2.5],
      [T2V, { prompt: 'a', model_name: 'kling-v2-6', mode: 'pro', input: { duration: '10' } }, 2.5],
      [T2V, { prompt: 'a', model: 'kling-v2-6', mode: 'pro', duration: '10' }, 7],
      [T2V, { prompt: 'a', model: 'kling-v2-6', model_name: null, mode: 'pro', duration: '10' }, 7],
      ['/v1/videos/omni-video', { prompt: 'a', model_name: 'kling-v3-omni', input: { mode: 'std', duration: '3' } }, 4],
      ['/v1/videos/effects', { effect_scene: 'hug', input: { images: ['a', 'b'], model_name: 'kling-v1-6', mode: 'std', duration: '5', params: { duration: '10' } } }, 4],
      ['/text-to-video/kling-3.0', { prompt: 'a', settings: { input: { duration: 3 }, settings: { duration: 3 } } }, 3],
      [T2V, { prompt: 'a', model_name: 'kling-v2-6', mode: 'pro', generate_audio: true }, 2.5],
      [T2V, { prompt: 'a', model_name: 'kling-v2-6', mode: 'pro', sound: 'on' }, 5],
      ['/v1//videos/%74ext2video/?x=1', { prompt: 'a', model_name: 'kling-v3', duration: '5' }, 3],
      ['/text-to-video/kling-3.0', { prompt: 'a', duration: 15, resolution: '1080p', settings: { duration: 5 } }, 3],
      [T2V, { prompt: 'a'.repeat(20_000), image_tail: 'A'.repeat(300_000), model_name: 'kling-v2-6', mode: 'pro', negative_prompt: '\\"'.repeat(9_000), duration: '10' }, 5],
    ];
    here.kling.charge = () => 1;
    for (const [path, body, units] of cases) {
      await post(path, body);
      const [last = assert.fail()] = (await here.bench.entries()).slice(-1);
      assert.equal(last.amount.quantity / 1e6, units, `${path} ${JSON.stringify(body).slice(0, 100)}`);
    }
  });

  it('refuses what nobody knows the price of, with the reason, unless that is allowed', async () => {
    await start([limit('10units')]);
    const refused: [unknown, Record<string, string>, RegExp][] = [
      [{ ...PRO_5, model_name: 'kling-v9' }, {}, /no model "kling-v9"/],
      [{ ...PRO_5, duration: '7' }, {}, /no price, /],
      ['{"prompt":"a","model_name":"kling-v2-6","duration":5,"duration":10}', {}, /no price, its body is not one JSON object that can be read: a key stands twice/],
      ['{"prompt":', {}, /no price, its body is not one JSON object that can be read: it is not JSON/],
      ['[1]', {}, /: it is a list or a single value/],
      ['[]', {}, /: it is a list or a single value/],
      ['', {}, /no price, its body is not one JSON object that can be read: it is empty; send the request as JSON$/],
      ['{}', {}, /no price, its body \{\} has no fields: send what is to be made, such as a prompt or an image$/],
      ['prompt=a', { 'content-type': 'application/x-www-form-urlencoded' }, /: it is a form; send its fields as JSON$/],
      ['--x\r\ncontent-disposition: form-data; name="prompt"\r\n\r\na\r\n--x--', { 'content-type': 'multipart/form-data; boundary=x' }, /: it is a form; send its fields as JSON$/],
      [gzipSync(JSON.stringify(PRO_5)), { 'content-encoding': 'gzip' }, /: it is compressed; send it without content-encoding$/],
      [`{"a":${'['.repeat(99)}`, {}, /64 levels deep/],
    ];
    for (const [body, headers, why] of refused) {
      const reply = await post(T2V, body, headers);
      assert.deepEqual([reply.status, reply.body.code], [402, 4021], String(why));
      assert.match(String(reply.body.message), why);
    }
    assert.match(String((await post('/v1/videos/of-tomorrow', '')).body.message), /unknown API/);
    const unknown = ['/v1/videos/of-tomorrow', '/v1/video/extension', '/text-to-image/kling-5.0', '/v1/vide\\os/text2video', `${T2V}/tasks`, '/v1/videos/account/x', '/text-to-video/solutions'];
    for (const path of unknown) assert.equal((await post(path, PRO_5)).status, 402, path);
    for (const path of ['/tasks', '/account/billing/package', '/v1/general/delete-voices', '/v1/videos/multi-elements/init-selection']) assert.equal((await post(path, {})).headers.get('x-kling-cost-guard'), null, path);
    here.kling.calls.length = 0;
    for (const name of ['X-HTTP-Method-Override', 'X-HTTP-Method', 'X-Method-Override']) {
      assert.equal((await fetch(here.bench.url + T2V, { method: 'DELETE', headers: { [name]: 'POST' }, body: '[1]' })).status, 402, name);
    }
    assert.deepEqual([here.kling.calls.length, await booked()], [0, []]);
    await here.bench.guard.close();
    await start([limit('10units')], { policy: { unpriced: 'allow' } });
    here.kling.charge = () => 77;
    const made = await post(T2V, { ...PRO_5, model_name: 'kling-v9' });
    assert.deepEqual([made.status, await booked()], [200, []]);
    for (let at = 0; at < 2; at += 1) await poll(`${T2V}/${taskId(made)}`);
    await kept();
    assert.deepEqual(await booked(), [{ state: 'settled', quantity: 7.7, task: 'task' }]);
  });

  it('gives back what Kling refused or never got, and holds what nobody knows of', async () => {
    const moods = { rate: 'released', broken: 'released', gateway: 'reserved', gatewayAfter: 'reserved', drop: 'reserved', dropAfter: 'reserved', cutAfter: 'reserved' } as const;
    await start([limit('100units')]);
    for (const [mood, state] of Object.entries(moods)) {
      here.kling.mood = () => mood as keyof typeof moods;
      const reply = await post(T2V, { ...PRO_5, prompt: mood });
      assert.ok(reply.status >= 400);
      assert.equal((await here.bench.entries()).at(-1)?.state, state, mood);
    }
    here.kling.mood = () => 'drop';
    const told = here.bench.events.length;
    const answer = await post(T2V, { ...PRO_5, prompt: 'perhaps' });
    const id = (await here.bench.entries()).at(-1)?.id ?? '';
    assert.deepEqual([answer.body.code, answer.body.message], [5020, `${here.kling.url} did not answer: the connection broke; it may be charged all the same, and stays reserved as ${id}`]);
    assert.deepEqual(here.bench.events.slice(told).map(({ kind }) => kind), ['held']);
    await here.kling.close();
    const gone = await post(T2V, { ...PRO_5, prompt: 'gone' });
    assert.deepEqual([gone.status, gone.body.message], [502, `${here.kling.url} did not answer: nothing listens there`]);
    assert.deepEqual(here.bench.events.slice(told).map(({ kind }) => kind), ['held', 'released', 'refused']);
    assert.equal((await here.bench.entries()).at(-1)?.state, 'released');
    here.kling = await startKlingServer();
  });

  it('holds what ran out of time, and books what a failed task was charged all the same', async () => {
    await start([limit('100units')]);
    const answers: unknown[] = [];
    const upstream = createServer((request, response) => {
      request.resume().on('end', () => response.writeHead(request.method === 'GET' ? 200 : 504, { 'content-type': 'application/json' }).end(JSON.stringify(answers.shift())));
    }).listen(0, '127.0.0.1');
    await once(upstream, 'listening');
    const other = await startBench(`http://127.0.0.1:${String((upstream.address() as AddressInfo).port)}`, here.folder, []);
    try {
      answers.push({ code: 5002, message: 'timeout' }, { code: 0, data: { task_id: 'charged', task_status: 'submitted' } }, { code: 0, data: { task_id: 'charged', task_status: 'failed', final_unit_deduction: '2.5' } });
      for (const prompt of ['a', 'b']) await postTo(other.url + T2V, { ...PRO_5, prompt });
      await get(`${other.url}${T2V}/charged`);
      await other.guard.close();
      assert.deepEqual((await other.entries()).map(({ state }) => state), ['reserved', 'settled']);
    } finally {
      upstream.closeAllConnections();
      upstream.close();
    }
  });

  it('takes a retry under its own name for one charge', async () => {
    await start([limit('100units')]);
    const named = { ...PRO_5, external_task_id: 'order-1' };
    here.kling.mood = () => 'dropAfter';
    assert.equal((await post(T2V, named)).status, 502);
    here.kling.mood = () => 'ok';
    const again = await post(T2V, named);
    assert.match(String(again.body.message), /already exists/);
    assert.deepEqual(await booked(), [{ state: 'reserved', quantity: 2.5, task: 'external:order-1' }]);
    // The client asks by its own name, and the answer tells whose task it is.
    for (let at = 0; at < 2; at += 1) await poll(`${T2V}/order-1`);
    await kept();
    assert.deepEqual(await booked(), [{ state: 'settled', quantity: 2.5, task: 'task' }]);
    assert.equal(here.kling.charged(), 25);
  });

  it('knows a retry by its own name after a try that made no task', async () => {
    await start([limit('100units')]);
    const named = { ...PRO_5, external_task_id: 'order-2' };
    here.kling.mood = () => 'rate';
    assert.equal((await post(T2V, named)).status, 429);
    here.kling.mood = () => 'dropAfter';
    assert.equal((await post(T2V, named)).status, 502);
    assert.deepEqual(await booked(), [{ state: 'reserved', quantity: 2.5, task: 'external:order-2' }]);
    for (let at = 0; at < 2; at += 1) await poll(`${T2V}/order-2`);
    await kept();
    assert.deepEqual(await booked(), [{ state: 'settled', quantity: 2.5, task: 'task' }]);
  });

  it('counts the tries of one name that run at once as one, and gives back only when none got through', async () => {
    await start([limit('3units')]);
    let tries = 0;
    here.kling.mood = () => (++tries === 1 ? 'ok' : 'rate');
    const replies = await Promise.all(Array.from({ length: 8 }, () => post(T2V, { ...PRO_5, external_task_id: 'one' })));
    assert.equal(replies.filter(({ status }) => status === 200).length, 1);
    assert.deepEqual(await booked(), [{ state: 'reserved', quantity: 2.5, task: 'task' }]);
    here.kling.mood = () => 'rate';
    await Promise.all(Array.from({ length: 8 }, () => post(T2V, { prompt: 'a', model_name: 'kling-v1', duration: '5', external_task_id: 'two' })));
    assert.equal((await here.bench.entries()).some(({ amount, state }) => amount.quantity === 1_000_000 && state !== 'released'), false);
  });

  it('takes other requests under one name for charges of their own, also at the same moment', async () => {
    await start([limit('6units')]);
    const replies = await Promise.all([1, 2, 3].map((at) => post(T2V, { ...PRO_5, prompt: String(at), external_task_id: 'test' })));
    assert.deepEqual(replies.map(({ status }) => status).sort(), [200, 400, 402]);
    assert.deepEqual((await here.bench.entries()).map(({ state }) => state).sort(), ['released', 'reserved']);
  });

  it('counts each request when the upstream makes several tasks under one name', async () => {
    here.kling.areNamesUnique = false;
    await start([limit('8units')]);
    const named = { ...PRO_5, external_task_id: 'order-1' };
    for (const status of [200, 200, 200, 402]) assert.equal((await post(T2V, named)).status, status);
    assert.deepEqual((await here.bench.entries()).map(({ state, amount }) => [state, amount.quantity / 1e6]), Array(3).fill(['reserved', 2.5]));
    assert.deepEqual(here.bench.events.flatMap((event) => (event.kind === 'fault' ? [event.message] : [])).length, 1);
  });

  it('sends nothing when the ledger cannot be written', async () => {
    await start([limit('10units')]);
    fs.mkdirSync(here.bench.file);
    const reply = await post(T2V, PRO_5);
    assert.deepEqual([reply.status, reply.body.code], [503, 5030]);
    assert.match(String(reply.body.message), /kling_usage\.jsonl is not a file/);
    assert.deepEqual(here.kling.calls, []);
    fs.rmdirSync(here.bench.file);
  });

  it('books what fal is asked for, in fal\'s words', async () => {
    await start([limit('$1')], { targets: [readTarget(`fal=${here.kling.url}`)] });
    const over = await post('/fal-ai/kling-video/v2.6/pro/text-to-video', { prompt: 'a', duration: '10', generate_audio: true });
    assert.equal(over.status, 402);
    assert.match(String((over.body as { detail?: string }).detail), /Over today's limit by \$0\.40/);
    const other = await post('/fal-ai/flux/dev', { prompt: 'a' });
    assert.match(String((other.body as { detail?: string }).detail), /no price/);
    assert.equal(here.kling.calls.length, 0);
  });
});
