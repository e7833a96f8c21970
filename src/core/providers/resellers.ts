import type { Feature, Resolution } from '../request/resolved';
import type { RequestSite } from '../request/site';
import type { Field } from '../request/value';
import { bodyOf, hasChoice, hasContent, hasImage, namedAt, namedByCall, namedByFields, onlyReports, parameterFrom, readAll, readers } from './body';
import type { Named } from './body';
import { isFalId } from './falIds';
import { endpointOf } from './klingApi';
import type { ProviderDefinition } from './provider';

/** A vendor that sells Kling under ids or at a host of its own. */
interface Reseller {
  readonly id: string;
  readonly title: string;
  readonly host: RegExp;
  /** Model ids that no one else uses; where there are none, the host alone tells. */
  readonly ids?: RegExp;
}

/** Vendors whose requests are recognised; a schedule that bills one of them prices its requests. */
export const RESELLERS = {
  aimlapi: {
    id: 'aimlapi',
    title: 'AI/ML API',
    host: /\baimlapi\.com\b/i,
    ids: /^(?:klingai\/(?:video-)?v\d[\w.-]*-to-video[\w-]*|klingai\/(?:video-)?[vo]\d[\w.-]*(?:-(?:motion-control|avatar)[\w-]*)|kling-video\/[vo]\d[\w./-]*\/(?:(?:text|image|reference|video)-to-video|effects|lip-?sync|multi-image-to-video)[\w/-]*)$/i,
  },
  apimart: { id: 'apimart', title: 'APIMart', host: /\bapimart\.ai\b/i },
  dashscope: { id: 'dashscope', title: 'Alibaba DashScope', host: /\bdashscope[\w.-]*\.aliyuncs\.com\b/i, ids: /^kling\/kling-[\w.-]*-generation$/i },
  freepik: { id: 'freepik', title: 'Freepik', host: /\bfreepik\.com\b/i, ids: /^(?:\{\}\/|\/)?(?:v1\/)?ai\/(?:image|text)-to-video\/kling-[\w.-]+$/i },
  inferenceSh: { id: 'inference.sh', title: 'inference.sh', host: /\binference\.sh\b/i, ids: /^(?:inference\.sh\/)?klingai\/(?:video|image|avatar|lip-?sync|motion-control)(?:-[vo]\d[\w-]*)?(?:@\w+)?$/i },
  kie: { id: 'kie', title: 'KIE', host: /\bkie\.ai\b/i, ids: /^(?:kling-\d\.\d\/[\w-]+|kling\/(?:v\d[\w.]*-|ai-avatar)[\w.-]*)$/i },
  krea: { id: 'krea', title: 'Krea', host: /\bkrea\.ai\b/i, ids: /^\/?generate\/video\/kling\/[\w.-]+$/i },
  muapi: { id: 'muapi', title: 'MuAPI', host: /\bmuapi\.ai\b/i },
  openrouter: { id: 'openrouter', title: 'OpenRouter', host: /\bopenrouter\.ai\b/i, ids: /^(?:openrouter\/)?kwaivgi\/kling-(?:v?3\.\d-(?:std|pro)|video-o\d)[\w-]*$/i },
  pollo: { id: 'pollo', title: 'Pollo AI', host: /\bpollo\.ai\b/i, ids: /^(?:\{\}\/|\/)?(?:api\/)?(?:platform\/)?(?:v\d\/)?generation\/kling-ai\/kling-[\w.-]+(?:\/[\w-]+)?$/i },
  runware: { id: 'runware', title: 'Runware', host: /\brunware\.ai\b/i, ids: /^klingai:[\w.-]+@[\w.-]+$/i },
  segmind: { id: 'segmind', title: 'Segmind', host: /\bsegmind\.com\b/i },
  siray: { id: 'siray', title: 'Siray', host: /\bsiray\.ai\b/i, ids: /^kuaishou\/kling[\w./-]*$/i },
  sunra: { id: 'sunra', title: 'Sunra', host: /\bsunra\.ai\b/i, ids: /^kling\/kling-v[\w.-]+\/(?:text|image)-to-video$/i },
  useapi: { id: 'useapi', title: 'useapi.net', host: /\buseapi\.net\b/i },
  venice: { id: 'venice', title: 'Venice', host: /\bvenice\.ai\b/i },
  vercelGateway: {
    id: 'vercel-gateway',
    title: 'Vercel AI Gateway',
    host: /\bai-gateway\.vercel\.sh\b/i,
    ids: /^(?:vercel\/)?klingai\/kling-v[\d.]+(?:-[a-z]+)*-(?:t2v|i2v|motion-control)$/i,
  },
  wavespeed: {
    id: 'wavespeed',
    title: 'WaveSpeedAI',
    host: /\bwavespeed\.ai\b/i,
    ids: /^(?:kwaivgi|kwaivaigi|kwai|wavespeed-ai)\/kling-[\w.-]+(?:-(?:t2v|i2v)[\w-]*|\/[\w-]+)$/i,
  },
} as const satisfies Record<string, Reseller>;
export type ResellerName = keyof typeof RESELLERS;

