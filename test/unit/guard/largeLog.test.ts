// What a request costs the guard itself must not grow with the log.
import assert from 'node:assert/strict';
import { createBooking } from '../../../src/guard/booking';
import { createDuplicates } from '../../../src/guard/duplicates';
import type { GuardPorts } from '../../../src/guard/ports';
import { kling } from '../../../src/guard/upstreams/kling';
import { createMemoryStore } from '../../../src/stores/memory';
import type { UsageStore } from '../../../src/stores/store';
import { NOW } from './support';

describe('guard: a large log', () => {
  let now = NOW;
  let looked = 0;
  let store: UsageStore;
  let ports: GuardPorts;
  beforeEach(async () => {
    [now, looked] = [NOW, 0];
    let ids = 0;
    const memory = createMemoryStore({ now: () => now, newId: () => String(++ids) });
    store = {
      ...memory,
      entries: (stretch, at) => {
        const found = memory.entries(stretch, at);
        looked += found.length;
        return found;
      },
    };
    for (let at = 0; at < 1_000; at += 1) await book(`old ${String(at)}`, now - at * 500);
    const usage = { store, limitsInForce: () => [], standings: () => [], judge: () => [], packages: () => assert.fail(), plan: () => ({ timeZone: 'UTC' }) };
    ports = { log: 'log', price: () => assert.fail(), usage, now: () => now, onEvent: () => undefined };
  });
  const book = async (requestHash: string, timestamp: number): Promise<string> =>
    (await store.reserveIfFits({ amount: { quantity: 1, unit: 'units' }, requestHash, provider: 'kling', taskId: `task ${requestHash}`, timestamp }, [], NOW + 1e9)).id ?? '';

  it('finds duplicates without looking through it each time, those of others too', async () => {
    const duplicates = createDuplicates(ports, { action: 'refuse', windowMs: 300_000 });
    assert.equal(duplicates.find('old 10', undefined)?.taskId, 'task old 10');
    assert.equal(duplicates.find('old 700', undefined), undefined);
    const first = looked;
    for (let at = 0; at < 100; at += 1) {
      duplicates.add(`own ${String(at)}`, undefined).bookedAs(await book(`own ${String(at)}`, now));
      now += 100;
    }
    await book('of another', now - 5_000);
    assert.equal(duplicates.find('of another', undefined)?.taskId, 'task of another');
    for (let at = 0; at < 100; at += 1) assert.equal(duplicates.find(`own ${String(at)}`, undefined)?.taskId, `task own ${String(at)}`);
    assert.ok(looked - first < 1_000, String(looked - first));
    now += 301_000;
    assert.equal(duplicates.find('own 5', undefined), undefined);
    assert.equal(duplicates.find('old 10', undefined), undefined);
  });

  it('waits for the charges of the last tasks without a price only', async () => {
    const booking = createBooking(ports);
    const price = { title: 'x', details: { provider: 'kling' } };
    const task = (id: string): unknown => ({ code: 0, data: { task_id: id, task_status: 'submitted' } });
    for (let at = 0; at <= 10_000; at += 1) await booking.answeredUnbooked(price, kling, { path: '/v1/videos/text2video', status: 200, json: task(`new ${String(at)}`) });
    for (const taskId of ['new 0', 'new 1']) await booking.observe([{ taskId, state: 'done', charge: { units: 5 } }], 'kling');
    assert.deepEqual([store.find('new 0', now)?.state, store.find('new 1', now)?.amount.quantity], [undefined, 5]);
  });

  it('asks for its open tasks without looking through it each time', async () => {
    const booking = createBooking(ports);
    const open = (): number => booking.open('kling').length;
    assert.equal(open(), 1_000);
    const first = looked;
    await store.settle('5');
    assert.equal(open(), 999);
    for (let at = 0; at < 100; at += 1) open();
    assert.equal(looked, first);
    await book('of another', now);
    now += 300_000;
    assert.equal(open(), 1_000);
  });
});
