// What is asked of the log at the same moment is read, written and flushed together; each call has its own outcome.
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import fc from 'fast-check';
import { createJsonlStore } from '../../../src/stores/jsonl';
import type { UsageStore } from '../../../src/stores/store';
import { StoreError } from '../../../src/stores/storeError';
import { ALL_TIME, DAY, HOUR, NOON, limitOf, trackerLine, units, withLog } from './support';

const draft = { timestamp: NOON, amount: units(2), usd: 280_000 };
type Write = (descriptor: number, bytes: Buffer) => number;

/** The store, with what it asks of the disk counted, and its writes of lines in the hands of the test. */
function open(file: string, writeLines: Write = fs.writeSync): { store: UsageStore; flushes: () => number } {
  let flushes = 0;
  const writeSync = (descriptor: number, bytes: Buffer | string): number => (Buffer.isBuffer(bytes) ? writeLines(descriptor, bytes) : fs.writeSync(descriptor, bytes));
  const fdatasync = (descriptor: number, done: (error: NodeJS.ErrnoException | null) => void): void => {
    flushes += 1;
    fs.fdatasync(descriptor, done);
  };
  const files = { ...fs, writeSync: writeSync as typeof fs.writeSync, fdatasync: fdatasync as typeof fs.fdatasync };
  return { store: createJsonlStore({ file, now: () => NOON, files, lockTimes: { heartbeat: 1_000, stale: 50, patience: 5_000 } }), flushes: () => flushes };
}
const codeOf = (result: PromiseSettledResult<unknown>): string =>
  result.status === 'fulfilled' ? 'kept' : result.reason instanceof StoreError ? result.reason.fault.code : String(result.reason);
/** The store has what a reader finds who comes later. */
async function sameAsRead(store: UsageStore, file: string): Promise<void> {
  const reader = createJsonlStore({ file, now: () => NOON });
  await reader.refresh();
  assert.deepEqual(store.entries(ALL_TIME, NOON), reader.entries(ALL_TIME, NOON));
  assert.deepEqual(store.totals(DAY, NOON), reader.totals(DAY, NOON));
  assert.deepEqual(store.unreadable(), reader.unreadable());
}

