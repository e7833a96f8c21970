import { addTo, createBuckets } from './buckets';
import type { Entry } from './entry';
import { detailOf, entryOf, groupOf, join } from './group';
import type { Group } from './group';
import type { Line } from './line';
import { createSumming, totalsOf } from './totals';
import type { Stretch, Summing, Totals } from './totals';

/** Which entries count: those of one model, of one project. */
export interface EntryFilter {
  readonly model?: string;
  readonly project?: string;
}

/** Lines folded to entries: those with one entry id, or one task id, are one entry. */
export interface Ledger {
  readonly append: (line: Line) => void;
  /** The entry with this id, or for this task. */
  readonly find: (idOrTaskId: string, now: number) => Entry | undefined;
  readonly entries: (stretch: Stretch, now: number) => Entry[];
  readonly totals: (stretch: Stretch, now: number, filter?: EntryFilter) => Totals;
  /** The totals of each model or project that occurs; entries without one are under the empty text. */
  readonly totalsBy: (name: 'model' | 'project', stretch: Stretch, now: number) => ReadonlyMap<string, Totals>;
}

export function createLedger(): Ledger {
  const byId = new Map<string, Group>();
  const byTask = new Map<string, Group>();
  const buckets = createBuckets();

  const groupIn = (groups: Map<string, Group>, key: string | undefined): Group | undefined => {
    const known = key === undefined ? undefined : groups.get(key);
    return known && lastOf(known);
  };
  const find = (idOrTaskId: string): Group | undefined => groupIn(byId, idOrTaskId) ?? groupIn(byTask, idOrTaskId);

  return {
    append: (line) => {
      const [own, ofTask] = [groupIn(byId, line.id), groupIn(byTask, line.taskId)];
      const group = groupOf(line, own !== undefined);
      const target = own ?? ofTask ?? group;
      for (const other of new Set([own, ofTask])) if (other) buckets.remove(other);
      for (const other of new Set([ofTask, group])) {
        if (!other || other === target) continue;
        join(target, other);
        other.into = target;
      }
      buckets.add(target);
      if (line.id !== undefined && !own) byId.set(line.id, target);
      if (line.taskId !== undefined && !ofTask) byTask.set(line.taskId, target);
    },
    find: (idOrTaskId, now) => {
      const group = find(idOrTaskId);
      return group && entryOf(group, now);
    },
    entries: (stretch, now) => buckets.groups(stretch).map((group) => entryOf(group, now)),
    totals: (stretch, now, filter) => {
      if (!filter || (filter.model === undefined && filter.project === undefined)) return totalsOf(buckets.sum(stretch, now));
      const total = createSumming();
      for (const group of buckets.groups(stretch)) if (passes(filter, group)) addTo(total, group, now);
      return totalsOf(total);
    },
    totalsBy: (name, stretch, now) => {
      const totals = new Map<string, Summing>();
      for (const group of buckets.groups(stretch)) {
        const value = detailOf(group, name) ?? '';
        let total = totals.get(value);
        if (!total) totals.set(value, (total = createSumming()));
        addTo(total, group, now);
      }
      return new Map([...totals].map(([value, total]) => [value, totalsOf(total)]));
    },
  };
}

function lastOf(group: Group): Group {
  let last = group;
  while (last.into) last = last.into;
  // The next look-up need not go the whole way again.
  for (let at = group; at.into && at.into !== last; ) [at, at.into] = [at.into, last];
  return last;
}

const passes = ({ model, project }: EntryFilter, group: Group): boolean =>
  (model === undefined || detailOf(group, 'model') === model) && (project === undefined || detailOf(group, 'project') === project);
