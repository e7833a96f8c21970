import type { Feature, Parameter, ParameterName, Remark, Resolution, ResolvedRequest } from '../request/resolved';
import type { RequestSite } from '../request/site';
import type { Field, FieldValue } from '../request/value';
import { STORE } from './body';
import { MODEL_DEFAULTS, endpointFor, endpointOf, modelInstead } from './klingApi';
import type { KlingEndpoint } from './klingApi';
import { featureOfCallee, featureOfFields, looksLikeBody, looksSent, speaksOfFeature } from './klingShapes';
import { defineProvider } from './provider';
import type { GivenParameters } from './provider';
import { indexFields, isGiven, normalizeKey, parameterOf, readMode, readParameter } from './reading';
import { isResold } from './resellers';

const ENVELOPES: ReadonlySet<string> = new Set(['input', 'parameters', 'settings', 'params', 'options']);
/** What a wrapper of the user's own may take for granted in its own way; the rest it seldom knows of. */
const WRAPPED: ReadonlySet<ParameterName> = new Set(['model', 'mode', 'resolution', 'durationSeconds', 'audio', 'count']);
/** Names of other makers' models in calls and ids. */
const OTHERS =
  /(?:^|[^a-z])(?:nano-?banana|seed(?:ance|ream)|veo|sora|wan[-\d.]|hailuo|minimax|runway(?!are)|gen-?[34]\b|luma|pika|flux|imagen|gpt|dall-?e|vidu|hunyuan|ltx|pixverse|grok|midjourney|ideogram|recraft|jimeng)/i;
/** Calls that keep what they are given; a client's own names stay its own. */
const KEPT = /(?:^|[._])(?:insert\w*|upsert|save\w*|push|append|track|capture|emit|values|dispatch|set(?:Item|State|Params|FormData|Settings)|record\w*|store\w*)$/i;
const KLING_MODEL = /^(?:kling|kolors)(?![a-z])/i;

