import type { PricedEstimate, UnpricedEstimate } from '../core/estimate/estimate';
import type { Feature, ParameterName } from '../core/request/resolved';
import { shortDefaults } from './assumptions';
import { amountText, dollarRange, dollars, quantityText } from './numbers';
import { choices, notKnown, reasonText } from './reasons';
import { decidesPrice, isAssumed, isOneWhereOffered, modelTitle, onlyValue } from './subject';
import type { Subject } from './subject';
import type { Translate } from './translate';
import { visible } from './visible';
import { featureName, parameterName, valueText } from './words';

/** The pieces of a lens title; a table shows them in columns. */
export interface Headline {
  /** What is asked for: `Kling v2.6 pro · 10 s · audio`. */
  readonly request: string;
  /** What it costs: `10 units ≈ $1.40`, `1.5–10 units ($0.21–$1.40)`, `no price`. */
  readonly price: string;
  /** What is open, or why there is no price. */
  readonly note?: string;
  /** `default: std, 5 s`. */
  readonly defaults?: string;
}

const PLAIN_FEATURES: ReadonlySet<Feature> = new Set(['text2video', 'image2video', 'image-generation']);
const IMAGE_FEATURES: ReadonlySet<Feature> = new Set(['image-generation', 'multi-image2image', 'image-expand', 'virtual-try-on']);

/** One line over a request: what is asked for and what it costs, or why that is not known. */
export function lensTitle(subject: Subject, t: Translate): string {
  const { request, price, note, defaults } = headline(subject, t);
  const title = t('{0}: {1}', request, note === undefined ? price : t('{0}, {1}', price, note));
  return defaults === undefined ? title : t('{0} ({1})', title, defaults);
}

/** The lens title in pieces. */
export function headline(subject: Subject, t: Translate): Headline {
  const { estimate } = subject;
  if (estimate.status === 'unpriced') return unpricedHeadline(subject, estimate, t);
  const defaults = shortDefaults(subject, t);
  const often = sentOften(subject, t);
  const open = estimate.status === 'range' ? [rangeNote(subject, estimate, t)] : [];
  const note = [...often.note, ...open].join(', ');
  return {
    request: sentTitle(subject, t),
    price: priceText(estimate, t),
    ...(note === '' ? {} : { note }),
    ...(defaults === undefined ? {} : { defaults }),
  };
}

function unpricedHeadline(subject: Subject, estimate: UnpricedEstimate, t: Translate): Headline {
  const { reason, perSecond } = estimate;
  if (reason.code === 'unknownModel') {
    return { request: t('Kling'), price: t('no price for "{0}"', visible(reason.model)) };
  }
  const request = requestTitle(subject, t);
  const note = reasonText(reason, t);
  if (!perSecond) return { request, price: t('no price'), note };
  const quantity = amountText(perSecond.quantity, perSecond.unit, t);
  const price =
    perSecond.unit === 'usd' || perSecond.usd === undefined
      ? t('{0} per second', quantity)
      : t('{0} ≈ {1} per second', quantity, dollars(perSecond.usd));
  return { request, price, note };
}

/** What is asked for, and how often: `Kling v2.6 pro · 10 s × 3 requests`. */
export function sentTitle(subject: Subject, t: Translate): string {
  return [requestTitle(subject, t), ...sentOften(subject, t).times].join(' ');
}

/** What a loop does to a price: `× 3 requests`, `per request`. */
function sentOften({ request }: Subject, t: Translate): { times: string[]; note: string[] } {
  const { times = 1, open = false } = 'repetition' in request ? (request.repetition ?? {}) : {};
  return {
    times: times === 1 ? [] : [t('× {0} requests', times)],
    note: open ? [t('per request')] : [],
  };
}

/** `10 units ≈ $1.40`, `1.5–10 units ($0.21–$1.40)`, `20 credits`, `$0.35`. */
export function priceText({ quantity, unit, usd }: PricedEstimate, t: Translate): string {
  const amount = quantityText(quantity, unit, t);
  if (unit === 'usd' || !usd) return amount;
  return quantity.low === quantity.high
    ? t('{0} ≈ {1}', amount, dollarRange(usd))
    : t('{0} ({1})', amount, dollarRange(usd));
}

function rangeNote({ request }: Subject, estimate: PricedEstimate, t: Translate): string {
  const isChoice = (name: ParameterName): boolean => (request.parameters[name]?.values.length ?? 0) > 1;
  const open = estimate.unknowns.filter((name) => !isChoice(name));
  const { perSecond, refused } = estimate;
  const formula = estimate.unknowns.includes('durationSeconds') ? perSecond : undefined;
  // One price for all that is offered looks like the price, unless it says what is not.
  const refusals = isOneWhereOffered(estimate) ? refused.map((reason) => reasonText(reason, t)) : [];
  return [
    ...(formula ? [t('{0} per second', amountText(formula.quantity, estimate.unit, t))] : []),
    ...estimate.unknowns
      .filter(isChoice)
      .map((name) => t('{0} {1}', parameterName(name, t), choices(name, request.parameters[name]?.values ?? [], t))),
    ...(open.length > 0 ? [notKnown(open, t)] : []),
    ...refusals,
  ].join(', ');
}

/** What is asked for, in the words that decide the price: `Kling v2.6 pro · 10 s · audio`. */
export function requestTitle(subject: Subject, t: Translate): string {
  const { request } = subject;
  const { feature } = request;
  const model = modelTitle(subject);
  const known = (name: ParameterName): string[] => {
    const value = onlyValue(request, name);
    if (value === undefined || value === null || !decidesPrice(subject, name)) return [];
    return [valueText(name, value, t)];
  };
  const switched = (name: ParameterName): string[] =>
    onlyValue(request, name) === true && decidesPrice(subject, name) ? [parameterName(name, t)] : [];
  const stated = (name: ParameterName): string[] => (isAssumed(request, name) ? [] : known(name));

  const named = model === undefined ? (feature ? t('Kling {0}', featureName(feature, t)) : t('Kling')) : modelName(visible(model), request, t);
  const head = [named, ...stated('mode')].join(' ');
  const special = model !== undefined && feature && !PLAIN_FEATURES.has(feature) ? [featureName(feature, t)] : [];
  const attributes = [
    ...special.filter((name) => !named.toLowerCase().includes(name.toLowerCase())),
    ...known('scene'),
    ...stated('resolution'),
    ...known('durationSeconds'),
    ...switched('audio'),
    ...switched('voice'),
    ...switched('videoInput'),
    ...switched('referenceImage'),
  ];
  const count = onlyValue(request, 'count');
  if (typeof count === 'number' && count > 1) {
    if (feature && IMAGE_FEATURES.has(feature)) attributes.push(t('{0} images', count));
    else return t('{0} × {1}', [head, ...attributes].join(' · '), count);
  }
  return [head, ...attributes].join(' · ');
}

/** The model's name, with `image` after it where a video has the same model and the count does not tell. */
function modelName(model: string, request: Subject['request'], t: Translate): string {
  if (request.feature !== 'image-generation' || /image/i.test(model)) return model;
  const count = request.parameters.count ? onlyValue(request, 'count') : 1;
  if (count === 1) return t('{0} image', model);
  return count === undefined ? t('{0} images', model) : model;
}
