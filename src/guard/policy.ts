import { localText } from '../core/budget/period';
import { judge, poolOf } from '../core/budget/verdict';
import type { Amount } from '../core/ledger/entry';
import { modelKey } from '../core/pricing/catalog';
import { cannotCountText, limitAmount, mostText, overText, poolAmountText, unitsText } from '../presentation/budgetTexts';
import { reasonText } from '../presentation/reasons';
import { plainTranslate as t } from '../presentation/translate';
import { visible } from '../presentation/visible';
import type { Reservation } from '../stores/store';
import type { Unread } from './body';
import type { GuardPolicy, GuardUsage, RequestPrice } from './ports';
import { RefusalError } from './refusal';
import type { Refusal } from './refusal';

/** What a request asks for may be sent at all, whatever is left; `unread` is why its body tells nothing of it. Throws a RefusalError that says why it may not. */
export function checkPolicy({ title, details, expected, isRange = false, reason }: RequestPrice, { unpriced, ceilings, models }: GuardPolicy, unread?: Unread): void {
  const names = [details.model, details.feature].filter((name) => name !== undefined);
  // What names nothing is first of all what nobody knows the price of.
  const isAsked = names.length > 0 || unpriced === 'allow';
  if (models && isAsked && !names.some((name) => models.keys.has(modelKey(name)))) {
    throw new RefusalError({ name: 'model', message: t('{0}: only {1} may be asked for', visible(details.model ?? title), models.names.map(visible).join(', ')) });
  }
  if (!expected) {
    if (unpriced === 'allow') return;
    if (unread) throw new RefusalError({ name: 'unpriced', message: t('{0}: no price, {1}', title, unreadText(unread)) });
    const why = reason ? reasonText(reason, t) : t('nobody knows why');
    throw new RefusalError({ name: 'unpriced', message: t('{0}: no price, {1}; --unpriced allow, in the editor klingCost.guard.unpriced, sends it all the same', title, why) });
  }
  if (ceilings) checkCeilings(title, expected.amount, isRange, ceilings);
}

/** What is wrong with a body, and what to send instead. */
function unreadText(unread: Unread): string {
  switch (unread) {
    case 'noFields': return t('its body {} has no fields: send what is to be made, such as a prompt or an image');
    case 'empty': return t('its body is not one JSON object that can be read: it is empty; send the request as JSON');
    case 'encoded': return t('its body is not one JSON object that can be read: it is compressed; send it without content-encoding');
    case 'form': return t('its body is not one JSON object that can be read: it is a form; send its fields as JSON');
    case 'notJson': return t('its body is not one JSON object that can be read: it is not JSON; mend it');
    case 'notObject': return t('its body is not one JSON object that can be read: it is a list or a single value; send each request by itself');
    case 'ambiguous': return t('its body is not one JSON object that can be read: a key stands twice or holds a NUL, which servers read differently; write each key once');
    case 'unscanned': return t('its body is not one JSON object that can be read: it is no UTF-8, or without its long texts over 1 MB or 64 levels deep; send less');
  }
}

/** Units of different pools, credits and dollars are never compared: what no ceiling counts is over all of them. */
function checkCeilings(title: string, amount: Amount, isRange: boolean, ceilings: readonly Amount[]): void {
  const ceiling = ceilings.find((each) => each.unit === amount.unit && poolOf(each) === poolOf(amount));
  if (ceiling && amount.quantity <= ceiling.quantity) return;
  const most = (ceiling ? [ceiling] : ceilings).map((each) => poolAmountText(each, t)).join(', ');
  const taken = mostText(amount, isRange, t);
  throw new RefusalError({
    name: 'overCeiling',
    message: ceiling
      ? t('{0} takes {1}, and only up to {2} may be asked for at once', title, taken, most)
      : t('{0} takes {1}, and the ceiling for one request is {2}; name one in {3} too', title, taken, most, unitsText(amount, t)),
  });
}

/** Why a reservation was refused: how much is needed, how much is left, and when that changes. */
export function overLimit({ title, expected, isRange = false }: RequestPrice, { decidedBy }: Reservation, usage: GuardUsage): Refusal {
  if (!expected || !decidedBy) throw new RangeError('only a limit refuses a reservation');
  const { limit, totals } = decidedBy;
  const { before, after, cannotCount } = judge(limit, totals, expected.amount, expected.usd);
  if (cannotCount) return { name: 'overLimit', message: t('{0}: {1}', title, cannotCountText(cannotCount, limit, t)) };
  const zone = usage.plan().timeZone;
  const resetsAt = usage.standings().find(({ standing }) => standing.limit.period === limit.period)?.resetsAt;
  const need: Amount = limit.amount.unit === 'usd' && expected.usd !== undefined ? { quantity: expected.usd, unit: 'usd' } : expected.amount;
  const left = t('it needs {0} and {1} of {2} are left', mostText(need, isRange, t), limitAmount(before.remaining, limit, t), poolAmountText(limit.amount, t));
  const over = overText(-(after?.remaining ?? 0), limit, t, isRange);
  return {
    name: 'overLimit',
    message: resetsAt === undefined ? t('{0}: {1}; {2}', over, title, left) : t('{0}: {1}; {2}; the limit starts again {3} ({4})', over, title, left, localText(resetsAt, zone), zone),
  };
}
