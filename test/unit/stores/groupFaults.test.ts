// What calls that come together are told when the disk or the lock fails them is what the log says.
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import type { FileSystem } from '../../../src/stores/fileSystem';
import { createJsonlStore } from '../../../src/stores/jsonl';
import type { UsageStore } from '../../../src/stores/store';
import { StoreError } from '../../../src/stores/storeError';
import { ALL_TIME, DAY, HOUR, NOON, units, withLog } from './support';

const draft = { timestamp: NOON, amount: units(2), usd: 280_000 };
const forTask = { ...draft, taskId: 'T' };
const open = (file: string, files: Partial<FileSystem> = {}): UsageStore =>
  createJsonlStore({ file, now: () => NOON, files: { ...fs, ...files }, lockTimes: { heartbeat: 1_000, stale: 50, patience: 5_000 } });
const fail = (code: string): never => { throw Object.assign(new Error(code), { code }); };
type Write = (descriptor: number, bytes: Buffer) => number;
/** The writes of lines in the hands of the test. */
const writing = (lines: Write, locks: (descriptor: number, text: string) => number = fs.writeSync): Pick<FileSystem, 'writeSync'> => ({
  writeSync: ((descriptor: number, bytes: Buffer | string) => (Buffer.isBuffer(bytes) ? lines(descriptor, bytes) : locks(descriptor, bytes))) as typeof fs.writeSync,
});
const outcomesOf = async (...calls: Promise<unknown>[]): Promise<string[]> =>
  (await Promise.allSettled(calls)).map((result) => (result.status === 'fulfilled' ? 'kept' : result.reason instanceof StoreError ? result.reason.fault.code : String(result.reason)));
const reserve = (store: UsageStore, what = draft): Promise<unknown> => store.reserveIfFits(what, [], NOON + HOUR);
/** What a reader finds who comes later: spent and set aside, in units. */
async function found(file: string): Promise<number[][]> {
  const reader = open(file);
  await reader.refresh();
  return reader.totals(DAY, NOON).amounts.map(({ spent, reserved }) => [spent / 1e6, reserved / 1e6]);
}

