import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { ownedPackages } from '../../../../src/core/budget/ownedPackages';
import type { OwnedPackage } from '../../../../src/core/budget/ownedPackages';
import { decidingMoments, expiryClaimKey, expiryWarning, packagesStanding } from '../../../../src/core/budget/packages';
import type { PackageStanding, PackagesStanding } from '../../../../src/core/budget/packages';
import type { Entry, EntryState } from '../../../../src/core/ledger/entry';
import { createLedger } from '../../../../src/core/ledger/ledger';
import { lineOf } from '../../../../src/core/ledger/line';
import { schedules } from '../../../support/engine';

const ONE = 1_000_000;
const DAY = 86_400_000;
const NOW = Date.parse('2026-11-21T00:00:00Z');

/** An entry so many days before now. */
const entry = (daysAgo: number, units: number, state: EntryState = 'settled', pool = 'video'): Entry => ({
  id: `${String(daysAgo)} ${String(units)}`, state, timestamp: NOW - daysAgo * DAY, amount: { quantity: units * ONE, unit: 'units', pool },
});
/** A package bought so many days ago that expires in so many days. */
const bought = (key: string, units: number, daysAgo: number, leftDays: number | undefined, rest: Partial<OwnedPackage> = {}): OwnedPackage => ({
  key, name: key, size: { quantity: units * ONE, unit: 'units', pool: 'video' }, boughtAt: NOW - daysAgo * DAY,
  ...(leftDays === undefined ? {} : { expiresAt: NOW + leftDays * DAY }), ...rest,
});
/** Where packages stand with entries, told one by one in the order of their time. */
const standingWith = (owned: readonly OwnedPackage[], entries: readonly Entry[], now: number): PackagesStanding =>
  packagesStanding(owned, entries.filter(({ state }) => state !== 'released').toSorted((a, b) => a.timestamp - b.timestamp), now);
const rows = (packages: readonly PackageStanding[]): unknown[] =>
  packages.map(({ item, state, left, drawn, losing }) => [item.key, state, left / ONE, drawn / ONE, (losing ?? NaN) / ONE]);

describe('packages that were bought', () => {
  const settings = [
    { package: 'package-2', boughtOn: '2026-10-01' },
    { package: 'package-2', boughtOn: '2025-10-01' },
    { package: 'Trial Package, 100 units', boughtOn: '2025-06-01' },
    { name: 'Ours', price: '1000', units: '10000', validityDays: 365, concurrency: 40, boughtOn: '2026-01-15', left: { units: '42.5', asOf: '2026-11-20T09:00Z' } },
  ];

  it('have the terms of the edition of their day', () => {
    const { packages, problems } = ownedPackages(settings, schedules, 'Europe/Berlin');
    assert.deepEqual(problems, []);
    assert.deepEqual(packages.map(({ name, size, price, expiresAt, concurrency }) => [name, size.quantity / ONE, (price ?? 0) / ONE, new Date(expiresAt ?? 0).toISOString(), concurrency]), [
      ['Package 2', 15000, 2100, '2027-03-29T22:00:00.000Z', 20],
      ['Package 2', 45000, 5670, '2025-12-29T23:00:00.000Z', 5],
      ['Trial Package, 100 units', 100, 9.79, '2025-06-30T22:00:00.000Z', 3],
      ['Ours', 10000, 1000, '2027-01-14T23:00:00.000Z', 40],
    ]);
    assert.deepEqual(packages[3]?.left, { quantity: 42.5 * ONE, asOf: Date.parse('2026-11-20T09:00Z') });
  });

  it('may be of another pool, or of credits', () => {
    const { packages } = ownedPackages([{ package: 'image-1', boughtOn: '2026-10-01' }, { package: 'credits-500', boughtOn: '2026-10-01' }], schedules, 'UTC');
    assert.deepEqual(packages.map(({ size, expiresAt }) => [size, expiresAt === undefined]), [
      [{ quantity: 100_000 * ONE, unit: 'units', pool: 'image' }, false],
      [{ quantity: 500 * ONE, unit: 'credits' }, true],
    ]);
  });

  it('are named when nobody sells them, and when one of a kind was bought twice', () => {
    const trial = { package: 'trial-100', boughtOn: '2025-06-01' };
    const { packages, problems } = ownedPackages([trial, { ...trial, package: 'trial-1000' }, trial, { package: 'package-99', boughtOn: '2026-01-01' }], schedules, 'UTC');
    assert.deepEqual(problems.map(({ code, name }) => [code, name]), [['boughtTwice', 'Trial Package, 100 units'], ['unknownPackage', 'package-99']]);
    assert.equal(new Set(packages.map(({ key }) => key)).size, 3);
  });
});