const ENVELOPES: ReadonlySet<string> = new Set(['input', 'parameters', 'arguments', 'args', 'params', 'settings', 'provideroptions', 'klingai', 'extrabody']);
const ID_KEYS = ['model', 'modelid', 'modelname', 'app', 'path', 'endpoint'];
/** Clients of vendors that have a definition of their own. */
const CLIENTS = /(?:^|[._])(?:fal|replicate|piapi|goapi)(?=$|[._A-Z])|(?:Fal|Replicate|PiApi|PiAPI)(?=$|[._A-Z])/;
/** Some vendors say `length` for the seconds, and `numberResults` for how many. */
const READERS = [
  readers.mode,
  readers.resolution,
  { ...readers.duration, keys: [...readers.duration.keys, 'length'] },
  readers.audio,
  { ...readers.count, keys: [...readers.count.keys, 'numberresults'] },
];
const TASK_PATH = /\/(?:status|results?|assets|accounts|uploads?|cancel|recordInfo|get-task|predictions)(?:\/|$)|\/(?:tasks?|jobs|requests)\/(?:\{\}|[\w-]{16,})/i;

/** The definition of a vendor of the table: its requests are recognised by its ids, or at its host by Kling's name. */
export function reseller(name: ResellerName): Omit<ProviderDefinition, 'anchors'> {
  const vendor: Reseller = RESELLERS[name];
  const { id, title } = vendor;
  return {
    id,
    title,
    read: (site) => read(vendor, site),
    complete: (feature, parameters) => ({ provider: id, feature, parameters, assumed: [], remarks: [] }),
  };
}

/** Whether a site is for a vendor other than Kling itself, by its ids, its host or the client's name. */
export function isResold(site: RequestSite, fields: ReadonlyMap<string, Field>): boolean {
  if (CLIENTS.test(site.callee ?? '')) return true;
  if (fields.has('tasktype') && !fields.has('modelname')) return true;
  const texts = [...namedByFields(fields, ID_KEYS), ...namedByCall(site)].map(({ text }) => text);
  return (
    texts.some((text) => isFalId(text) || /^kling\/kling-|(?:^|\/)kwaivgi\/|\bfal\.run\b|\breplicate\.com\b|\b(?:piapi|goapi)\.ai\b/i.test(text)) ||
    Object.values(RESELLERS).some((vendor: Reseller) => sells(vendor, texts) || isAtHost(vendor, site, fields, texts))
  );
}

/** Whether a request goes to a vendor's host: it is sent there, or the host stands near and nothing of Kling's own does. */
function isAtHost({ host }: Reseller, site: RequestSite, fields: ReadonlyMap<string, Field>, texts: readonly string[]): boolean {
  if (texts.some((text) => host.test(text))) return true;
  if (texts.some((text) => /^https?:/.test(text)) || fields.has('modelname')) return false;
  if (isSold(texts)) return false;
  const near = site.endpoints.map(({ text }) => text);
  return near.some((text) => host.test(text)) && !near.some((text) => endpointOf(text) !== undefined || /\bkling(?:ai)?\.(?:com|ai)\b/i.test(text));
}

