import type { PackagesStanding, PackageStanding } from '../core/budget/packages';
import type { Crossing } from '../core/budget/thresholds';
import type { Judgement } from '../core/budget/verdict';
import { alertText, expiryText, overText } from './budgetTexts';
import type { Translate } from './translate';

/** Something to tell the user of once. `id` is the same for one threshold of one period, and for one expiry. */
export type BudgetAlert =
  | { readonly kind: 'crossing'; readonly id: string; readonly crossing: Crossing }
  | { readonly kind: 'expiry'; readonly id: string; readonly standing: PackageStanding; readonly paces: PackagesStanding['paces'] };

/** One sentence. */
export function budgetAlertText(alert: BudgetAlert, t: Translate): string {
  if (alert.kind === 'crossing') return alertText(alert.crossing, t);
  return expiryText(alert.standing, alert.paces, t) ?? '';
}

/** What a limit says to a request that no longer fits, the widest miss first; undefined when it fits everywhere. */
export function overLimitText(judgements: readonly Judgement[], t: Translate): string | undefined {
  const over = judgements
    .flatMap(({ after }) => (after && after.remaining < 0 ? [after] : []))
    .toSorted((a, b) => b.share - a.share)[0];
  return over && overText(-over.remaining, over.limit, t);
}
