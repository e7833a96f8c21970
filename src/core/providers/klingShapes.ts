import type { Feature } from '../request/resolved';
import type { Field } from '../request/value';

/** Called names by feature, most specific first; compared without case, digits for words and underscores. */
const CALLED: readonly (readonly [RegExp, Feature])[] = [
  [/multiimages?tovideo/, 'multi-image2video'],
  [/multiimages?toimage/, 'multi-image2image'],
  [/multielements?/, 'multi-elements'],
  [/(?:avatar|digitalhuman)/, 'avatar'],
  [/texttovideo/, 'text2video'],
  [/(?:image|img)tovideo/, 'image2video'],
  [/omnivideo/, 'omni-video'],
  [/motioncontrol/, 'motion-control'],
  [/lipsync/, 'lip-sync'],
  [/(?:videoextend|extendvideo|videoextension)/, 'video-extend'],
  [/videoeffects?/, 'effects'],
  [/texttoaudio/, 'text-to-audio'],
  [/videotoaudio/, 'video-to-audio'],
  [/(?:imageexpand|expandimage|imageexpansion)/, 'image-expand'],
  [/(?:texttoimage|imagetoimage|imagegenerat(?:ion|or)|generateimages?|createimages?)/, 'image-generation'],
];

/** First and last words of names that read back, check or describe requests rather than send one. */
const NOT_SENT_FIRST = new Set(
  'is has get query list fetch poll check cancel delete wait parse validate format log print handle on use render estimate price cost calculate test describe it expect mock assert show toggle map build save convert open retry telemetry close hide set'.split(' '),
);
const NOT_SENT_LAST = new Set('status result results cost price credits schema options config url path handler handlers params payload frames panel props state callback callbacks route router form dialog modal page view component button hook error exception event message listener middleware controller factory validator parser mapper formatter logger metric mock fixture example docs help description label title name enum type defaults limit limits usage estimate test tests done finished complete completed'.split(' '));

function wordsOf(name: string): string[] {
  return name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase().split(/[^a-z0-9]+/).filter(Boolean);
}

/** The words of the name that a call is known by: `client.text_to_video` and `client.textToVideo.create` are one. */
function calledWords(callee: string): string[] {
  const parts = callee.split(/[.:]+|->/);
  const last = (parts.at(-1) ?? '').replace(/\W/g, '');
  const isVerb = /^(?:create|generate|submit|run|send|post|call|start|request|execute)$/i.test(last);
  return wordsOf(isVerb ? (parts.at(-2) ?? '').replace(/\W/g, '') : last);
}

function isAside(words: readonly string[]): boolean {
  return NOT_SENT_FIRST.has(words[0] ?? '') || NOT_SENT_LAST.has(words.at(-1) ?? '');
}

function featureOfWords(words: readonly string[]): Feature | undefined {
  if (/(?:^|_)(?:try_?on|tryon)(?:_|$)/.test(words.join('_')) && !words.includes('retry')) return 'virtual-try-on';
  const plain = words.join('').replaceAll('2', 'to');
  return CALLED.find(([pattern]) => pattern.test(plain))?.[1];
}

/** The feature that a called name stands for, from its last part: `client.text_to_video` is text2video. */
export function featureOfCallee(callee: string): Feature | undefined {
  const words = calledWords(callee);
  return isAside(words) ? undefined : featureOfWords(words);
}

/** Whether a called name speaks of a feature without asking for it: `text_to_video_handler`, `TextToVideoForm`. */
export function speaksOfFeature(callee: string): boolean {
  const words = calledWords(callee);
  return isAside(words) && featureOfWords(words) !== undefined;
}

const CONTENT = new Set([
  'prompt', 'negativeprompt', 'image', 'imageurl', 'imagelist', 'imagetail', 'images', 'imagebase64', 'startimageurl',
  'contents', 'multiprompt', 'videoid', 'videourl', 'videolist', 'effectscene', 'humanimage', 'clothimage', 'sessionid',
  'subjectimagelist', 'audioid', 'soundfile', 'text', 'imagereference', 'firstframe', 'elementlist',
]);
const CHOICES = new Set([
  'modelname', 'model', 'mode', 'duration', 'sound', 'audio', 'aspectratio', 'cfgscale', 'cameracontrol', 'n',
  'callbackurl', 'externaltaskid', 'voicelist', 'resolution', 'settings', 'input', 'negativeprompt', 'effectscene',
]);

/** Whether fields are those of a request: something to make a video of, and a choice of how. */
export function looksLikeBody(fields: ReadonlyMap<string, Field>): boolean {
  const keys = [...fields.keys()];
  return keys.some((key) => CONTENT.has(key)) && keys.some((key) => CHOICES.has(key));
}

/** Whether fields that go to a paid endpoint say anything of a request; a client's own options do not. */
export function looksSent(fields: ReadonlyMap<string, Field>): boolean {
  return [...fields.keys()].some((key) => CONTENT.has(key) || CHOICES.has(key));
}

/** Whether a field holds something, rather than null or an empty text. */
function isFilled(field: Field | undefined): boolean {
  return field !== undefined && (field.value.kind !== 'scalar' || field.value.values.some((value) => value !== null && value !== ''));
}

type Guess = { readonly kind: 'feature'; readonly feature: Feature } | { readonly kind: 'ambiguous' };

/** The feature that a body without a path is for, from its model and the keys that only one endpoint has. */
export function featureOfFields(model: string, fields: ReadonlyMap<string, Field>): Guess {
  const has = (...keys: string[]): boolean => keys.some((key) => isFilled(fields.get(key)));
  const feature = (value: Feature): Guess => ({ kind: 'feature', feature: value });
  if (/try-?on/i.test(model) || has('humanimage', 'clothimage')) return feature('virtual-try-on');
  if (/^kling-image/i.test(model)) return feature('image-generation');
  if (has('effectscene')) return feature('effects');
  if (has('subjectimagelist')) return feature('multi-image2image');
  if (has('characterorientation')) return feature('motion-control');
  if (/^kling-video-o1|^kling-o1|omni/i.test(model)) {
    return has('resulttype', 'seriesamount', 'n') ? feature('image-generation') : feature('omni-video');
  }
  const video = has('duration', 'mode', 'sound', 'cfgscale', 'cameracontrol', 'imagetail', 'multiprompt', 'voicelist');
  const image = has('n', 'imagereference', 'imagefidelity', 'humanfidelity', 'resolution');
  if (/^kolors/i.test(model)) return feature('image-generation');
  if (image && !video) return feature('image-generation');
  if (video || /turbo|master|v1-6|v2-5|v2-6/i.test(model)) {
    if (has('imagelist')) return feature('multi-image2video');
    return feature(has('image', 'imageurl', 'imagetail', 'imagebase64', 'startimageurl') ? 'image2video' : 'text2video');
  }
  return { kind: 'ambiguous' };
}
