import { poolOf } from '../core/budget/verdict';
import type { Amount } from '../core/ledger/entry';
import type { Resolution } from '../core/request/resolved';
import type { GuardUsage, SlotLimits } from './ports';

/** A task that takes places; its model and what it is billed in where that is known. */
export interface Placed {
  readonly model?: string | undefined;
  readonly amount?: Amount | undefined;
  readonly places: number;
}

/** Which places there are. */
export interface PlaceCounter {
  /** Tasks of one lane share their places; those of another have their own. */
  readonly laneOf: (task: Placed) => string;
  /** How many tasks of a lane may run at once, as of now. */
  readonly most: (lane: string) => number;
}

/** Packages end by the day. */
const LOOK_MS = 60_000;

/**
 * One lane for all where a number is told. Else each model and each kind of units by itself, as Kling counts them, with
 * as many places as the largest active package of that kind has; what no package tells of is not held back.
 */
export function createPlaceCounter({ running }: SlotLimits, usage: GuardUsage, now: () => number): PlaceCounter {
  if (running !== 'package') return { laneOf: () => '', most: () => running };
  let byPool = new Map<string, number>();
  let lookedAt = -Infinity;
  const look = (): void => {
    if (now() - lookedAt < LOOK_MS) return;
    lookedAt = now();
    byPool = new Map();
    for (const { item: { size, concurrency }, state } of usage.packages().packages) {
      if (state === 'active' && concurrency !== undefined) byPool.set(poolOf(size), Math.max(concurrency, byPool.get(poolOf(size)) ?? 0));
    }
  };
  return {
    laneOf: ({ model = '', amount }) => `${amount ? poolOf(amount) : ''}\n${model}`,
    most(lane) {
      look();
      return byPool.get(lane.slice(0, lane.indexOf('\n'))) ?? Infinity;
    },
  };
}

/** A task of images takes a place for each. */
export function placesOf({ request: { parameters: { count } } }: Resolution): number {
  const counts = (count?.values ?? []).filter((value) => typeof value === 'number' && value > 1);
  return Math.max(1, ...counts.map(Number));
}
