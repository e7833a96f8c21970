// So many tasks run at once as are allowed; of packages, as Kling counts them.
import assert from 'node:assert/strict';
import type { PackageStanding } from '../../../src/core/budget/packages';
import { createPlaceCounter, placesOf } from '../../../src/guard/places';
import type { Placed } from '../../../src/guard/places';
import type { GuardUsage, SlotLimits } from '../../../src/guard/ports';
import { readRequest } from '../../../src/guard/site';
import { createSlots } from '../../../src/guard/slots';
import type { Slots } from '../../../src/guard/slots';
import { kling } from '../../../src/guard/upstreams/kling';
import { DEFAULT_POOL } from '../../../src/core/ledger/entry';

const NOBODY = new AbortController().signal;
const VIDEO: Placed = { model: 'kling-v3', amount: { quantity: 1, unit: 'units' }, places: 1 };
const image = (places: number): Placed => ({ model: 'kling-v3', amount: { quantity: 1, unit: 'units', pool: 'image' }, places });

describe('guard: places for tasks', () => {
  let now = 0;
  let packages: PackageStanding[];
  const owned = (concurrency: number | undefined, state: PackageStanding['state'] = 'active', pool: string = DEFAULT_POOL): PackageStanding => ({
    item: { key: 'k', name: 'p', size: { quantity: 1, unit: 'units', pool }, boughtAt: 0, ...(concurrency === undefined ? {} : { concurrency }) }, state, left: 1, drawn: 0, losing: 0,
  });
  const make = (limits: Partial<SlotLimits>, open: readonly [string, Placed][] = []): Slots => {
    const all: SlotLimits = { running: 'package', waiting: 3, waitMs: 60_000, ...limits };
    const usage = { packages: () => ({ packages, paces: [], beyond: [] }) } as unknown as GuardUsage;
    return createSlots(all, createPlaceCounter(all, usage, () => now), new Map(open), () => true);
  };
  /** Whether a task gets places at once; then what gives them back. */
  const enters = async (slots: Slots, task: Placed): Promise<(() => void) | undefined> => {
    const gone = new AbortController();
    const entered = slots.enter(task, gone.signal);
    const answer = await Promise.race([entered, new Promise<undefined>((resolve) => { setImmediate(() => { resolve(undefined); }); })]);
    if (answer) return answer;
    gone.abort();
    await assert.rejects(entered, /no more may at once/);
    return undefined;
  };
  beforeEach(() => { [now, packages] = [0, []]; });

  it('takes the largest active package of that kind of units, not the sum, each model by itself', async () => {
    packages = [owned(1), owned(2), owned(9, 'expired'), owned(undefined), owned(3, 'active', 'image')];
    const slots = make({});
    assert.ok(await enters(slots, VIDEO) && await enters(slots, VIDEO));
    assert.equal(await enters(slots, VIDEO), undefined);
    assert.ok(await enters(slots, { ...VIDEO, model: 'kling-v2-6' }));
    assert.ok(await enters(slots, image(2)));
    assert.equal(await enters(slots, image(2)), undefined);
    assert.ok(await enters(slots, image(1)));
  });

  it('reads again what the packages are, and holds nothing back that none tells of', async () => {
    packages = [owned(1)];
    const slots = make({});
    assert.ok(await enters(slots, VIDEO));
    assert.ok(await enters(slots, image(50)) && await enters(slots, image(50)) && await enters(slots, { places: 1 }));
    packages = [owned(2)];
    assert.equal(await enters(slots, VIDEO), undefined);
    now = 60_000;
    assert.ok(await enters(slots, VIDEO));
    assert.equal(await enters(slots, VIDEO), undefined);
  });

  it('counts tasks that run already, each image of a task, and lets one run alone that takes more than there are', async () => {
    const slots = make({ running: 4 }, [['one', VIDEO]]);
    assert.equal(await enters(slots, image(4)), undefined);
    const leave = await enters(slots, image(3));
    assert.equal(await enters(slots, VIDEO), undefined);
    leave?.();
    slots.closed('one');
    const alone = await enters(slots, image(9));
    assert.ok(alone);
    assert.equal(await enters(slots, VIDEO), undefined);
    alone();
    assert.ok(await enters(slots, VIDEO));
  });

  it('lets the first go first, also where a smaller one would fit, and only so many wait', async () => {
    const slots = make({ running: 3 });
    const leave = await enters(slots, image(2));
    const order: number[] = [];
    const waiting = [3, 1, 2].map((places, at) => slots.enter(image(places), NOBODY).then((left) => {
      order.push(at);
      return left;
    }));
    await assert.rejects(slots.enter(VIDEO, NOBODY), /no more may at once/);
    leave?.();
    (await waiting[0])?.();
    await Promise.all(waiting);
    assert.deepEqual(order, [0, 1, 2]);
  });

  it('reads of a request how many images it asks for', () => {
    const of = (path: string, fields: Record<string, number>): number => placesOf(readRequest(kling, path, {
      kind: 'object', open: false, span: { start: 0, end: 0 },
      fields: Object.entries(fields).map(([key, value]) => ({ key, keySpan: { start: 0, end: 0 }, value: { kind: 'scalar', values: [value], origin: 'literal', span: { start: 0, end: 0 } } })),
    }));
    assert.deepEqual([of('/v1/images/generations', { n: 4 }), of('/v1/images/generations', {}), of('/v1/videos/text2video', { n: 4 }), of('/v1/unknown', { n: 4 })], [4, 1, 1, 1]);
  });
});
