import type { PlaceCounter, Placed } from './places';
import type { SlotLimits } from './ports';
import { RefusalError } from './refusal';

const RETRY_AFTER_SECONDS = 5;

/** Lets only so many tasks of a lane run at once; the others wait in the order they came. */
export interface Slots {
  /** Waits for free places; the answer gives them back. Rejects with a RefusalError when too many wait, or too long, or the client has gone. */
  readonly enter: (task: Placed, gone: AbortSignal) => Promise<() => void>;
  /** Keeps the places until the entry is open no more. */
  readonly keepFor: (entryId: string, leave: () => void) => void;
  readonly closed: (entryId: string) => void;
  /** Nobody waits any more: who does, or would, is refused, and may try again with the next guard. */
  readonly end: () => void;
}

interface Lane {
  taken: number;
  readonly queue: { readonly places: number; readonly enter: () => void }[];
}

/** `open` are the entries whose tasks run already; `isRunning` tells whether one still does, since others may close it too. */
export function createSlots(
  { waiting: mostWaiting, waitMs }: SlotLimits, { laneOf: nameOf, most }: PlaceCounter, open: ReadonlyMap<string, Placed>, isRunning: (entryId: string) => boolean,
): Slots {
  const lanes = new Map<string, Lane>();
  const kept = new Map<string, () => void>();
  const waiters = new Set<() => void>();
  let isEnded = false;
  const laneOf = (name: string): Lane => {
    const lane = lanes.get(name) ?? { taken: 0, queue: [] };
    lanes.set(name, lane);
    return lane;
  };
  const admit = (name: string): void => {
    const lane = laneOf(name);
    const { queue } = lane;
    // What takes more places than there are runs alone: the upstream knows what it allows.
    for (let first = queue[0]; !isEnded && first && (lane.taken === 0 || lane.taken + first.places <= most(name)); first = queue[0]) {
      queue.shift();
      first.enter();
    }
    if (lane.taken === 0) lanes.delete(name);
  };
  const take = (name: string, places: number): (() => void) => {
    laneOf(name).taken += places;
    let isIn = true;
    return () => {
      if (!isIn) return;
      isIn = false;
      laneOf(name).taken -= places;
      admit(name);
    };
  };
  const closed = (entryId: string): void => {
    kept.get(entryId)?.();
    kept.delete(entryId);
  };
  for (const [entryId, task] of open) kept.set(entryId, take(nameOf(task), task.places));

  return {
    enter: (task, gone) => new Promise((resolve, reject) => {
      const { places } = task;
      const name = nameOf(task);
      const busy = (): RefusalError => new RefusalError({
        name: 'busy', message: `${String(laneOf(name).taken)} tasks are running, and no more may at once; try again later`, retryAfterSeconds: RETRY_AFTER_SECONDS,
      });
      const done = (): void => {
        waiters.delete(giveUp);
        clearTimeout(timer);
        gone.removeEventListener('abort', giveUp);
      };
      const next = { places, enter: (): void => {
        done();
        resolve(take(name, places));
      } };
      const giveUp = (): void => {
        const { queue } = laneOf(name);
        queue.splice(queue.indexOf(next), 1);
        done();
        reject(busy());
        admit(name);
      };
      const timer = setTimeout(giveUp, waitMs);
      gone.addEventListener('abort', giveUp, { once: true });
      waiters.add(giveUp);
      laneOf(name).queue.push(next);
      if (laneOf(name).taken + places > most(name)) for (const entryId of [...kept.keys()]) if (!isRunning(entryId)) closed(entryId);
      admit(name);
      if ((gone.aborted || isEnded || waiters.size > mostWaiting) && waiters.has(giveUp)) giveUp();
    }),
    keepFor(entryId, leave) {
      // The tries of one entry are one task.
      if (kept.has(entryId)) leave();
      else kept.set(entryId, leave);
    },
    closed,
    end() {
      isEnded = true;
      for (const giveUp of [...waiters]) giveUp();
    },
  };
}
