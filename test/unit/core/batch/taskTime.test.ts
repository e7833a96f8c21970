import assert from 'node:assert/strict';
import { entryIdOf, isOfBatch } from '../../../../src/core/batch/batchId';
import { taskTime } from '../../../../src/core/batch/taskTime';
import type { Entry } from '../../../../src/core/ledger/entry';
import { createLedger } from '../../../../src/core/ledger/ledger';
import { lineOf } from '../../../../src/core/ledger/line';

const NOON = Date.UTC(2026, 10, 21, 12);
const SECOND = 1000;

/** The log after tasks that took so many seconds each; `ttl` is when their reservation expires. */
function entriesOf(tasks: readonly { readonly seconds: number; readonly id?: string; readonly model?: string; readonly ttl?: number; readonly event?: 'settled' | 'released' | 'corrected' }[]): Entry[] {
  const ledger = createLedger();
  let order = 0;
  for (const [index, { seconds, id = `e${String(index)}`, model = 'm', ttl = 3600, event = 'settled' }] of tasks.entries()) {
    const line = { id, model, amount: { quantity: 1, unit: 'units' as const, pool: 'video' } };
    const start = NOON + index * 1000 * SECOND;
    ledger.append(lineOf({ ...line, event: 'reserved', timestamp: start, expiresAt: start + ttl * SECOND }, ++order));
    ledger.append(lineOf({ ...line, event, timestamp: start + seconds * SECOND }, ++order));
  }
  return ledger.entries({ start: -Infinity, end: Infinity }, NOON + 1e9);
}

const median = (tasks: Parameters<typeof entriesOf>[0]): number | undefined => {
  const time = taskTime(entriesOf(tasks), new Set(['m']));
  return time && time.medianMs / SECOND;
};

describe('the time of a task', () => {
  it('is the median of the user\'s own, from three on', () => {
    assert.equal(median([{ seconds: 60 }, { seconds: 300 }]), undefined);
    assert.equal(median([{ seconds: 60 }, { seconds: 300 }, { seconds: 90 }]), 90);
    assert.equal(median([{ seconds: 60 }, { seconds: 300 }, { seconds: 90 }, { seconds: 110 }]), 100);
  });

  it('leaves out other models, failures, corrections, what had expired, and what was reserved with a batch', () => {
    const three = [{ seconds: 60 }, { seconds: 300 }, { seconds: 90 }];
    assert.equal(median([...three, { seconds: 999, model: 'other' }, { seconds: 999, event: 'released' }, { seconds: 999, event: 'corrected' }, { seconds: 999, ttl: 60 }, { seconds: 999, id: entryIdOf('plan-a-1', 3) }]), 90);
  });

  it('looks at the last 200', () => {
    const old = Array.from({ length: 300 }, () => ({ seconds: 10 }));
    const late = Array.from({ length: 200 }, () => ({ seconds: 20 }));
    assert.deepEqual(taskTime(entriesOf([...old, ...late]), new Set(['m'])), { medianMs: 20_000, tasks: 200 });
  });

  it('knows the entries of a batch by their id', () => {
    assert.deepEqual([isOfBatch('plan-a/1'), isOfBatch('plan-a/12', 'plan-a'), isOfBatch('plan-ab/1', 'plan-a'), isOfBatch('plan-a'), isOfBatch('e1')], [true, true, false, false, false]);
  });
});
