import type { Micros } from '../money';
import type { Amount, Entry, EntryDetails, EntryState } from './entry';
import type { Line, RequestKind } from './line';

/**
 * What the lines of one entry come to. It holds only the lines that decide, so that two groups which turn out to be
 * the same entry can be joined whenever that becomes known.
 */
export interface Group {
  /** The first line of all. */
  first: Line;
  /** The last reservation; a line that repeats the id of an earlier one is none. */
  opened: Line | undefined;
  /** The last line that is no reservation. */
  decided: Line | undefined;
  /** The last line with a task id. */
  named: Line | undefined;
  /** The group that has taken this one in. */
  into: Group | undefined;
  /** Where its bucket has it. */
  place: number;
}

/** A group of one line. `isRepeated` where an earlier line has its entry id. */
export function groupOf(line: Line, isRepeated: boolean): Group {
  const isReserved = line.event === 'reserved';
  return {
    first: line,
    opened: isReserved && !isRepeated ? line : undefined,
    decided: isReserved ? undefined : line,
    named: line.taskId === undefined ? undefined : line,
    into: undefined,
    place: 0,
  };
}

/** Takes what the other group knows into this one. In whatever order groups are joined, the result is the same. */
export function join(group: Group, other: Group): void {
  if (other.first.order < group.first.order) group.first = other.first;
  group.opened = later(group.opened, other.opened);
  group.decided = later(group.decided, other.decided);
  group.named = later(group.named, other.named);
}

function later(a: Line | undefined, b: Line | undefined): Line | undefined {
  return a && (!b || b.order < a.order) ? a : b;
}

/**
 * The line that tells what the entry comes to: the last that is no reservation, since a charge is never undone by one;
 * after a release, a reservation under a new id counts again.
 */
function deciding({ first, opened, decided }: Group): Line {
  if (!decided) return opened ?? first;
  return decided.event === 'released' && opened && decided.order < opened.order ? opened : decided;
}

/** The time that decides the period: of the reservation, else of the first line; a charge stays in the period it was reserved in. */
export function timestampOf({ first, opened }: Group): number {
  return (opened ?? first).timestamp;
}

/** What a group counts: spent, set aside until a time, or nothing. */
export interface Counting {
  readonly kind: 'spent' | 'open' | 'nothing';
  readonly amount: Amount;
  readonly usd: Micros | undefined;
  readonly expiresAt: number;
}

const NOTHING: Amount = { quantity: 0, unit: 'units' };

export function countingOf(group: Group): Counting {
  const line = deciding(group);
  const amount = line.amount ?? group.opened?.amount ?? group.first.amount ?? NOTHING;
  return {
    kind: line.event === 'reserved' ? 'open' : line.event === 'released' ? 'nothing' : 'spent',
    amount,
    usd: line.usd ?? (amount.unit === 'usd' ? amount.quantity : undefined),
    expiresAt: line.expiresAt ?? Infinity,
  };
}

/** The task that the last line with one names. */
export function taskOf({ named }: Group): string | undefined {
  return named?.taskId;
}

/** What is told of the request: by the line that decides, else by the reservation, else by the first. */
export function kindOf<Name extends keyof RequestKind>({ first, opened, decided }: Group, name: Name): RequestKind[Name] {
  return decided?.kind[name] ?? opened?.kind[name] ?? first.kind[name];
}

const KINDS = ['provider', 'feature', 'model', 'mode', 'durationSeconds', 'project', 'schedule'] as const;

const DETAILS = ['taskId', 'requestHash', 'promptPreview'] as const;

/** What an entry tells besides its amount. */
export function detailsOf(entry: Entry): EntryDetails {
  return Object.fromEntries([...KINDS, ...DETAILS].flatMap((name) => (entry[name] === undefined ? [] : [[name, entry[name]]])));
}

/** The entry as of `now`. */
export function entryOf(group: Group, now: number): Entry {
  const line = deciding(group);
  const { kind, amount, usd, expiresAt } = countingOf(group);
  const taskId = taskOf(group);
  const estimated = group.opened?.amount;
  const state: EntryState = kind === 'spent' ? 'settled' : kind === 'nothing' ? 'released' : expiresAt <= now ? 'expired' : 'reserved';
  const [requestHash, promptPreview] = [detailIn(group, 'requestHash'), detailIn(group, 'promptPreview')];
  return {
    id: group.opened?.id ?? group.decided?.id ?? group.first.id ?? taskId ?? `line-${group.first.order}`,
    state,
    timestamp: timestampOf(group),
    amount,
    ...(usd === undefined ? {} : { usd }),
    ...(estimated && state === 'settled' && !sameAmount(estimated, amount) ? { estimated } : {}),
    ...(kind === 'open' && line.expiresAt !== undefined ? { expiresAt } : {}),
    ...(line.reason === undefined ? {} : { reason: line.reason }),
    ...(taskId === undefined ? {} : { taskId }),
    ...(requestHash === undefined ? {} : { requestHash }),
    ...(promptPreview === undefined ? {} : { promptPreview }),
    ...group.first.kind,
    ...group.opened?.kind,
    ...group.decided?.kind,
  };
}

function detailIn({ first, opened, decided }: Group, name: 'requestHash' | 'promptPreview'): string | undefined {
  return decided?.[name] ?? opened?.[name] ?? first[name];
}

export function sameAmount(a: Amount, b: Amount): boolean {
  return a.quantity === b.quantity && a.unit === b.unit && a.pool === b.pool;
}
