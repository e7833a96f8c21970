import type { Feature, ParameterName } from '../request/resolved';
import type { Scalar } from '../request/value';
import { readCount, readMode, readResolution, readSeconds, readSwitch, readText } from './reading';
import type { FieldReader } from './reading';

/**
 * One paid endpoint of Kling's API. `defaults` are the API's own; null stands for a value that the request does not
 * carry and only Kling knows, such as the length of a referenced video.
 */
export interface KlingEndpoint {
  readonly feature: Feature;
  /** Matches the end of a path or URL; the group, when there is one, is the model. */
  readonly path: RegExp;
  /** Whether other vendors use the same path, so that the host or the model must say Kling. */
  readonly shared?: true;
  readonly parameters: readonly FieldReader[];
  readonly defaults: Readonly<Partial<Record<ParameterName, Scalar | null>>>;
}

const model: FieldReader = { parameter: 'model', keys: ['modelname', 'model', 'modelid', 'modelversion'], read: readText };
const mode: FieldReader = { parameter: 'mode', keys: ['mode', 'quality'], read: readMode };
const duration: FieldReader = {
  parameter: 'durationSeconds',
  keys: ['duration', 'durationseconds', 'seconds', 'videolength'],
  read: readSeconds,
};
const audio: FieldReader = {
  parameter: 'audio',
  keys: [
    'sound', 'audio', 'generateaudio', 'withaudio', 'enableaudio', 'motionhasaudio', 'hasaudio', 'nativeaudio',
    'includeaudio', 'enablesound', 'generatesound',
  ],
  read: readSwitch,
};
const voice: FieldReader = { parameter: 'voice', keys: ['voicelist', 'voiceids', 'voices'], read: 'presence' };
const videoInput: FieldReader = { parameter: 'videoInput', keys: ['videolist', 'videos'], read: 'presence' };
const videoResolution: FieldReader = { parameter: 'resolution', keys: ['resolution'], read: readResolution };
const imageResolution: FieldReader = { parameter: 'resolution', keys: ['resolution'], read: readResolution };
const referenceImage: FieldReader = {
  parameter: 'referenceImage',
  keys: ['image', 'imageurl', 'imagelist', 'imagereference', 'referenceimage', 'subjectimagelist'],
  read: 'presence',
};
const count: FieldReader = { parameter: 'count', keys: ['n', 'count', 'numimages'], read: readCount };
const scene: FieldReader = { parameter: 'scene', keys: ['effectscene'], read: readText };

const generation = [model, mode, duration, audio, voice];
const legacyVideo = { model: 'kling-v1', mode: 'std', durationSeconds: 5, audio: false, voice: false } as const;
const newVideo = { resolution: '720p', durationSeconds: 5, audio: false, voice: false } as const;
const pathModel = String.raw`(kling-(?:o\d|\d|\{\})[\w.{}-]*|\{\})`;

/**
 * The paid endpoints. Paths, fields and defaults: Kling's API documents as copied from February to October 2026.
 * The defaults of multi-image2video and multi-elements are taken to be those of image2video.
 */
