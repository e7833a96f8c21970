import { addTo, createBuckets } from './buckets';
import type { Use } from './buckets';
import type { Entry } from './entry';
import { entryOf, kindOf } from './group';
import type { Group } from './group';
import { createGroups } from './groups';
import type { GroupNumber } from './groups';
import type { Line } from './line';
import { listOf } from './list';
import type { EntryList, ListQuery } from './list';
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
  /** What counts as of `now`, by time: to the quarter of an hour, and exactly around the moments. */
  readonly uses: (stretch: Stretch, now: number, moments: readonly number[]) => readonly Use[];
  readonly list: (query: ListQuery, now: number) => EntryList;
  /** The totals of each model or project that occurs; entries without one are under the empty text. */
  readonly totalsBy: (name: 'model' | 'project', stretch: Stretch, now: number) => ReadonlyMap<string, Totals>;
}

export function createLedger(): Ledger {
  const groups = createGroups();
  const buckets = createBuckets(groups);
  /** By entry id and by task id alike, so that either names one entry. */
  const numbers = new Map<string, GroupNumber>();

  const groupWith = (key: string | undefined): GroupNumber | undefined => {
    const known = key === undefined ? undefined : numbers.get(key);
    return known === undefined ? undefined : groups.current(known);
  };

  return {
    append: (line) => {
      const own = groupWith(line.id);
      const ofTask = groupWith(line.taskId);
      let group = own ?? ofTask;
      if (group === undefined) {
        group = groups.add(line);
      } else {
        buckets.remove(group);
        if (ofTask !== undefined && ofTask !== group) {
          buckets.remove(ofTask);
          groups.join(group, ofTask);
        }
        groups.extend(group, line, own !== undefined);
      }
      buckets.add(group);
      if (line.id !== undefined && own === undefined) numbers.set(line.id, group);
      if (line.taskId !== undefined && ofTask === undefined) numbers.set(line.taskId, group);
    },
    find: (idOrTaskId, now) => {
      const group = groupWith(idOrTaskId);
      return group === undefined ? undefined : entryOf(groups.get(group), now);
    },
    entries: (stretch, now) => buckets.groups(stretch).map((group) => entryOf(group, now)),
    totals: (stretch, now, filter) => {
      if (!filter || (filter.model === undefined && filter.project === undefined)) return totalsOf(buckets.sum(stretch, now));
      const total = createSumming();
      for (const group of buckets.groups(stretch)) if (passes(filter, group)) addTo(total, group, now);
      return totalsOf(total);
    },
    uses: (stretch, now, moments) => buckets.uses(stretch, now, moments),
    list: (query, now) => listOf(buckets.numbers(query.stretch), groups, query, now),
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

const passes = ({ model, project }: EntryFilter, group: Group): boolean =>
  (model === undefined || kindOf(group, 'model') === model) && (project === undefined || kindOf(group, 'project') === project);
