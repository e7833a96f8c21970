import type { GuardEvent } from '../../guard/ports';

type Refused = Extract<GuardEvent, { kind: 'refused' }>;

/** What the user can do something about. What else is refused, the program is told, and the live requests show. */
const OF_USE: ReadonlySet<string> = new Set(['overLimit', 'unpriced', 'overCeiling', 'model', 'duplicate', 'ledger']);
const QUIET_MS = 3_600_000;

/** Whether a refusal is news: the first of its kind, or the first after an hour without one. A script that goes on asking is no news. */
export function createRefusalNotice(now: () => number): (event: GuardEvent) => event is Refused {
  const last = new Map<string, number>();
  return (event): event is Refused => {
    if (event.kind !== 'refused' || !OF_USE.has(event.name)) return false;
    const before = last.get(event.name);
    last.set(event.name, now());
    return before === undefined || now() - before >= QUIET_MS;
  };
}
