import assert from 'node:assert/strict';
import { compareCosts } from '../../../../src/core/account/compare';
import { poolOfPackage } from '../../../../src/core/account/costs';
import type { ReportedPackage } from '../../../../src/core/account/costs';
import type { Entry } from '../../../../src/core/ledger/entry';

const NOW = Date.UTC(2026, 10, 21, 12);
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const bought = (id: string, remaining: number, changes: Partial<ReportedPackage> = {}): ReportedPackage => ({
  id, name: 'Trial-Video-1000Units', type: 'decreasing_total', total: 1_000_000_000, remaining: remaining * 1_000_000,
  purchasedAt: NOW - 30 * DAY, effectiveAt: NOW - 30 * DAY, invalidAt: NOW + 30 * DAY, status: 'online', ...changes,
});
const entry = (units: number, hoursAgo: number, changes: Partial<Entry> = {}): Entry => ({
  id: `${units} ${hoursAgo}`, state: 'settled', timestamp: NOW - hoursAgo * HOUR, amount: { quantity: units * 1_000_000, unit: 'units', pool: 'video' }, ...changes,
});
const compared = (packages: ReportedPackage[], entries: Entry[], hoursAgo = 9): unknown[] =>
  compareCosts({ packages, askedAt: NOW - hoursAgo * HOUR }, entries, 'kling', NOW).map(({ reported, loggedSince, expected }) => [
    reported.id, loggedSince && [loggedSince.low / 1e6, loggedSince.high / 1e6], expected && [expected.low / 1e6, expected.high / 1e6],
  ]);

describe('compareCosts', () => {
  it('says what was logged since Kling was asked, and what it may not have counted yet', () => {
    const entries = [entry(10, 3), entry(4, 8), entry(5, 20), entry(100, 22)];
    assert.deepEqual(compared([bought('a', 412)], entries), [['a', [14, 19], [393, 398]]]);
    assert.equal(compareCosts({ packages: [bought('a', 412)], askedAt: NOW - 9 * HOUR }, [], 'kling', NOW)[0]?.ageMs, 9 * HOUR);
  });

  it('counts what was charged in units of this pool by this provider', () => {
    const entries = [
      entry(1, 1), entry(2, 1, { state: 'expired' }), entry(4, 1, { provider: 'kling' }), entry(8, 1, { amount: { quantity: 8_000_000, unit: 'units' } }),
      entry(16, 1, { state: 'reserved' }), entry(32, 1, { state: 'released' }), entry(64, 1, { provider: 'fal' }),
      entry(128, 1, { amount: { quantity: 128_000_000, unit: 'credits' } }), entry(256, 1, { amount: { quantity: 256_000_000, unit: 'units', pool: 'image' } }),
    ];
    assert.deepEqual(compared([bought('a', 100), bought('i', 500, { name: 'Image pack' })], entries), [['a', [15, 15], [85, 85]], ['i', [256, 256], [244, 244]]]);
  });

  it('uses the package that ends first, first, and never clamps', () => {
    const packages = [bought('later', 100), bought('sooner', 10, { invalidAt: NOW + DAY })];
    assert.deepEqual(compared(packages, [entry(4, 1)]), [['later', [0, 0], [100, 100]], ['sooner', [4, 4], [6, 6]]]);
    assert.deepEqual(compared(packages, [entry(30, 1)]), [['later', [20, 20], [80, 80]], ['sooner', [10, 10], [0, 0]]]);
    assert.deepEqual(compared(packages, [entry(130, 1)]), [['later', [120, 120], [-20, -20]], ['sooner', [10, 10], [0, 0]]]);
    assert.deepEqual(compared([bought('a', -3), bought('b', 5, { invalidAt: NOW + 60 * DAY })], [entry(4, 1)]), [['a', [0, 0], [-3, -3]], ['b', [4, 4], [1, 1]]]);
  });

  it('expects nothing of packages that are not in use or whose pool is not known', () => {
    const packages = [
      bought('expired', 5, { status: 'expired' }), bought('run out', 0, { status: 'runOut' }), bought('to be', 5, { status: 'toBeOnline' }), bought('past', 5, { invalidAt: NOW }),
      bought('future', 5, { effectiveAt: NOW + 1 }), bought('unnamed', 5, { name: 'Package 7' }), bought('both', 5, { name: 'Video and image' }), bought('a', 5),
    ];
    assert.deepEqual(compared(packages, [entry(1, 1)]).slice(-2), [['both', undefined, undefined], ['a', [1, 1], [4, 4]]]);
    assert.ok(compared(packages, [entry(1, 1)]).slice(0, -1).every((item) => (item as unknown[])[1] === undefined));
  });

  it('reads the pool from the name', () => {
    const names = ['Video Generation - 10,000 entries', 'Trial-Video-100Units-5Con-1Months', 'IMAGE-100', 'Virtual Try-On 500', 'try on', 'Package 7', 'Video+Image', ''];
    assert.deepEqual(names.map(poolOfPackage), ['video', 'video', 'image', 'try-on', 'try-on', undefined, undefined, undefined]);
  });
});
