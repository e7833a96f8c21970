import type { Entry } from '../core/ledger/entry';
import { plainTranslate as t } from '../presentation/translate';
import { visible, visibleInFull } from '../presentation/visible';
import type { GuardPorts } from './ports';
import { RefusalError } from './refusal';

/** No limit looks further back. */
const REMEMBERED_MS = 31 * 86_400_000;

/**
 * Remembers what the log has held: a log that is deleted, cut, or replaced by an older copy would start the budget anew.
 * A log that is rewritten with all its entries is still whole.
 */
export interface LogWatch {
  /** Takes in an entry as the log now holds it. */
  readonly holds: (entry: Entry) => void;
  /** Throws a RefusalError when the log, as it was read last, has lost an entry. Lines that nobody can read any more are told. */
  readonly check: () => void;
  /** Whether it had when it was looked at last. */
  readonly isBroken: () => boolean;
}

interface Held {
  readonly isSettled: boolean;
  readonly timestamp: number;
}

export function createLogWatch({ usage: { store }, log, now, onEvent }: GuardPorts): LogWatch {
  /** By id, as their last lines stand in the log. */
  const held = new Map<string, Held>();
  /** The times of entries of other programs that have neither an id nor a task: only how many there are is known. */
  let nameless: readonly number[] = [];
  let looked = NaN;
  let lost: string | undefined;
  let unreadable = 0;

  const isLost = (id: string, { isSettled }: Held): boolean => {
    const found = store.find(id, now());
    return !found || (isSettled && found.state !== 'settled');
  };
  const firstLost = (): string | undefined => {
    const start = now() - REMEMBERED_MS;
    for (const [id, known] of held) {
      if (known.timestamp < start) held.delete(id);
      else if (isLost(id, known)) return id;
    }
    const found = namelessOf(store.entries({ start, end: Infinity }, now()));
    if (found.length < nameless.filter((timestamp) => timestamp >= start).length) return t('without an id');
    nameless = found;
    return undefined;
  };
  const tellUnreadable = (): void => {
    const lines = store.unreadable();
    const first = lines[unreadable];
    const count = lines.length - unreadable;
    unreadable = lines.length;
    if (!first) return;
    const place = t('{0}, line {1}: {2}', visibleInFull(log), first.line, visible(first.reason));
    onEvent({ kind: 'fault', message: count === 1 ? t('{0}; what cannot be read counts nothing', place) : t('{0}, and {1} more; what cannot be read counts nothing', place, count - 1) });
  };
  const holds = ({ id, state, timestamp }: Entry): void => {
    if (state === 'released') held.delete(id);
    else held.set(id, { isSettled: state === 'settled', timestamp });
  };
  const namelessOf = (entries: readonly Entry[]): number[] => entries.filter(({ id }) => !store.find(id, now())).map(({ timestamp }) => timestamp);
  const known = store.entries({ start: now() - REMEMBERED_MS, end: Infinity }, now());
  for (const entry of known) if (store.find(entry.id, now())) holds(entry);
  nameless = namelessOf(known);
  tellUnreadable();

  return {
    holds,
    check() {
      tellUnreadable();
      // A log that only grows is read on, and has lost nothing; what it has lost can also be put back at its end.
      if (lost !== undefined || looked !== store.timesRead()) lost = firstLost();
      looked = store.timesRead();
      if (lost === undefined) return;
      throw new RefusalError({
        name: 'ledger',
        message: t('the usage log {0} has lost what was booked in it, such as entry {1}: put it back, or stop the guard and start it again to count what the log holds now', visibleInFull(log), visible(lost)),
      });
    },
    isBroken: () => lost !== undefined,
  };
}
