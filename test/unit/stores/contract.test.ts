// One contract; every kind of store is held to it.
import assert from 'node:assert/strict';
import { createJsonlStore } from '../../../src/stores/jsonl';
import { createMemoryStore } from '../../../src/stores/memory';
import type { UsageStore } from '../../../src/stores/store';
import { ALL_TIME, DAY, HOUR, NOON, credits, limitOf, units, withLog } from './support';

interface Case {
  readonly store: UsageStore;
  /** Moves the clock on. */
  readonly pass: (milliseconds: number) => void;
}

const KINDS: Readonly<Record<string, (use: (given: Case) => Promise<void>) => Promise<void>>> = {
  memory: async (use) => {
    let [now, id] = [NOON, 0];
    await use({ store: createMemoryStore({ now: () => now, newId: () => `e${String(++id)}` }), pass: (time) => { now += time; } });
  },
  jsonl: async (use) => {
    let [now, id] = [NOON, 0];
    await withLog(async (file) => {
      const store = createJsonlStore({ file, now: () => now, newId: () => `e${String(++id)}` });
      await use({ store, pass: (time) => { now += time; } });
      await store.close();
    });
  },
};

const draft = { timestamp: NOON, amount: units(2.5), usd: 350_000, model: 'kling-v2-6', mode: 'pro', durationSeconds: 5, project: 'ads' };
const rejectsWith = (code: string) => (error: unknown): boolean => (error as { fault: { code: string } }).fault.code === code;

