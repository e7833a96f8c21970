import { chooseSchedule } from '../pricing/catalog';
import { modeParameter, ratesOf, resolutionOfMode, variantsOf } from '../estimate/cases';
import type { PriceCase } from '../estimate/cases';
import type { Bounds, Estimate, PricedEstimate } from '../estimate/estimate';
import { estimateRequest } from '../estimate/estimateRequest';
import type { EstimateOptions } from '../estimate/estimateRequest';
import type { Parameter, ParameterName, ResolvedRequest } from '../request/resolved';
import type { Scalar } from '../request/value';
import type { Saving } from './suggestion';

/** More cases than this are not compared one by one. */
const MOST_CASES = 200;

/** The request with some values changed, as if they were written. */
export function withValues(request: ResolvedRequest, values: ReadonlyMap<ParameterName, Scalar>): ResolvedRequest {
  const parameters: Partial<Record<ParameterName, Parameter>> = { ...request.parameters };
  for (const [name, value] of values) parameters[name] = { values: [value], origin: 'literal' };
  return { ...request, parameters, assumed: request.assumed.filter((name) => !values.has(name)), remarks: [] };
}

/** An estimate that holds whatever turns out to be: a price, or a range of which every part is offered. */
export function wholePrice(estimate: Estimate): PricedEstimate | undefined {
  return estimate.status !== 'unpriced' && estimate.refused.length === 0 ? estimate : undefined;
}

/**
 * What a change of values saves; undefined where it saves nothing, or where that is not known. A range is compared case
 * by case, and is a saving only where both its ends come down by as much as the cases do.
 */
export function savingOf(
  request: ResolvedRequest,
  values: ReadonlyMap<ParameterName, Scalar>,
  options: EstimateOptions,
): { readonly before: PricedEstimate; readonly after: PricedEstimate; readonly saving: Saving } | undefined {
  const before = wholePrice(estimateRequest(request, options).estimate);
  const after = before && wholePrice(estimateRequest(withValues(request, values), options).estimate);
  if (!before || !after || !isComparable(before, after)) return undefined;
  const quantity = difference(before.quantity, after.quantity);
  const isRange = before.status === 'range' || after.status === 'range';
  if (isRange && !isSameCaseByCase(request, values, quantity, options)) return undefined;
  if (quantity.low < 0 || quantity.high <= 0) return undefined;
  return { before, after, saving: { quantity, ...(before.usd && after.usd ? { usd: difference(before.usd, after.usd) } : {}) } };
}

/** Whether two estimates count the same thing. */
export function isComparable(a: PricedEstimate, b: PricedEstimate): boolean {
  return a.unit === b.unit && a.pool === b.pool && a.schedule.id === b.schedule.id && a.schedule.edition === b.schedule.edition;
}

/** What is less at each end. */
export function difference(before: Bounds, after: Bounds): Bounds {
  return { low: before.low - after.low, high: before.high - after.high };
}

function isSameCaseByCase(
  request: ResolvedRequest,
  values: ReadonlyMap<ParameterName, Scalar>,
  { low, high }: Bounds,
  options: EstimateOptions,
): boolean {
  const cases = casesOf(request, options);
  if (cases.length === 0 || cases.length > MOST_CASES) return false;
  const savings = cases.map((item) => {
    const fixed = withValues(request, item);
    const [before, after] = [fixed, withValues(fixed, values)].map((each) => estimateRequest(each, options).estimate);
    return before?.status === 'priced' && after?.status === 'priced' ? before.quantity.low - after.quantity.low : Number.NaN;
  });
  return Math.min(...savings) === low && Math.max(...savings) === high;
}

/** The values of each case that a request can turn out to be; none where there is no schedule, or no end of cases. */
export function casesOf(request: ResolvedRequest, { schedules, date, scheduleId }: EstimateOptions): ReadonlyMap<ParameterName, Scalar>[] {
  const choice = chooseSchedule(schedules, request.provider, date, scheduleId);
  if (choice.kind !== 'inForce') return [];
  const { schedule } = choice;
  const { cases, unbounded } = variantsOf(schedule, request, ratesOf(schedule, request, date));
  return unbounded === undefined ? cases.map((item) => valuesOf(request, item)) : [];
}

/** The values of a case, by the names that the request gives them. */
function valuesOf(request: ResolvedRequest, { model, count, conditions }: PriceCase): ReadonlyMap<ParameterName, Scalar> {
  const named = modeParameter(request);
  const values = new Map<ParameterName, Scalar>();
  if (model !== undefined) values.set('model', model);
  if (request.parameters.count) values.set('count', count);
  for (const [condition, value] of conditions) {
    if (condition === 'mode') values.set(named, named === 'resolution' ? resolutionOfMode(value) : value);
    else values.set(condition, value);
  }
  return values;
}
