import { modeOfResolution, resolutionOfMode } from '../core/estimate/cases';
import type { Bounds } from '../core/estimate/estimate';
import type { Change, Suggestion } from '../core/optimizer/suggestion';
import { findModel } from '../core/pricing/catalog';
import type { Scalar } from '../core/request/value';
import { agoText } from './accountSync';
import { dollarRange, quantityText } from './numbers';
import type { Subject } from './subject';
import type { Translate } from './translate';
import { visible } from './visible';
import { parameterName, valueText } from './words';

/** What a suggestion does, as an order: `Switch to std`, `Shorten to 5 s`, `Use Kling v2.5 Turbo, std`. */
export function suggestionTitle({ changes, twin }: Pick<Suggestion, 'changes' | 'twin'>, subject: Subject, t: Translate): string {
  if (twin) return t('Use the result that is there');
  const [first, ...others] = changes.toSorted((a, b) => Number(b.parameter === 'model') - Number(a.parameter === 'model'));
  if (!first) return '';
  const more = others.map((change) => targetText(change, subject, t));
  return [orderText(first, subject, t), ...more].join(', ');
}

function orderText(change: Change, subject: Subject, t: Translate): string {
  const target = targetText(change, subject, t);
  if (change.parameter === 'model') return t('Use {0}', target);
  if (change.parameter === 'durationSeconds') return t('Shorten to {0}', target);
  if (change.to === false) return t('Leave {0} out', parameterName(change.parameter, t));
  return t('Switch to {0}', target);
}

/** `std`, `5 s`, `no audio`, `Kling v2.6`. */
export function targetText({ parameter, to }: Change, subject: Subject, t: Translate): string {
  if (parameter === 'model') return modelName(to, subject);
  return to === false ? t('no {0}', parameterName(parameter, t)) : valueText(parameter, to, t);
}

/** `2 units (57 %)`, `0.6–3 units`, `$0.28 (50 %)`. */
export function savedText({ saving, before }: Suggestion, t: Translate): string {
  const share = percentOf(saving.quantity, before.quantity);
  const amount = quantityText(saving.quantity, before.unit, t);
  return share === undefined ? amount : t('{0} ({1} %)', amount, share);
}

/** The same with its dollars: `2 units ≈ $0.28`. */
export function savedWithDollars({ saving, before }: Pick<Suggestion, 'saving' | 'before'>, t: Translate): string {
  const amount = quantityText(saving.quantity, before.unit, t);
  return before.unit === 'usd' || !saving.usd ? amount : t('{0} ≈ {1}', amount, dollarRange(saving.usd));
}

/** Whole percent of what it cost before, never rounded up to all of it; undefined where both ends differ. */
export function percentOf(saving: Bounds, before: Bounds): number | undefined {
  const [low, high] = [percent(saving.low, before.low), percent(saving.high, before.high)];
  return low === high ? low : undefined;
}

function percent(part: number, whole: number): number | undefined {
  if (whole === 0) return undefined;
  const rounded = Math.round((part / whole) * 100);
  return rounded === 100 && part < whole ? 99 : rounded;
}

/** What one no longer gets: `720p instead of 1080p; an extension takes 2 units`. */
export function givenUpText(suggestion: Suggestion, subject: Subject, now: number, t: Translate): string {
  const { changes, twin, extension } = suggestion;
  if (twin?.kind === 'logged') return t('nothing: the same request was logged {0}', agoText(now - twin.timestamp, t));
  if (twin) return t('nothing: the same request is made before');
  const lost = changes.map((change) => lostText(change, subject, t));
  const isShorter = changes.some(({ parameter }) => parameter === 'durationSeconds');
  const more = extension
    ? [t('an extension takes {0}', quantityText(extension.quantity, extension.unit, t))]
    : isShorter ? [t('extending has no known price')] : [];
  return [...lost, ...more].join('; ');
}

function lostText(change: Change, subject: Subject, t: Translate): string {
  const { parameter, from, to } = change;
  if (parameter === 'mode' || parameter === 'resolution') {
    return t('{0} instead of {1}', visible(String(pictureOf(to))), visible(String(pictureOf(from))));
  }
  if (parameter === 'model') return t('{0} instead of {1}', modelName(to, subject), modelName(from, subject));
  if (to === false) return t('no {0}', parameterName(parameter, t));
  return t('{0} instead of {1}', valueText(parameter, to, t), valueText(parameter, from, t));
}

function pictureOf(value: Scalar): Scalar {
  return resolutionOfMode(modeOfResolution(value));
}

function modelName(id: Scalar, { schedule }: Subject): string {
  return (schedule && findModel(schedule, String(id))?.title) ?? visible(String(id));
}
