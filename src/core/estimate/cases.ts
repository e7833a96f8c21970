import { findModel } from '../pricing/catalog';
import type { Limit, PriceSchedule, Rate } from '../pricing/schedule';
import type { ParameterName, ResolvedRequest, Together } from '../request/resolved';
import type { Scalar } from '../request/value';

/** The parameters that a rate can depend on besides model and feature, in the order a reader would check them. */
export const CONDITIONS = [
  'scene', 'mode', 'resolution', 'videoInput', 'audio', 'voice', 'referenceImage', 'durationSeconds',
] as const satisfies readonly (keyof Rate['when'])[];
export type Condition = (typeof CONDITIONS)[number];

/** One fully known variant of a request: a value, or none, for each condition. */
export interface PriceCase {
  readonly model: string | undefined;
  /** Copies that the request asks for. */
  readonly count: number;
  /** How often the request is sent. */
  readonly times: number;
  readonly conditions: ReadonlyMap<Condition, Scalar>;
}

const SWITCHES: ReadonlySet<Condition> = new Set(['videoInput', 'audio', 'voice', 'referenceImage']);
const MODE_OF_RESOLUTION: Readonly<Record<string, string>> = { '720p': 'std', '1080p': 'pro', '4k': '4k' };
/** Features whose seconds are asked for; those of the others are as long as what is given to them. */
export const ASKED_SECONDS: ReadonlySet<string> = new Set([
  'text2video', 'image2video', 'multi-image2video', 'multi-elements', 'omni-video', 'video-extend', 'effects',
]);
/** Features of which one request can ask for several copies: images. */
export const ASKED_COPIES: ReadonlySet<string> = new Set(['image-generation', 'multi-image2image', 'image-expand']);

/** The video mode that a resolution stands for, and the other way round. */
export function modeOfResolution(resolution: Scalar): Scalar {
  return MODE_OF_RESOLUTION[String(resolution)] ?? resolution;
}
export function resolutionOfMode(mode: Scalar): Scalar {
  return Object.keys(MODE_OF_RESOLUTION).find((key) => MODE_OF_RESOLUTION[key] === mode) ?? mode;
}

/** Whether `mode` and `resolution` are one thing for a request, and which of the two it names. */
export function modeParameter(request: ResolvedRequest): 'mode' | 'resolution' {
  const { mode, resolution } = request.parameters;
  return ASKED_COPIES.has(request.feature) || mode || !resolution ? 'mode' : 'resolution';
}

/** The rates that are in force on `date` for the request's feature. */
export function ratesOf(schedule: PriceSchedule, request: ResolvedRequest, date: string): Rate[] {
  return schedule.rates.filter(
    (rate) =>
      rate.features.includes(request.feature) &&
      (rate.effectiveFrom ?? '') <= date &&
      (rate.effectiveUntil === undefined || date < rate.effectiveUntil),
  );
}

/** The limits that hold for a model in the request's feature. */
export function limitsOf(schedule: PriceSchedule, request: ResolvedRequest, model: string | undefined): Limit[] {
  return schedule.limits.filter((limit) => limit.features.includes(request.feature) && appliesToModel(limit, model));
}

/** Whether a rate, limit or named gap is for this model. */
export function appliesToModel(row: { models?: string[] | undefined }, model: string | undefined): boolean {
  return row.models === undefined || (model !== undefined && row.models.includes(model));
}

/** Whether one condition of a row lets a value pass. */
export function passes(when: Rate['when'], condition: Condition, value: Scalar | undefined): boolean {
  const wanted = when[condition];
  if (wanted === undefined) return true;
  if (typeof wanted === 'boolean') return wanted === (value ?? false);
  return (wanted as readonly Scalar[]).includes(value ?? null);
}

/** Whether a row is for this case. */
export function matches(row: Pick<Rate, 'models' | 'when'>, item: PriceCase): boolean {
  return (
    appliesToModel(row, item.model) &&
    CONDITIONS.every((condition) => passes(row.when, condition, item.conditions.get(condition)))
  );
}

/** Every variant that a request can turn out to be, with the parameters whose value is open. */
export interface Variants {
  readonly cases: readonly PriceCase[];
  readonly open: readonly ParameterName[];
  /** A parameter that is open and that the schedule does not bound. */
  readonly unbounded?: 'durationSeconds' | 'count';
  /** A model the schedule does not know, as written. */
  readonly unknownModel?: string;
}

