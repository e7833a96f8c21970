import { addTo, createBuckets } from './buckets';
import type { Entry } from './entry';
import { entryOf, groupOf, join, kindOf } from './group';
import type { Group } from './group';
import type { Line } from './line';
import { createSumming, totalsOf } from './totals';
import type { Stretch, Summing, Totals } from './totals';

/** Which entries count: those of one model, of one project. */
export interface EntryFilter {
  readonly model?: string;
  readonly project?: string;
}

/** Lines folded to entries: those that share an entry id or a task id are one entry. */
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
  /** By entry id and by task id alike, so that either names one entry. */
  const groups = new Map<string, Group>();
  const buckets = createBuckets();

  const groupWith = (key: string | undefined): Group | undefined => {
    const known = key === undefined ? undefined : groups.get(key);
    return known?.into ? lastOf(known) : known;
  };
  /** Takes what is known of the same entry into one group. */
  const unite = (target: Group, other: Group): void => {
    join(target, other);
    other.into = target;
  };

  return {
    append: (line) => {
      const [own, ofTask] = [groupWith(line.id), groupWith(line.taskId)];
      const added = groupOf(line, own !== undefined);
      const target = own ?? ofTask ?? added;
      if (target !== added) {
        buckets.remove(target);
        if (ofTask && ofTask !== target) {
          buckets.remove(ofTask);
          unite(target, ofTask);
        }
        unite(target, added);
      }
      buckets.add(target);
      if (line.id !== undefined && !own) groups.set(line.id, target);
      if (line.taskId !== undefined && !ofTask) groups.set(line.taskId, target);
    },
    find: (idOrTaskId, now) => {
      const group = groupWith(idOrTaskId);
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
        const value = kindOf(group, name) ?? '';
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
  (model === undefined || kindOf(group, 'model') === model) && (project === undefined || kindOf(group, 'project') === project);
