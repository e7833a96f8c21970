import { forecastOf } from '../core/budget/forecast';
import { calendarPeriod } from '../core/budget/period';
import type { EntryList } from '../core/ledger/list';
import type { Stretch } from '../core/ledger/totals';
import { budgetSection } from '../presentation/sidebar/budgetSection';
import { logWindow } from '../presentation/sidebar/logSection';
import { MOST_ROWS } from '../presentation/sidebar/messages';
import type { LogQuery, LogWindow, Notice, PageCommand, Sections } from '../presentation/sidebar/messages';
import { packagesSection } from '../presentation/sidebar/packagesSection';
import type { Translate } from '../presentation/translate';
import { visible } from '../presentation/visible';
import type { UnreadableLine } from '../stores/store';
import type { PricedAmount } from './entryDetails';
import type { UsageService } from './usageService';

const DAY_MS = 86_400_000;

/** The limits with what the request at the cursor would do to them, and what they will come to. */
export function budgetNow(service: UsageService, wanted: PricedAmount | undefined, now: number, t: Translate): Sections['budget'] {
  const judgements = wanted ? service.judge(wanted.amount, wanted.usd) : [];
  const totals: UsageService['store']['totals'] = service.store.totals;
  const rows = service.standings().map((period, index) => ({
    period,
    judgement: judgements[index],
    forecast: forecastOf(period, { totals: (stretch) => totals(stretch, now) }, now),
  }));
  return budgetSection(rows, service.plan().timeZone, t, service.staleMs() !== undefined);
}

export function packagesNow(service: UsageService, t: Translate): Sections['packages'] {
  return packagesSection(service.packages(), service.plan().timeZone, t);
}

/** What the user should know about the log itself: entries that are not saved yet, and lines that cannot be read. */
export function logFaults({ store }: UsageService, t: Translate): Notice[] {
  const [unwritten, [first, ...others]] = [store.unwritten().length, store.unreadable()];
  return [
    ...(unwritten === 0 ? [] : [fault(unwrittenText(unwritten, t), t('Try again'), 'refresh')]),
    ...(first === undefined ? [] : [fault(unreadableText(others.length + 1, first, t), t('Open the log'), 'openUsageLog')]),
  ];
}

function unwrittenText(count: number, t: Translate): string {
  return count === 1 ? t('1 entry is not saved; it is counted, and will be tried again') : t('{0} entries are not saved; they are counted, and will be tried again', count);
}

function unreadableText(count: number, { line, reason }: UnreadableLine, t: Translate): string {
  return count === 1
    ? t('Line {0} of the usage log cannot be read and counts nothing: {1}', line, visible(reason))
    : t('{0} lines of the usage log cannot be read and count nothing; the first is line {1}: {2}', count, line, visible(reason));
}

const fault = (text: string, label: string, command: PageCommand): Notice => ({ text, isFault: true, actions: [{ label, command }] });

/** What of the usage log the page asks for. */
export interface LogAsked {
  readonly query: LogQuery;
  readonly from: number;
  readonly to: number;
}

/** The rows of the usage log; the list of a query is kept until the log changes, so that scrolling is fast. */
export interface LogLists {
  readonly rows: (asked: LogAsked, now: number, t: Translate) => LogWindow;
  readonly dispose: () => void;
}

export function createLogLists(service: UsageService): LogLists {
  let known: { readonly of: string; readonly list: EntryList } | undefined;
  const listening = service.onDidChange(() => { known = undefined; });
  return {
    rows: ({ query, from, to }, now, t) => {
      const zone = service.plan().timeZone;
      const of = JSON.stringify(query);
      if (known?.of !== of) {
        const { period, state, ...filters } = query;
        const list = service.store.list({ ...filters, stretch: stretchOf(period, zone, now), state: state === 'all' ? undefined : state }, now);
        known = { of, list };
      }
      return logWindow(known.list, query, { from, to: Math.min(to, from + MOST_ROWS) }, zone, t);
    },
    dispose: () => { listening.dispose(); },
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
