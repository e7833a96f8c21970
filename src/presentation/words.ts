import type { Feature, ParameterName } from '../core/request/resolved';
import type { Scalar } from '../core/request/value';
import type { Translate } from './translate';
import { visible } from './visible';

/** What a feature is called in a sentence. */
export function featureName(feature: Feature, t: Translate): string {
  switch (feature) {
    case 'text2video': return t('text to video');
    case 'image2video': return t('image to video');
    case 'multi-image2video': return t('multi-image to video');
    case 'multi-elements': return t('multi-elements');
    case 'video-extend': return t('video extension');
    case 'lip-sync': return t('lip-sync');
    case 'effects': return t('video effects');
    case 'motion-control': return t('motion control');
    case 'omni-video': return t('omni video');
    case 'avatar': return t('avatar');
    case 'text-to-audio': return t('text to audio');
    case 'video-to-audio': return t('video to audio');
    case 'tts': return t('speech');
    case 'image-generation': return t('image generation');
    case 'multi-image2image': return t('multi-image to image');
    case 'image-expand': return t('image expansion');
    case 'virtual-try-on': return t('virtual try-on');
    case 'image-recognize': return t('image recognition');
    case 'identify-face': return t('face recognition');
    case 'custom-voice': return t('custom voice');
    case 'ai-multi-shot': return t('AI multi-shot');
  }
}

/** What a parameter is called in a sentence. */
export function parameterName(name: ParameterName, t: Translate): string {
  switch (name) {
    case 'model': return t('model');
    case 'mode': return t('mode');
    case 'resolution': return t('resolution');
    case 'durationSeconds': return t('duration');
    case 'audio': return t('audio');
    case 'voice': return t('voice');
    case 'videoInput': return t('video input');
    case 'referenceImage': return t('reference image');
    case 'count': return t('count');
    case 'scene': return t('scene');
  }
}

/** A parameter's value alone: `pro`, `5 s`, `on`. */
export function valueText(name: ParameterName, value: Scalar, t: Translate): string {
  if (typeof value === 'boolean') return value ? t('on') : t('off');
  if (name === 'durationSeconds' && typeof value === 'number') return t('{0} s', value);
  return visible(String(value));
}

/** A parameter and its value as one phrase: `mode pro`, `duration 5 s`, `audio`, `no audio`. */
export function phrase(name: ParameterName, value: Scalar, t: Translate): string {
  const called = parameterName(name, t);
  if (value === true) return called;
  if (value === false) return t('no {0}', called);
  return t('{0} {1}', called, valueText(name, value, t));
}
