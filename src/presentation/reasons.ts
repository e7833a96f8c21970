import type { UnpricedReason } from '../core/estimate/estimate';
import type { Scalar } from '../core/request/value';
import type { ParameterName } from '../core/request/resolved';
import { numberText } from './numbers';
import { orList } from './translate';
import type { Translate } from './translate';
import { visible } from './visible';
import { featureName, parameterName, phrase, valueText } from './words';

const MOST_CHOICES = 6;

/** Why there is no price, as a clause that follows `no price,`. */
export function reasonText(reason: UnpricedReason, t: Translate): string {
  switch (reason.code) {
    case 'noSchedule':
      return t('no published price for {0}', visible(reason.provider));
    case 'notInForce':
      return t('the price schedule {0} begins on {1}, after {2}', reason.schedule, reason.from, reason.date);
    case 'unknownModel':
      return t('the price schedule has no model "{0}"', visible(reason.model));
    case 'featureNotInSchedule':
      return t('the price schedule has no {0}', featureName(reason.feature, t));
    case 'modelNotForFeature':
      return t('{0} is not offered for {1}', visible(reason.model) || t('this model'), featureName(reason.feature, t));
    case 'notOffered':
      return notOffered(reason, t);
    case 'outOfLimits':
      return outOfLimits(reason, t);
    case 'notWhole':
      return t('{0} is no whole number above 0', typeof reason.value === 'number' ? phrase(reason.parameter, reason.value, t) : t('{0} {1}', parameterName(reason.parameter, t), visible(JSON.stringify(reason.value))));
    case 'rateNotInForce':
      return rateNotInForce(reason, t);
    case 'unbounded':
      return notKnown([reason.parameter], t);
    case 'tooLarge':
      return t('the amount is over {0}, more than is counted', numberText(reason.most * 1_000_000));
    case 'unpublished':
      return visibleReason(reason.text);
    case 'ambiguousEndpoint':
      return t('which API gets this request is not known here ({0})', visible(reason.detail));
    case 'unknownEndpoint':
      return t('unknown API {0}', visible(reason.detail));
  }
}

/** `mode and duration not known here`. */
export function notKnown(names: readonly ParameterName[], t: Translate): string {
  const called = names.map((name) => parameterName(name, t));
  const last = called.at(-1) ?? '';
  return called.length < 2
    ? t('{0} not known here', last)
    : t('{0} and {1} not known here', called.slice(0, -1).join(', '), last);
}

function rateNotInForce(reason: Extract<UnpricedReason, { code: 'rateNotInForce' }>, t: Translate): string {
  const { feature, from, until } = reason;
  const model = reason.model === undefined ? t('Kling {0}', featureName(feature, t)) : visible(reason.model);
  if (from === undefined) return t('{0} had a rate for this only until {1}', model, until ?? '');
  return until === undefined
    ? t('{0} has a rate for this only from {1}', model, from)
    : t('{0} has a rate for this only until {1} and from {2}', model, until, from);
}

function notOffered(reason: Extract<UnpricedReason, { code: 'notOffered' }>, t: Translate): string {
  const { parameter, value, offered, onlyWith } = reason;
  if (parameter === 'scene' && typeof value !== 'string') {
    return t('no scene given, such as {0}', choices(parameter, offered, t));
  }
  const asked = phrase(parameter, value, t);
  if (onlyWith) return t('{0} only with {1}', asked, choicePhrase(onlyWith.parameter, onlyWith.values, t));
  const others = offered.filter((other) => typeof other !== 'boolean');
  return others.length > 0
    ? t('{0} is not offered, only {1}', asked, choices(parameter, others, t))
    : t('{0} is not offered', asked);
}

function outOfLimits(reason: Extract<UnpricedReason, { code: 'outOfLimits' }>, t: Translate): string {
  const { parameter, value, limit } = reason;
  const asked = phrase(parameter, value, t);
  if ('values' in limit) return t('{0} is not offered, only {1}', asked, choices(parameter, limit.values, t));
  return Number(value) > limit.max
    ? t('{0} is over the limit of {1}', asked, valueText(parameter, limit.max, t))
    : t('{0} is under the minimum of {1}', asked, valueText(parameter, limit.min, t));
}

function choicePhrase(parameter: ParameterName, values: readonly Scalar[], t: Translate): string {
  const first = values[0];
  if (values.length === 1 && first !== undefined) return phrase(parameter, first, t);
  return t('{0} {1}', parameterName(parameter, t), choices(parameter, values, t));
}

/** `std or pro`; of a long list the first six. */
export function choices(parameter: ParameterName, values: readonly Scalar[], t: Translate): string {
  const texts = values.map((value) => valueText(parameter, value, t));
  if (texts.length <= MOST_CHOICES) return orList(texts, t);
  return orList([...texts.slice(0, MOST_CHOICES), t('{0} others', texts.length - MOST_CHOICES)], t);
}

// A schedule's own sentence is longer than a value, and must stay whole.
function visibleReason(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
