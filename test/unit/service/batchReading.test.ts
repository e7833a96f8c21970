import assert from 'node:assert/strict';
import type { BatchPartial } from '../../../src/presentation/batchReport';
import type { Subject } from '../../../src/presentation/subject';
import { createBatchReading } from '../../../src/service/batchReading';

const FILES = Array.from({ length: 40 }, (_, index) => index);
const subject = {} as Subject;

/** Files of two requests each, of which every tenth cannot be read. */
const read = (file: number) => Promise.resolve(file % 10 === 0
  ? { requests: [], problems: [`${String(file)}: no permission`] }
  : { requests: [1, 2].map((line) => ({ path: String(file), line, subject })), problems: [] });

describe('the reading of files for a batch', () => {
  it('tells what was found so far, and reads on to the end', async () => {
    const reading = createBatchReading(FILES, read, 1000);
    const seen: (BatchPartial | undefined)[] = [];
    assert.deepEqual(reading.partial(), { read: 0, of: 40, isReading: true });
    await reading.run(() => { seen.push(reading.partial()); });
    assert.deepEqual(seen, [{ read: 16, of: 40, isReading: true }, { read: 32, of: 40, isReading: true }, undefined]);
    assert.deepEqual([reading.found.length, reading.problems], [72, ['0: no permission', '10: no permission', '20: no permission', '30: no permission']]);
    assert.deepEqual(reading.found.map(({ path }) => Number(path)), reading.found.map(({ path }) => Number(path)).toSorted((a, b) => a - b));
  });

  it('keeps what was read when it is stopped', async () => {
    const reading = createBatchReading(FILES, read, 1000);
    await reading.run(() => { reading.stop(); });
    assert.deepEqual([reading.partial(), reading.found.length], [{ read: 16, of: 40, isReading: false }, 28]);
  });

  it('ends before there are too many requests', async () => {
    const reading = createBatchReading(FILES, read, 31);
    await reading.run(() => undefined);
    assert.deepEqual([reading.partial(), reading.found.length], [{ read: 17, of: 40, isReading: false }, 30]);
  });

  it('of no file is done', async () => {
    const reading = createBatchReading([], read, 1);
    await reading.run(() => undefined);
    assert.equal(reading.partial(), undefined);
  });
});
