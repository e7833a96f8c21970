import { modeOfResolution, resolutionOfMode } from '../core/estimate/cases';
import { chooseSchedule, findModel } from '../core/pricing/catalog';
import type { Rate } from '../core/pricing/schedule';
import { providers } from '../core/providers';
import type { ProviderDefinition } from '../core/providers/provider';
import { FEATURES } from '../core/request/resolved';
import type { Feature, Parameter, ParameterName } from '../core/request/resolved';
import type { Scalar } from '../core/request/value';
import { csvPrice } from '../presentation/csv';
import { hoverMarkdown } from '../presentation/hover';
import { priceReportJson } from '../presentation/json';
import { priceReport } from '../presentation/priceReport';
import type { Subject } from '../presentation/subject';
import { plainTranslate as t } from '../presentation/translate';
import { priceHelp } from './help';
import { modelHints } from './modelHints';
import { COMMON_OPTIONS, fillSwitches, numberOption, oneOf, parseCommand, switchOption } from './options';
import type { CommandResult, Today } from './result';
import { createSession } from './session';
import type { Session } from './session';
import { UsageError } from './usageError';

/** The options that tell a request's parameters, and who bills it. */
export const PARAMETER_OPTIONS = {
  model: { type: 'string' },
  mode: { type: 'string' },
  tier: { type: 'string' },
  resolution: { type: 'string' },
  duration: { type: 'string' },
  count: { type: 'string' },
  scene: { type: 'string' },
  audio: { type: 'string' },
  voice: { type: 'string' },
  'video-input': { type: 'string' },
  'reference-image': { type: 'string' },
  provider: { type: 'string' },
} as const;
const OPTIONS = { ...COMMON_OPTIONS, ...PARAMETER_OPTIONS } as const;

/** Those that may be written without a value. */
export const SWITCHES = ['--audio', '--voice', '--video-input', '--reference-image'];
const MODES: Readonly<Record<string, 'std' | 'pro' | '4k'>> = {
  std: 'std', standard: 'std', '720p': 'std', pro: 'pro', professional: 'pro', '1080p': 'pro', '4k': '4k',
};
const DEFAULT_PROVIDER = 'kling';
const RESOLUTIONS = ['720p', '1080p', '1k', '2k', '4k'] as const;

type Values = {
  readonly [Name in 'model' | 'mode' | 'tier' | 'resolution' | 'duration' | 'count' | 'scene' | 'audio' | 'voice' | 'video-input' | 'reference-image']?: string | undefined;
};

/** `kling-cost price`: prices one request that is given by its options. */
export function priceCommand(args: readonly string[], today: Today): CommandResult {
  const isFeature = (text: string): boolean => FEATURES.some((feature) => feature === text);
  const { values, positionals } = parseCommand(fillSwitches(args, SWITCHES, isFeature), OPTIONS, 'price');
  if (values.help) return { output: priceHelp(FEATURES) };
  const [name, extra] = positionals;
  if (name === undefined) throw new UsageError(`price needs a feature, such as: kling-cost price text2video --model kling-v2-6`);
  if (extra !== undefined) throw new UsageError(`price takes one feature; "${extra}" is one too many`);
  const feature = oneOf('feature', name, FEATURES);
  const session = createSession(values, today);
  const provider = providerOption(values.provider, session);
  checkSchedule(session, provider.id);
  const parameters = givenParameters(values, provider.id, session);
  checkMode(feature, parameters, provider.id, session);
  checkVoice(feature, parameters, provider.id, session);
  const subject = session.service.estimate(provider.complete(feature, parameters));
  return {
    output: format(subject, session),
    errors: modelHints([subject], session),
    exitCode: session.strict && subject.estimate.status === 'unpriced' ? 4 : 0,
  };
}

/** The provider of `--provider`, else the one that the chosen schedule bills. */
export function providerOption(given: string | undefined, session: Session): ProviderDefinition {
  const id = given ?? billedBy(session) ?? DEFAULT_PROVIDER;
  const known = oneOf('--provider', id, providers.map((provider) => provider.id));
  const provider = providers.find((item) => item.id === known);
  if (!provider) throw new UsageError(`--provider "${id}" is not known`);
  return provider;
}

/** The provider that the chosen schedule bills, where it does not bill the default one. */
function billedBy({ service, schedule }: Session): string | undefined {
  const billed = service.schedules().flatMap((item) => (item.id === schedule ? item.providers : []));
  return billed.includes(DEFAULT_PROVIDER) ? undefined : providers.find(({ id }) => billed.includes(id))?.id;
}

