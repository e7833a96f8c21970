import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import type { Limit } from '../../../../src/core/budget/limit';
import { claimKey, crossingOf } from '../../../../src/core/budget/thresholds';
import { standingOf } from '../../../../src/core/budget/verdict';
import type { Standing } from '../../../../src/core/budget/verdict';

const LIMIT: Limit = { period: 'monthly', amount: { quantity: 100_000_000, unit: 'units' }, thresholds: [0.5, 0.75, 0.9], onExceed: 'warn' };

function used(units: number, limit = LIMIT): Standing {
  const spent = Math.round(units * 1e6);
  return standingOf(limit, { amounts: [{ unit: 'units', pool: 'video', spent, reserved: 0, entries: 1 }], usd: { spent: 0, reserved: 0 }, entries: 1, withoutUsd: 1 });
}
const told = (before: number | undefined, after: number): unknown[] | undefined => {
  const crossing = crossingOf(before === undefined ? undefined : used(before), used(after));
  return crossing && [crossing.passed, crossing.isJump, crossing.severity];
};

describe('crossings of thresholds', () => {
  it('announces the highest that was passed, and a jump as a jump', () => {
    assert.deepEqual(told(49, 50), [0.5, false, 'info']);
    assert.deepEqual(told(50, 75), [0.75, false, 'warning']);
    assert.deepEqual(told(10, 80), [0.75, true, 'warning']);
    assert.deepEqual(told(50, 112), ['over', true, 'critical']);
    assert.deepEqual(told(99, 100.000001), ['over', false, 'critical']);
    assert.deepEqual(told(undefined, 55), [0.5, false, 'info']);
  });

  it('announces nothing twice, nothing on the way down and nothing at the limit', () => {
    for (const [before, after] of [[0, 49], [50, 74], [80, 60], [112, 115], [100, 100], [95, 100], [undefined, 10]] as const) {
      assert.equal(told(before, after), undefined, `${String(before)} ${String(after)}`);
    }
  });

  it('is armed again by a new period and by another limit, and keeps its name otherwise', () => {
    const crossing = crossingOf(used(0), used(60));
    assert.ok(crossing);
    const key = claimKey('log', 1, crossing);
    assert.equal(claimKey('log', 1, { limit: { ...LIMIT, thresholds: [0.5], onExceed: 'stop' }, passed: 0.5 }), key);
    const raised = { ...LIMIT, amount: { ...LIMIT.amount, quantity: 200_000_000 } };
    const others = [claimKey('log', 2, crossing), claimKey('other', 1, crossing), claimKey('log', 1, { limit: raised, passed: 0.5 }), claimKey('log', 1, { limit: LIMIT, passed: 0.75 })];
    assert.equal(new Set([key, ...others]).size, 5);
  });

  it('announces each mark once on any way up, whatever the steps', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 150 }), { minLength: 1 }), (levels) => {
        const steps = levels.toSorted((a, b) => a - b).map((level) => used(level));
        const passed = steps.flatMap((after, index) => crossingOf(index === 0 ? undefined : steps[index - 1], after)?.passed ?? []);
        assert.equal(new Set(passed).size, passed.length);
        const last = steps.at(-1);
        assert.equal(passed.at(-1), last && last.remaining < 0 ? 'over' : last?.reached);
      }),
    );
  });
});