describe('calls that come together, when something fails them', () => {
  it('are not told that what those before them could not write is there', () => withLog(async (file) => {
    let isBroken = false;
    const store = open(file, writing((descriptor, bytes) => (isBroken ? fail('ENOSPC') : fs.writeSync(descriptor, bytes))));
    const { id = '' } = await store.reserveIfFits(draft, [], NOON + HOUR);
    isBroken = true;
    assert.deepEqual(await outcomesOf(reserve(store, forTask), reserve(store, forTask), store.refresh()), ['cannotWrite', 'cannotWrite', 'kept']);
    assert.deepEqual(await outcomesOf(store.release(id), store.release(id)), ['cannotWrite', 'cannotWrite']);
    assert.deepEqual(await outcomesOf(store.release(id)), ['cannotWrite']);
    isBroken = false;
    assert.deepEqual([await outcomesOf(store.release(id)), await found(file)], [['kept'], []]);
  }));

  for (const [what, faults] of [
    ['the log cannot be read again', (isWritten: () => boolean) => ({ openSync: (name: string, flags: string) => (isWritten() && flags === 'r' ? fail('EMFILE') : fs.openSync(name, flags)) })],
    ['the lock cannot be removed', () => ({ unlinkSync: () => fail('EACCES') })],
    ['no file can be closed without trouble', () => ({ closeSync: (descriptor: number) => { fs.closeSync(descriptor); fail('EIO'); } })],
  ] as const) {
    it(`are kept once they are on disk, though ${what}`, () => withLog(async (file) => {
      let isWritten = false;
      const store = open(file, {
        ...writing((descriptor, bytes) => {
          isWritten = true;
          return fs.writeSync(descriptor, bytes);
        }),
        ...faults(() => isWritten) as Partial<FileSystem>,
      });
      assert.deepEqual(await outcomesOf(reserve(store), store.record(draft)), ['kept', 'kept']);
      assert.deepEqual([await found(file), store.unwritten()], [[[2, 2]], []]);
    }, ''));
  }

  it('are taken back where nobody can tell whose the lock is, and fail where it stays so', () => withLog(async (file) => {
    let looks = 0;
    let isBroken = false;
    const store = open(file, {
      ...writing((descriptor, bytes) => {
        isBroken ||= looks === 0;
        return fs.writeSync(descriptor, bytes);
      }),
      readFileSync: ((name: string, encoding: 'utf8') => {
        if (isBroken && looks++ < 1) fail('EMFILE');
        return fs.readFileSync(name, encoding);
      }) as typeof fs.readFileSync,
    });
    assert.deepEqual(await outcomesOf(reserve(store), store.record(draft)), ['kept', 'kept']);
    assert.deepEqual([await found(file), store.unwritten()], [[[2, 2]], []]);
    const never = open(file, { readFileSync: (() => '') as unknown as typeof fs.readFileSync });
    assert.deepEqual(await outcomesOf(reserve(never), never.record(draft)), ['cannotLock', 'kept']);
    assert.deepEqual(await found(file), [[4, 2]]);
  }, ''));

  it('do not wait for a lock of which the disk takes a part', () => withLog(async (file) => {
    let tries = 0;
    const store = open(file, writing(fs.writeSync, (descriptor, text) => {
      tries += 1;
      return fs.writeSync(descriptor, text.slice(0, 10));
    }));
    assert.deepEqual(await outcomesOf(reserve(store), store.record(draft)), ['cannotLock', 'kept']);
    assert.deepEqual([tries, fs.existsSync(`${file}.lock`)], [1, false]);
  }));

  it('leave what another has reserved for their task when they give theirs back', () => withLog(async (file) => {
    let most: number | undefined = 50;
    const store = open(file, writing((descriptor, bytes) => fs.writeSync(descriptor, bytes.subarray(0, most))));
    assert.deepEqual(await outcomesOf(reserve(store, forTask)), ['shortWrite']);
    most = undefined;
    await reserve(open(file), forTask);
    await store.refresh();
    assert.deepEqual(await found(file), [[0, 2]]);
  }));

  it('set nothing aside by naming the task of a reservation that failed', () => withLog(async (file) => {
    let isBroken = true;
    const store = open(file, writing((descriptor, bytes) => (isBroken ? fail('ENOSPC') : fs.writeSync(descriptor, bytes))));
    assert.deepEqual(await outcomesOf(reserve(store, forTask), store.bind('T', 'K')), ['cannotWrite', 'cannotWrite']);
    isBroken = false;
    await store.refresh();
    assert.deepEqual(await found(file), []);
  }));

  it('count after what the disk took of them when they are tried again', () => withLog(async (file) => {
    let most = 0;
    const store = open(file, writing((descriptor, bytes) => (most === 0 ? fail('ENOSPC') : fs.writeSync(descriptor, bytes.subarray(0, bytes.indexOf(10) + 1)))));
    assert.deepEqual(await outcomesOf(store.record(forTask), store.correct('T', units(5), 'why')), ['cannotWrite', 'cannotWrite']);
    most = 1;
    await store.refresh();
    assert.deepEqual([store.totals(DAY, NOON).amounts[0]?.spent, await found(file)], [5_000_000, [[2, 0]]]);
  }, ''));

  it('leave a charge when the reservation before it is taken back, and no empty line', () => withLog(async (file) => {
    let isStolen = false;
    const store = open(file, writing((descriptor, bytes) => {
      if (!isStolen) fs.unlinkSync(`${file}.lock`);
      isStolen = true;
      return fs.writeSync(descriptor, bytes);
    }));
    assert.deepEqual(await outcomesOf(reserve(store, forTask), store.settle('T', { amount: units(3) })), ['alreadySettled', 'kept']);
    assert.deepEqual(await found(file), [[3, 0]]);
    assert.doesNotMatch(fs.readFileSync(file, 'utf8'), /\n\n/);
  }));

  it('are held in memory as a later reader finds them, also where a detail is none', () => withLog(async (file) => {
    const store = open(file);
    for (const more of [{ project: '' }, { durationSeconds: -1 }, { timestamp: NOON + 0.5 }]) await store.record({ ...draft, ...more });
    const reader = open(file);
    await reader.refresh();
    assert.deepEqual(store.entries(ALL_TIME, NOON), reader.entries(ALL_TIME, NOON));
  }));
});