describe('calls that come together', () => {
  it('are one write and one flush', () => withLog(async (file) => {
    let writes = 0;
    const { store, flushes } = open(file, (descriptor, bytes) => {
      writes += 1;
      return fs.writeSync(descriptor, bytes);
    });
    await store.refresh();
    await Promise.all([...Array.from({ length: 30 }, () => store.record(draft)), ...Array.from({ length: 30 }, () => store.reserveIfFits(draft, [], NOON + HOUR)), store.refresh()]);
    assert.deepEqual([writes, flushes(), store.entries(ALL_TIME, NOON).length], [1, 1, 61]);
    await sameAsRead(store, file);
  }, trackerLine('T1', 1)));

  it('see what those before them chose: no limit is passed, and a task is reserved once', () => withLog(async (file) => {
    const { store, flushes } = open(file);
    const limits = [limitOf(units(7), { thresholds: [] })];
    const answers = await Promise.all(Array.from({ length: 6 }, () => store.reserveIfFits(draft, limits, NOON + HOUR)));
    assert.deepEqual(answers.map(({ verdict }) => verdict), ['fits', 'fits', 'fits', 'stops', 'stops', 'stops']);
    assert.equal(answers[3]?.decidedBy?.totals.amounts[0]?.reserved, 6_000_000);
    const twice = await Promise.all([1, 2].map(() => store.reserveIfFits({ ...draft, taskId: 'T', amount: units(1) }, limits, NOON + HOUR)));
    assert.equal(twice[0]?.id, twice[1]?.id);
    const id = twice[0]?.id ?? '';
    const [bound, settled, again] = await Promise.all([store.bind(id, 'K'), store.settle(id, { amount: units(0.5) }), store.settle('K')]);
    assert.deepEqual([bound.taskId, settled.amount, again.amount, flushes()], ['K', units(0.5), units(0.5), 3]);
    await sameAsRead(store, file);
  }));

  it('fail each for its own reason', () => withLog(async (file) => {
    const { store } = open(file);
    const { id } = await store.record(draft);
    const results = await Promise.allSettled([
      store.settle('nobody'), store.record(draft), store.release(id), store.reserveIfFits({ ...draft, amount: { ...units(1), pool: '' } }, [], NOON + HOUR), store.reserveIfFits(draft, [], NOON + HOUR),
    ]);
    assert.deepEqual(results.map(codeOf), ['unknownEntry', 'kept', 'alreadySettled', 'badLine', 'kept']);
    assert.equal(store.entries(ALL_TIME, NOON).length, 3);
    await sameAsRead(store, file);
  }));

  for (const [code, cut, kept] of [['cannotWrite', undefined, 0], ['shortWrite', 700, 2]] as const) {
    it(`lose no fact when the disk fails them (${code}), and set nothing aside`, () => withLog(async (file) => {
      let isBroken = false;
      const { store } = open(file, (descriptor, bytes) => {
        if (isBroken && cut === undefined) throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' });
        return fs.writeSync(descriptor, isBroken ? bytes.subarray(0, cut) : bytes);
      });
      const { id = '' } = await store.reserveIfFits(draft, [], NOON + HOUR);
      isBroken = true;
      const results = await Promise.allSettled([
        store.reserveIfFits(draft, [limitOf(units(100))], NOON + HOUR), store.reserveIfFits(draft, [], NOON + HOUR), store.record({ ...draft, taskId: 'T' }), store.settle(id, { amount: units(3) }), store.refresh(),
      ]);
      assert.deepEqual(results.map(codeOf), [code, code, code, code, 'kept']);
      assert.deepEqual(store.totals(DAY, NOON).amounts.map(({ spent, reserved }) => [spent, reserved]), [[5_000_000, 0]]);
      assert.equal(store.unwritten().length, 2 + kept);
      isBroken = false;
      await store.refresh();
      assert.deepEqual([store.unwritten().length, store.totals(DAY, NOON).amounts[0]?.spent], [0, 5_000_000]);
      await sameAsRead(store, file);
    }));
  }

  it('keep what needs no lock when there is none to be had', () => withLog(async (file) => {
    const { store } = open(file);
    fs.mkdirSync(`${file}.lock`);
    const results = await Promise.allSettled([store.reserveIfFits(draft, [], NOON + HOUR), store.record(draft), store.refresh()]);
    assert.deepEqual(results.map(codeOf), ['cannotLock', 'kept', 'kept']);
    await sameAsRead(store, file);
  }));

  it('count right when another program writes between their choice and their write', () => withLog(async (file) => {
    let others = 0;
    const { store } = open(file, (descriptor, bytes) => {
      if (others < 2) fs.appendFileSync(file, others++ === 0 ? trackerLine('T5', 35) : '{"timestamp":"2026-11-21T12:00:00.000000","v":1,"event":"released","id":"x","task_id":"T9","quantity":"1","unit":"units"}\n');
      return fs.writeSync(descriptor, bytes);
    });
    await Promise.all([store.record(draft), store.reserveIfFits({ ...draft, taskId: 'T9' }, [], NOON + HOUR), store.record(draft)]);
    await sameAsRead(store, file);
    await Promise.all([store.record(draft), store.reserveIfFits({ ...draft, taskId: 'T8' }, [], NOON + HOUR)]);
    assert.equal(others, 2);
    await sameAsRead(store, file);
  }, trackerLine('T1', 1)));

  it('are taken back and made again where they depended on a lock that was lost, and only those', () => withLog(async (file) => {
    let isStolen = false;
    const { store } = open(file, (descriptor, bytes) => {
      // It was broken when the owner had looked for the last time, and another has reserved meanwhile.
      if (!isStolen && fs.existsSync(`${file}.lock`)) {
        isStolen = true;
        fs.unlinkSync(`${file}.lock`);
        fs.appendFileSync(file, '{"timestamp":"2026-11-21T12:00:00.000000","v":1,"event":"reserved","id":"rival","quantity":"4","unit":"units"}\n');
      }
      return fs.writeSync(descriptor, bytes);
    });
    const limits = [limitOf(units(8), { thresholds: [] })];
    const [first, fact, second] = await Promise.all([store.reserveIfFits(draft, limits, NOON + HOUR), store.record({ ...draft, taskId: 'T' }), store.reserveIfFits(draft, limits, NOON + HOUR)]);
    assert.deepEqual([first.verdict, fact.state, second.verdict], ['fits', 'settled', 'stops']);
    assert.deepEqual(store.entries(ALL_TIME, NOON).map(({ state }) => state).sort(), ['released', 'released', 'reserved', 'reserved', 'settled']);
    assert.deepEqual(store.totals(DAY, NOON).amounts.map(({ spent, reserved }) => [spent, reserved]), [[2_000_000, 6_000_000]]);
    await sameAsRead(store, file);
  }));

  it('come to what a later reader finds, in any mix, from two stores and a tracker at once', async () => {
    const action = fc.record({
      store: fc.nat({ max: 2 }), kind: fc.constantFrom('record', 'reserve', 'bind', 'settle', 'release', 'correct', 'refresh'), task: fc.nat({ max: 4 }), amount: fc.integer({ min: 0, max: 4 }), waits: fc.boolean(),
    });
    await fc.assert(fc.asyncProperty(fc.array(action, { maxLength: 25 }), (actions) => withLog(async (file) => {
      const stores = [open(file).store, open(file).store] as const;
      const running: Promise<unknown>[] = [];
      for (const { store, kind, task, amount, waits } of actions) {
        const own = stores[store];
        const taskId = `T${String(task)}`;
        if (!own) fs.appendFileSync(file, trackerLine(taskId, amount));
        else {
          running.push({
            record: () => own.record({ ...draft, taskId, amount: units(amount) }),
            reserve: () => own.reserveIfFits({ ...draft, taskId, amount: units(amount) }, [limitOf(units(9))], NOON + HOUR),
            bind: () => own.bind(taskId, `${taskId}x`),
            settle: () => own.settle(taskId, { amount: units(amount) }),
            release: () => own.release(taskId),
            correct: () => own.correct(taskId, units(amount), 'why'),
            refresh: () => own.refresh(),
          }[kind]());
        }
        if (waits) await Promise.allSettled(running);
      }
      for (const result of await Promise.allSettled(running)) assert.match(codeOf(result), /^(?:kept|unknownEntry|alreadySettled|alreadyReserved|notSettled)$/);
      for (const store of stores) {
        await store.refresh();
        await sameAsRead(store, file);
        assert.ok((store.totals(DAY, NOON).amounts.find(({ unit }) => unit === 'units')?.reserved ?? 0) <= 9_000_000);
      }
    })), { numRuns: 60 });
  }).timeout(60_000);
});