export const KLING_ENDPOINTS: readonly KlingEndpoint[] = [
  { feature: 'text2video', path: /\/videos\/text2video$/, parameters: generation, defaults: legacyVideo },
  { feature: 'image2video', path: /\/videos\/image2video$/, parameters: generation, defaults: legacyVideo },
  {
    feature: 'multi-image2video',
    path: /\/videos\/multi-image2video$/,
    parameters: [model, mode, duration],
    defaults: { model: 'kling-v1-6', mode: 'std', durationSeconds: 5 },
  },
  {
    feature: 'multi-elements',
    path: /\/videos\/multi-elements$/,
    parameters: [model, mode, duration],
    defaults: { model: 'kling-v1-6', mode: 'std', durationSeconds: 5 },
  },
  {
    feature: 'omni-video',
    path: /\/videos\/omni-video$/,
    parameters: [...generation, videoInput],
    defaults: { model: 'kling-video-o1', mode: 'pro', durationSeconds: 5, audio: false, voice: false, videoInput: false },
  },
  {
    feature: 'motion-control',
    path: /\/videos\/motion-control$/,
    parameters: [model, mode],
    defaults: { model: null, mode: 'std', durationSeconds: null },
  },
  {
    feature: 'video-extend',
    path: /\/videos\/video-extend$/,
    parameters: [],
    defaults: { model: null, mode: null },
  },
  {
    feature: 'lip-sync',
    path: /\/videos\/(?:advanced-)?lip-sync$/,
    parameters: [],
    defaults: { durationSeconds: null },
  },
  { feature: 'identify-face', path: /\/videos\/identify-face$/, parameters: [], defaults: {} },
  {
    feature: 'avatar',
    path: /\/videos\/avatar\/image2video$/,
    parameters: [mode],
    defaults: { mode: 'std', durationSeconds: null },
  },
  {
    feature: 'effects',
    path: /\/videos\/effects$/,
    parameters: [scene, model, mode, duration],
    defaults: { model: 'kling-v1-6', mode: 'std' },
  },
  { feature: 'image-recognize', path: /\/videos\/image-recognize$/, parameters: [], defaults: {} },
  {
    feature: 'image-generation',
    path: /\/images\/generations$/,
    shared: true,
    parameters: [model, imageResolution, referenceImage, count],
    defaults: { model: 'kling-v3', resolution: '1k', referenceImage: false, count: 1 },
  },
  {
    feature: 'image-generation',
    path: /\/images\/omni-image$/,
    parameters: [model, imageResolution, referenceImage, count],
    defaults: { model: 'kling-image-o1', resolution: '1k', referenceImage: false, count: 1 },
  },
  {
    feature: 'multi-image2image',
    path: /\/images\/multi-image2image$/,
    parameters: [model, imageResolution, count],
    defaults: { model: 'kling-v2-1', resolution: '1k', count: 1 },
  },
  { feature: 'image-expand', path: /\/images\/editing\/expand$/, parameters: [count], defaults: { resolution: '1k', count: 1 } },
  {
    feature: 'virtual-try-on',
    path: /\/images\/kolors-virtual-try-on$/,
    parameters: [model],
    defaults: { model: null },
  },
  { feature: 'virtual-try-on', path: /\/solutions\/virtual_try_on$/, parameters: [], defaults: { model: 'virtual-try-on-3.0' } },
  { feature: 'ai-multi-shot', path: /\/general\/ai-multi-shot$/, parameters: [], defaults: {} },
  { feature: 'custom-voice', path: /\/general\/custom-voices$/, parameters: [], defaults: {} },
  { feature: 'text-to-audio', path: /\/audio\/text-to-audio$/, parameters: [duration], defaults: {} },
  { feature: 'video-to-audio', path: /\/audio\/video-to-audio$/, parameters: [], defaults: {} },
  { feature: 'tts', path: /\/audio\/tts$/, shared: true, parameters: [], defaults: {} },
  {
    feature: 'text2video',
    path: new RegExp(String.raw`\/text-to-video\/${pathModel}$`),
    parameters: [videoResolution, duration, audio],
    defaults: newVideo,
  },
  {
    feature: 'image2video',
    path: new RegExp(String.raw`\/image-to-video\/${pathModel}$`),
    parameters: [videoResolution, duration, audio],
    defaults: newVideo,
  },
  {
    feature: 'omni-video',
    path: new RegExp(String.raw`\/omni-video\/${pathModel}$`),
    parameters: [videoResolution, duration, audio],
    defaults: { ...newVideo, videoInput: false },
  },
  {
    feature: 'motion-control',
    path: new RegExp(String.raw`\/motion-control\/${pathModel}$`),
    parameters: [videoResolution],
    defaults: { resolution: '720p', durationSeconds: null },
  },
];

/** What single models fix, whatever the request says nothing about. Kling 3.0 Turbo has no audio switch: always on. */
export const MODEL_DEFAULTS: Readonly<Record<string, Readonly<Partial<Record<ParameterName, Scalar>>>>> = {
  'kling-3.0-turbo': { audio: true },
};

const MAX_URL = 2_000;

/** The endpoint that a path or URL ends in, and the model its path names. */
export function endpointOf(url: string): { endpoint: KlingEndpoint; model?: string } | undefined {
  const path = url.slice(0, MAX_URL).replace(/[?#].*$/s, '').replace(/(?<!\/)\/+$/, '');
  for (const start of path.startsWith('{}/') ? UNREAD_STARTS : ['']) {
    const read = start === '' ? path : start + path.slice('{}'.length);
    for (const endpoint of KLING_ENDPOINTS) {
      const match = endpoint.path.exec(read);
      if (match) return match[1] === undefined ? { endpoint } : { endpoint, model: match[1] };
    }
  }
  return undefined;
}

/** What a base URL that cannot be read may end in: `${V1_VIDEOS}/text2video`. */
const UNREAD_STARTS = ['', '/videos', '/images', '/audio', '/general'];

const NEW_MODEL_ID = /^kling-(?:\d\.\d|o1)/i;

/** The models that the new API has paths for: Kling's API documents as copied in September 2026. */
const PATH_MODELS: ReadonlySet<string> = new Set(['kling-3.0', 'kling-3.0-turbo', 'kling-3.0-omni', 'kling-o1', 'kling-2.6', 'kling-2.5-turbo']);

/** How another model is written: by its path in the new API, by its id without dots in the legacy one. */
export function modelInstead(written: string, spellings: readonly string[]): string | undefined {
  if (PATH_MODELS.has(written)) return spellings.find((spelling) => PATH_MODELS.has(spelling));
  const [id] = spellings;
  return id?.includes('.') ? undefined : id;
}

/** The endpoint whose fields and defaults stand for a request that names no path: the new API's for its model ids. */
export function endpointFor(feature: Feature, model?: Scalar): KlingEndpoint | undefined {
  const all = KLING_ENDPOINTS.filter((endpoint) => endpoint.feature === feature);
  const newer = all.find((endpoint) => endpoint.path.source.includes('kling-'));
  const isDotted = typeof model === 'string' && NEW_MODEL_ID.test(model) && !/^kling-1\./i.test(model);
  return isDotted && newer ? newer : all[0];
}
