import { addTo } from './buckets';
import type { Entry, EntryState } from './entry';
import { countingOf, entryOf, kindOf, stateAt, taskOf } from './group';
import type { Group } from './group';
import type { GroupNumber, Groups } from './groups';
import { sortInSteps } from './sortInSteps';
import { createSumming, totalsOf } from './totals';
import type { Stretch, Totals } from './totals';

/** Which entries are listed, and in which order. */
export interface ListQuery {
  readonly stretch: Stretch;
  /** A part of what tells of the request, of task, id or reason; case does not matter. Empty for all. */
  readonly text: string;
  /** Empty for all. */
  readonly model: string;
  readonly project: string;
  readonly state?: EntryState | undefined;
  /** By its time, by what was asked for, by its dollars (else its quantity, each unit by itself), or by its state. */
  readonly sort: 'time' | 'request' | 'amount' | 'state';
  readonly descending: boolean;
}

/** A list while it is made, since a log can have a million entries: each step is a small piece of work, the last gives the list. */
export type EntryList = Generator<undefined, ListedEntries>;

/** A list whose entries are read when they are asked for. */
export interface ListedEntries {
  /** How many pass. */
  readonly total: number;
  /** How many there are in the stretch. */
  readonly all: number;
  /** The models and projects of the stretch, by name. */
  readonly models: readonly string[];
  readonly projects: readonly string[];
  /** The sums of those that pass. */
  readonly totals: Totals;
  readonly slice: (from: number, to: number) => Entry[];
}

/** How many entries are looked at in one step. */
const STEP = 250;

/** The list of what passes among numbers that are in the order of their time. */
export function* listOf(numbers: Iterable<GroupNumber>, { get, current }: Pick<Groups, 'get' | 'current'>, query: ListQuery, now: number): EntryList {
  const [models, projects, sums] = [new Set<string>(), new Set<string>(), createSumming()];
  const found: GroupNumber[] = [];
  let all = 0;
  for (const number of numbers) {
    if ((all += 1) % STEP === 0) yield;
    // Meanwhile it can have turned out to be the same entry as another.
    if (current(number) !== number) continue;
    const group = get(number);
    const [model, project] = [kindOf(group, 'model'), kindOf(group, 'project')];
    if (model !== undefined) models.add(model);
    if (project !== undefined) projects.add(project);
    if (!passes(group, query, now)) continue;
    found.push(number);
    addTo(sums, group, now);
  }
  const sorted = query.sort === 'time' ? found : yield* sortedBy(query.sort, found, get, now);
  if (query.descending) sorted.reverse();
  return {
    total: sorted.length,
    all,
    models: [...models].sort(),
    projects: [...projects].sort(),
    totals: totalsOf(sums),
    slice: (from, to) => sorted.slice(from, to).map((number) => entryOf(get(current(number)), now)),
  };
}

function passes(group: Group, { text, model, project, state }: ListQuery, now: number): boolean {
  return (model === '' || kindOf(group, 'model') === model) &&
    (project === '' || kindOf(group, 'project') === project) &&
    (state === undefined || stateAt(countingOf(group), now) === state) &&
    (text === '' || wordsOf(group).includes(text.toLowerCase()));
}

const KINDS = ['model', 'mode', 'project', 'feature', 'provider', 'schedule'] as const;

function wordsOf(group: Group): string {
  const { first, opened, decided } = group;
  const words = [...KINDS.map((name) => kindOf(group, name)), taskOf(group), first.id, opened?.id, decided?.reason];
  return words.filter((word) => word !== undefined).join('\n').toLowerCase();
}

type Keys = readonly (string | number)[];

/** What is alike is put together first: a log has few different requests and prices. */
function* sortedBy(sort: Exclude<ListQuery['sort'], 'time'>, numbers: readonly GroupNumber[], get: Groups['get'], now: number): Generator<undefined, GroupNumber[]> {
  const alike = new Map<string, { readonly keys: Keys; readonly numbers: GroupNumber[] }>();
  for (const [index, number] of numbers.entries()) {
    if (index % STEP === 0) yield;
    const keys = keysOf(sort, get(number), now);
    const name = JSON.stringify(keys);
    const known = alike.get(name);
    if (known) known.numbers.push(number);
    else alike.set(name, { keys, numbers: [number] });
  }
  const sorted: GroupNumber[] = [];
  for (const same of yield* sortInSteps([...alike.values()], (a, b) => compare(a.keys, b.keys))) {
    for (const number of same.numbers) if (sorted.push(number) % STEP === 0) yield;
  }
  return sorted;
}

function keysOf(sort: Exclude<ListQuery['sort'], 'time'>, group: Group, now: number): Keys {
  const { usd = -1, amount, ...counting } = countingOf(group);
  switch (sort) {
    case 'request': return [kindOf(group, 'model') ?? kindOf(group, 'feature') ?? '', kindOf(group, 'mode') ?? '', kindOf(group, 'durationSeconds') ?? 0];
    case 'state': return [stateAt(counting, now)];
    case 'amount': return [usd, amount.unit, amount.pool ?? '', amount.quantity];
  }
}

/** The first difference decides. */
function compare(a: Keys, b: Keys): number {
  const index = a.findIndex((key, at) => key !== b[at]);
  return index < 0 ? 0 : (a[index] ?? '') < (b[index] ?? '') ? -1 : 1;
}
