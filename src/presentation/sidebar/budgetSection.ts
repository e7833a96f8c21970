import type { Forecast } from '../../core/budget/forecast';
import { localText } from '../../core/budget/period';
import type { PeriodStanding } from '../../core/budget/usage';
import type { Judgement, Standing } from '../../core/budget/verdict';
import type { Micros } from '../../core/money';
import { cannotCountText, limitAmount, overText, percentText, periodSentence, uncountedSentence } from '../budgetTexts';
import type { Translate } from '../translate';
import type { Period, Sections } from './messages';

/** A limit, what the request at the cursor would do to it, and what it will come to. */
export interface BudgetRow {
  readonly period: PeriodStanding;
  /** Absent where no priced request is at the cursor. */
  readonly judgement?: Judgement | undefined;
  readonly forecast?: Forecast | undefined;
}

/** `isStale` tells that the usage log could not be read again: more than is known may be spent. */
export function budgetSection(rows: readonly BudgetRow[], zone: string, t: Translate, isStale = false): Sections['budget'] {
  const notice = {
    text: t('No budget is set. With one you see what is left, and are told before it runs out.'),
    isFault: false,
    actions: [{ label: t('Set a daily budget'), command: 'setDailyBudget' as const }, { label: t('Set a monthly budget'), command: 'setMonthlyBudget' as const }],
  };
  const periods = rows.map((row) => periodOf(row, zone, t));
  return { periods: isStale ? periods.map((period) => ({ ...period, left: t('perhaps {0}', period.left) })) : periods, notice: rows.length === 0 ? notice : null };
}

function periodOf({ period, judgement, forecast }: BudgetRow, zone: string, t: Translate): Period {
  const { standing, resetsAt } = period;
  const { limit, spent, reserved, remaining } = standing;
  const wanted = judgement?.after ? judgement.after.spent + judgement.after.reserved - spent - reserved : 0;
  const amount = (quantity: Micros): string => limitAmount(quantity, limit, t);
  const request = judgement && requestLine(judgement, wanted, t);
  const uncounted = uncountedSentence(standing, t);
  return {
    name: limit.period === 'daily' ? t('Today') : t('This month'),
    sums: t('{0} of {1}', amount(spent + reserved), amount(limit.amount.quantity)),
    left: remaining < 0 ? t('{0} over', amount(-remaining)) : t('{0} left', amount(remaining)),
    level: levelOf(standing),
    bar: barOf(standing, wanted),
    label: periodSentence(period, zone, t),
    lines: [
      reserved > 0 ? t('{0} used, {1} of them reserved', percentText(standing), amount(reserved)) : t('{0} used', percentText(standing)),
      ...(request === undefined ? [] : [request]),
      ...(forecast ? [forecastLine(forecast, standing, zone, t)] : []),
      ...(resetsAt === undefined ? [] : [t('Resets {0} ({1})', localText(resetsAt, zone), zone)]),
      ...(uncounted === undefined ? [] : [uncounted]),
    ],
  };
}

function levelOf({ remaining, verdict }: Standing): Period['level'] {
  if (remaining < 0) return 'over';
  return verdict === 'fits' ? 'fits' : 'warns';
}

/** Percent of the whole bar, which is the limit, or what is used and wanted where that is more. */
function barOf({ limit, spent, reserved }: Standing, wanted: Micros): Period['bar'] {
  const whole = Math.max(limit.amount.quantity, spent + reserved + wanted);
  const of = (quantity: Micros): number => Math.floor((quantity / whole) * 10_000) / 100;
  return { spent: of(spent), reserved: of(reserved), request: of(wanted), limitAt: of(limit.amount.quantity) };
}

function requestLine({ before: { limit }, after, cannotCount }: Judgement, wanted: Micros, t: Translate): string {
  if (cannotCount) return cannotCountText(cannotCount, limit, t);
  const takes = t('The request at the cursor takes {0}', limitAmount(wanted, limit, t));
  return after && after.remaining < 0 ? t('{0}: {1}', takes, overText(-after.remaining, limit, t)) : takes;
}

/** A forecast is not known to fractions of a unit, or of a cent. */
function forecastLine({ used, days, until }: Forecast, { limit }: Standing, zone: string, t: Translate): string {
  const step = limit.amount.unit === 'usd' ? 10_000 : 1_000_000;
  const about = used < step ? used : Math.round(used / step) * step;
  const end = localText(until, zone);
  const amount = limitAmount(about, limit, t);
  const line = days === 1 ? t('At the pace of the last day about {0} by {1}', amount, end) : t('At the pace of the last {0} days about {1} by {2}', days, amount, end);
  const over = about - limit.amount.quantity;
  return over > 0 ? t('{0}, {1} over', line, limitAmount(over, limit, t)) : line;
}
