// What goes on beside the requests: restarts, questions of the guard's own, places for tasks, and duplicates.
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import type { GuardOptions } from '../../../src/guard/guard';
import type { PollOptions } from '../../../src/guard/ports';
import { PRO_5, SECRET, T2V, get, limit, taskId, useGuard } from './support';
import type { Reply } from './support';

/** Asks for everything in each round, and only when told. */
const POLL: PollOptions = { everyMs: 1_000_000, graceMs: 0, authorizations: {} };

describe('guard: running', () => {
  const here = useGuard();
  const { start } = here;
  let now = 0;
  const policy = (more: Partial<GuardOptions['policy']>): Partial<GuardOptions> => ({ policy: { unpriced: 'refuse', ...more } });
  beforeEach(() => { now = 0; });
  const make = (body: unknown = PRO_5, path = T2V): Promise<Reply> => here.post(path, body);
  const states = async (): Promise<string[]> => (await here.bench.entries()).map(({ state, amount }) => `${state} ${String(amount.quantity / 1e6)}`);
  /** Goes on until nothing that is asked for is due or open. */
  const settle = async (): Promise<void> => {
    for (let round = 0; round < 6; round += 1) {
      now += 10_000_000;
      await here.bench.guard.poll();
    }
  };
  const clock = { now: () => Date.parse('2026-11-21T12:00:00Z') + now };

  it('asks by itself for tasks that nobody polls, legacy and new, signed as their clients did', async () => {
    await start([limit('50units')], { ...policy({ poll: POLL }), ...clock });
    await make();
    await make({ prompt: 'a', settings: { duration: 5 } }, '/text-to-video/kling-3.0');
    here.kling.mood = () => 'fails';
    await make({ ...PRO_5, duration: '10' });
    here.kling.authorizations.clear();
    await settle();
    assert.deepEqual(await states(), ['settled 2.5', 'settled 3', 'released 5']);
    assert.deepEqual([...here.kling.authorizations], [SECRET]);
    const asked = here.kling.calls.length;
    await settle();
    assert.equal(here.kling.calls.length, asked);
  });

  it('finds its open tasks again after a restart, whose paths it no longer knows', async () => {
    await start([limit('50units')], policy({}));
    await make();
    await make({ prompt: 'a', settings: { duration: 5 } }, '/text-to-video/kling-3.0');
    here.kling.mood = () => 'dropAfter';
    await make({ ...PRO_5, external_task_id: 'lost-1', duration: '10' });
    await here.bench.guard.close();
    here.kling.mood = () => 'ok';
    await start([limit('50units')], { ...policy({ poll: { ...POLL, authorizations: { kling: SECRET } } }), ...clock });
    await settle();
    assert.deepEqual(await states(), ['settled 2.5', 'settled 3', 'settled 5']);
    assert.equal(here.kling.charged(), 105);
  });

  it('gives back what was held for a request that never got there, once the API says so', async () => {
    await start([limit('50units')], { ...policy({ poll: POLL }), ...clock });
    here.kling.mood = () => 'drop';
    await make({ ...PRO_5, external_task_id: 'never' });
    await make({ prompt: 'a', settings: { duration: 5 }, options: { external_task_id: 'never-2' } }, '/text-to-video/kling-3.0');
    assert.deepEqual(await states(), ['reserved 2.5', 'reserved 3']);
    await settle();
    assert.deepEqual(await states(), ['released 2.5', 'released 3']);
  });

  it('gives the guard that takes over from it what it signs its questions with', async () => {
    await start([limit('50units')], policy({ poll: POLL }));
    assert.deepEqual(here.bench.guard.authorizations(), {});
    await make();
    const authorizations = here.bench.guard.authorizations();
    assert.deepEqual(authorizations, { kling: SECRET });
    await here.bench.guard.close();
    await start([limit('50units')], { ...policy({ poll: { ...POLL, authorizations } }), ...clock });
    await settle();
    assert.deepEqual(await states(), ['settled 2.5']);
    await here.bench.guard.close();
    await start([limit('50units')]);
    await make();
    assert.deepEqual(here.bench.guard.authorizations(), {}, 'one that asks nothing keeps nothing');
  });

  it('lets so many tasks run at once, the others in their order, and gives up after a while', async () => {
    await start([limit('50units')], policy({ poll: POLL, slots: { running: 2, waiting: 2, waitMs: 60_000 } }));
    const order: number[] = [];
    const first = [await make(), await make()];
    const waiting = [0, 1].map((at) => make({ ...PRO_5, prompt: `waits ${String(at)}` }).then((reply) => {
      order.push(at);
      return reply;
    }));
    while (here.bench.usage.store.entries({ start: -Infinity, end: Infinity }, Date.now()).length < 2 || here.kling.calls.length < 2) await new Promise(setImmediate);
    const refused = await Promise.any([make({ ...PRO_5, prompt: 'x' }), make({ ...PRO_5, prompt: 'y' }), make({ ...PRO_5, prompt: 'z' })]);
    assert.deepEqual([refused.status, refused.body.code, refused.headers.get('retry-after')], [429, 4290, '5']);
    for (const made of first) for (let at = 0; at < 2; at += 1) await get(`${here.bench.url}${T2V}/${taskId(made)}`);
    assert.deepEqual((await Promise.all(waiting)).map(({ status }) => status), [200, 200]);
    assert.deepEqual(order, [0, 1]);
    assert.ok(here.kling.mostRunning <= 2, String(here.kling.mostRunning));
    await here.bench.guard.close();
    await start([limit('50units')], policy({ slots: { running: 2, waiting: 1, waitMs: 10 } }));
    assert.equal((await make({ ...PRO_5, prompt: 'more' })).status, 429);
  });

  it('keeps nobody waiting for a place when it is closed', async () => {
    await start([limit('50units')], policy({ slots: { running: 1, waiting: 2, waitMs: 600_000 } }));
    await make();
    const waiting = [0, 1, 2].map((at) => make({ ...PRO_5, prompt: `waits ${String(at)}` }));
    assert.equal((await Promise.any(waiting)).status, 429, 'that two of them wait already');
    await here.bench.guard.close();
    assert.deepEqual((await Promise.all(waiting)).map(({ status, headers }) => [status, headers.get('retry-after')]), Array(3).fill([429, '5']));
    assert.deepEqual([here.kling.bodies.length, (await here.bench.entries()).length], [1, 1]);
  });

  it('notices duplicates: warns of them, refuses them, or answers with the earlier task', async () => {
    const duplicates = { windowMs: 60_000, action: 'warn' } as const;
    await start([limit('50units')], { ...policy({ duplicates }), ...clock });
    const same = { prompt: 'a cat', mode: 'pro', external_task_id: 'other name', duration: '5', model_name: 'kling-v2-6' };
    await make();
    assert.equal((await make(same)).status, 200);
    assert.deepEqual(here.bench.events.filter(({ kind }) => kind === 'duplicate').length, 1);
    await here.bench.guard.close();

    await start([limit('50units')], { ...policy({ duplicates: { ...duplicates, action: 'refuse' } }), ...clock });
    const refused = await make();
    assert.deepEqual([refused.status, refused.body.code], [409, 4090]);
    assert.equal((await make({ ...PRO_5, prompt: 'another' })).status, 200);
    assert.equal((await make({ ...PRO_5, prompt: 'another' })).status, 409);
    now = 61_000;
    assert.equal((await make({ ...PRO_5, prompt: 'another' })).status, 200);
    await here.bench.guard.close();

    now = 0;
    await start([limit('50units')], { ...policy({ duplicates: { ...duplicates, action: 'reuse' } }), ...clock });
    const made = here.kling.tasks.size;
    const [one, two] = await Promise.all([make({ ...PRO_5, prompt: 'new' }), make({ ...PRO_5, prompt: 'new' })]);
    assert.equal(taskId(one), taskId(two));
    assert.deepEqual([one, two].map(({ headers }) => headers.get('x-kling-cost-guard')).sort(), ['reused', null].sort());
    const fromLog = await make();
    assert.ok(here.kling.tasks.has(taskId(fromLog)));
    assert.equal(here.kling.tasks.size, made + 1);
    // What failed is no duplicate of anything.
    here.kling.mood = () => 'rate';
    assert.equal((await make({ ...PRO_5, prompt: 'later' })).status, 429);
    here.kling.mood = () => 'ok';
    assert.equal((await make({ ...PRO_5, prompt: 'later' })).status, 200);
  });

  it('keeps no key on disk', async () => {
    await start([limit('50units')], { ...policy({ poll: POLL }), ...clock });
    await make();
    await settle();
    assert.doesNotMatch(fs.readFileSync(here.bench.file, 'utf8') + JSON.stringify(here.bench.events), /very-secret/);
  });
});
