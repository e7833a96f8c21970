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
  let looked = NaN;
  let lost: string | undefined;
  let unreadable = 0;

  const isLost = (id: string, { isSettled }: Held): boolean => {
    const found = store.find(id, now());
    return !found || (isSettled && found.state !== 'settled');
  };
  const firstLost = (): string | undefined => {
    for (const [id, known] of held) {
      if (known.timestamp < now() - REMEMBERED_MS) held.delete(id);
      else if (isLost(id, known)) return id;
    }
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
  for (const entry of store.entries({ start: now() - REMEMBERED_MS, end: Infinity }, now())) holds(entry);
  tellUnreadable();

  return {
    holds,
    check() {
      tellUnreadable();
      // A log that only grows is read on, and has lost nothing.
      if (looked !== store.timesRead()) lost = firstLost();
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
