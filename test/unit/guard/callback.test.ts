// What a callback tells counts until an answer of the upstream tells otherwise, since anybody on this machine can send one.
import assert from 'node:assert/strict';
import { policyOf } from '../../../src/guard/policyValues';
import { NOW, PRO_5, SECRET, T2V, limit, taskId, useGuard } from './support';
import type { Reply } from './support';

describe('guard: callbacks', () => {
  const here = useGuard();
  let now = NOW;
  beforeEach(() => { now = NOW; });
  const make = (more: object = {}): Promise<Reply> => here.post(T2V, { ...PRO_5, ...more });
  const tell = async (id: string, status: string, more: object = {}): Promise<number> => {
    const report = { task_id: id, task_status: status, task_status_msg: '', task_info: { external_task_id: '' }, created_at: 1, updated_at: 2, ...more };
    return (await fetch(`${here.bench.url}/.kling-cost/callback`, { method: 'POST', body: JSON.stringify(report) })).status;
  };
  const states = async (): Promise<string[]> => (await here.bench.entries()).map(({ state, amount }) => `${state} ${String(amount.quantity / 1e6)}`);
  const ask = async (id: string): Promise<void> => {
    for (let at = 0; at < 2; at += 1) await here.get(`${T2V}/${id}`);
    // What was told is booked when it has passed.
    await here.bench.guard.close();
  };

  it('takes in what a receiver hands on, for tasks that the guard knows', async () => {
    await here.start([limit('50units')]);
    const [good, bad] = [await make(), await make({ duration: '10' })];
    assert.deepEqual([await tell(taskId(good), 'succeed', { final_unit_deduction: '2' }), await tell(taskId(bad), 'failed'), await tell('of somebody else', 'succeed', { final_unit_deduction: '9' })], [204, 204, 204]);
    assert.deepEqual(await states(), ['settled 2', 'released 5']);
    assert.equal((await fetch(`${here.bench.url}/.kling-cost/callback`, { method: 'POST', body: '{' })).status, 400);
    assert.equal(here.kling.calls.length, 2);
  });

  for (const [status, more] of [['succeed', { final_unit_deduction: '0' }], ['failed', {}]] as const) {
    it(`books what Kling answers, though a callback has told that the task ${status} before`, async () => {
      here.kling.charge = () => 23;
      await here.start([limit('50units')]);
      const made = await make();
      await tell(taskId(made), status, more);
      await ask(taskId(made));
      assert.deepEqual(await states(), ['settled 2.3']);
    });

    it(`keeps what Kling has answered when a callback tells that the task ${status} afterwards`, async () => {
      await here.start([limit('50units')]);
      const made = await make();
      for (let at = 0; at < 2; at += 1) await here.get(`${T2V}/${taskId(made)}`);
      while (!here.bench.events.some(({ kind }) => kind === 'settled')) await new Promise(setImmediate);
      await tell(taskId(made), status, more);
      assert.deepEqual(await states(), ['settled 2.5']);
    });
  }

  it('asks Kling what a callback has told, where it asks by itself', async () => {
    here.kling.charge = () => 23;
    await here.start([limit('50units')], { now: () => now, policy: { ...policyOf({}), poll: { everyMs: 1_000_000, graceMs: 0, authorizations: { kling: SECRET } } } });
    const made = await make();
    await tell(taskId(made), 'failed');
    assert.deepEqual(await states(), ['released 2.5']);
    for (let round = 0; round < 3; round += 1) {
      now += 10_000_000;
      await here.bench.guard.poll();
    }
    assert.deepEqual(await states(), ['settled 2.3']);
    const asked = here.kling.calls.length;
    now += 10_000_000;
    await here.bench.guard.poll();
    assert.equal(here.kling.calls.length, asked);
  });

  it('learns from an answer only which task a name of the client\'s stands for', async () => {
    await here.start([limit('50units')]);
    here.kling.mood = () => 'dropAfter';
    await make({ external_task_id: 'order-1' });
    await tell('made up', 'failed', { task_info: { external_task_id: 'order-1' } });
    await tell('external:order-1', 'failed');
    assert.deepEqual(await states(), ['reserved 2.5']);
    await ask('order-1');
    assert.deepEqual(await states(), ['settled 2.5']);
  });

  it('books the charge of a task without a price, and no less than Kling answers later', async () => {
    here.kling.charge = () => 77;
    await here.start([], { policy: policyOf({ unpriced: 'allow' }) });
    const made = await make({ model_name: 'kling-v9' });
    await tell(taskId(made), 'failed');
    await tell(taskId(made), 'succeed', { final_unit_deduction: '1' });
    assert.deepEqual(await states(), ['settled 1']);
    await ask(taskId(made));
    assert.deepEqual(await states(), ['settled 7.7']);
  });
});
