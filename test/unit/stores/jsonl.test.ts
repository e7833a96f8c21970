// The file itself: what others write there, what breaks it, and what the disk does.
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { FileSystem } from '../../../src/stores/fileSystem';
import { createJsonlStore } from '../../../src/stores/jsonl';
import type { UsageStore } from '../../../src/stores/store';
import { StoreError } from '../../../src/stores/storeError';
import { ALL_TIME, DAY, HOUR, NOON, limitOf, trackerLine, units, withLog } from './support';

const draft = { timestamp: NOON, amount: units(2.5), usd: 350_000 };
const open = (file: string, files?: Partial<FileSystem>): UsageStore =>
  createJsonlStore({ file, now: () => NOON, ...(files ? { files: { ...fs, ...files } } : {}) });
const faultOf = async (promise: Promise<unknown>): Promise<unknown> => {
  try {
    await promise;
  } catch (error) {
    if (error instanceof StoreError) return error.fault;
    throw error;
  }
  return 'none';
};
const fail = (code: string) => (): never => { throw Object.assign(new Error(code), { code }); };
const creditsOf = (store: UsageStore): number => (store.totals(DAY, NOON).amounts.find(({ unit }) => unit === 'credits')?.spent ?? 0) / 1e6;

describe('the log in a file', () => {
  it('adds up the lines of the tracker and ours, read by both at once', () => withLog(async (file) => {
    const store = open(file);
    await store.refresh();
    const { id = '' } = await store.reserveIfFits(draft, [], NOON + HOUR);
    fs.appendFileSync(file, trackerLine('T2', 35));
    await store.settle(id, { amount: units(3), taskId: 'T3' });
    fs.appendFileSync(file, trackerLine('T2', 40));
    assert.equal(await store.refresh(), 'appended');
    assert.equal(await store.refresh(), 'same');
    for (const reader of [store, open(file)]) {
      await reader.refresh();
      assert.deepEqual(reader.totals(DAY, NOON).amounts.map(({ unit, spent, reserved }) => [unit, spent, reserved]), [['credits', 75_000_000, 0], ['units', 3_000_000, 0]]);
      assert.deepEqual(reader.entries(DAY, NOON).map((entry) => entry.taskId), ['T1', 'T2', 'T3']);
    }
    // Whoever reads as the tracker writes finds its fields on every line, and no units among the credits.
    const lines = fs.readFileSync(file, 'utf8').trimEnd().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>);
    for (const line of lines) for (const key of ['timestamp', 'task_id', 'credits', 'model', 'duration', 'mode', 'prompt_preview']) assert.ok(key in line);
    assert.equal(lines.reduce((sum, line) => sum + Number(line['credits']), 0), 35 + 35 + 40);
  }, trackerLine('T1', 35)));

  it('reads on where it stopped, and all again when the file is another one', () => withLog(async (file) => {
    const store = open(file);
    assert.equal(await store.refresh(), 'appended');
    fs.appendFileSync(file, trackerLine('T2', 2));
    assert.deepEqual([await store.refresh(), creditsOf(store)], ['appended', 3]);
    fs.writeFileSync(file, trackerLine('T3', 5));
    assert.deepEqual([await store.refresh(), creditsOf(store)], ['replaced', 5]);
    fs.writeFileSync(file, trackerLine('T4', 7) + trackerLine('T5', 8));
    assert.deepEqual([await store.refresh(), creditsOf(store)], ['replaced', 15]);
    fs.renameSync(file, `${file}.1`);
    fs.writeFileSync(file, trackerLine('T4', 7) + trackerLine('T5', 8) + trackerLine('T6', 9));
    assert.deepEqual([await store.refresh(), creditsOf(store)], ['replaced', 24]);
    fs.truncateSync(file, 0);
    assert.deepEqual([await store.refresh(), creditsOf(store)], ['replaced', 0]);
    fs.rmSync(file);
    assert.deepEqual([await store.refresh(), await store.refresh()], ['same', 'same']);
    await store.record(draft);
    assert.equal(store.totals(DAY, NOON).entries, 1);
  }, trackerLine('T1', 1)));

  it('notices another text in the same file, also one of the same length', () => withLog(async (file) => {
    const store = open(file);
    await store.refresh();
    fs.writeFileSync(file, trackerLine('T1', 3) + trackerLine('T2', 2));
    fs.utimesSync(file, 1, 1);
    assert.deepEqual([await store.refresh(), await store.refresh(), creditsOf(store)], ['replaced', 'same', 5]);
    fs.writeFileSync(file, trackerLine('T1', 1) + trackerLine('T9', 9) + trackerLine('T3', 3));
    assert.deepEqual([await store.refresh(), creditsOf(store)], ['replaced', 13]);
  }, trackerLine('T1', 1) + trackerLine('T2', 2)));

  it('reads what a person or another system has saved: mark, line ends, blank lines, no line end at the end', () => withLog(async (file) => {
    const store = open(file);
    await store.refresh();
    assert.deepEqual([store.unreadable(), creditsOf(store)], [[], 6]);
    // The last line is whole, and goes on being one.
    fs.appendFileSync(file, `\r\n${trackerLine('T4', 4)}oops\n`);
    await store.refresh();
    assert.deepEqual([store.unreadable(), creditsOf(store)], [[{ line: 7, reason: 'is not JSON' }], 10]);
    const again = open(file);
    await again.refresh();
    assert.deepEqual([again.unreadable(), creditsOf(again)], [store.unreadable(), 10]);
  }, `\uFEFF${trackerLine('T1', 1).replace('\n', '\r\n')}\r\n${trackerLine('T2', 2)}\n${trackerLine('T3', 3).trimEnd()}`));

  it('says nothing of a torn last line until something follows it, and loses neither neighbor', () => withLog(async (file) => {
    const store = open(file);
    await store.refresh();
    assert.deepEqual([store.unreadable(), creditsOf(store)], [[], 1]);
    await store.record(draft);
    assert.deepEqual([store.unreadable(), store.totals(DAY, NOON).entries], [[{ line: 2, reason: 'is not JSON' }], 2]);
    assert.ok(fs.readFileSync(file, 'utf8').includes(`${trackerLine('T2', 2).slice(0, 60)}\n{"timestamp"`));
  }, trackerLine('T1', 1) + trackerLine('T2', 2).slice(0, 60)));

  it('finds the line that another program wrote behind a torn one', () => withLog(async (file) => {
    const store = open(file);
    await store.refresh();
    assert.deepEqual(store.unreadable().map(({ line }) => line), [1]);
    assert.deepEqual(store.entries(ALL_TIME, NOON).map(({ taskId }) => taskId), ['T2', 'T3', 'T4']);
  }, trackerLine('T1', 1).slice(0, 70) + trackerLine('T2', 2) + trackerLine('T3', 3) + trackerLine('T4', 4)));

  it('finds it also where the torn one ends within a character', () => withLog(async (file) => {
    const store = open(file);
    await store.refresh();
    assert.deepEqual([store.unreadable(), store.entries(ALL_TIME, NOON).map(({ taskId }) => taskId)], [[{ line: 1, reason: 'is not UTF-8' }, { line: 2, reason: 'is not UTF-8' }], ['T2']]);
  }, Buffer.concat([
    Buffer.from(trackerLine('T1', 1).replace('a cat', 'é')).subarray(0, Buffer.from(trackerLine('T1', 1)).indexOf('a cat') + 1), Buffer.from(trackerLine('T2', 2)),
    Buffer.from(trackerLine('T3', 3)).subarray(0, 70), Buffer.from(trackerLine('T4', 4).replace('a cat', 'b\xff'), 'latin1'),
  ])));

  it('counts a whole last line without an end once, also when another line follows on it', () => withLog(async (file) => {
    const store = open(file);
    await store.refresh();
    assert.equal(creditsOf(store), 1);
    fs.appendFileSync(file, trackerLine('T2', 2));
    await store.refresh();
    const again = open(file);
    await again.refresh();
    for (const reader of [store, again]) assert.deepEqual([creditsOf(reader), reader.unreadable().map(({ line }) => line)], [3, [1]]);
  }, trackerLine('T1', 1).trimEnd()));

  it('counts hostile lines with number and reason, and reads the rest', () => withLog(async (file) => {
    const store = open(file);
    await store.refresh();
    assert.equal(creditsOf(store), 3);
    assert.deepEqual(store.unreadable(), [
      { line: 2, reason: 'is not UTF-8' }, { line: 3, reason: 'is not JSON' }, { line: 4, reason: 'is longer than 1 MB' },
      { line: 5, reason: 'is not a JSON object' }, { line: 6, reason: '"credits": must be below 9,007,199,254' },
    ]);
  }, Buffer.concat([
    Buffer.from(trackerLine('T1', 1)), Buffer.from([0xff, 0xfe, 0x22, 10]), Buffer.alloc(200), Buffer.from('\n'),
    Buffer.from(`"${'x'.repeat(3_500_000)}"\n[]\n${trackerLine('T9', 1e300)}${trackerLine('T2', 2)}`),
  ])));

  it('reads a line of nearly a megabyte, and many at once', () => withLog(async (file) => {
    const store = open(file);
    await store.refresh();
    assert.deepEqual([store.unreadable(), creditsOf(store)], [[], 1 + 20_000]);
  }, trackerLine('T0', 1).replace('a cat', 'é'.repeat(520_000)) + Array.from({ length: 20_000 }, (_, index) => trackerLine(`T${String(index + 1)}`, 1)).join('')));

  it('keeps what could not be written, counts it, and writes it once it can', () => withLog(async (file) => {
    let broken: string | undefined = 'ENOSPC';
    const store = open(file, { writeSync: ((...args: Parameters<typeof fs.writeSync>) => (broken ? fail(broken)() : fs.writeSync(...args))) as typeof fs.writeSync });
    assert.deepEqual(await faultOf(store.record({ ...draft, taskId: 'T1' })), { code: 'cannotWrite', file, cause: 'ENOSPC' });
    broken = 'EIO';
    assert.deepEqual(await faultOf(store.record({ ...draft, taskId: 'T2' })), { code: 'cannotWrite', file, cause: 'EIO' });
    assert.deepEqual(store.unwritten().map(({ entry, fault }) => [entry.taskId, 'cause' in fault && fault.cause]), [['T1', 'EIO'], ['T2', 'EIO']]);
    assert.equal(store.totals(DAY, NOON).usd.spent, 700_000);
    assert.equal(await store.refresh(), 'same');
    assert.equal(fs.readFileSync(file, 'utf8'), '');
    // A reservation that is not on disk is none.
    assert.deepEqual(await faultOf(store.reserveIfFits(draft, [], NOON + HOUR)), { code: 'cannotLock', file: `${file}.lock`, cause: 'EIO' });
    assert.equal(store.entries(DAY, NOON).length, 2);
    broken = undefined;
    assert.equal((await store.settle('T1', { amount: units(5) })).usd, 700_000);
    assert.deepEqual([store.unwritten(), store.totals(DAY, NOON).usd.spent], [[], 1_050_000]);
    const again = open(file);
    await again.refresh();
    assert.deepEqual(again.entries(DAY, NOON), store.entries(DAY, NOON));
    assert.equal(fs.readFileSync(file, 'utf8').split('\n').length, 4);
  }, ''));

  it('leaves a part of a line that the disk took, and writes the whole line after it', () => withLog(async (file) => {
    let part = 50;
    const store = open(file, {
      writeSync: ((descriptor: number, bytes: Buffer | string) => {
        const cut = Buffer.from(bytes).subarray(0, Buffer.from(bytes).includes('timestamp') ? part : undefined);
        return fs.writeSync(descriptor, cut);
      }) as typeof fs.writeSync,
    });
    assert.deepEqual(await faultOf(store.record(draft)), { code: 'shortWrite', file });
    const reserved = await faultOf(store.reserveIfFits({ ...draft, amount: units(9) }, [], NOON + HOUR));
    assert.deepEqual(reserved, { code: 'shortWrite', file });
    assert.equal(store.totals(DAY, NOON).amounts[0]?.spent, 2_500_000);
    part = Infinity;
    assert.equal(await store.refresh(), 'appended');
    assert.deepEqual([store.unwritten(), store.totals(DAY, NOON).entries], [[], 1]);
    assert.deepEqual([...new Set(store.unreadable().map(({ reason }) => reason))], ['is not JSON']);
  }));

  it('sets nothing of a batch aside when the disk took a part of it', () => withLog(async (file) => {
    let part = 900;
    const store = open(file, {
      writeSync: ((descriptor: number, bytes: Buffer | string) => {
        const cut = Buffer.from(bytes).subarray(0, Buffer.from(bytes).includes('timestamp') ? part : undefined);
        return fs.writeSync(descriptor, cut);
      }) as typeof fs.writeSync,
    });
    const batch = Array.from({ length: 5 }, () => draft);
    assert.deepEqual(await faultOf(store.reserveAllIfFit(batch, [], NOON + HOUR)), { code: 'shortWrite', file });
    part = Infinity;
    await store.refresh();
    assert.deepEqual([store.unwritten(), store.totals(DAY, NOON).amounts], [[], []]);
    const { entryIds } = await store.reserveAllIfFit(batch, [], NOON + HOUR);
    const again = open(file);
    await again.refresh();
    assert.deepEqual([entryIds.length, again.totals(DAY, NOON).amounts[0]?.reserved], [5, 12_500_000]);
  }));

  it('rejects what is written and perhaps not on disk, and counts it once', () => withLog(async (file) => {
    let broken = true;
    const store = open(file, {
      fdatasync: ((descriptor: number, done: (error: Error | null) => void) => {
        if (broken) done(Object.assign(new Error('EIO'), { code: 'EIO' }));
        else fs.fdatasync(descriptor, done);
      }) as typeof fs.fdatasync,
    });
    assert.deepEqual(await faultOf(store.record(draft)), { code: 'notFlushed', file, cause: 'EIO' });
    assert.deepEqual(await faultOf(store.reserveIfFits({ ...draft, amount: units(9) }, [], NOON + HOUR)), { code: 'notFlushed', file, cause: 'EIO' });
    broken = false;
    assert.deepEqual(await store.refresh(), 'appended');
    const { amounts } = store.totals(DAY, NOON);
    assert.deepEqual(amounts, [{ unit: 'units', pool: 'video', spent: 2_500_000, reserved: 0, entries: 1 }]);
  }));

  it('says so when there is something else in its place', () => withLog(async (file) => {
    fs.mkdirSync(file);
    const store = open(file);
    assert.deepEqual(await faultOf(store.refresh()), { code: 'notAFile', file });
    assert.deepEqual(await faultOf(store.record(draft)), { code: 'notAFile', file });
    const away = path.join(file, 'deep', 'log.jsonl');
    assert.deepEqual(await faultOf(open(away).record(draft)), { code: 'cannotWrite', file: away, cause: 'ENOENT' });
    assert.deepEqual(await faultOf(open(away).reserveIfFits(draft, [], NOON + HOUR)), { code: 'cannotLock', file: `${away}.lock`, cause: 'ENOENT' });
    assert.equal(await open(away).refresh(), 'same');
    const forbidden = open(`${file}2`, { openSync: fail('EACCES') as unknown as typeof fs.openSync });
    assert.deepEqual(await faultOf(forbidden.record(draft)), { code: 'cannotWrite', file: `${file}2`, cause: 'EACCES' });
    assert.equal(forbidden.unwritten().length, 1);
  }));

  it('uses one lock for all names of the file', () => withLog(async (file) => {
    const link = `${file}.link`;
    fs.symlinkSync(file, link);
    fs.writeFileSync(`${fs.realpathSync(file)}.lock`, 'somebody');
    const store = createJsonlStore({ file: link, now: () => NOON, lockTimes: { heartbeat: 1000, stale: 10_000, patience: 20 } });
    assert.deepEqual(await faultOf(store.reserveIfFits(draft, [limitOf(units(5))], NOON + HOUR)), { code: 'locked', file: `${fs.realpathSync(file)}.lock`, owner: '?' });
  }, ''));
});
