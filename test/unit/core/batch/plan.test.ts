import assert from 'node:assert/strict';
import fc from 'fast-check';
import { planBatch } from '../../../../src/core/batch/plan';
import type { BatchItem, BatchPlan, Ceiling } from '../../../../src/core/batch/plan';

const ONE = 1_000_000;

/** Items of so many units, at $0.14 each. */
const item = (quantity: number, priority = 0): BatchItem => ({ priority, amount: { quantity: quantity * ONE, unit: 'units' }, usd: quantity * 140_000 });
const units = (remaining: number): Ceiling => ({ remaining: remaining * ONE, takes: ({ amount }) => amount.quantity });
const dollars = (remaining: number): Ceiling => ({ remaining: remaining * ONE, takes: ({ usd }) => usd });
const taken = ({ fits }: BatchPlan): number[] => fits.flatMap((fit, index) => (fit ? [index] : []));
const best = ({ best: found }: BatchPlan): readonly number[] | string => (found.kind === 'better' ? [...found.chosen].sort((a, b) => a - b) : found.kind);

describe('the plan of a batch', () => {
  it('goes by priority and takes what still fits, as the document does', () => {
    const plan = planBatch([item(5), item(7, 2), item(3, 1), item(4, 2)], [units(12)]);
    assert.deepEqual(plan.order, [1, 3, 2, 0]);
    assert.deepEqual(taken(plan), [1, 3]);
    const smaller = planBatch([item(10), item(3), item(2)], [units(6)]);
    assert.deepEqual([taken(smaller), smaller.cutAt], [[1, 2], 0]);
  });

  it('says where the money ends', () => {
    const sixty = Array.from({ length: 60 }, () => item(2.5));
    const plan = planBatch(sixty, [units(104)]);
    assert.deepEqual([plan.count, plan.cutAt, best(plan)], [41, 41, 'same']);
    const all = planBatch(sixty, [units(150)]);
    assert.deepEqual([all.count, all.cutAt], [60, 60]);
    assert.equal(planBatch(sixty, [units(-1)]).count, 0);
  });

  it('fits under every ceiling at once, and takes nothing that cannot be counted', () => {
    const plan = planBatch([item(5), item(5), { priority: 0, amount: { quantity: ONE, unit: 'credits' } }], [units(100), dollars(0.7)]);
    assert.deepEqual(taken(plan), [0]);
  });

  it('finds what is better for the same money', () => {
    assert.deepEqual(best(planBatch([item(10, 3), item(6, 2), item(4, 2)], [units(10)])), [1, 2]);
    assert.deepEqual(best(planBatch([item(6), item(5), item(5)], [units(10)])), [1, 2]);
    assert.equal(best(planBatch([item(6), item(3), item(5)], [units(9)])), 'same');
    assert.equal(best(planBatch([item(6, -3), item(5, 1)], [units(6)])), 'same');
  });

  it('takes units and their dollars for one thing, and says that it cannot tell where they are two', () => {
    const items = [item(10, 3), item(6, 2), item(4, 2)];
    assert.deepEqual(best(planBatch(items, [units(12), dollars(1.4)])), [1, 2]);
    const odd = items.map((each, index) => ({ ...each, usd: (index + 1) * ONE }));
    assert.equal(best(planBatch(odd, [units(12), dollars(5.5)])), 'unknown');
  });

  it('says that it cannot tell where there are too many variants', () => {
    const many = Array.from({ length: 20_000 }, (_, index) => ({ priority: (index % 997) + 1, amount: { quantity: 1_000_003 + index * 7, unit: 'units' as const } }));
    assert.equal(best(planBatch(many, [units(3000)])), 'unknown');
  });

  const anyItem = fc.record({ quantity: fc.integer({ min: 0, max: 40 }), priority: fc.integer({ min: -1, max: 4 }) });
  const anyItems = (most: number) => fc.array(anyItem, { maxLength: most }).map((all) => all.map(({ quantity, priority }) => item(quantity / 4, priority)));

  it('never takes more than there is, and nothing that fits is left', () => {
    fc.assert(
      fc.property(anyItems(60), fc.integer({ min: -5, max: 300 }), fc.integer({ min: -5, max: 50 }), (items, inUnits, inDollars) => {
        const ceilings = [units(inUnits), dollars(inDollars)];
        const plan = planBatch(items, ceilings);
        const sets = [taken(plan), plan.best.kind === 'better' ? [...plan.best.chosen] : []];
        for (const set of sets) {
          for (const { remaining, takes } of ceilings) {
            const sum = set.reduce((all, index) => all + (takes(items[index] ?? item(0)) ?? NaN), 0);
            assert.ok(sum === 0 || sum <= remaining);
          }
          assert.equal(new Set(set).size, set.length);
        }
        const left = ceilings.map(({ remaining, takes }) => remaining - taken(plan).reduce((all, index) => all + (takes(items[index] ?? item(0)) ?? NaN), 0));
        assert.ok(items.every((each, index) => plan.fits[index] === true || ceilings.some(({ takes }, at) => (takes(each) ?? 0) > (left[at] ?? 0))));
      }),
    );
  });

  it('finds the best of all subsets', () => {
    fc.assert(
      fc.property(anyItems(10), fc.integer({ min: 0, max: 50 }), (items, capacity) => {
        const worth = (set: readonly number[]): number => set.reduce((sum, index) => sum + Math.max(0, items[index]?.priority ?? 0) * 100 + 1, 0);
        const cost = (set: readonly number[]): number => set.reduce((sum, index) => sum + (items[index]?.amount.quantity ?? 0), 0);
        const subsets = Array.from({ length: 2 ** items.length }, (_, bits) => items.flatMap((_each, index) => (bits & (1 << index) ? [index] : [])));
        const most = Math.max(...subsets.filter((set) => cost(set) <= capacity * ONE).map(worth));
        const plan = planBatch(items, [units(capacity)]);
        const found = plan.best.kind === 'better' ? plan.best.chosen : taken(plan);
        assert.equal(worth(found), most);
        assert.ok(worth(found) >= worth(taken(plan)));
        assert.notEqual(plan.best.kind, 'unknown');
      }),
    );
  });
});
