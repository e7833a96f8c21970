import type { Micros } from '../money';
import type { Amount, Entry, EntryDetails, EntryState } from './entry';
import type { Line, RequestKind } from './line';

/** The lines that decide what an entry comes to. */
export interface Group {
  /** The first line of all. */
  readonly first: Line;
  /** The last reservation; a line that repeats the id of an earlier one is none. */
  readonly opened: Line | undefined;
  /** The last line that is no reservation. */
  readonly decided: Line | undefined;
  /** The last line with a task id. */
  readonly named: Line | undefined;
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

export function stateAt({ kind, expiresAt }: Pick<Counting, 'kind' | 'expiresAt'>, now: number): EntryState {
  if (kind === 'open') return expiresAt <= now ? 'expired' : 'reserved';
  return kind === 'spent' ? 'settled' : 'released';
}

/** The entry as of `now`. */
export function entryOf(group: Group, now: number): Entry {
  const line = deciding(group);
  const { kind, amount, usd, expiresAt } = countingOf(group);
  const taskId = taskOf(group);
  const estimated = group.opened?.amount;
  const state = stateAt({ kind, expiresAt }, now);
  const [requestHash, promptPreview] = [detailIn(group, 'requestHash'), detailIn(group, 'promptPreview')];
  return {
    id: group.opened?.id ?? group.decided?.id ?? group.first.id ?? taskId ?? `line-${group.first.order}`,
    state,
    timestamp: timestampOf(group),
    amount,
    ...(usd === undefined ? {} : { usd }),
    ...(estimated && state === 'settled' && !sameAmount(estimated, amount) ? { estimated } : {}),
    ...(kind === 'open' && line.expiresAt !== undefined ? { expiresAt } : {}),
    ...(line.event === 'settled' && group.opened && line.timestamp <= (group.opened.expiresAt ?? Infinity) ? { settledAt: line.timestamp } : {}),
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
