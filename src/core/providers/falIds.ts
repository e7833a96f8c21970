import type { Feature } from '../request/resolved';
import type { Scalar } from '../request/value';
import type { Defaults } from './body';

/** What an endpoint id of fal says; parts that the id leaves to the running program are null. */
export interface FalId {
  readonly model?: string | null;
  readonly mode?: 'std' | 'pro' | '4k' | null;
  /** Absent where the id does not tell; then the fields may. */
  readonly feature?: Feature;
  readonly videoInput?: true;
}

const FAL_ID = /(?:^|[/\s:])fal-ai\/(kling-video|kling-image|kling)(?:\/(.+))?$/i;
/** Kling 4.0 stands without fal's own prefix. */
const V4_ID = /^(?:(?:https?:\/\/[\w.-]*|\{\})\/|fal(?:_ai)?\/)?kling\/(v4(?:\/.+)?)$/i;
/** Pages, price lists and tasks under an id's path: nothing is generated there. */
const NOT_REQUESTED = /\/requests(?:\/|$)|\/(?:status|cancel|llms\.txt|playground|api)$|fal\.ai\/(?:models|docs|learn|api|v1)\b|fal\.media|storage\.googleapis/i;

const FEATURE_PARTS: readonly (readonly [RegExp, Feature])[] = [
  [/^(?:advanced-)?lip-?sync$/, 'lip-sync'],
  [/^(?:ai-)?avatar$/, 'avatar'],
  [/^motion-control$/, 'motion-control'],
  [/^video-to-audio$/, 'video-to-audio'],
  [/^text-to-audio$/, 'text-to-audio'],
  [/^tts$/, 'tts'],
  [/^create-voice$/, 'custom-voice'],
  [/^effects$/, 'effects'],
  [/^elements$/, 'multi-image2video'],
  [/^(?:extend|video-extend|extend-video)$/, 'video-extend'],
  [/^(?:reference-to-video|video-to-video|edit-video|omni-video)$/, 'omni-video'],
  [/^kolors-virtual-try-on$/, 'virtual-try-on'],
  [/^text-to-video$/, 'text2video'],
  [/^image-to-video$/, 'image2video'],
];
const TIERS: Readonly<Record<string, 'std' | 'pro' | '4k'>> = { standard: 'std', std: 'std', pro: 'pro', '4k': '4k' };

/** Whether a text is an endpoint id of fal, or a URL of one, for any vendor's model. */
export function isFalId(text: string): boolean {
  return /(?:^|[/\s])fal-ai\/[\w-]/i.test(text) || V4_ID.test(withoutQuery(text));
}

/** Reads `fal-ai/kling-video/v2.6/pro/image-to-video`, alone or at the end of a URL; undefined for anything else. */
export function parseFalId(text: string): FalId | undefined {
  const path = withoutQuery(text);
  if (NOT_REQUESTED.test(path)) return undefined;
  const v4 = V4_ID.exec(path);
  if (v4) return readParts((v4[1] ?? '').split('/'));
  const match = FAL_ID.exec(path);
  if (!match) return undefined;
  const family = (match[1] ?? '').toLowerCase();
  const parts = (match[2] ?? '').split('/').filter(Boolean);
  if (family === 'kling-video') return readParts(parts);
  if (parts.some((part) => /try-on/.test(part))) return { feature: 'virtual-try-on' };
  return family === 'kling-image' ? { ...modelOf(parts), feature: 'image-generation' } : undefined;
}

function withoutQuery(text: string): string {
  return text.trim().replace(/[?#].*$/s, '').replace(/\/+$/, '');
}

function readParts(parts: readonly string[]): FalId {
  const lower = parts.map((part) => part.toLowerCase());
  const feature = lower.flatMap((part) => FEATURE_PARTS.filter(([pattern]) => pattern.test(part)))[0]?.[1];
  const videoInput = lower.includes('video-to-video') || lower.includes('edit-video') ? { videoInput: true as const } : {};
  // A lip-sync, an avatar or a voice has versions of its own, which are no video models.
  if (feature === 'lip-sync' || feature === 'tts' || feature === 'custom-voice' || feature === 'video-to-audio') return { feature };
  const open = lower.length === 0 || lower.some((part) => part.includes('{}'));
  const tier = lower.map((part) => TIERS[part]).find((mode) => mode !== undefined);
  if (feature === 'avatar') return { feature, ...(tier ? { mode: tier } : open ? { mode: null } : {}) };
  const model = modelOf(lower);
  // What the others leave out is what an open part stands for.
  const tiered = !/^v4|-master$/.test(model.model ?? '');
  const mode = tier ?? (!tiered ? undefined : open ? null : model.model === 'o1' ? 'pro' : undefined);
  return {
    ...(open && model.model === undefined ? { model: null } : model),
    ...(mode === undefined ? {} : { mode }),
    ...(feature ? { feature } : {}),
    ...videoInput,
  };
}

function modelOf(parts: readonly string[]): Pick<FalId, 'model'> {
  const version = parts.find((part) => /^(?:v\d+(?:[.-]\d+)?|o\d)(?:-[a-z]+)?$/.test(part));
  if (version === undefined) return {};
  const variants = parts.filter((part) => /^(?:turbo|master|flash|omni)$/.test(part));
  return { model: [version, ...variants].join('-') };
}

/** Whether sound is generated unless the request says no, by model; fal's pages for each. */
const SOUND_BY_DEFAULT: Readonly<Record<string, boolean>> = { v4: true, 'v4-flash': true, v3: true, 'v3-turbo': true, 'v2.6': true };

/** What fal's endpoints take when a request says nothing. */
export function falDefaults(feature: Feature, models: readonly (Scalar | null)[]): Defaults {
  const sound = models.map((model) => (model === null ? null : (SOUND_BY_DEFAULT[String(model)] ?? false)));
  const audio = sound.length === 0 || sound.includes(null) ? null : [...new Set(sound as boolean[])];
  const isV4 = models.some((model) => String(model).startsWith('v4'));
  // Which resolution Kling 4.0 makes when none is given is not written on its pages.
  const resolution = isV4 ? { resolution: null } : {};
  switch (feature) {
    case 'text2video':
    case 'image2video':
      return { durationSeconds: 5, audio, voice: false, ...resolution };
    case 'omni-video':
      return { durationSeconds: 5, audio, videoInput: false, ...resolution };
    case 'multi-image2video':
    case 'effects':
      return { durationSeconds: 5 };
    case 'motion-control':
    case 'lip-sync':
    case 'avatar':
      return { durationSeconds: null };
    case 'image-generation':
      return { resolution: '1k', referenceImage: false, count: 1 };
    case 'virtual-try-on':
      return { count: 1 };
    default:
      return {};
  }
}

/** The versions whose ids name a tier after them, as they stand in an id: only these can take each other's place. */
const WITH_TIERS: ReadonlySet<string> = new Set(['v3', 'v3/turbo', 'v2.6', 'v2.5-turbo', 'v1.6', 'v1.5', 'v1']);

/** How another version is written in an id. */
export function falModelInstead(written: string, spellings: readonly string[]): string | undefined {
  const isTiered = WITH_TIERS.has(written) || WITH_TIERS.has(written.replace('-turbo', '/turbo'));
  return isTiered ? spellings.find((spelling) => WITH_TIERS.has(spelling)) : undefined;
}
