import assert from 'node:assert/strict';
import { clipCosts } from '../../../../src/core/ledger/clips';
import type { Entry, EntryState } from '../../../../src/core/ledger/entry';

let count = 0;
const entry = (requestHash: string | undefined, units: number, state: EntryState = 'settled'): Entry => ({
  id: String(++count), state, timestamp: 0, amount: { quantity: units * 1e6, unit: 'units', pool: 'video' },
  ...(requestHash === undefined ? {} : { requestHash }), usd: units * 140_000,
});

describe('clipCosts', () => {
  it('counts every try of a clip', () => {
    assert.deepEqual(clipCosts([entry('a', 5), entry('a', 5), entry('a', 5, 'released'), entry('b', 2), entry(undefined, 9)]), {
      clips: 2, tries: 4, perClip: [{ quantity: 6_000_000, unit: 'units', pool: 'video' }], usdPerClip: 840_000, withoutDigest: 1,
    });
  });

  it('leaves out clips of which nothing is done yet, and dollars that are not known', () => {
    assert.equal(clipCosts([entry('a', 5, 'reserved'), entry('b', 5, 'released'), entry(undefined, 5)]), undefined);
    const withoutPrice: Entry = { id: 'x', state: 'settled', timestamp: 0, amount: { quantity: 5_000_000, unit: 'units', pool: 'video' }, requestHash: 'a' };
    const costs = clipCosts([entry('a', 5), withoutPrice]);
    assert.deepEqual([costs?.perClip[0]?.quantity, costs?.usdPerClip], [10_000_000, undefined]);
  });
});
