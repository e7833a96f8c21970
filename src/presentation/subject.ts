import { appliesToModel, modeParameter } from '../core/estimate/cases';
import type { Estimate } from '../core/estimate/estimate';
import { findModel } from '../core/pricing/catalog';
import type { PriceSchedule, ResourcePackage } from '../core/pricing/schedule';
import type { Parameter, ParameterName, ResolvedRequest, UnresolvedRequest } from '../core/request/resolved';
import type { Scalar } from '../core/request/value';
import type { Bounds } from '../core/estimate/estimate';

/** A request with its estimate, and the schedule that made it: all that a sentence about it needs. */
export interface Subject {
  readonly request: ResolvedRequest | UnresolvedRequest;
  readonly estimate: Estimate;
  readonly schedule?: PriceSchedule | undefined;
}

/** The one value that a parameter has, or undefined when it is absent, open or a choice. */
export function onlyValue(request: Subject['request'], name: ParameterName): Scalar | undefined {
  const values = request.parameters[name]?.values;
  return values?.length === 1 ? values[0] : undefined;
}

/** Whether a parameter was filled in: by the API's default, or by the code's own. */
export function isAssumed(request: Subject['request'], name: ParameterName): boolean {
  return ('assumed' in request && request.assumed.includes(name)) || request.parameters[name]?.origin === 'default';
}

/** Whether a default stands in the document rather than in the API. */
export function standsInCode(parameter: Parameter | undefined): boolean {
  return parameter?.valueSpan !== undefined || parameter?.definedAt !== undefined || parameter?.keySpan !== undefined;
}

/** The name people know the model by, or the id as written; undefined when the request has none. */
export function modelTitle({ request, schedule }: Subject): string | undefined {
  const id = onlyValue(request, 'model');
  if (id === undefined) return undefined;
  return (schedule && findModel(schedule, String(id))?.title) ?? String(id);
}

/** Whether a parameter decides the price of such a request, as far as the schedule tells. */
export function decidesPrice({ request, estimate, schedule }: Subject, name: ParameterName): boolean {
  if (!schedule || estimate.status === 'unpriced' || !('assumed' in request)) return true;
  const id = onlyValue(request, 'model');
  const model = id === undefined ? undefined : findModel(schedule, String(id))?.id;
  const rates = schedule.rates.filter(
    (rate) => rate.features.includes(request.feature) && (model === undefined || appliesToModel(rate, model)),
  );
  switch (name) {
    case 'model':
      return rates.some((rate) => rate.models !== undefined);
    case 'count':
      return true;
    case 'resolution':
      return rates.some(({ when }) => when.resolution || (when.mode && modeParameter(request) === 'resolution'));
    case 'durationSeconds':
      return rates.some(({ when, per }) => when.durationSeconds || per === 'second' || typeof per === 'object');
    case 'voice':
      // Few models have voices, and where none does nobody misses one.
      return rates.some(({ when }) => when.voice);
    case 'mode':
    case 'audio':
    case 'videoInput':
    case 'referenceImage':
    case 'scene':
      return rates.some(({ when }) => when[name] !== undefined);
  }
}

/** What a request costs in dollars, where that is known; a provider that bills dollars counts in them. */
export function usdBounds(estimate: Estimate): Bounds | undefined {
  if (estimate.status === 'unpriced') return undefined;
  return estimate.usd ?? (estimate.unit === 'usd' ? estimate.quantity : undefined);
}

/** The package whose price the dollars are at; undefined when they are at list price, or there are none. */
export function packageUsed(estimate: Estimate): ResourcePackage | undefined {
  return estimate.status === 'unpriced' ? undefined : estimate.bases[0]?.package;
}

/** Whether a request has one price for all that is offered, and can also turn out to be what is not. */
export function isOneWhereOffered(estimate: Estimate): boolean {
  return estimate.status === 'range' && estimate.quantity.low === estimate.quantity.high && estimate.refused.length > 0;
}

/** What the estimate was made with, such as `kling-api 2026`. */
export function scheduleName(estimate: Estimate): string | undefined {
  return estimate.schedule && `${estimate.schedule.id} ${estimate.schedule.edition}`;
}