/** Where a schedule tells prices by mode alone, a resolution is another word for it and must not say something else. */
function checkMode(feature: Feature, given: Partial<Record<ParameterName, Parameter>>, provider: string, session: Session): void {
  const [mode, resolution] = [given.mode?.values[0], given.resolution?.values[0]];
  if (mode === undefined || resolution === undefined || modeOfResolution(resolution) === mode) return;
  const rates = ratesFor(feature, provider, session);
  if (!rates.some(({ when }) => when.mode) || rates.some(({ when }) => when.resolution)) return;
  throw new UsageError(
    `--mode ${String(mode)} and --resolution ${String(resolution)} contradict each other: ${String(mode)} is ${String(resolutionOfMode(mode))}; use one of them`,
  );
}

/** A voice where nothing speaks would be passed over in silence. */
function checkVoice(feature: Feature, given: Partial<Record<ParameterName, Parameter>>, provider: string, session: Session): void {
  const rates = ratesFor(feature, provider, session);
  if (given.voice?.values[0] !== true || rates.length === 0 || rates.some(({ when }) => when.voice !== undefined)) return;
  throw new UsageError(`--voice on does not go with ${feature}: no price of it depends on a voice; leave it out`);
}

/** The rates for a feature in the schedule that prices the provider's requests, whatever their dates. */
function ratesFor(feature: Feature, provider: string, session: Session): readonly Rate[] {
  const choice = chooseSchedule(session.service.schedules(), provider, session.date, session.schedule || undefined);
  return choice.kind === 'inForce' ? choice.schedule.rates.filter(({ features }) => features.includes(feature)) : [];
}

/** A schedule that does not bill the provider would be passed over in silence. */
export function checkSchedule({ service, schedule }: Session, provider: string): void {
  const all = service.schedules();
  if (schedule === '' || all.some(({ id, providers: billed }) => id === schedule && billed.includes(provider))) return;
  const billing = [...new Set(all.filter(({ providers: billed }) => billed.includes(provider)).map(({ id }) => id))];
  throw new UsageError(`--schedule "${schedule}" does not bill ${provider}; use ${billing.join(', ')}`);
}

/** The parameters that the options tell. Throws a UsageError that names an option with a wrong value. */
export function givenParameters(values: Values, provider: string, session: Session): Partial<Record<ParameterName, Parameter>> {
  const given: Partial<Record<ParameterName, Parameter>> = {};
  const set = (name: ParameterName, value: Scalar): void => { given[name] = { values: [value], origin: 'literal' }; };
  if (values.tier !== undefined) applyTier(values, provider, session, set);
  if (values.model !== undefined) set('model', values.model);
  if (values.mode !== undefined) set('mode', modeOption('--mode', values.mode));
  if (values.resolution !== undefined) set('resolution', oneOf('--resolution', values.resolution, RESOLUTIONS));
  if (values.duration !== undefined) set('durationSeconds', numberOption('--duration', values.duration, false));
  if (values.count !== undefined) set('count', numberOption('--count', values.count, true));
  if (values.scene !== undefined) set('scene', values.scene);
  if (values.audio !== undefined) set('audio', switchOption('--audio', values.audio));
  if (values.voice !== undefined) set('voice', switchOption('--voice', values.voice));
  if (values['video-input'] !== undefined) set('videoInput', switchOption('--video-input', values['video-input']));
  if (values['reference-image'] !== undefined) set('referenceImage', switchOption('--reference-image', values['reference-image']));
  return given;
}

/** A tier names a model where the schedule has one by that name, such as Enhanced; else it names the mode. */
function applyTier(values: Values, provider: string, session: Session, set: (name: ParameterName, value: Scalar) => void): void {
  const tier = values.tier ?? '';
  const choice = chooseSchedule(session.service.schedules(), provider, session.date, session.schedule || undefined);
  const model = choice.kind === 'inForce' ? findModel(choice.schedule, tier) : undefined;
  const named = model ? '--model' : '--mode';
  if (values[model ? 'model' : 'mode'] !== undefined) throw new UsageError(`--tier "${tier}" and ${named} say the same thing; use one of them`);
  if (model) set('model', model.id);
  else set('mode', modeOption('--tier', tier));
}

function modeOption(option: string, value: string): 'std' | 'pro' | '4k' {
  const mode = Object.hasOwn(MODES, value.toLowerCase()) ? MODES[value.toLowerCase()] : undefined;
  if (!mode) throw new UsageError(`${option} "${value}" is not known; use std, pro or 4k`);
  return mode;
}

function format(subject: Subject, session: Session): string {
  switch (session.format) {
    case 'table': return priceReport(subject, t);
    case 'json': return `${JSON.stringify(priceReportJson(session.date, subject, t), null, 2)}\n`;
    case 'markdown': return `${hoverMarkdown(subject, session.service.neighbors(subject), t)}\n`;
    case 'csv': return csvPrice(subject, session.date, t);
  }
}
