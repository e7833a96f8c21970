import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { acquireLock } from '../../../src/stores/fileLock';
import type { LockTimes } from '../../../src/stores/fileLock';
import { createJsonlStore } from '../../../src/stores/jsonl';
import { ALL_TIME, HOUR, NOON, limitOf, units, withLog } from './support';

const TIMES: LockTimes = { heartbeat: 10, stale: 60, patience: 5_000 };
const owner = (changes: object): string => JSON.stringify({ pid: 1, host: 'elsewhere', token: 'theirs', ...changes });
const within = (use: (lock: string) => Promise<void>): Promise<void> => withLog((file) => use(`${file}.lock`));

describe('the lock', () => {
  it('is held by one at a time, and given back', () => within(async (lock) => {
    const first = await acquireLock(lock, fs);
    assert.ok(first.isMine());
    const order: string[] = [];
    const second = acquireLock(lock, fs).then((held) => {
      order.push('second');
      held.release();
    });
    order.push('first');
    first.release();
    await second;
    assert.deepEqual([order, fs.existsSync(lock)], [['first', 'second'], false]);
  }));

  it('of a process that has ended is broken at once', () => within(async (lock) => {
    const mine = await acquireLock(lock, fs);
    const own = JSON.parse(fs.readFileSync(lock, 'utf8')) as object;
    mine.release();
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    fs.writeFileSync(lock, JSON.stringify({ ...own, pid, token: 'dead' }));
    const started = performance.now();
    const held = await acquireLock(lock, fs, { heartbeat: 1000, stale: 1e9, patience: 30_000 });
    assert.ok(held.isMine() && performance.now() - started < 20_000);
    held.release();
    assert.equal(fs.readdirSync(lock.replace(/[^/\\]+$/, '')).length, 0);
  }));

  it('of another host is broken only when it shows no sign of life, whatever the clocks say', () => within(async (lock) => {
    for (const [text, time] of [[owner({}), 0], [owner({}), 4e12], ['', Date.now()], ['{"pid":', Date.now()]] as const) {
      fs.writeFileSync(lock, text);
      fs.utimesSync(lock, time / 1000, time / 1000);
      const started = performance.now();
      const held = await acquireLock(lock, fs, TIMES);
      assert.ok(performance.now() - started >= TIMES.stale);
      held.release();
    }
    fs.writeFileSync(lock, owner({}));
    let beats = 0;
    const beat = setInterval(() => { fs.utimesSync(lock, ++beats, beats); }, 5);
    await assert.rejects(acquireLock(lock, fs, { heartbeat: 10, stale: 2_000, patience: 60 }), { fault: { code: 'locked', file: lock, owner: '1 @ elsewhere' } });
    clearInterval(beat);
    assert.equal(fs.readFileSync(lock, 'utf8'), owner({}));
  }));

  it('is not given back by one who has lost it', () => within(async (lock) => {
    const held = await acquireLock(lock, fs, TIMES);
    fs.writeFileSync(lock, owner({}));
    assert.equal(held.isMine(), false);
    held.release();
    assert.equal(fs.readFileSync(lock, 'utf8'), owner({}));
  }));

  it('taken away before the write: nothing is written under it, and it is asked for again', () => withLog(async (file) => {
    let steals = 3;
    // Another takes it for a dead one's, just before the line is written.
    const files = { ...fs, fstatSync: ((descriptor: number) => {
      if (steals > 0 && fs.existsSync(`${file}.lock`) && fs.readFileSync(`${file}.lock`, 'utf8') !== '') {
        steals--;
        fs.unlinkSync(`${file}.lock`);
      }
      return fs.fstatSync(descriptor);
    }) as typeof fs.fstatSync };
    const store = createJsonlStore({ file, now: () => NOON, files, lockTimes: TIMES });
    assert.ok((await store.reserveIfFits({ timestamp: NOON, amount: units(1) }, [], NOON + HOUR)).id);
    assert.equal(steals, 0);
    assert.equal(fs.readFileSync(file, 'utf8').split('\n').length, 2);
  }, '\n'.slice(1)));

  it('taken away around the write: what was reserved is given back, and asked for again', () => withLog(async (file) => {
    const rival = createJsonlStore({ file, now: () => NOON, newId: () => 'rival' });
    const limits = [limitOf(units(5))];
    let rivals: Promise<unknown> | undefined;
    const files = { ...fs, writeSync: ((descriptor: number, bytes: Buffer) => {
      if (!rivals && Buffer.isBuffer(bytes)) {
        // It was broken when the owner had looked for the last time: the other has seen nothing of what comes now.
        fs.unlinkSync(`${file}.lock`);
        fs.appendFileSync(file, '{"timestamp":"2026-11-21T12:00:00.000000","v":1,"event":"reserved","id":"rival","quantity":"4","unit":"units"}\n');
        rivals = rival.refresh();
      }
      return fs.writeSync(descriptor, bytes);
    }) as typeof fs.writeSync };
    const store = createJsonlStore({ file, now: () => NOON, files, lockTimes: TIMES });
    const { verdict, id } = await store.reserveIfFits({ timestamp: NOON, amount: units(4) }, limits, NOON + HOUR);
    await rivals;
    assert.deepEqual([verdict, id], ['stops', undefined]);
    assert.deepEqual(store.entries(ALL_TIME, NOON).map(({ state, amount }) => [state, amount.quantity]), [['reserved', 4_000_000], ['released', 4_000_000]]);
  }));
});