describe('standing of packages', () => {
  it('draws from the one that expires first, within its time', () => {
    const owned = [bought('late', 100, 50, 40), bought('early', 30, 60, 5)];
    const { packages, beyond } = standingWith(owned, [entry(70, 9), entry(55, 20), entry(40, 25), entry(1, 10, 'expired'), entry(1, 50, 'released'), entry(1, 3, 'settled', 'image')], NOW);
    assert.deepEqual(rows(packages).map((row) => (row as unknown[]).slice(0, 4)), [['early', 'usedUp', 0, 30], ['late', 'active', 75, 25]]);
    assert.deepEqual(beyond, []);
  });

  it('says what was used beyond all packages', () => {
    const { packages, beyond } = standingWith([bought('only', 30, 60, -10)], [entry(20, 25), entry(15, 25), entry(2, 7)], NOW);
    assert.deepEqual(rows(packages), [['only', 'usedUp', 0, 30, 0]].map(([key, , ...rest]) => [key, 'expired', ...rest]));
    assert.deepEqual(beyond, [{ quantity: 27 * ONE, unit: 'units', pool: 'video' }]);
  });

  it('forfeits what an expired package still held', () => {
    const { packages, concurrency } = standingWith([bought('gone', 100, 40, -10, { concurrency: 20 }), bought('ahead', 10, -3, 30, { concurrency: 40 }), bought('here', 10, 3, 30, { concurrency: 5 })], [entry(20, 25)], NOW);
    assert.deepEqual(rows(packages).map((row) => (row as unknown[]).slice(0, 3)), [['gone', 'expired', 75], ['here', 'active', 10], ['ahead', 'ahead', 10]]);
    assert.equal(concurrency, 5);
  });

  it('forecasts what will be lost at the pace of the last 7 days, and its dollars', () => {
    const entries = [entry(30, 100), ...[1, 2, 3, 4, 5, 6].map((day) => entry(day, 3.5))];
    const { packages, paces } = standingWith([bought('a', 500, 40, 10, { price: 50 * ONE }), bought('b', 40, 5, 12), bought('c', 10, 5, undefined)], entries, NOW);
    assert.deepEqual(paces, [{ unit: 'units', pool: 'video', perDay: 3 * ONE, days: 7 }]);
    // a: 379 left, 30 of them used in 10 days; b: 6 in the 2 days after.
    assert.deepEqual(rows(packages), [['a', 'active', 379, 121, 349], ['b', 'active', 40, 0, 34], ['c', 'active', 10, 0, 0]]);
    assert.deepEqual(packages.map(({ losingUsd, unitPrice }) => [losingUsd, unitPrice]), [[34.9 * ONE, 0.1 * ONE], [undefined, undefined], [undefined, undefined]]);
  });

  it('takes 30 days where nothing was used in 7, and the days that a young ledger has', () => {
    const pace = (...entries: Entry[]): [number, number] => {
      const { perDay, days } = standingWith([bought('a', 500, 100, 10)], entries, NOW).paces[0] ?? { perDay: -1, days: -1 };
      return [perDay / ONE, days];
    };
    assert.deepEqual(pace(entry(90, 5), entry(20, 60)), [2, 30]);
    assert.deepEqual(pace(entry(1.5, 60)), [30, 2]);
    assert.deepEqual(pace(entry(12, 60)), [5, 12]);
    assert.deepEqual(pace(entry(90, 60)), [0, 30]);
  });

  it('knows no pace, and no loss, where the ledger has nothing of the kind', () => {
    const other = { ...entry(2, 5), amount: { quantity: 5 * ONE, unit: 'credits' as const } };
    const { packages, paces } = standingWith([bought('a', 500, 40, 10), bought('b', 500, 40, undefined)], [other], NOW);
    assert.deepEqual([paces, packages.map(({ losing, losingUsd }) => [losing, losingUsd])], [[], [[undefined, undefined], [0, undefined]]]);
    const [soon] = packages;
    assert.equal(soon && expiryWarning(soon), 14);
  });

  it('takes what somebody said was left, and draws from there', () => {
    const left = { quantity: 412 * ONE, asOf: NOW - 9 * 3_600_000 };
    const { packages } = standingWith([bought('a', 1000, 20, 10, { left })], [entry(5, 300), entry(0.25, 14)], NOW);
    assert.deepEqual(rows(packages).map((row) => (row as unknown[]).slice(0, 4)), [['a', 'active', 398, 14]]);
  });

  it('warns 14, 7 and 1 days ahead, and only when something would be lost', () => {
    const warnedAt = (leftDays: number | undefined, units = 100): number | undefined => {
      const [first] = standingWith([bought('a', units, 20, leftDays)], [entry(15, units - 1), entry(1, 1)], NOW).packages;
      return first && expiryWarning(first);
    };
    assert.equal(warnedAt(10), undefined);
    const alone = (leftDays: number | undefined): number | undefined => {
      const [first] = standingWith([bought('a', 100, 20, leftDays)], [], NOW).packages;
      return first && expiryWarning(first);
    };
    assert.deepEqual([15, 14, 8, 7, 2, 1, 0.1, -1, undefined].map(alone), [undefined, 14, 14, 7, 7, 1, 1, undefined, undefined]);
    const [first] = standingWith([bought('a', 100, 20, 5)], [], NOW).packages;
    assert.ok(first);
    assert.equal(new Set([expiryClaimKey('log', first, 7), expiryClaimKey('log', first, 1), expiryClaimKey('other', first, 7)]).size, 3);
  });

  it('accounts for every unit, whatever was bought and used', () => {
    const owned = fc.array(fc.record({ units: fc.integer({ min: 1, max: 100 }), daysAgo: fc.integer({ min: -5, max: 60 }), leftDays: fc.option(fc.integer({ min: -20, max: 60 }), { nil: undefined }) }), { minLength: 1, maxLength: 5 });
    const used = fc.array(fc.record({ daysAgo: fc.integer({ min: 0, max: 59 }), units: fc.integer({ min: 0, max: 60 }) }), { maxLength: 20 });
    fc.assert(
      fc.property(owned, used, (items, entries) => {
        const all = items.map(({ units, daysAgo, leftDays }, index) => bought(String(index), units, daysAgo, leftDays));
        const first = Math.min(...all.map(({ boughtAt }) => boughtAt));
        const counting = entries.map(({ daysAgo, units }) => entry(daysAgo, units)).filter(({ timestamp }) => timestamp >= first);
        const { packages, beyond } = standingWith(all, counting, NOW);
        const sum = (numbers: number[]): number => numbers.reduce((a, b) => a + b, 0);
        for (const { item, left, drawn, losing = 0 } of packages) {
          assert.equal(left + drawn, item.size.quantity);
          assert.ok(left >= 0 && losing >= 0 && losing <= left);
        }
        assert.equal(sum(packages.map(({ drawn }) => drawn)) + sum(beyond.map(({ quantity }) => quantity)), sum(counting.map(({ amount }) => amount.quantity)));
      }),
    );
  });

  it('come to the same by the sums of quarters of an hour as by single entries', () => {
    const MINUTE = 60_000;
    const minutes = (most: number): fc.Arbitrary<number> => fc.integer({ min: -1_500, max: most });
    const owned = fc.array(
      fc.record({
        units: fc.integer({ min: 1, max: 30 }), boughtAgo: minutes(50_000), leftFor: fc.option(minutes(3_000), { nil: undefined }), pool: fc.constantFrom('video', 'image'),
        told: fc.option(fc.record({ ago: minutes(40_000), units: fc.integer({ min: 0, max: 30 }) }), { nil: undefined }),
      }), { maxLength: 3 });
    const line = fc.record({ ago: fc.oneof(minutes(200), minutes(45_000)), units: fc.integer({ min: 0, max: 9 }), event: fc.constantFrom('settled', 'reserved', 'released'), pool: fc.constantFrom('video', 'image') });
    fc.assert(fc.property(owned, fc.array(line, { maxLength: 40 }), fc.nat({ max: 14 }), (items, lines, offset) => {
      const now = NOW + offset * MINUTE;
      const all = items.map(({ units, boughtAgo, leftFor, pool, told }, index): OwnedPackage => ({
        ...bought(String(index), units, 0, undefined), size: { quantity: units * ONE, unit: 'units', pool }, boughtAt: now - boughtAgo * MINUTE,
        ...(leftFor === undefined ? {} : { expiresAt: now + leftFor * MINUTE }), ...(told ? { left: { quantity: told.units * ONE, asOf: now - told.ago * MINUTE } } : {}),
      }));
      const ledger = createLedger();
      for (const [index, { ago, units, event, pool }] of lines.entries()) {
        ledger.append(lineOf({ event, id: String(index), timestamp: now - ago * MINUTE, amount: { quantity: units * ONE, unit: 'units', pool }, ...(event === 'reserved' ? { expiresAt: now + (index - 5) * MINUTE } : {}) }, index + 1));
      }
      const stretch = { start: Math.min(now, ...all.map(({ boughtAt }) => boughtAt)), end: Infinity };
      assert.deepEqual(packagesStanding(all, ledger.uses(stretch, now, decidingMoments(all, now)), now), standingWith(all, ledger.entries(stretch, now), now));
    }), { numRuns: 300 });
  });

  it('are told as few uses of a busy quarter of an hour, however many entries it has', () => {
    const ledger = createLedger();
    for (let index = 0; index < 1_000; index++) ledger.append(lineOf({ event: 'settled', id: String(index), timestamp: NOW - (index % 2 === 0 ? DAY : 2 * DAY), amount: { quantity: ONE, unit: 'units', pool: 'video' } }, index + 1));
    const uses = ledger.uses({ start: NOW - 5 * DAY, end: Infinity }, NOW, []);
    assert.deepEqual([uses.length, uses.at(-1)?.amount.quantity, uses.reduce((sum, { amount }) => sum + amount.quantity, 0)], [501, 500 * ONE, 1_000 * ONE]);
  });
});
