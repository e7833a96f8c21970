import type { Entry } from '../ledger/entry';
import { isOfBatch } from './batchId';

/** From so many tasks on a median says something. */
const FEWEST = 3;
/** The tasks that are looked at, the last ones. */
const MOST = 200;

/** How long a task takes, from the user's own log. */
export interface TaskTime {
  readonly medianMs: number;
  readonly tasks: number;
}

/**
 * The median time from reservation to settlement of the user's own tasks with these models; undefined with fewer than
 * three. Reservations of a batch are left out, since they are made long before the request is sent.
 */
export function taskTime(entries: readonly Entry[], models: ReadonlySet<string>): TaskTime | undefined {
  const times = entries
    .filter(({ id, model, state }) => state === 'settled' && model !== undefined && models.has(model) && !isOfBatch(id))
    .toSorted((a, b) => b.timestamp - a.timestamp)
    .flatMap(({ timestamp, settledAt }) => (settledAt === undefined || settledAt <= timestamp ? [] : [settledAt - timestamp]))
    .slice(0, MOST)
    .sort((a, b) => a - b);
  if (times.length < FEWEST) return undefined;
  const middle = times.length >> 1;
  const medianMs = times.length % 2 === 1 ? (times[middle] ?? 0) : Math.round(((times[middle - 1] ?? 0) + (times[middle] ?? 0)) / 2);
  return { medianMs, tasks: times.length };
}
