import { chooseSchedule, findPackage, isRetired } from '../pricing/catalog';
import type { PriceSchedule, Rate, ResourcePackage } from '../pricing/schedule';
import type { ParameterName, Parameter, Remark, ResolvedRequest } from '../request/resolved';
import { MOST_COUNTED, basesOf, isCountable, isCounted, linesOf, perSecondOf, quantityOf } from './amounts';
import { ASKED_SECONDS, copiesOf, limitsOf, matches, modeParameter, ratesOf, resolutionOfMode, variantsOf } from './cases';
import type { PriceCase, Variants } from './cases';
import type { Estimate, PerSecond, ScheduleReference, UnpricedEstimate, UnpricedReason } from './estimate';
import { explainUnpriced } from './explain';

/** What an estimate is made with besides the request. */
export interface EstimateOptions {
  readonly schedules: readonly PriceSchedule[];
  /** The day of the estimate, YYYY-MM-DD. */
  readonly date: string;
  /** The schedule id the user chose; used where it bills the request's provider. */
  readonly scheduleId?: string;
  /** The resource package, by id or name, whose effective price turns units into dollars. */
  readonly packageId?: string;
}

/** A request as the schedule in force reads it, and what it costs. */
export interface EstimatedRequest {
  readonly request: ResolvedRequest;
  readonly estimate: Estimate;
}

interface PricedCase {
  readonly item: PriceCase;
  readonly rate: Rate;
}

/**
 * Prices a request on a day. Open values give a range over everything the schedule offers; what no rate covers is
 * unpriced with the first value that stands in the way. Never throws on a request.
 */
export function estimateRequest(resolved: ResolvedRequest, options: EstimateOptions): EstimatedRequest {
  const choice = chooseSchedule(options.schedules, resolved.provider, options.date, options.scheduleId);
  if (choice.kind !== 'inForce') {
    const reason: UnpricedReason =
      choice.kind === 'none'
        ? { code: 'noSchedule', provider: resolved.provider }
        : { code: 'notInForce', schedule: choice.id, from: choice.from, date: options.date };
    return { request: resolved, estimate: { status: 'unpriced', reason, remarks: resolved.remarks } };
  }
  const { schedule } = choice;
  const request = withDefaults(resolved, schedule);
  return { request, estimate: estimateWith(schedule, request, options) };
}

function estimateWith(schedule: PriceSchedule, request: ResolvedRequest, options: EstimateOptions): Estimate {
  const rates = ratesOf(schedule, request, options.date);
  const bought = options.packageId === undefined ? undefined : findPackage(schedule, options.packageId);
  const variants = variantsOf(schedule, request, rates);
  const remarks = [...request.remarks, ...retirements(schedule, request, variants, options.date)];
  const unpriced = (reason: UnpricedReason, perSecond?: UnpricedEstimate['perSecond']): Estimate => ({
    status: 'unpriced',
    reason,
    schedule: referenceTo(schedule),
    ...(perSecond ? { perSecond } : {}),
    remarks,
  });
  if (variants.unknownModel !== undefined) return unpriced({ code: 'unknownModel', model: variants.unknownModel });

  const priced: PricedCase[] = [];
  const refused: UnpricedReason[] = [];
  for (const item of variants.cases) {
    const rate = rates.find((candidate) => matches(candidate, item));
    const beyond = rate && (wholeReason(request, item) ?? limitReason(schedule, request, item));
    if (rate && !beyond) priced.push({ item, rate });
    else refused.push(beyond ?? gapReason(schedule, request, item) ?? explainUnpriced(schedule, request, rates, item));
  }
  const first = priced[0];
  if (!first) return unpriced(refused[0] ?? { code: 'featureNotInSchedule', feature: request.feature });

  const pool = schedule.pools[first.rate.pool];
  if (!pool || priced.some(({ rate }) => rate.pool !== first.rate.pool)) {
    return unpriced({ code: 'unbounded', parameter: 'model' });
  }
  const tooLarge: UnpricedReason = { code: 'tooLarge', most: MOST_COUNTED };
  if (!priced.every(({ item }) => isCountable(item))) return unpriced(tooLarge);
  const perSecond = commonPerSecond(schedule, priced, bought);
  if (variants.unbounded !== undefined) {
    const formula = perSecond && { ...perSecond, unit: pool.unit };
    return unpriced({ code: 'unbounded', parameter: variants.unbounded }, formula);
  }

  const quantities = priced.map(({ rate, item }) => quantityOf(rate, item));
  const quantity = { low: Math.min(...quantities), high: Math.max(...quantities) };
  const bases = basesOf(schedule, first.rate.pool, quantity, bought);
  if (![quantity, ...bases.map(({ usd }) => usd)].every(({ high }) => isCounted(high))) return unpriced(tooLarge);
  const usd = bases[0]?.usd;
  // Of a model that can be any, most combinations are not offered; of written ones each that is not matters.
  const refusals = request.parameters.model?.values.length === 0 ? [] : distinct(refused);
  // A price that no source tells could be any, so it bounds nothing.
  const untold = refusals.find(({ code }) => code === 'unpublished');
  if (untold) return unpriced(untold);
  const known = quantity.low === quantity.high && refusals.length === 0;
  const oneRate = priced.every(({ rate }) => rate === first.rate) ? first.rate : undefined;
  return {
    status: known ? 'priced' : 'range',
    schedule: referenceTo(schedule, oneRate),
    pool: first.rate.pool,
    unit: pool.unit,
    quantity,
    ...(usd ? { usd } : {}),
    bases,
    lines: known ? linesOf(rates, first.rate, first.item) : [],
    unknowns: known ? [] : variants.open,
    ...(perSecond ? { perSecond } : {}),
    refused: refusals,
    remarks: [...remarks, ...ignoredFields(request, oneRate)],
  };
}