/** Whether one of the texts is a vendor's own id. */
function isSold(texts: readonly string[]): boolean {
  return Object.values(RESELLERS).some((vendor: Reseller) => sells(vendor, texts));
}

function sells({ ids }: Reseller, named: readonly string[]): boolean {
  return ids !== undefined && named.some((text) => ids.test(idOf(text)));
}

/** The part of a URL or path that can be a model's id. */
function idOf(text: string): string {
  return text.replace(/[?#].*$/s, '').replace(/^https?:\/\/[^/]+\/(?:api\/)?(?:v\d+\/)?/i, '').replace(/\/+$/, '');
}

function read(vendor: Reseller, site: RequestSite): Resolution | undefined {
  if (onlyReports(site.callee)) return undefined;
  const body = bodyOf(site, ENVELOPES);
  const byField = namedByFields(body.fields, ID_KEYS);
  const given = [...byField, ...namedByCall(site)];
  const named = isSold(given.map(({ text }) => text)) ? given : [...given, ...namedNear(vendor, site)];
  const texts = named.map(({ text }) => text);
  if (site.sentTo && TASK_PATH.test(site.sentTo.text)) return undefined;
  const own = texts.some((text) => vendor.host.test(text));
  const ofKling = texts.some((text) => /kling/i.test(text.replace(vendor.host, '')));
  if (!sells(vendor, texts) && !(ofKling && isAtHost(vendor, site, body.fields, texts))) return undefined;
  if (!hasContent(body) && !(body.open && site.sentTo && own)) return undefined;
  if (!hasChoice(body) && !own) return undefined;

  const isKling = ({ text }: Named): boolean => /kling/i.test(text.replace(vendor.host, ''));
  const inField = byField.filter(isKling);
  const model = inField.length > 0 ? inField : named.filter(isKling);
  const feature = featureOf(model, hasImage(body));
  const parameters = readAll(body.fields, READERS);
  const parameter = parameterFrom(model, (text) => (inField.length > 0 ? text : modelIn(idOf(text))));
  if (parameter) parameters.model = parameter;
  return { kind: 'resolved', request: { provider: vendor.id, feature, parameters, assumed: [], remarks: [] } };
}

/** The part of an id or path that names the model. */
function modelIn(id: string): string {
  const parts = id.split('/');
  const at = parts.findIndex((part) => /^kling-\w/i.test(part));
  const versioned = parts.findLast((part) => /^kling-\D*\d/i.test(part));
  return versioned ?? (at < 0 ? (parts.at(-1) ?? id) : parts.slice(at).join('/'));
}

/** The vendor's URL that stands nearest to a body which is not seen to be sent, when it names the model. */
function namedNear(vendor: Reseller, site: RequestSite): Named[] {
  if (site.sentTo || site.call) return [];
  return site.endpoints.filter(({ text }) => vendor.host.test(text) && sells(vendor, [text])).slice(0, 1).map(namedAt);
}

const WORDS: readonly (readonly [RegExp, Feature])[] = [
  [/lip-?sync/i, 'lip-sync'],
  [/avatar/i, 'avatar'],
  [/motion-?control/i, 'motion-control'],
  [/effects?\b/i, 'effects'],
  [/text-?(?:to|2)-?video|t2v/i, 'text2video'],
  [/image-?(?:to|2)-?video|i2v/i, 'image2video'],
  [/omni|\bo[13]\b|reference-to-video|video-to-video|video-edit/i, 'omni-video'],
  [/image-generation|text-to-image|image-to-image|kling-image/i, 'image-generation'],
];

function featureOf(named: readonly Named[], image: boolean): Feature {
  const word = named.flatMap(({ text }) => WORDS.filter(([pattern]) => pattern.test(text)))[0]?.[1];
  return word ?? (image ? 'image2video' : 'text2video');
}
