import type { Parameter, ParameterName, ResolvedRequest } from '../request/resolved';
import type { Endpoint, RequestSite } from '../request/site';
import type { Field, FieldValue, Scalar } from '../request/value';
import type { GivenParameters } from './provider';
import { indexFields, isGiven, normalizeKey, readCount, readMode, readParameter, readResolution, readSeconds, readSwitch } from './reading';
import type { FieldReader } from './reading';

/** A value that only the running program knows. */
export const RUNTIME: Parameter = { values: [], origin: 'runtime' };

/** The fields of a request's body, whatever envelope they are in, and whether others may follow at run time. */
export interface Body {
  readonly fields: ReadonlyMap<string, Field>;
  readonly open: boolean;
}

export function bodyOf(site: RequestSite, envelopes: ReadonlySet<string>): Body {
  const isOpen = (fields: readonly Field[], depth: number): boolean =>
    fields.some(({ key, value }) => {
      if (!envelopes.has(normalizeKey(key))) return false;
      if (value.kind === 'runtime') return true;
      return value.kind === 'object' && (value.open || (depth > 0 && isOpen(value.fields, depth - 1)));
    });
  return { fields: indexFields(site.fields, envelopes), open: site.open || isOpen(site.fields, 2) };
}

/** Readers of the parameters that most vendors write alike. */
export const readers = {
  mode: { parameter: 'mode', keys: ['mode', 'tier', 'quality'], read: readMode },
  resolution: { parameter: 'resolution', keys: ['resolution'], read: readResolution },
  duration: { parameter: 'durationSeconds', keys: ['duration', 'durationseconds', 'seconds', 'videolength'], read: readSeconds },
  audio: {
    parameter: 'audio',
    keys: ['generateaudio', 'enableaudio', 'sound', 'audio', 'withaudio', 'enablesound', 'generatesound', 'nativeaudio'],
    read: readSwitch,
  },
  voice: { parameter: 'voice', keys: ['voiceids', 'voicelist', 'voices'], read: 'presence' },
  count: { parameter: 'count', keys: ['numimages', 'n', 'count'], read: readCount },
} as const satisfies Record<string, FieldReader>;

/** A parameter read by each reader whose field is there. */
export function readAll(fields: ReadonlyMap<string, Field>, wanted: readonly FieldReader[]): Partial<Record<ParameterName, Parameter>> {
  const given: Partial<Record<ParameterName, Parameter>> = {};
  for (const reader of wanted) {
    const parameter = readParameter(fields, reader);
    if (parameter) given[reader.parameter] = parameter;
  }
  return given;
}

/** What the API takes when a request says nothing: one value, one of several, or null for what only the run tells. */
export type Defaults = Readonly<Partial<Record<ParameterName, Scalar | readonly Scalar[]>>>;

/** Puts the defaults in place of what was not given; what `isOpen` names may still follow at run time. */
export function withDefaults(
  given: GivenParameters,
  defaults: Defaults,
  isOpen: (name: ParameterName) => boolean = () => false,
): Pick<ResolvedRequest, 'parameters' | 'assumed'> {
  const parameters: Partial<Record<ParameterName, Parameter>> = { ...given };
  const assumed: ParameterName[] = [];
  for (const [key, value] of Object.entries(defaults)) {
    const name = key as ParameterName;
    if (parameters[name] || (name === 'resolution' && parameters.mode) || (name === 'mode' && parameters.resolution)) continue;
    const known = value !== null && !isOpen(name);
    const values: readonly Scalar[] = isList(value) ? value : [value];
    parameters[name] = known ? { values, origin: 'default' } : RUNTIME;
    if (known) assumed.push(name);
  }
  return { parameters, assumed };
}

function isList(value: Scalar | readonly Scalar[]): value is readonly Scalar[] {
  return Array.isArray(value);
}

/** An id or path that a site names, with where it stands. */
export interface Named {
  readonly text: string;
  readonly parameter: Parameter;
}

/** The texts of a field's value, each with the parameter it would give. */
export function namedBy(value: FieldValue | undefined, keySpan?: Field['keySpan']): Named[] {
  if (value?.kind !== 'scalar') return [];
  const { origin, definedAt, span } = value;
  const where = { ...(keySpan ? { keySpan } : {}), valueSpan: span, ...(definedAt ? { definedAt } : {}) };
  return value.values.map((text) => ({ text: String(text), parameter: { values: [], origin, ...where } }));
}

