import type { Amount, Entry } from '../core/ledger/entry';
import { timestampText } from '../core/ledger/timestamp';
import { microsToText } from '../core/money';
import { amountText } from './numbers';
import type { Translate } from './translate';
import { visible } from './visible';

/** An entry in a list to choose from. */
export interface EntryLabel {
  readonly label: string;
  readonly description: string;
  readonly detail: string;
}

/** `7 units, kling-v2-6 pro, 10 s`, when it was, and its task. */
export function entryLabel(entry: Entry, t: Translate): EntryLabel {
  const { amount, model, mode, durationSeconds, state, taskId, id, timestamp } = entry;
  const what = [
    amountText(amount.quantity, amount.unit, t),
    [model, mode].filter((word) => word !== undefined).map(visible).join(' '),
    durationSeconds === undefined ? '' : t('{0} s', durationSeconds),
  ];
  return {
    label: what.filter((word) => word !== '').join(', '),
    description: stateName(state, t),
    detail: t('{0}, {1}', t('{0} UTC', timestampText(timestamp).slice(0, 16).replace('T', ' ')), taskId === undefined ? t('entry {0}', visible(id)) : t('task {0}', visible(taskId))),
  };
}

/** What the state of an entry is called. */
export function stateName(state: Entry['state'], t: Translate): string {
  switch (state) {
    case 'reserved': return t('reserved');
    case 'settled': return t('charged');
    case 'released': return t('not charged');
    case 'expired': return t('reserved too long, counts as spent');
  }
}

/** An amount as the user may write it: `7 units`, `500 image units`, `0.98 usd`. */
export function amountInput({ quantity, unit, pool }: Amount): string {
  const words = [microsToText(quantity), ...(unit === 'units' && pool !== undefined && pool !== 'video' ? [pool] : []), unit];
  return words.join(' ');
}