/** Kling's own API, legacy and new, and wrappers whose methods are named after it. */
export const kling = defineProvider({
  id: 'kling',
  title: 'Kling',
  anchors:
    /["'`]?\b(?:model_?name|effect_scene)\b|(?:\/videos\/|\/images\/|\/audio\/|\/general\/|\/solutions\/|https?:\/\/[\w.-]*kling|\/(?:text-to-video|image-to-video|omni-video|motion-control)\/)|["'`](?:kling|kolors)-|(?:(?:text|image|video|prompt)_?(?:2|to)_?(?:video|image|audio|speech)|lip_?sync|motion_?control|omni_?video|multi_?elements|(?:video|image)_?(?:extend|extension|expand|effects?)|(?:extend|expand)_?(?:video|image)|try_?on|generate_?image|image_?generation|kling)\w{0,60}\s{0,20}\(/gi,
  read,
  complete(feature, parameters) {
    const endpoint = endpointFor(feature, parameters.model?.values[0]);
    return finish(feature, endpoint, parameters, [], false);
  },
  modelInstead,
});

function read(site: RequestSite): Resolution | undefined {
  const fields = indexFields(site.fields, ENVELOPES);
  if (!site.received && isResold(site, fields)) return undefined;
  const model = modelOf(fields);
  // A model that is null is left to the API's default.
  const foreign = model?.kind === 'scalar' && isGiven(model) && !model.values.some((value) => KLING_MODEL.test(String(value)));
  if (foreign && !site.received) return undefined;

  const direct = site.sentTo && endpointOf(site.sentTo.text);
  if (direct && isOurs(direct.endpoint, site, model) && (site.open || site.received || looksSent(fields))) {
    return resolve(site, direct.endpoint, fields, direct.model);
  }
  // Where it is sent, it is; elsewhere a store, a tracker or a state only keeps it.
  if (!direct && (KEPT.test(site.callee ?? '') || STORE.test(site.callee ?? ''))) return undefined;
  const called = site.callee === undefined ? undefined : featureOfCallee(site.callee);
  if (called) return isForeignCall(site, fields) ? undefined : resolve(site, endpointFor(called, scalarOf(model)), fields);
  if (!looksLikeBody(fields) || (!site.call && site.callee !== undefined && speaksOfFeature(site.callee))) return undefined;
  const seller = direct ? undefined : foreignHost(site);
  if (seller !== undefined) {
    return { kind: 'unresolved', request: { provider: 'kling', parameters: {}, reason: 'unknownEndpoint', detail: seller } };
  }
  const near = site.endpoints
    .flatMap((at) => endpointOf(at.text) ?? [])
    .filter(({ endpoint }) => isOurs(endpoint, site, model) && takes(endpoint, fields));
  const guess = model?.kind === 'scalar' ? featureOfFields(String(model.values[0]), fields) : undefined;
  if (guess?.kind === 'feature') {
    // A path nearby may be another request's; where the body is seen to go elsewhere, its own keys say more.
    const agreeing = near.find(({ endpoint }) => endpoint.feature === guess.feature) ?? (site.call ? undefined : near[0]);
    return resolve(site, agreeing?.endpoint ?? endpointFor(guess.feature, scalarOf(model)), fields, agreeing?.model);
  }
  if (near[0]) return resolve(site, near[0].endpoint, fields, near[0].model);
  if (!guess) return undefined;
  return {
    kind: 'unresolved',
    request: { provider: 'kling', parameters: {}, reason: 'ambiguousEndpoint', detail: scalarOf(model) ?? '' },
  };
}

/** The host that a body goes to, where it is written and is neither Kling's nor this machine: it has prices of its own. */
function foreignHost({ sentTo }: RequestSite): string | undefined {
  const host = /^https?:\/\/([\w.-]+\.[a-z]{2,})(?=[:/?#]|$)/i.exec(sentTo?.text ?? '')?.[1];
  return host === undefined || /kling/i.test(host) ? undefined : host;
}

/** Whether a call that is named after a feature is another vendor's, by its names, or only sets a client up. */
function isForeignCall(site: RequestSite, fields: ReadonlyMap<string, Field>): boolean {
  const named = site.positional.flatMap((value) => (value.kind === 'scalar' ? value.values.map(String) : []));
  const ids = [site.callee ?? '', ...named.filter((text) => /^[\w./:-]+$/.test(text))];
  if (ids.some((text) => OTHERS.test(text)) && !ids.some((text) => /kling/i.test(text))) return true;
  return fields.size > 0 && !looksSent(fields) && site.positional.every(({ kind }) => kind === 'object') && !site.open;
}

/** Whether an endpoint takes the keys that decide a body's price. */
function takes(endpoint: KlingEndpoint, fields: ReadonlyMap<string, Field>): boolean {
  const reads = (name: ParameterName): boolean => endpoint.parameters.some(({ parameter }) => parameter === name);
  const isTier = readParameter(fields, { parameter: 'mode', keys: ['mode'], read: readMode })?.values.every((value) =>
    ['std', 'pro', '4k'].includes(String(value)),
  );
  return (
    (!fields.has('modelname') || reads('model')) &&
    (!fields.has('duration') || reads('durationSeconds')) &&
    (isTier !== true || !fields.has('mode') || reads('mode'))
  );
}

/** The model as far as it decides whose request this is. */
function modelOf(fields: ReadonlyMap<string, Field>): FieldValue | undefined {
  return (fields.get('modelname') ?? fields.get('model'))?.value;
}

function scalarOf(value: FieldValue | undefined): string | undefined {
  return value?.kind === 'scalar' ? String(value.values[0]) : undefined;
}

/** Whether a path is Kling's here: by itself, or by the host or model where other vendors use it too. */
function isOurs(endpoint: KlingEndpoint, site: RequestSite, model: FieldValue | undefined): boolean {
  const host = /:\/\/([^/]*)/.exec(site.sentTo?.text ?? '')?.[1];
  if (endpoint.shared && host !== undefined && !/kling|\{\}/i.test(host)) return false;
  return (
    !endpoint.shared ||
    model?.kind === 'scalar' ||
    site.fields.some((field) => normalizeKey(field.key) === 'modelname') ||
    site.endpoints.some((at) => /kling/i.test(at.text)) ||
    /kling/i.test(site.callee ?? '')
  );
}

function resolve(
  site: RequestSite,
  endpoint: KlingEndpoint | undefined,
  fields: ReadonlyMap<string, Field>,
  pathModel?: string,
): Resolution | undefined {
  if (!endpoint) return undefined;
  const remarks: Remark[] = [];
  const given: Partial<Record<ParameterName, Parameter>> = {};
  for (const reader of endpoint.parameters) {
    const parameter = readParameter(fields, reader);
    if (parameter) given[reader.parameter] = parameter;
  }
  if (pathModel !== undefined) {
    const runtime = pathModel === '{}';
    given.model = runtime ? { values: [], origin: 'runtime' } : { values: [pathModel], origin: 'literal' };
  }
  readContents(fields.get('contents')?.value, given);
  readSeries(fields, given);
  readEdit(fields, given);

  const legacyModel = fields.get('model');
  if (endpoint.shared && legacyModel && !fields.has('modelname') && (site.sentTo || site.callee === undefined)) {
    // The image API ignores `model` and charges its default model.
    delete given.model;
    remarks.push({ code: 'fieldIgnored', field: 'model', why: 'model' });
  } else if (legacyModel && !fields.has('modelname') && pathModel === undefined && site.sentTo) {
    remarks.push({ code: 'wrongKey', field: 'model', official: 'model_name' });
  }
  const request = finish(endpoint.feature, endpoint, given, remarks, site.open || (site.own === true && 'wrapper'));
  // The reference of an image pose is at most 10 s long, that of a video pose 30 s.
  const posed = scalarOf((fields.get('characterorientation') ?? fields.get('orientation'))?.value);
  return { kind: 'resolved', request: posed === 'image' ? { ...request, longestSeconds: 10 } : request };
}

/** An edit of a video is as long as the video, unless the request says otherwise. */
function readEdit(fields: ReadonlyMap<string, Field>, given: Partial<Record<ParameterName, Parameter>>): void {
  if (given.durationSeconds) return;
  const list = fields.get('videolist')?.value;
  const contents = fields.get('contents')?.value;
  const isEdit = [list, contents].some(
    (value) =>
      value?.kind === 'array' &&
      value.items.some(
        (item) =>
          item.kind === 'object' &&
          item.fields.some(({ key, value: type }) => /^(?:refer_?type|type)$/i.test(key) && /^base(?:_video)?$/.test(scalarOf(type) ?? '')),
      ),
  );
  if (isEdit) given.durationSeconds = { values: [], origin: 'runtime' };
}

/** Reads what the new API says by the types of its `contents`: a voice, or a video as input. */
function readContents(contents: FieldValue | undefined, given: Partial<Record<ParameterName, Parameter>>): void {
  if (contents?.kind !== 'array') return;
  const types = contents.items.map((item) =>
    item.kind === 'object' ? scalarOf(item.fields.find((field) => field.key === 'type')?.value) : undefined,
  );
  const open = contents.open || types.includes(undefined);
  const known = (wanted: readonly string[]): Parameter | undefined => {
    if (types.some((type) => type !== undefined && wanted.includes(type))) {
      return { values: [true], origin: 'literal', valueSpan: contents.span };
    }
    return open ? { values: [], origin: 'runtime', valueSpan: contents.span } : undefined;
  };
  const voice = known(['voice']);
  const videoInput = known(['feature_video', 'base_video']);
  if (voice) given.voice = voice;
  if (videoInput) given.videoInput = videoInput;
}

/** A series is charged by its number of images: `series_amount`, 4 when left out. */
function readSeries(fields: ReadonlyMap<string, Field>, given: Partial<Record<ParameterName, Parameter>>): void {
  if (scalarOf(fields.get('resulttype')?.value) !== 'series') return;
  const amount = fields.get('seriesamount');
  const read = amount && parameterOf(amount, (value) => (/^\d+$/.test(String(value)) ? Number(value) : undefined));
  if (read?.values.includes('auto')) given.count = { ...read, values: [], origin: 'runtime' };
  else given.count = read ?? { values: [4], origin: 'default' };
}

/** Fills in the API's defaults; where other fields may follow at run time, what is not written stays open. */
function finish(
  feature: Feature,
  endpoint: KlingEndpoint | undefined,
  given: GivenParameters,
  remarks: readonly Remark[],
  open: boolean | 'wrapper',
): ResolvedRequest {
  const parameters: Partial<Record<ParameterName, Parameter>> = { ...given };
  const assumed: ParameterName[] = [];
  const model = given.model?.values[0];
  const fixed = MODEL_DEFAULTS[String(model)] ?? {};
  for (const [key, value] of Object.entries({ ...endpoint?.defaults, ...fixed })) {
    const name = key as ParameterName;
    if (parameters[name] || (name === 'resolution' && parameters.mode) || (name === 'mode' && parameters.resolution)) continue;
    const takes = open && endpoint?.parameters.some((reader) => reader.parameter === name);
    const unknown = value === null || (takes && (open !== 'wrapper' || WRAPPED.has(name)));
    parameters[name] = unknown ? { values: [], origin: 'runtime' } : { values: [value], origin: 'default' };
    if (!unknown) assumed.push(name);
  }
  return { provider: 'kling', feature, parameters, assumed, remarks: [...remarks, ...spellings(model)] };
}

/** The API spells its legacy ids with dashes; only the new API's path ids have a dot. */
function spellings(model: unknown): Remark[] {
  const written = typeof model === 'string' ? /^kling-v(\d)\.(\d)(.*)$/i.exec(model) : null;
  if (!written) return [];
  const [all, major = '', minor = '', rest = ''] = written;
  const official = `kling-v${major}${minor === '0' ? '' : `-${minor}`}${rest}`;
  return [{ code: 'modelSpelling', written: all, official }];
}
