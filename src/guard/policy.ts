import { judge } from '../core/budget/verdict';
import type { Amount } from '../core/ledger/entry';
import { cannotCountText, limitAmount, overText, poolAmountText } from '../presentation/budgetTexts';
import { localText } from '../core/budget/period';
import { amountText } from '../presentation/numbers';
import { reasonText } from '../presentation/reasons';
import { plainTranslate as t } from '../presentation/translate';
import { visible } from '../presentation/visible';
import type { Reservation } from '../stores/store';
import type { GuardPolicy, GuardUsage, RequestPrice } from './ports';
import { RefusalError } from './refusal';
import type { Refusal } from './refusal';

/** What a request asks for may be sent at all, whatever is left. Throws a RefusalError that says why it may not. */
export function checkPolicy({ title, details, expected, reason }: RequestPrice, { unpriced, maxUnitsPerRequest, models }: GuardPolicy): void {
  const names = [details.model, details.feature].filter((name) => name !== undefined);
  if (models && !names.some((name) => models.some((model) => model.toLowerCase() === name.toLowerCase()))) {
    throw new RefusalError({ name: 'model', message: t('{0}: only {1} may be asked for', visible(details.model ?? title), models.map(visible).join(', ')) });
  }
  if (!expected) {
    if (unpriced === 'allow') return;
    const why = reason ? reasonText(reason, t) : t('its body is not one JSON object');
    throw new RefusalError({ name: 'unpriced', message: t('{0}: no price, {1}; kling-cost guard --unpriced allow sends it all the same', title, why) });
  }
  if (maxUnitsPerRequest === undefined) return;
  const { quantity, unit } = expected.amount;
  const ceiling = amountText(maxUnitsPerRequest, 'units', t);
  if (unit !== 'units') throw new RefusalError({ name: 'overCeiling', message: t('{0} is billed in {1}, and only up to {2} may be asked for at once', title, unit, ceiling) });
  if (quantity > maxUnitsPerRequest) {
    throw new RefusalError({ name: 'overCeiling', message: t('{0} takes {1}, and only up to {2} may be asked for at once', title, poolAmountText(expected.amount, t), ceiling) });
  }
}

/** Why a reservation was refused: how much is needed, how much is left, and when that changes. */
export function overLimit({ title, expected }: RequestPrice, { decidedBy }: Reservation, usage: GuardUsage): Refusal {
  if (!expected || !decidedBy) throw new RangeError('only a limit refuses a reservation');
  const { limit, totals } = decidedBy;
  const { before, after, cannotCount } = judge(limit, totals, expected.amount, expected.usd);
  if (cannotCount) return { name: 'overLimit', message: t('{0}: {1}', title, cannotCountText(cannotCount, limit, t)) };
  const zone = usage.plan().timeZone;
  const resetsAt = usage.standings().find(({ standing }) => standing.limit.period === limit.period)?.resetsAt;
  const need: Amount = limit.amount.unit === 'usd' && expected.usd !== undefined ? { quantity: expected.usd, unit: 'usd' } : expected.amount;
  const left = t('it needs {0} and {1} of {2} are left', poolAmountText(need, t), limitAmount(before.remaining, limit, t), poolAmountText(limit.amount, t));
  const over = overText(-(after?.remaining ?? 0), limit, t);
  return {
    name: 'overLimit',
    message: resetsAt === undefined ? t('{0}: {1}; {2}', over, title, left) : t('{0}: {1}; {2}; the limit starts again {3} ({4})', over, title, left, localText(resetsAt, zone), zone),
  };
}
