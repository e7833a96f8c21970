import assert from 'node:assert/strict';
import type { Limit } from '../../../src/core/budget/limit';
import type { OwnedPackage } from '../../../src/core/budget/ownedPackages';
import { packagesStanding } from '../../../src/core/budget/packages';
import { crossingOf } from '../../../src/core/budget/thresholds';
import { standingOf } from '../../../src/core/budget/verdict';
import type { Standing } from '../../../src/core/budget/verdict';
import { alertText, cannotCountText, expiryText, overText, packageProblemText } from '../../../src/presentation/budgetTexts';
import { plainTranslate as t } from '../../../src/presentation/translate';

const ONE = 1_000_000;
const DAY = 86_400_000;
const LIMIT: Limit = { period: 'daily', amount: { quantity: 60 * ONE, unit: 'units' }, thresholds: [0.5, 0.8], onExceed: 'stop' };
const MONTH: Limit = { ...LIMIT, period: 'monthly', amount: { quantity: 100 * ONE, unit: 'usd' } };

const used = (number: number, limit = LIMIT): Standing => {
  const sum = { spent: number * ONE, reserved: 0 };
  return standingOf(limit, { amounts: [{ ...sum, unit: 'units', entries: 1 }], usd: sum, entries: 1, withoutUsd: 0 });
};
const alert = (before: Standing | undefined, after: Standing): string => {
  const crossing = crossingOf(before, after);
  return crossing ? alertText(crossing, t) : '';
};

describe('budget texts', () => {
  it('say how much is over', () => {
    assert.equal(overText(3.5 * ONE, LIMIT, t), 'Over today\'s limit by 3.5 units');
    assert.equal(overText(ONE, { ...LIMIT, amount: { ...LIMIT.amount, pool: 'image' } }, t), 'Over today\'s limit by 1 image unit');
    assert.equal(overText(9.6 * ONE, MONTH, t), 'Over this month\'s limit by $9.60');
  });

  it('announce a crossing, and a jump as a jump', () => {
    assert.equal(alert(used(20), used(48)), 'Today\'s budget went 33% → 80%: 48 units of 60 units');
    assert.equal(alert(used(31), used(48)), '80% of today\'s budget used: 48 units of 60 units');
    assert.equal(alert(used(50), used(69)), 'Over today\'s limit by 9 units: 115%, 69 units of 60 units');
    assert.equal(alert(used(30), used(67.2)), 'Over today\'s limit by 7.2 units: 50% → 112%, 67.2 units of 60 units');
    assert.equal(alert(used(10, MONTH), used(55.5, MONTH)), '55% of this month\'s budget used: $55.50 of $100.00');
    assert.equal(alert(undefined, used(85, MONTH)), '85% of this month\'s budget used: $85.00 of $100.00');
    assert.equal(alert(used(0, MONTH), used(85, MONTH)), 'This month\'s budget went 0% → 85%: $85.00 of $100.00');
  });

  it('say why nobody can tell whether something fits', () => {
    assert.equal(cannotCountText({ code: 'noPriceInDollars' }, MONTH, t), 'Nobody can say whether this fits this month\'s limit: it has no price in dollars; set a limit in its own unit');
    assert.equal(cannotCountText({ code: 'otherUnit', wanted: 'usd' }, LIMIT, t), 'Nobody can say whether this fits today\'s limit, which counts video units, and this is billed in dollars; set a limit in dollars');
    assert.equal(cannotCountText({ code: 'otherPool', wanted: 'image' }, LIMIT, t), 'Nobody can say whether this fits today\'s limit, which counts video units, and this takes image units; set a limit in dollars');
  });

  it('warn of units that will expire unused', () => {
    const item: OwnedPackage = { key: 'a', name: 'Trial 1000', size: { quantity: 258 * ONE, unit: 'units', pool: 'video' }, price: 25.8 * ONE, boughtAt: 0, expiresAt: 106 * DAY };
    const told = (now: number, used = 0): string | undefined => {
      const entry = { id: 'x', state: 'settled', timestamp: now - DAY, amount: { quantity: used * ONE, unit: 'units', pool: 'video' } } as const;
      const { packages, paces } = packagesStanding([item], used > 0 ? [entry] : [], now);
      return packages[0] && expiryText(packages[0], paces, t);
    };
    assert.equal(told(100 * DAY), 'Trial 1000: 258 units expire in 6 days; what will be lost is not known: the usage log has no entry of these units since they were bought');
    assert.equal(told(100 * DAY, 8), 'Trial 1000: 250 units expire in 6 days; at the pace of the last day 202 units (≈ $20.20) will be lost');
    assert.equal(told(90 * DAY, 1), undefined);
    assert.equal(told(100 * DAY, 200), undefined);
  });

  it('say what is wrong with a package', () => {
    assert.match(packageProblemText({ code: 'unknownPackage', name: 'nope', available: ['a', 'b'] }, t), /^"nope" is not a package of a price schedule; use a or b, /);
    assert.match(packageProblemText({ code: 'boughtTwice', name: 'Trial' }, t), /an account may buy only one/);
  });
});
