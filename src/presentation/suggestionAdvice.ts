import type { Advice } from '../core/optimizer/suggestion';
import { decimal, toMicros } from '../core/money';
import { expiryText } from './budgetTexts';
import { priceText } from './lensTitle';
import { amountText, dollars } from './numbers';
import { requestsText } from './totalText';
import type { Translate } from './translate';

/** One piece of advice as a sentence; `requests` are those that it was given for. */
export function adviceText(advice: Advice, requests: readonly { readonly path: string; readonly line: number }[], t: Translate): string {
  switch (advice.code) {
    case 'offPeak':
      return t('{0} may be done sooner when they are sent at night; the price is the same at any hour', requestsText(advice.requests, t));
    case 'package': {
      const { package: item, packages, price, savingUsd, volume, unit } = advice;
      const name = packages > 1 ? `${String(packages)} × ${item.name}` : item.name;
      return t('{0} for {1} instead of the present price of {2} saves {3}', name, dollars(price), amountText(volume, unit, t), dollars(savingUsd));
    }
    case 'customPackage':
      return t(
        '{0} are more than the largest package holds ({1}, {2}); ask for a custom package',
        amountText(advice.volume, advice.unit, t), advice.largest.name, amountText(toMicros(decimal(advice.largest.units)), advice.unit, t),
      );
    case 'expiringUnits':
      return t('use these first: {0}', expiryText(advice.standing, advice.paces, t) ?? '');
    case 'overBudget': {
      const at = requests[advice.index];
      const place = at ? `${at.path}:${String(at.line)}` : '';
      return t('{0}: nothing of this quality and length is within the budget; the cheapest is {1}', place, priceText(advice.cheapest, t));
    }
  }
}
