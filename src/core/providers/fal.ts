import type { Feature, Parameter, ParameterName, Resolution, ResolvedRequest, Together } from '../request/resolved';
import type { Endpoint, RequestSite } from '../request/site';
import {
  RUNTIME, bodyOf, hasChoice, hasContent, hasImage, namedByCall, namedByFields, onlyReports, parameterFrom, readAll,
  readers, withDefaults,
} from './body';
import type { Body, Named } from './body';
import { falDefaults, falModelInstead, isFalId, parseFalId } from './falIds';
import type { FalId } from './falIds';
import { defineProvider } from './provider';
import type { GivenParameters } from './provider';
import type { FieldReader } from './reading';
import { readText } from './reading';

/** Keys that clients of fal wrap a body in. */
export const ENVELOPES: ReadonlySet<string> = new Set(['input', 'arguments', 'args', 'payload', 'params', 'parameters', 'modelparameters', 'modeloptions', 'provideroptions', 'fal']);
/** Keys that name an endpoint beside a body. */
export const ID_KEYS = [
  'model', 'modelid', 'modelname', 'endpoint', 'endpointid', 'falmodel', 'falendpoint', 'falmodelid', 'application', 'app', 'adapter',
  'modelpath', 'modelendpoint', 'path', 'url', 'slug',
];
const CLIENT = /(?:^|[._])fal(?:_?client|_?ai|Client|AI)?(?:$|[._(])|[Ff]al(?:Client|Ai|AI|Queue|Request|Run|Subscribe|Submit)/;
/** How far from a call, in characters, an id of a file with several vendors' ids still tells which it is. */
const BESIDE = 800;

interface FalRequest {
  readonly named: readonly Named[];
  readonly ids: readonly FalId[];
}

/** fal.ai: its clients, its queue and its plain HTTP, and SDKs that send to it under the user's own key. */
export const fal = defineProvider({
  id: 'fal',
  title: 'fal',
  anchors:
    /\bfal-ai\/[a-z]|["'`/]kling\/v4\b|\bfal\.run\b|\bfal(?:_client|Client)?\s*\.\s*\w|\b\w{0,40}fal\w{0,40}\s?\(|["'`]?\b(?:generate_audio|start_image_url|end_image_url|tail_image_url|image_url|voice_ids)\b/gi,
  read,
  complete(feature, parameters) {
    return complete(feature, parameters, [String(parameters.model?.values[0] ?? '')], false);
  },
  modelInstead: falModelInstead,
  words: { std: 'standard' },
});

function read(site: RequestSite): Resolution | undefined {
  if (onlyReports(site.callee)) return undefined;
  const body = bodyOf(site, ENVELOPES);
  const request = directRequest(site, body) ?? nearRequest(site, body);
  return request && resolve(request, body);
}

/** The request whose id the call, its path or a field names. */
function directRequest(site: RequestSite, body: Body): FalRequest | undefined {
  const byField = namedByFields(body.fields, ID_KEYS);
  const byCall = namedByCall(site);
  const named = [byField, byCall].map((list) => list.filter(({ text }) => isFalId(text) || parseFalId(text))).find((list) => list.length > 0);
  const kling = named && klingOf(named);
  if (!kling) return undefined;
  const isCall = site.call !== undefined || site.callee !== undefined || site.sentTo !== undefined;
  const sent = isCall && (hasContent(body) || hasChoice(body) || body.open || site.received);
  return sent || (hasContent(body) && hasChoice(body)) ? kling : undefined;
}

/** The request whose id is a variable or stands beside it: `fal.subscribe(endpoint, { input })`. */
function nearRequest(site: RequestSite, body: Body): FalRequest | undefined {
  const called = namedByCall(site).map(({ text }) => text);
  const byClient = CLIENT.test(site.callee ?? '') || called.some((text) => /\bfal\.run\//.test(text));
  if (namedElsewhere(site, body)) return undefined;
  if (!byClient && !(hasContent(body) && hasChoice(body))) return undefined;
  if (byClient && !hasContent(body) && !hasEnvelope(site)) return undefined;
  const near = site.endpoints.filter((at) => isFalId(at.text));
  const ids = near.filter((at) => parseFalId(at.text));
  const gap = (at: { span: { start: number; end: number } }): number =>
    Math.max(0, at.span.start - site.span.end, site.span.start - at.span.end);
  const nearest = near[0];
  if (!nearest) return undefined;
  // Beside Kling's ids only: any of those that fit. Beside other vendors', only the id next to the request.
  if (byClient && near.every((at) => /kling/i.test(at.text))) {
    const fitting = ids.filter((at) => parseFalId(at.text)?.feature === featureOf(body));
    return klingOf((fitting.length > 0 ? fitting : ids).map(namedFarOff));
  }
  if (gap(nearest) > BESIDE || !nearestOfAll(site, nearest)) return undefined;
  return klingOf([namedFarOff(nearest)]);
}

/** An id that stands elsewhere: its place is where the value is defined. */
function namedFarOff({ text, span }: Endpoint): Named {
  return { text, parameter: { values: [], origin: 'constant', definedAt: span } };
}

/** Whether no other vendor's path is nearer than an id. */
function nearestOfAll(site: RequestSite, id: { span: { start: number } }): boolean {
  const first = site.endpoints.find((at) => !/^https?:\/\/(?:queue\.)?fal\.run\/?$/.test(at.text));
  return first === undefined || first.span.start === id.span.start;
}

function hasEnvelope(site: RequestSite): boolean {
  return site.fields.some(({ key }) => /^(?:input|arguments|args)$/i.test(key));
}

/** Whether the site names a model, a path or an id that is none of fal's. */
function namedElsewhere(site: RequestSite, body: Body): boolean {
  const model = namedByFields(body.fields, ['model', 'modelname', 'modelid', 'endpoint', 'tasktype']);
  const path = namedByCall(site).filter(({ text }) => text.includes('/'));
  return (
    model.some(({ text }) => !isFalId(text)) ||
    path.some(({ text }) => !isFalId(text) && !/\bfal\.run\b/.test(text) && !/^(?:\{\}\/?)+$/.test(text))
  );
}

function klingOf(named: readonly Named[]): FalRequest | undefined {
  const own = named.flatMap((item) => {
    const id = parseFalId(item.text);
    return id ? [{ item, id }] : [];
  });
  return own.length > 0 ? { named: own.map(({ item }) => item), ids: own.map(({ id }) => id) } : undefined;
}

function resolve({ named, ids }: FalRequest, body: Body): Resolution {
  const features = [...new Set(ids.map((id) => id.feature ?? featureOf(body)))];
  const [feature] = features;
  const alike = features.every((other) => other === 'text2video' || other === 'image2video');
  if (feature === undefined || (features.length > 1 && !alike)) {
    const detail = named.map(({ text }) => text).slice(0, 2).join(', ');
    return { kind: 'unresolved', request: { provider: 'fal', parameters: {}, reason: 'ambiguousEndpoint', detail } };
  }
  const given = readAll(body.fields, fieldsOf(feature, ids));
  const byId = (text: string): FalId | undefined => parseFalId(text);
  put(given, 'model', ids.some((id) => id.model === null) ? RUNTIME : parameterFrom(named, (text) => byId(text)?.model ?? undefined));
  put(given, 'mode', ids.some((id) => id.mode === null) ? RUNTIME : parameterFrom(named, (text) => byId(text)?.mode ?? undefined));
  if (ids.some((id) => id.videoInput)) put(given, 'videoInput', parameterFrom(named, (text) => byId(text)?.videoInput ?? false));
  // Shots say how long each is; the total is theirs when the request gives none.
  if (body.fields.has('multiprompt') && !given.durationSeconds) given.durationSeconds = RUNTIME;
  const request = complete(feature, given, ids.map((id) => id.model ?? null), body.open);
  const isEachKnown = ids.every(({ model, mode }) => model !== null && mode !== null);
  const isOne = new Set(ids.map((id) => JSON.stringify(saidBy(id, ids)))).size === 1;
  return { kind: 'resolved', request: isEachKnown && !isOne ? { ...request, together: ids.map((id) => saidBy(id, ids)) } : request };
}

function saidBy({ model, mode, videoInput }: FalId, ids: readonly FalId[]): Together {
  const hasVideo = ids.some((id) => id.videoInput);
  return { ...(model ? { model } : {}), ...(mode ? { mode } : {}), ...(hasVideo ? { videoInput: videoInput ?? false } : {}) };
}

function put(given: Partial<Record<ParameterName, Parameter>>, name: ParameterName, parameter: Parameter | undefined): void {
  if (parameter) given[name] = parameter;
}

/** What the fields ask for, where the id leaves it open. */
function featureOf(body: Body): Feature | undefined {
  if (body.fields.has('characterorientation')) return 'motion-control';
  if (hasImage(body)) return 'image2video';
  return body.open ? undefined : 'text2video';
}

const referenceVideo: FieldReader = {
  parameter: 'videoInput',
  keys: ['videourl', 'videourls', 'referencevideourl', 'referencevideourls'],
  read: 'presence',
};
const scene: FieldReader = { parameter: 'scene', keys: ['effectscene'], read: readText };

function fieldsOf(feature: Feature, ids: readonly FalId[]): readonly FieldReader[] {
  const resolution = ids.some(({ model }) => model?.startsWith('v4')) ? [readers.resolution] : [];
  switch (feature) {
    case 'text2video':
    case 'image2video':
      return [readers.duration, readers.audio, readers.voice, ...resolution];
    case 'omni-video':
      return [readers.duration, readers.audio, referenceVideo, ...resolution];
    case 'multi-image2video':
    case 'text-to-audio':
      return [readers.duration];
    case 'effects':
      return [readers.duration, scene];
    case 'motion-control':
      return resolution;
    case 'image-generation':
      return [readers.resolution, readers.count];
    default:
      return [];
  }
}

function complete(feature: Feature, given: GivenParameters, models: readonly (string | null)[], open: boolean): ResolvedRequest {
  const ids = models.filter((model) => model !== '').map((model) => model?.toLowerCase().replace('/', '-') ?? null);
  const follows = new Set<ParameterName>(['durationSeconds', 'audio', 'voice', 'resolution', 'count', 'videoInput']);
  const filled = withDefaults(given, falDefaults(feature, ids), (name) => open && follows.has(name));
  return { provider: 'fal', feature, ...filled, remarks: [] };
}

