import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import type { Limit } from '../../../../src/core/budget/limit';
import { judge, judgeAll, standingOf } from '../../../../src/core/budget/verdict';
import type { Amount } from '../../../../src/core/ledger/entry';
import type { Totals } from '../../../../src/core/ledger/totals';

const ONE = 1_000_000;
const units = (number: number, pool?: string): Amount => ({ quantity: Math.round(number * ONE), unit: 'units', ...(pool ? { pool } : {}) });
const usd = (number: number): Amount => ({ quantity: Math.round(number * ONE), unit: 'usd' });
const limitOf = (amount: Amount, rest: Partial<Limit> = {}): Limit => ({ period: 'daily', amount, thresholds: [0.5, 0.8], onExceed: 'stop', ...rest });
const NOTHING: Totals = { amounts: [], usd: { spent: 0, reserved: 0 }, entries: 0, withoutUsd: 0 };

/** 30 video units spent, 10 reserved; 16 image units; 7 credits; $5.60 of what has a price. */
const MIXED: Totals = {
  amounts: [
    { unit: 'credits', spent: 7 * ONE, reserved: 0, entries: 1 },
    { unit: 'units', pool: 'image', spent: 16 * ONE, reserved: 0, entries: 2 },
    { unit: 'units', pool: 'video', spent: 20 * ONE, reserved: 10 * ONE, entries: 3 },
    { unit: 'units', spent: 10 * ONE, reserved: 0, entries: 1 },
  ],
  usd: { spent: 4.2 * ONE, reserved: 1.4 * ONE },
  entries: 7,
  withoutUsd: 2,
};

describe('standing of a limit', () => {
  it('counts the units of its pool, video unless told', () => {
    const { spent, reserved, remaining, share, uncounted, reached, verdict } = standingOf(limitOf(units(50)), MIXED);
    assert.deepEqual([spent, reserved, remaining, share, uncounted, reached, verdict], [30 * ONE, 10 * ONE, 10 * ONE, 0.8, 3, 0.8, 'warns']);
    assert.equal(standingOf(limitOf(units(50, 'image')), MIXED).spent, 16 * ONE);
    assert.equal(standingOf(limitOf({ quantity: 9 * ONE, unit: 'credits' }), MIXED).spent, 7 * ONE);
  });

  it('counts the dollars of everything, and says what has none', () => {
    const { spent, reserved, uncounted } = standingOf(limitOf(usd(10)), MIXED);
    assert.deepEqual([spent, reserved, uncounted], [4.2 * ONE, 1.4 * ONE, 2]);
  });

  it('clamps nothing', () => {
    const { remaining, share, verdict } = standingOf(limitOf(units(25)), MIXED);
    assert.deepEqual([remaining, share, verdict], [-15 * ONE, 1.6, 'stops']);
    assert.equal(standingOf(limitOf(units(25), { onExceed: 'warn' }), MIXED).verdict, 'warns');
  });

  it('fits below every threshold, and reaches each to the millionth', () => {
    const spent = (micros: number): Totals => ({ ...NOTHING, amounts: [{ unit: 'units', pool: 'video', spent: micros, reserved: 0, entries: 1 }], entries: 1 });
    const limit = limitOf(units(100), { thresholds: [0.07] });
    assert.equal(standingOf(limit, spent(7 * ONE - 1)).verdict, 'fits');
    assert.equal(standingOf(limit, spent(7 * ONE)).verdict, 'warns');
    assert.equal(standingOf(limitOf(units(0.000001)), NOTHING).verdict, 'fits');
  });
});

describe('judgement of a request', () => {
  const limit = limitOf(units(50), { thresholds: [] });

  it('lets exactly the limit pass, and not a millionth more', () => {
    assert.equal(judge(limit, MIXED, units(10)).verdict, 'fits');
    const { verdict, before, after } = judge(limit, MIXED, units(10.000001));
    assert.deepEqual([verdict, before.remaining, after?.remaining], ['stops', 10 * ONE, -1]);
    assert.equal(judge({ ...limit, onExceed: 'warn' }, MIXED, units(10.000001)).verdict, 'warns');
  });

  it('judges several amounts together', () => {
    assert.deepEqual(judgeAll(limit, MIXED, [{ amount: units(4) }, { amount: units(6) }]), judge(limit, MIXED, units(10)));
    assert.equal(judgeAll(limit, MIXED, [{ amount: units(4) }, { amount: units(6.000001) }]).verdict, 'stops');
    assert.deepEqual(judgeAll(limit, MIXED, [{ amount: units(1) }, { amount: usd(1) }]).cannotCount, { code: 'otherUnit', wanted: 'usd' });
    assert.equal(judgeAll(limit, MIXED, []).after?.remaining, judge(limit, MIXED, units(1)).before.remaining);
  });

  it('takes the price of what is counted in other units', () => {
    const inDollars = limitOf(usd(6), { thresholds: [] });
    assert.equal(judge(inDollars, MIXED, units(1), 0.4 * ONE).verdict, 'fits');
    assert.equal(judge(inDollars, MIXED, units(1), 0.4 * ONE + 1).verdict, 'stops');
    assert.equal(judge(inDollars, MIXED, usd(0.4)).verdict, 'fits');
  });

  it('never lets pass unsaid what it cannot count', () => {
    const cases: [Limit, Amount, object][] = [
      [limitOf(usd(100)), units(1), { code: 'noPriceInDollars' }],
      [limitOf(units(100)), usd(1), { code: 'otherUnit', wanted: 'usd' }],
      [limitOf(units(100)), { quantity: 1, unit: 'credits' }, { code: 'otherUnit', wanted: 'credits' }],
      [limitOf(units(100)), units(1, 'image'), { code: 'otherPool', wanted: 'image' }],
      [limitOf(units(100, 'image')), units(1), { code: 'otherPool', wanted: 'video' }],
    ];
    for (const [limited, wanted, cannotCount] of cases) {
      const judged = judge(limited, NOTHING, wanted);
      assert.deepEqual([judged.verdict, judged.after, judged.cannotCount], ['stops', undefined, cannotCount]);
      assert.equal(judge({ ...limited, onExceed: 'warn' }, NOTHING, wanted).verdict, 'warns');
    }
  });

  it('stops just when spent, reserved and wanted are together more than the limit', () => {
    const micros = fc.integer({ min: 0, max: 2 ** 50 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 50 }), micros, micros, micros, (most, spent, reserved, wanted) => {
        const totals: Totals = { ...NOTHING, amounts: [{ unit: 'units', pool: 'video', spent, reserved, entries: 2 }], entries: 2 };
        const { verdict } = judge(limitOf({ quantity: most, unit: 'units' }), totals, { quantity: wanted, unit: 'units' });
        assert.equal(verdict === 'stops', spent + reserved + wanted > most);
      }),
    );
  });
});
