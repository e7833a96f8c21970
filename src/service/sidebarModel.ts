import { forecastOf } from '../core/budget/forecast';
import { budgetSection } from '../presentation/sidebar/budgetSection';
import type { Notice, PageCommand, Sections } from '../presentation/sidebar/messages';
import { packagesSection } from '../presentation/sidebar/packagesSection';
import type { Translate } from '../presentation/translate';
import { visible } from '../presentation/visible';
import type { UnreadableLine } from '../stores/store';
import type { PricedAmount } from './entryDetails';
import type { UsageService } from './usageService';

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
