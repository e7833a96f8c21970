import { chooseSchedule, findModel, isRetired } from '../pricing/catalog';
import type { PriceSchedule } from '../pricing/schedule';
import type { Parameter, ParameterName, ResolvedRequest } from '../request/resolved';
import type { Scalar } from '../request/value';
import { ends, limitsOf, modeOfResolution, modeParameter, ratesOf, resolutionOfMode } from './cases';
import type { Condition } from './cases';
import type { PricedEstimate } from './estimate';
import { estimateRequest } from './estimateRequest';
import type { EstimateOptions } from './estimateRequest';

/** The same request with one value changed, and what that costs. */
export interface Neighbor {
  readonly parameter: ParameterName;
  readonly value: Scalar;
  readonly estimate: PricedEstimate;
}

const COMMON_SECONDS = [5, 10, 15];

/**
 * The priced requests one choice away: other modes, durations, audio, and current models. Only parameters with one
 * known value are varied, and only variants with a known price are given.
 */
export function neighborsOf(request: ResolvedRequest, options: EstimateOptions): Neighbor[] {
  const choice = chooseSchedule(options.schedules, request.provider, options.date, options.scheduleId);
  if (choice.kind !== 'inForce') return [];
  const { schedule } = choice;
  const model = request.parameters.model?.values[0];
  const modelId = typeof model === 'string' ? findModel(schedule, model)?.id : undefined;
  return offeredValues(request, schedule, options.date).flatMap(([parameter, others]) =>
    others.flatMap((value) => neighbor(request, options, parameter, value, modelId) ?? []),
  );
}

/** The values that a schedule offers for a request's parameters, in a reader's order. */
export function offeredValues(request: ResolvedRequest, schedule: PriceSchedule, date: string): [ParameterName, Scalar[]][] {
  const rates = ratesOf(schedule, request, date);
  const model = request.parameters.model?.values[0];
  const modelId = typeof model === 'string' ? findModel(schedule, model)?.id : undefined;
  const values = (name: Condition): Scalar[] => [
    ...new Set(rates.flatMap((rate): Scalar | readonly Scalar[] => rate.when[name] ?? [])),
  ];
  const seconds = limitsOf(schedule, request, modelId).flatMap(({ durationSeconds: range }) =>
    range && 'min' in range ? [...COMMON_SECONDS, range.min] : ends(range),
  );
  const named = modeParameter(request);
  return [
    [named, values('mode').map((mode) => (named === 'resolution' ? resolutionOfMode(mode) : mode))],
    ['resolution', named === 'resolution' ? [] : values('resolution')],
    ['durationSeconds', [...new Set([...values('durationSeconds'), ...seconds])].sort((a, b) => Number(a) - Number(b))],
    ['audio', values('audio').length > 0 ? [false, true] : []],
    ['model', schedule.models.filter((item) => !isRetired(item, request.feature, date)).map(({ id }) => id)],
  ];
}

function neighbor(
  request: ResolvedRequest,
  options: EstimateOptions,
  parameter: ParameterName,
  value: Scalar,
  modelId: string | undefined,
): Neighbor | undefined {
  const current = request.parameters[parameter];
  if (current?.values.length !== 1) return undefined;
  const same = parameter === 'model' ? modelId === value : modeOfResolution(current.values[0] ?? null) === modeOfResolution(value);
  if (same) return undefined;
  const changed: Parameter = { values: [value], origin: 'literal' };
  const { estimate } = estimateRequest(
    {
      ...request,
      parameters: { ...request.parameters, [parameter]: changed },
      assumed: request.assumed.filter((name) => name !== parameter),
      remarks: [],
    },
    options,
  );
  return estimate.status === 'priced' ? { parameter, value, estimate } : undefined;
}