/** An endpoint's text with the parameter it would give. */
export function namedAt({ text, span, origin, definedAt }: Endpoint): Named {
  return {
    text,
    parameter: { values: [], origin: origin ?? 'literal', valueSpan: span, ...(definedAt ? { definedAt } : {}) },
  };
}

/** The texts of the first of these fields that is given. */
export function namedByFields(fields: ReadonlyMap<string, Field>, keys: readonly string[]): Named[] {
  for (const key of keys) {
    const field = fields.get(key);
    if (field && isGiven(field.value)) return namedBy(field.value, field.keySpan);
  }
  return [];
}

/** The texts a call names without a key, then those of the path it is sent to. */
export function namedByCall(site: RequestSite): Named[] {
  const { sentTo } = site;
  const path = sentTo ? site.endpoints.filter((at) => at.span.start === sentTo.span.start && at.span.end === sentTo.span.end) : [];
  return [...site.positional.flatMap((value) => namedBy(value)), ...path.map(namedAt)];
}

/** One parameter out of the ids that a site names: all their values, found where the ids are. */
export function parameterFrom(named: readonly Named[], valueOf: (text: string) => Scalar | undefined): Parameter | undefined {
  const first = named[0];
  if (!first) return undefined;
  const values = named.map(({ text }) => valueOf(text));
  const known = values.filter((value) => value !== undefined);
  if (known.length === 0) return undefined;
  return { ...first.parameter, values: [...new Set(known)] };
}

const CONTENT = /^(?:(?:positive|negative|multi|text)?prompts?|(?:start|end|tail|first|last|input|reference|human|garment|model|dress)?(?:frame)?images?(?:urls?|tail|tailurl|list|base64)?|(?:reference)?videos?(?:url|urls)?|videoid|audiourl|elements|keyframes|contents|text|ttstext|origintaskid|effectscene|effect)$/;
const CHOICE = /^(?:duration|durationseconds|seconds|aspectratio|ratio|mode|resolution|cfgscale|negativeprompt|sound|audio|generateaudio|enableaudio|model|modelname|modelid|endpoint|version|size|input|arguments|parameters|quality|multishots?|effectscene|shottype|cameracontrol|characterorientation|n)$/;

/** Whether a body has something to make a video of. */
export function hasContent({ fields }: Body): boolean {
  return [...fields].some(([key, { value }]) => CONTENT.test(key) && !(value.kind === 'scalar' && typeof value.values[0] === 'boolean'));
}

/** Whether a body also chooses how. */
export function hasChoice({ fields }: Body): boolean {
  return [...fields.keys()].some((key) => CHOICE.test(key));
}

/** Whether an image is given to start from. */
export function hasImage({ fields }: Body): boolean {
  if ([...fields].some(([key, { value }]) => /image|firstframe|keyframes/.test(key) && !/^(?:numimages|imagesize|imagefidelity)$/.test(key) && isGiven(value))) return true;
  const prompt = fields.get('prompt')?.value;
  return prompt?.kind === 'object' && prompt.fields.some(({ key }) => normalizeKey(key) === 'image');
}

const READING = /(?:^|[._])(?:status|result|results|cancel|get|list|retrieve|poll|wait|upload\w*|logs?|stream_?logs|subscribeToStatus|streamStatus|iter_events)$/i;
const KEEPING = /(?:^|[._])(?:insert\w*|update\w*|upsert|save\w*|push|append|track|capture|emit|json|setState|set\w*|log\w*|info|debug|warn|error|add\w*|Response|record\w*|store\w*|values|dispatch|setItem)$/;
/** Stores that keep what they are given, whatever the method's name. */
export const STORE = /(?:^|\.)(?:prisma|db|knex|localStorage|sessionStorage|redis|analytics|posthog)\.(?!functions)/i;

/** Whether a call reads back, keeps or reports what was requested, and requests nothing. */
export function onlyReports(callee: string | undefined): boolean {
  if (callee === undefined) return false;
  return READING.test(callee) || STORE.test(callee) || (KEEPING.test(callee) && !/^(?:axios|requests|httpx|session|client|http|ky|got)\b/.test(callee));
}

