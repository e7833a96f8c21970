import { calendarPeriod } from '../core/budget/period';
import type { ListedEntries } from '../core/ledger/list';
import type { Stretch } from '../core/ledger/totals';
import { logWindow } from '../presentation/sidebar/logSection';
import { MOST_ROWS } from '../presentation/sidebar/messages';
import type { LogQuery, LogWindow } from '../presentation/sidebar/messages';
import type { Translate } from '../presentation/translate';
import { inPieces } from './inPieces';
import type { Pacing } from './inPieces';
import type { UsageService } from './usageService';

const DAY_MS = 86_400_000;

/** What of the usage log the page asks for. */
export interface LogAsked {
  readonly query: LogQuery;
  readonly from: number;
  readonly to: number;
}

/** The rows of the usage log. The list of one query is kept, so that scrolling is fast. */
export interface LogLists {
  /**
   * The rows that `asked` names once the list is there, since somebody may have scrolled while it was made. Undefined
   * when another query was asked for meanwhile. `isFresh` makes the list again where the log has changed since.
   */
  readonly rows: (asked: () => LogAsked, isFresh: boolean, now: number, t: Translate) => Promise<LogWindow | undefined>;
  readonly dispose: () => void;
}

/** The list of a query; old when the log has changed since it was begun. */
interface Kept {
  readonly of: string;
  readonly list: ListedEntries;
  readonly age: { isOld: boolean };
}

interface Making {
  readonly of: string;
  readonly age: { isOld: boolean };
  readonly list: Promise<ListedEntries | undefined>;
}

export function createLogLists(service: UsageService, pacing?: Pacing): LogLists {
  let kept: Kept | undefined;
  let making: Making | undefined;
  const listening = service.onDidChange(() => {
    for (const { age } of [kept, making].flatMap((one) => one ?? [])) age.isOld = true;
  });
  const make = ({ period, state, ...filters }: LogQuery, of: string, now: number): Making => {
    const stretch = stretchOf(period, service.plan().timeZone, now);
    const work = service.store.list({ ...filters, stretch, state: state === 'all' ? undefined : state }, now);
    const own: Making = { of, age: { isOld: false }, list: inPieces(work, () => making === own, pacing) };
    return own;
  };
  /** One that is old is good enough for who scrolls, and one that becomes old is still finished: a log can change all the time. */
  const listFor = async (query: LogQuery, isFresh: boolean, now: number): Promise<ListedEntries | undefined> => {
    const of = JSON.stringify(query);
    if (making?.of !== of) making = undefined;
    if (kept?.of === of && !(isFresh && kept.age.isOld)) return kept.list;
    const own = (making ??= make(query, of, now));
    try {
      const list = await own.list;
      if (list) kept = { of, list, age: own.age };
      return list;
    } finally {
      if (making === own) making = undefined;
    }
  };
  return {
    rows: async (asked, isFresh, now, t) => {
      const { query } = asked();
      const list = await listFor(query, isFresh, now);
      const { query: wanted, from, to } = asked();
      if (!list || JSON.stringify(wanted) !== JSON.stringify(query)) return undefined;
      return logWindow(list, query, { from, to: Math.min(to, from + MOST_ROWS) }, service.plan().timeZone, t);
    },
    dispose: () => {
      listening.dispose();
      making = undefined;
    },
  };
}

function stretchOf(period: LogQuery['period'], zone: string, now: number): Stretch {
  switch (period) {
    case 'all': return { start: -Infinity, end: Infinity };
    case 'today': return calendarPeriod('daily', now, zone);
    case 'month': return calendarPeriod('monthly', now, zone);
    case '30': return { start: now - 30 * DAY_MS, end: Infinity };
  }
}