for (const [kind, within] of Object.entries(KINDS)) {
  describe(`the ${kind} store`, () => {
    const check = (what: string, use: (given: Case) => Promise<void>): void => { it(what, () => within(use)); };

    check('counts a reservation as set aside, and its charge as spent', async ({ store }) => {
      const { id, verdict } = await store.reserveIfFits(draft, [limitOf(units(10))], NOON + HOUR);
      assert.deepEqual([id, verdict], ['e1', 'fits']);
      const amounts = (): unknown => store.totals(DAY, NOON).amounts;
      assert.deepEqual(amounts(), [{ unit: 'units', pool: 'video', spent: 0, reserved: 2_500_000, entries: 1 }]);
      const settled = await store.settle('e1', { amount: units(3), taskId: 'T1' });
      assert.deepEqual(amounts(), [{ unit: 'units', pool: 'video', spent: 3_000_000, reserved: 0, entries: 1 }]);
      assert.deepEqual(settled, { ...draft, id: 'e1', taskId: 'T1', state: 'settled', amount: units(3), usd: 420_000, estimated: units(2.5), settledAt: NOON });
      assert.deepEqual(store.entries(DAY, NOON), [settled]);
    });

    check('gives back what was reserved, and lets the same task be reserved again', async ({ store, pass }) => {
      const limits = [limitOf(units(3))];
      const first = await store.reserveIfFits({ ...draft, taskId: 'T' }, limits, NOON + HOUR);
      assert.equal((await store.reserveIfFits(draft, limits, NOON + HOUR)).verdict, 'stops');
      assert.deepEqual((await store.release('T', 'timed out')).reason, 'timed out');
      assert.equal(store.totals(DAY, NOON).entries, 0);
      pass(1000);
      const again = await store.reserveIfFits({ ...draft, taskId: 'T' }, limits, NOON + HOUR);
      assert.notEqual(again.id, first.id);
      assert.equal(store.totals(DAY, NOON).amounts[0]?.reserved, 2_500_000);
    });

    check('is told which task an entry is for, and reserves nothing by it', async ({ store, pass }) => {
      const { id = '' } = await store.reserveIfFits({ ...draft, taskId: 'own name' }, [], NOON + HOUR);
      const before = store.totals(DAY, NOON);
      pass(1000);
      const bound = await store.bind('own name', 'T');
      assert.deepEqual([bound.id, bound.taskId, bound.state, bound.timestamp, bound.expiresAt], [id, 'T', 'reserved', NOON, NOON + HOUR]);
      assert.deepEqual(store.totals(DAY, NOON), before);
      assert.deepEqual([store.find('T', NOON)?.id, store.find('own name', NOON)?.id], [id, id]);
      await store.release('T');
      assert.equal((await store.bind(id, 'U')).state, 'released');
      await assert.rejects(store.bind('nobody', 'T'), rejectsWith('unknownEntry'));
    });

    check('writes nothing that would not be read again', async ({ store }) => {
      await assert.rejects(store.record({ ...draft, model: 'm'.repeat(1 << 20) }), rejectsWith('badLine'));
      await assert.rejects(store.reserveIfFits({ ...draft, amount: { ...units(1), pool: '' } }, [], NOON + HOUR), rejectsWith('badLine'));
      await assert.rejects(store.reserveIfFits(draft, [], Date.UTC(19015, 0)), rejectsWith('badLine'));
      const { id } = await store.record({ ...draft, amount: units(1), usd: 100e6 });
      await assert.rejects(store.settle(id, { amount: units(1e9) }), rejectsWith('badLine'));
      assert.deepEqual(store.entries(ALL_TIME, NOON).map(({ amount, usd }) => [amount.quantity, usd]), [[1e6, 100e6]]);
    });

    check('settles dollars as dollars', async ({ store }) => {
      const { id } = await store.record({ ...draft, amount: { quantity: 5e6, unit: 'usd' }, usd: 5e6 });
      const settled = await store.settle(id, { usd: 7e6 });
      assert.deepEqual([settled.amount.quantity, settled.usd], [7e6, 7e6]);
    });

    check('keeps the open reservation of a task', async ({ store }) => {
      const first = await store.reserveIfFits({ ...draft, taskId: 'T' }, [limitOf(units(3))], NOON + HOUR);
      const second = await store.reserveIfFits({ ...draft, taskId: 'T' }, [limitOf(units(3))], NOON + HOUR);
      assert.deepEqual([second.verdict, second.id, second.decidedBy?.totals.amounts[0]?.reserved], [first.verdict, first.id, 2_500_000]);
      await assert.rejects(store.reserveIfFits({ ...draft, amount: units(2.6), taskId: 'T' }, [], NOON + HOUR), rejectsWith('alreadyReserved'));
      assert.equal(store.entries(ALL_TIME, NOON).length, 1);
    });

    check('reserves to the last millionth and not one more', async ({ store }) => {
      const limits = [limitOf(units(5))];
      assert.equal((await store.reserveIfFits({ ...draft, amount: units(4.999999) }, limits, NOON + HOUR)).verdict, 'warns');
      const over = await store.reserveIfFits({ ...draft, amount: units(0.000002) }, limits, NOON + HOUR);
      assert.deepEqual([over.verdict, over.id], ['stops', undefined]);
      assert.equal(over.decidedBy?.totals.amounts[0]?.reserved, 4_999_999);
      assert.equal((await store.reserveIfFits({ ...draft, amount: units(0.000001) }, limits, NOON + HOUR)).verdict, 'warns');
    });

    check('reserves a batch whole or not at all, each request as an entry of its own', async ({ store }) => {
      const drafts = [units(1), units(2), units(2)].map((amount) => ({ ...draft, amount, usd: amount.quantity }));
      const refused = await store.reserveAllIfFit(drafts, [limitOf(units(4.9))], NOON + HOUR);
      assert.deepEqual([refused.verdict, refused.id, refused.entryIds, refused.decidedBy?.limit.amount], ['stops', undefined, [], units(4.9)]);
      assert.equal(store.entries(ALL_TIME, NOON).length, 0);
      const { verdict, id = '', entryIds } = await store.reserveAllIfFit(drafts, [limitOf(units(5), { thresholds: [] })], NOON + HOUR);
      assert.deepEqual([verdict, entryIds], ['fits', [`${id}/1`, `${id}/2`, `${id}/3`]]);
      assert.deepEqual(store.totals(DAY, NOON).amounts.map(({ reserved }) => reserved), [5_000_000]);
      assert.equal((await store.reserveIfFits(draft, [limitOf(units(5))], NOON + HOUR)).verdict, 'stops');
      assert.equal((await store.settle(`${id}/2`, { taskId: 'T' })).state, 'settled');
    });

    check('gives back what is still set aside of a batch, and keeps what was charged', async ({ store }) => {
      const drafts = [units(1), units(2), units(3)].map((amount) => ({ ...draft, amount }));
      const first = await store.reserveAllIfFit(drafts, [], NOON + HOUR);
      const other = await store.reserveAllIfFit(drafts, [], NOON + HOUR);
      await store.settle(`${first.id ?? ''}/2`, { taskId: 'T' });
      const released = await store.releaseAll(first.id ?? '', 'not sent');
      assert.deepEqual(released.map(({ id, state, reason }) => [id, state, reason]), [[first.entryIds[0], 'released', 'not sent'], [first.entryIds[2], 'released', 'not sent']]);
      assert.deepEqual(store.totals(DAY, NOON).amounts.map(({ spent, reserved }) => [spent, reserved]), [[2_000_000, 6_000_000]]);
      assert.deepEqual(await store.releaseAll(first.id ?? ''), []);
      assert.equal((await store.releaseAll(other.id ?? '')).length, 3);
      await assert.rejects(store.releaseAll('plan-nobody'), rejectsWith('unknownBatch'));
      await assert.rejects(store.releaseAll(''), rejectsWith('unknownBatch'));
    });

    check('lets the strictest of several limits decide', async ({ store }) => {
      const warns = limitOf({ quantity: 300_000, unit: 'usd' }, { onExceed: 'warn', period: 'monthly' });
      const { decidedBy, verdict } = await store.reserveIfFits(draft, [limitOf(units(100)), warns], NOON + HOUR);
      assert.deepEqual([verdict, decidedBy?.limit.period], ['warns', 'monthly']);
      const stops = await store.reserveIfFits(draft, [warns, limitOf(units(3))], NOON + HOUR);
      assert.deepEqual([stops.verdict, stops.decidedBy?.limit.amount], ['stops', units(3)]);
    });

    check('does not let pass under a limit in dollars what has no price', async ({ store }) => {
      const { verdict } = await store.reserveIfFits({ timestamp: NOON, amount: credits(5) }, [limitOf({ quantity: 1e9, unit: 'usd' })], NOON + HOUR);
      assert.equal(verdict, 'stops');
      assert.equal((await store.reserveIfFits({ timestamp: NOON, amount: credits(5), usd: 1 }, [limitOf({ quantity: 1e9, unit: 'usd' })], NOON + HOUR)).verdict, 'fits');
    });

    check('counts a reservation as spent once its time is over, and settles it in its period', async ({ store, pass }) => {
      const { id = '' } = await store.reserveIfFits(draft, [], NOON + HOUR);
      assert.equal(store.entries(DAY, NOON + HOUR - 1)[0]?.state, 'reserved');
      assert.equal(store.entries(DAY, NOON + HOUR)[0]?.state, 'expired');
      assert.deepEqual(store.totals(DAY, NOON + HOUR).usd, { spent: 350_000, reserved: 0 });
      pass(30 * HOUR);
      assert.equal((await store.settle(id)).timestamp, NOON);
      assert.equal(store.totals(DAY, NOON + 30 * HOUR).entries, 1);
    });

    check('records charges once for each task, and corrects them with a reason', async ({ store }) => {
      await store.record({ ...draft, taskId: 'T' });
      await store.record({ ...draft, taskId: 'T' });
      assert.deepEqual(store.totals(DAY, NOON).usd, { spent: 350_000, reserved: 0 });
      const corrected = await store.correct('T', units(5), 'was pro');
      assert.deepEqual([corrected.amount, corrected.usd, corrected.reason], [units(5), 700_000, 'was pro']);
      assert.deepEqual(store.totals(DAY, NOON).usd, { spent: 700_000, reserved: 0 });
    });

    check('never adds up units, credits and dollars, and says how many have no price', async ({ store }) => {
      await store.record({ timestamp: NOON, amount: credits(10) });
      await store.record({ timestamp: NOON, amount: { quantity: 500_000, unit: 'usd' } });
      await store.record({ timestamp: NOON, amount: { quantity: 8_000_000, unit: 'units', pool: 'image' }, usd: 28_000 });
      await store.record({ timestamp: NOON, amount: { quantity: 1_000_000, unit: 'units' }, usd: 140_000 });
      const { amounts, ...rest } = store.totals(DAY, NOON);
      assert.deepEqual(amounts.map(({ unit, pool, spent }) => [unit, pool, spent]), [
        ['credits', undefined, 10_000_000], ['units', 'image', 8_000_000], ['units', 'video', 1_000_000], ['usd', undefined, 500_000],
      ]);
      assert.deepEqual(rest, { usd: { spent: 668_000, reserved: 0 }, entries: 4, withoutUsd: 1 });
    });

    check('tells totals by model and by project', async ({ store }) => {
      await store.record(draft);
      await store.record({ ...draft, model: 'kling-v3' });
      await store.record({ timestamp: NOON, amount: units(1) });
      const spent = (name: 'model' | 'project'): unknown =>
        [...store.totalsBy(name, DAY, NOON)].map(([value, { amounts }]) => [value, amounts[0]?.spent]).sort();
      assert.deepEqual(spent('model'), [['', 1_000_000], ['kling-v2-6', 2_500_000], ['kling-v3', 2_500_000]]);
      assert.deepEqual(spent('project'), [['', 1_000_000], ['ads', 5_000_000]]);
      assert.equal(store.totals(DAY, NOON, { model: 'kling-v3', project: 'ads' }).entries, 1);
    });

    check('refuses what makes no sense', async ({ store }) => {
      await store.record({ ...draft, taskId: 'T' });
      await assert.rejects(store.settle('nobody'), rejectsWith('unknownEntry'));
      await assert.rejects(store.release('T'), rejectsWith('alreadySettled'));
      await assert.rejects(store.reserveIfFits({ ...draft, taskId: 'T' }, [], NOON + HOUR), rejectsWith('alreadySettled'));
      const { id = '' } = await store.reserveIfFits(draft, [], NOON + HOUR);
      await assert.rejects(store.correct(id, units(1), 'why'), rejectsWith('notSettled'));
      for (const quantity of [-1, NaN, Infinity, 0.5, 2 ** 53]) {
        await assert.rejects(store.record({ ...draft, amount: { quantity, unit: 'units' } }), rejectsWith('badAmount'));
      }
      assert.equal(store.totals(DAY, NOON).entries, 2);
    });
  });
}
