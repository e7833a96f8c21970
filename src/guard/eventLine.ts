import type { Amount } from '../core/ledger/entry';
import { limitAmount, mostText, poolAmountText } from '../presentation/budgetTexts';
import type { Translate } from '../presentation/translate';
import { visible, visibleInFull } from '../presentation/visible';
import type { GuardEvent, GuardUsage } from './ports';

/** From here on a status is that of an error. */
const FIRST_ERROR = 400;
const NOTHING: Amount = { quantity: 0, unit: 'usd' };

/** What the guard did, on one line; of what was sent also how much is then left. */
export function guardLine(event: GuardEvent, usage: GuardUsage, t: Translate): string {
  return event.kind === 'sent' ? eventLine(event, t) + leftText(usage, t) : eventLine(event, t);
}

/** `; 3.5 units left today`, `; 4 units over this month's limit`. */
function leftText(usage: GuardUsage, t: Translate): string {
  return usage.judge(NOTHING).map(({ before: { limit, remaining } }) => {
    const isDaily = limit.period === 'daily';
    if (remaining < 0) {
      const over = limitAmount(-remaining, limit, t);
      return isDaily ? t('; {0} over today\'s limit', over) : t('; {0} over this month\'s limit', over);
    }
    const left = limitAmount(remaining, limit, t);
    return isDaily ? t('; {0} left today', left) : t('; {0} left this month', left);
  }).join('');
}

function priceText({ amount, isRange = false, unknownModel }: Extract<GuardEvent, { kind: 'sent' }>, t: Translate): string {
  if (amount) return mostText(amount, isRange, t);
  return unknownModel === undefined ? t('no price') : t('no price for "{0}"', visible(unknownModel));
}

function eventLine(event: GuardEvent, t: Translate): string {
  switch (event.kind) {
    case 'sent': {
      if (event.taskId === undefined && event.status >= FIRST_ERROR) return t('answered  {0}: status {1}', event.title, event.status);
      const amount = priceText(event, t);
      const task = event.taskId === undefined ? t('status {0}', event.status) : t('task {0}', visible(event.taskId));
      if (!event.amount && event.taskId !== undefined) return t('sent      {0}: {1}, {2}, not counted until an answer tells its charge', event.title, amount, task);
      return event.warns ? t('sent      {0}: {1}, {2} (mind the limit)', event.title, amount, task) : t('sent      {0}: {1}, {2}', event.title, amount, task);
    }
    case 'refused': return t('refused   {0}', visibleInFull(event.message));
    case 'duplicate': {
      const earlier = visible(event.taskId ?? t('a request that is under way'));
      switch (event.action) {
        case 'warn': return t('duplicate {0}: it says the same as {1}', event.title, earlier);
        case 'reuse': return t('duplicate {0}: answered with {1}', event.title, earlier);
      }
    }
    case 'settled': return t('charged   {0}: {1}', visible(event.taskId ?? event.entryId), poolAmountText(event.amount, t));
    case 'released': return t('released  {0}: {1}, {2}', visible(event.taskId ?? event.entryId), poolAmountText(event.amount, t), visible(event.reason ?? ''));
    case 'held': return t('held      {0}: {1}; it stays reserved as {2}', event.title, visible(event.reason), visible(event.entryId));
    case 'fault': return t('fault     {0}', visibleInFull(event.message));
  }
}