/** Each thing that is not offered once, however many variants meet it. */
function distinct(reasons: readonly UnpricedReason[]): UnpricedReason[] {
  const key = (reason: UnpricedReason): string => ('parameter' in reason ? `${reason.code} ${reason.parameter}` : reason.code);
  return [...new Map(reasons.map((reason) => [key(reason), reason])).values()];
}

/** Puts the schedule's own defaults in place of the provider's, where the request says nothing. */
function withDefaults(request: ResolvedRequest, schedule: PriceSchedule): ResolvedRequest {
  const parameters: Partial<Record<ParameterName, Parameter>> = { ...request.parameters };
  const assumed = new Set(request.assumed);
  const defaults = schedule.defaults.find((row) => row.features.includes(request.feature));
  for (const name of ['model', 'mode'] as const) {
    const value = defaults?.[name];
    if (value === undefined) continue;
    const named = name === 'mode' ? modeParameter(request) : name;
    const stated = parameters[named];
    if (stated && !assumed.has(named)) continue;
    parameters[named] = { values: [named === 'resolution' ? resolutionOfMode(value) : value], origin: 'default' };
    assumed.add(named);
  }
  return { ...request, parameters, assumed: [...assumed] };
}

function gapReason(schedule: PriceSchedule, request: ResolvedRequest, item: PriceCase): UnpricedReason | undefined {
  const gap = schedule.unpriced.find((row) => row.features.includes(request.feature) && matches(row, item));
  return gap && { code: 'unpublished', text: gap.reason };
}

/** Copies and asked seconds are whole numbers above 0. */
function wholeReason({ feature, parameters }: ResolvedRequest, item: PriceCase): UnpricedReason | undefined {
  const seconds = item.conditions.get('durationSeconds');
  const isPart = typeof seconds === 'number' && !Number.isInteger(seconds) && ASKED_SECONDS.has(feature);
  if (isPart) return { code: 'notWhole', parameter: 'durationSeconds', value: seconds };
  const written = Number.isNaN(item.count) ? parameters.count?.values.find((value) => Number.isNaN(copiesOf(value))) : undefined;
  return written === undefined ? undefined : { code: 'notWhole', parameter: 'count', value: written };
}

function limitReason(schedule: PriceSchedule, request: ResolvedRequest, item: PriceCase): UnpricedReason | undefined {
  const model = schedule.models.find((candidate) => candidate.id === item.model)?.title;
  for (const limit of limitsOf(schedule, request, item.model)) {
    for (const parameter of ['durationSeconds', 'count'] as const) {
      const range = limit[parameter];
      const value = parameter === 'count' ? item.count : item.conditions.get('durationSeconds');
      if (!range || value === undefined || (parameter === 'count' && !request.parameters.count)) continue;
      const number = Number(value);
      const allowed = 'values' in range ? range.values.includes(number) : range.min <= number && number <= range.max;
      if (!allowed) {
        return { code: 'outOfLimits', ...(model === undefined ? {} : { model }), parameter, value, limit: range };
      }
    }
  }
  return undefined;
}

function commonPerSecond(
  schedule: PriceSchedule,
  priced: readonly PricedCase[],
  bought: ResourcePackage | undefined,
): PerSecond | undefined {
  const all = priced.map(({ rate, item }) => {
    const pool = schedule.pools[rate.pool];
    return pool && perSecondOf(rate, item, pool, bought);
  });
  const first = all[0];
  return first && all.every((other) => other?.quantity === first.quantity) ? first : undefined;
}

function retirements(
  schedule: PriceSchedule,
  request: ResolvedRequest,
  variants: Variants,
  date: string,
): Remark[] {
  const ids = new Set(variants.cases.map((item) => item.model));
  if (ids.size !== 1) return [];
  return schedule.models
    .filter((model) => ids.has(model.id) && isRetired(model, request.feature, date))
    .map((model) => ({ code: 'retiredModel', model: model.title, date: model.retiredOn ?? '' }));
}

function ignoredFields(request: ResolvedRequest, rate: Rate | undefined): Remark[] {
  return (rate?.ignores ?? [])
    .map((name) => (name === 'mode' ? modeParameter(request) : name))
    .filter((name) => request.parameters[name] && !request.assumed.includes(name))
    .map((field) => ({ code: 'fieldIgnored', field, why: 'notOffered' }));
}

function referenceTo(schedule: PriceSchedule, rate?: Rate): ScheduleReference {
  const source = rate && schedule.sources[rate.source];
  return {
    id: schedule.id,
    edition: schedule.edition,
    title: schedule.title,
    effectiveFrom: schedule.effectiveFrom,
    ...(source
      ? {
          source: {
            title: source.title,
            date: source.date ?? source.readOn ?? '',
            ...(source.address === undefined ? {} : { address: source.address }),
          },
        }
      : {}),
  };
}
