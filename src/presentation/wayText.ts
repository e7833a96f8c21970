import type { Amount } from '../core/ledger/entry';
import { DEFAULT_POOL } from '../core/ledger/entry';
import { parseAmount } from '../core/budget/amountText';
import type { Suggestion } from '../core/optimizer/suggestion';
import type { Choice } from '../core/optimizer/whatIf';
import { priceText, requestTitle } from './lensTitle';
import { quantityText } from './numbers';
import type { Subject } from './subject';
import { percentOf, savedText, suggestionTitle, targetText } from './suggestionText';
import type { Translate } from './translate';

/** `Switch to std: saves 2 units (57 %)`, `Shorten to 5 s in 3 requests: saves 9 units (50 %)`. */
export function wayTitle({ suggestion, requests }: { readonly suggestion: Suggestion; readonly requests: number }, subject: Subject, t: Translate): string {
  const title = suggestionTitle(suggestion, subject, t);
  const where = requests > 1 ? t('{0} in {1} requests', title, requests) : title;
  return t('{0}: saves {1}', where, savedText(suggestion, t));
}

/** A combination of values: `Kling v2.6 std · 5 s`, `1.5 units ≈ $0.21`, and how much less or more that is. */
export function choiceText(choice: Choice, subject: Subject, t: Translate): { readonly label: string; readonly price: string; readonly difference: string } {
  const { request, after, before, saving, changes } = choice;
  const estimate = after ?? before;
  const { low, high } = saving.quantity;
  const amount = quantityText({ low: Math.abs(low), high: Math.abs(high) }, before.unit, t);
  const isMixed = low !== high && Math.sign(low) !== Math.sign(high);
  const difference = changes.length === 0 ? t('as it is') : low === 0 && high === 0 ? t('the same price') : high > 0 ? t('{0} less', amount) : t('{0} more', amount);
  return { label: requestTitle({ ...subject, request, estimate }, t), price: priceText(estimate, t), difference: isMixed ? '' : difference };
}

/**
 * `Save 5 units: std` for the suggestion that saves most, when that is at least `least`: an amount such as `5 units` or
 * `1 usd`, or a share such as `20 %`. Undefined when it is less, and where `least` is neither or cannot count it.
 */
export function savingLensTitle(suggestions: readonly Suggestion[], least: unknown, subject: Subject, t: Translate): string | undefined {
  const best = suggestions.find((suggestion) => suggestion.changes.length > 0 && isWritten(suggestion, subject) && isAtLeast(suggestion, least));
  if (!best) return undefined;
  const targets = best.changes.map((change) => targetText(change, subject, t)).join(', ');
  return t('Save {0}: {1}', quantityText(best.saving.quantity, best.before.unit, t), targets);
}

/** Whether every value stands somewhere in the code. */
function isWritten({ changes }: Suggestion, { request }: Subject): boolean {
  return changes.every(({ parameter }) => request.parameters[parameter]?.definedAt ?? request.parameters[parameter]?.valueSpan);
}

function isAtLeast({ saving, before }: Suggestion, least: unknown): boolean {
  if (typeof least !== 'string') return false;
  const share = /^\s*(\d{1,3}(?:\.\d+)?)\s*%\s*$/.exec(least)?.[1];
  if (share !== undefined) return (percentOf(saving.quantity, before.quantity) ?? -1) >= Number(share);
  const amount = parseAmount(least);
  return amount !== undefined && counted(amount, { saving, before }) >= amount.quantity;
}

/** The least that is saved, in the unit of an amount; -1 where it cannot be counted in it. */
function counted({ unit, pool }: Amount, { saving, before }: Pick<Suggestion, 'saving' | 'before'>): number {
  if (unit === 'usd') return (saving.usd ?? (before.unit === 'usd' ? saving.quantity : undefined))?.low ?? -1;
  return unit === before.unit && (unit !== 'units' || (pool ?? DEFAULT_POOL) === before.pool) ? saving.quantity.low : -1;
}