/** Spreads a request's open and multiple values over the rates' own values into fully known cases. */
export function variantsOf(schedule: PriceSchedule, request: ResolvedRequest, rates: readonly Rate[]): Variants {
  const open: ParameterName[] = [];
  const models = modelChoices(schedule, request, rates);
  if (models.unknown !== undefined) return { cases: [], open, unknownModel: models.unknown };
  if (models.values.length > 1) open.push('model');

  const relevant = rates.filter((rate) => models.values.some((model) => appliesToModel(rate, model)));
  const limits = models.values.flatMap((model) => limitsOf(schedule, request, model));
  const timed = relevant.some((rate) => rate.per === 'second' || typeof rate.per === 'object');
  let unbounded: Variants['unbounded'];
  const atMost = (value: Scalar): Scalar => Math.min(Number(value), request.longestSeconds ?? Infinity);

  const counts = countChoices(request, limits);
  if (counts.length === 0) unbounded = 'count';
  if (counts.length > 1) open.push('count');

  let cases: PriceCase[] = models.values.flatMap((model) =>
    counts.map((count) => ({ model, count, times: request.repetition?.times ?? 1, conditions: new Map() })),
  );
  for (const condition of CONDITIONS) {
    const named = condition === 'mode' ? modeParameter(request) : condition;
    if (condition === 'resolution' && modeParameter(request) === 'resolution') continue;
    const parameter = request.parameters[named];
    let values: readonly Scalar[] = parameter?.values ?? [];
    if (named === 'resolution' && condition === 'mode') values = values.map(modeOfResolution);
    if (values.length === 0) {
      if (!parameter && SWITCHES.has(condition)) values = [false];
      else values = domain(condition, relevant);
      if (condition === 'durationSeconds' && timed) {
        values = [...new Set([...values, ...limits.flatMap((limit) => ends(limit.durationSeconds))].map(atMost))];
        if (values.length === 0) unbounded = 'durationSeconds';
      }
    }
    if (values.length > 1) open.push(named);
    if (values.length > 0) {
      cases = cases.flatMap((item) =>
        values.map((value) => ({ ...item, conditions: new Map(item.conditions).set(condition, value) })),
      );
    }
  }
  const { together } = request;
  if (together) cases = cases.filter((item) => together.some((said) => isSaid(said, item, schedule)));
  return unbounded === undefined ? { cases, open } : { cases, open, unbounded };
}

/** Whether a case is of what one id says. */
function isSaid({ model, ...others }: Together, item: PriceCase, schedule: PriceSchedule): boolean {
  if (model !== undefined && findModel(schedule, String(model))?.id !== item.model) return false;
  return (['mode', 'videoInput'] as const).every((name) => others[name] === undefined || item.conditions.get(name) === others[name]);
}

function modelChoices(
  schedule: PriceSchedule,
  request: ResolvedRequest,
  rates: readonly Rate[],
): { values: (string | undefined)[]; unknown?: string } {
  const conditioned = rates.some((rate) => rate.models !== undefined);
  const parameter = request.parameters.model;
  if (parameter && parameter.values.length > 0) {
    const found = parameter.values.map((value) => ({ value, model: findModel(schedule, String(value)) }));
    const missing = found.find((item) => !item.model);
    if (missing && conditioned) return { values: [], unknown: String(missing.value) };
    return { values: found.map((item) => item.model?.id) };
  }
  const ids = [...new Set(rates.flatMap((rate) => rate.models ?? []))];
  return { values: ids.length > 0 ? ids : [undefined] };
}

/** The copies that a request can ask for: not a number where one that is written is none. */
function countChoices(request: ResolvedRequest, limits: readonly Limit[]): number[] {
  const parameter = request.parameters.count;
  if (!parameter) return [1];
  if (parameter.values.length === 0) return [...new Set(limits.flatMap((limit) => ends(limit.count)))];
  return parameter.values.map(copiesOf);
}

/** A number of copies as written; NaN when it is not a whole number above 0. */
export function copiesOf(value: Scalar): number {
  const number = typeof value === 'number' || (typeof value === 'string' && /^\d+$/.test(value)) ? Number(value) : Number.NaN;
  return Number.isInteger(number) && number > 0 ? number : Number.NaN;
}

function domain(condition: Condition, rates: readonly Rate[]): Scalar[] {
  const wanted = rates.map((rate) => rate.when[condition]).filter((value) => value !== undefined);
  if (wanted.length === 0) return [];
  return SWITCHES.has(condition) ? [false, true] : [...new Set(wanted.flat() as Scalar[])];
}

/** The numbers at which a limit can bound a price: each allowed value, or both ends. */
export function ends(range: Limit['durationSeconds']): number[] {
  if (!range) return [];
  return 'values' in range ? range.values : [range.min, range.max];
}
