import type { PriceSchedule, Rate } from '../pricing/schedule';
import type { ParameterName, ResolvedRequest } from '../request/resolved';
import type { Scalar } from '../request/value';
import { CONDITIONS, appliesToModel, matches, modeParameter, passes, resolutionOfMode } from './cases';
import type { Condition, PriceCase } from './cases';
import type { UnpricedReason } from './estimate';

/** Says which value no rate allows, what is offered instead, and with which other value it would be. */
export function explainUnpriced(
  schedule: PriceSchedule,
  request: ResolvedRequest,
  rates: readonly Rate[],
  item: PriceCase,
): UnpricedReason {
  const dated = otherDays(schedule, request, rates, item);
  if (dated) return dated;
  if (rates.length === 0) return { code: 'featureNotInSchedule', feature: request.feature };
  const ofModel = rates.filter((rate) => appliesToModel(rate, item.model));
  if (ofModel.length === 0) {
    return { code: 'modelNotForFeature', model: titleOf(schedule, item.model) ?? '', feature: request.feature };
  }
  const failing = firstFailing(ofModel, item);
  const { condition, before } = failing;
  const value = item.conditions.get(condition) ?? false;
  const offered = offeredBy(before, condition);
  const elsewhere = ofModel.filter((rate) => rate.when[condition] !== undefined && passes(rate.when, condition, value));
  const onlyWith = otherCondition(request, elsewhere, item);
  const model = titleOf(schedule, item.model);
  return {
    code: 'notOffered',
    ...(model === undefined ? {} : { model }),
    parameter: nameOf(request, condition),
    value: spoken(request, condition, value),
    offered: offered.map((other) => spoken(request, condition, other)),
    ...(onlyWith ? { onlyWith } : {}),
  };
}

/** A rate for exactly this case that holds on other days only. */
function otherDays(
  schedule: PriceSchedule,
  request: ResolvedRequest,
  rates: readonly Rate[],
  item: PriceCase,
): UnpricedReason | undefined {
  const other = schedule.rates.filter(
    (rate) => rate.features.includes(request.feature) && !rates.includes(rate) && matches(rate, item),
  );
  if (other.length === 0) return undefined;
  const from = other.map((rate) => rate.effectiveFrom ?? '').reduce((a, b) => (a < b ? a : b));
  const until = other.map((rate) => rate.effectiveUntil).reduce((a, b) => ((a ?? '') > (b ?? '') ? a : b));
  const model = titleOf(schedule, item.model);
  return {
    code: 'rateNotInForce',
    ...(model === undefined ? {} : { model }),
    feature: request.feature,
    // What ended lies before the date; what did not end has yet to begin.
    ...(until === undefined ? { from } : { until }),
  };
}

function firstFailing(rates: readonly Rate[], item: PriceCase): { condition: Condition; before: readonly Rate[] } {
  let before = rates;
  for (const condition of CONDITIONS) {
    const after = before.filter((rate) => passes(rate.when, condition, item.conditions.get(condition)));
    if (after.length === 0) return { condition, before };
    before = after;
  }
  // A rate matched after all: the caller asked about a priced case.
  throw new Error('explainUnpriced: the case is priced');
}

function offeredBy(rates: readonly Rate[], condition: Condition): Scalar[] {
  return [...new Set(rates.flatMap((rate): Scalar | readonly Scalar[] => rate.when[condition] ?? []))];
}

function otherCondition(
  request: ResolvedRequest,
  rates: readonly Rate[],
  item: PriceCase,
): { parameter: ParameterName; values: Scalar[] } | undefined {
  for (const condition of CONDITIONS) {
    const wrong = rates.every((rate) => !passes(rate.when, condition, item.conditions.get(condition)));
    if (rates.length > 0 && wrong) {
      const values = offeredBy(rates, condition).map((value) => spoken(request, condition, value));
      return { parameter: nameOf(request, condition), values };
    }
  }
  return undefined;
}

function nameOf(request: ResolvedRequest, condition: Condition): ParameterName {
  return condition === 'mode' ? modeParameter(request) : condition;
}

function spoken(request: ResolvedRequest, condition: Condition, value: Scalar): Scalar {
  return condition === 'mode' && modeParameter(request) === 'resolution' ? resolutionOfMode(value) : value;
}

function titleOf(schedule: PriceSchedule, model: string | undefined): string | undefined {
  return schedule.models.find((item) => item.id === model)?.title ?? model;
}
