import type { Entry } from '../core/ledger/entry';
import { plainTranslate as t } from '../presentation/translate';
import { visible, visibleInFull } from '../presentation/visible';
import type { GuardPorts } from './ports';
import { RefusalError } from './refusal';

/** No limit looks further back. */
const REMEMBERED_MS = 31 * 86_400_000;
/** How many of the last changes are looked for at each check, and how many of the others, in turn. */
const [LAST, IN_TURN] = [16, 64];

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
  /** By id, in the order of their last changes, as their last lines stand in the log. */
  const held = new Map<string, Held>();
  let turn = held.keys();
  const last: string[] = [];
  let lost: string | undefined;
  let unreadable = 0;

  const isLost = (id: string): boolean => {
    const known = held.get(id);
    if (!known) return false;
    const found = store.find(id, now());
    return !found || (known.isSettled && found.state !== 'settled');
  };
  const oldest = (): string | undefined => {
    for (const [id, { timestamp }] of held) {
      if (timestamp >= now() - REMEMBERED_MS) return id;
      held.delete(id);
    }
    return undefined;
  };
  /** The ends, since a log is cut at its ends, and some of what is between. */
  function* some(): Generator<string> {
    const first = oldest();
    if (first !== undefined) yield first;
    yield* last;
    for (let count = Math.min(IN_TURN, held.size); count > 0; count -= 1) {
      const next = turn.next();
      if (!next.done) yield next.value;
      else turn = held.keys();
    }
  }
  const firstLost = (ids: Iterable<string>): string | undefined => {
    for (const id of ids) if (isLost(id)) return id;
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
    held.delete(id);
    if (state === 'released') return;
    held.set(id, { isSettled: state === 'settled', timestamp });
    if (last.push(id) > LAST) last.shift();
  };
  for (const entry of store.entries({ start: now() - REMEMBERED_MS, end: Infinity }, now())) holds(entry);
  tellUnreadable();

  return {
    holds,
    check() {
      tellUnreadable();
      // Where one is missing others may be, though it is back.
      lost = lost === undefined ? firstLost(some()) : isLost(lost) ? lost : firstLost(held.keys());
      if (lost === undefined) return;
      throw new RefusalError({
        name: 'ledger',
        message: t('the usage log {0} has lost what was booked in it, such as entry {1}: put it back, or stop the guard and start it again to count what the log holds now', visibleInFull(log), visible(lost)),
      });
    },
    isBroken: () => lost !== undefined,
  };
}
