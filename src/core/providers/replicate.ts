import type { Feature, ParameterName, Resolution, ResolvedRequest } from '../request/resolved';
import type { RequestSite } from '../request/site';
import type { Scalar } from '../request/value';
import {
  RUNTIME, bodyOf, hasChoice, hasContent, hasImage, namedByCall, namedByFields, onlyReports, parameterFrom, readAll, readers, withDefaults,
} from './body';
import type { Defaults } from './body';
import { defineProvider } from './provider';
import type { GivenParameters } from './provider';
import type { FieldReader } from './reading';

const ENVELOPES: ReadonlySet<string> = new Set(['input', 'inputs', 'provideroptions', 'replicate']);
const ID_KEYS = ['model', 'modelid', 'modelname', 'version', 'identifier', 'ref', 'modelversion', 'replicatemodel', 'endpoint', 'url', 'path'];
/** `kwaivgi/kling-v3-video`, with a version or in the path of a prediction; other vendors' ids have a tier or a path behind. */
const MODEL_ID = /(?:^|\/models\/|replicate\.com\/|^replicate\/)kwaivgi\/((?:kling|kolors)[\w.-]*?|\{\}|kling[\w.-]*\{\}[\w.-]*)(?::[\w{}]+)?(?:\/predictions)?\/?$/i;
const OTHER_VENDORS = /-(?:t2v|i2v)\b|^kling-v?3\.\d-(?:std|pro)/i;

/** Replicate: its clients and its HTTP API. */
export const replicate = defineProvider({
  id: 'replicate',
  title: 'Replicate',
  anchors: /\bkwaivgi\/|\bapi\.replicate\.com\b|\breplicate\w*\s*\.\s*\w|\bpredictions\s*\.\s*create\b/gi,
  read,
  complete(feature, parameters) {
    return complete(feature, parameters, String(parameters.model?.values[0] ?? ''), false);
  },
  words: { std: 'standard' },
});

function read(site: RequestSite): Resolution | undefined {
  if (onlyReports(site.callee) && !/\bcreate\b/.test(site.callee ?? '')) return undefined;
  const body = bodyOf(site, ENVELOPES);
  const called = namedByCall(site);
  const named = [...namedByFields(body.fields, ID_KEYS), ...called].filter(({ text }) => modelOf(text) !== undefined);
  if (named.length === 0) return undefined;
  const isCall = site.call !== undefined || site.callee !== undefined || site.sentTo !== undefined;
  const sent = isCall && (hasContent(body) || hasChoice(body) || body.open);
  if (!sent && !(hasContent(body) && hasChoice(body))) return undefined;

  const models = named.map(({ text }) => modelOf(text) ?? '');
  const features = new Set(models.map((model) => featureOf(model, hasImage(body))));
  const [feature] = features;
  if (feature === undefined || features.size > 1) {
    return { kind: 'unresolved', request: { provider: 'replicate', parameters: {}, reason: 'ambiguousEndpoint', detail: [...new Set(models)].join(', ') } };
  }
  const given = readAll(body.fields, fieldsOf(feature));
  // Some models take a `mode` that is no price tier, such as `image_to_video`.
  if (given.mode && given.mode.values.some((value) => !/^(?:std|pro|4k)$/.test(String(value)))) delete given.mode;
  const open = models.some((model) => model.includes('{}'));
  const parameter = open ? RUNTIME : parameterFrom(named, modelOf);
  if (parameter) given.model = parameter;
  return { kind: 'resolved', request: complete(feature, given, models[0] ?? '', body.open) };
}

function modelOf(text: string): string | undefined {
  const model = MODEL_ID.exec(text.trim().replace(/[?#].*$/s, ''))?.[1]?.toLowerCase();
  return model === undefined || OTHER_VENDORS.test(model) ? undefined : model;
}

function featureOf(model: string, image: boolean): Feature {
  if (/motion-control/.test(model)) return 'motion-control';
  if (/lip-?sync/.test(model)) return 'lip-sync';
  if (/avatar/.test(model)) return 'avatar';
  if (/^kolors|image/.test(model)) return 'image-generation';
  if (/omni|-o\d/.test(model)) return 'omni-video';
  return image ? 'image2video' : 'text2video';
}

const referenceVideo: FieldReader = { parameter: 'videoInput', keys: ['referencevideo', 'video'], read: 'presence' };

function fieldsOf(feature: Feature): readonly FieldReader[] {
  switch (feature) {
    case 'text2video':
    case 'image2video':
      return [readers.mode, readers.duration, readers.audio];
    case 'omni-video':
      return [readers.mode, readers.duration, readers.audio, referenceVideo];
    case 'motion-control':
    case 'avatar':
      return [readers.mode];
    case 'image-generation':
      return [readers.resolution, readers.count];
    default:
      return [];
  }
}

/** What Replicate's models take when a request says nothing, as far as their pages say. */
function defaultsOf(feature: Feature, model: string): Defaults {
  const isV3 = /v3/.test(model);
  const mode: Scalar = isV3 || /-o\d/.test(model) ? 'pro' : /v2\.1$/.test(model) ? 'std' : null;
  // A tier in the id leaves no mode to choose.
  const tier: Defaults = /-(?:pro|standard|master)$/.test(model) ? {} : { mode };
  switch (feature) {
    case 'text2video':
    case 'image2video':
      return { ...tier, durationSeconds: 5, audio: /v2\.6$|\{\}|^$/.test(model) ? null : false };
    case 'omni-video':
      return { ...tier, durationSeconds: 5, audio: false, videoInput: false };
    case 'motion-control':
      return { mode: null, durationSeconds: null };
    case 'lip-sync':
    case 'avatar':
      return { durationSeconds: null };
    case 'image-generation':
      return { resolution: '1k', count: 1 };
    default:
      return {};
  }
}

function complete(feature: Feature, given: GivenParameters, model: string, open: boolean): ResolvedRequest {
  const follows = new Set<ParameterName>(['mode', 'durationSeconds', 'audio', 'videoInput', 'resolution', 'count']);
  const bare = model.toLowerCase().replace(/^kwaivgi\//, '');
  const filled = withDefaults(given, defaultsOf(feature, bare), (name) => open && follows.has(name));
  return { provider: 'replicate', feature, ...filled, remarks: [] };
}
