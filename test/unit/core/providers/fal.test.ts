import assert from 'node:assert/strict';
import { fal } from '../../../../src/core/providers/fal';
import { isFalId, parseFalId } from '../../../../src/core/providers/falIds';
import type { FalId } from '../../../../src/core/providers/falIds';

const IDS: readonly (readonly [string, FalId | undefined])[] = [
  ['fal-ai/kling-video/v2.6/pro/image-to-video', { model: 'v2.6', mode: 'pro', feature: 'image2video' }],
  ['fal-ai/kling-video/v3/standard/text-to-video', { model: 'v3', mode: 'std', feature: 'text2video' }],
  ['fal-ai/kling-video/v3/4k/text-to-video', { model: 'v3', mode: '4k', feature: 'text2video' }],
  ['fal-ai/kling-video/v3/turbo/pro/text-to-video', { model: 'v3-turbo', mode: 'pro', feature: 'text2video' }],
  ['fal-ai/kling-video/v3/pro/turbo/text-to-video', { model: 'v3-turbo', mode: 'pro', feature: 'text2video' }],
  ['fal-ai/kling-video/v2.5-turbo/standard/image-to-video', { model: 'v2.5-turbo', mode: 'std', feature: 'image2video' }],
  ['fal-ai/kling-video/v2.1/master/image-to-video', { model: 'v2.1-master', feature: 'image2video' }],
  ['fal-ai/kling-video/v2/master/text-to-video', { model: 'v2-master', feature: 'text2video' }],
  ['fal-ai/kling-video/v1.6/pro/elements', { model: 'v1.6', mode: 'pro', feature: 'multi-image2video' }],
  ['fal-ai/kling-video/v1/standard/effects', { model: 'v1', mode: 'std', feature: 'effects' }],
  ['fal-ai/kling-video/o3/pro/reference-to-video', { model: 'o3', mode: 'pro', feature: 'omni-video' }],
  ['fal-ai/kling-video/o3/4k/video-to-video/edit', { model: 'o3', mode: '4k', feature: 'omni-video', videoInput: true }],
  ['fal-ai/kling-video/o1/reference-to-video', { model: 'o1', mode: 'pro', feature: 'omni-video' }],
  ['fal-ai/kling-video/v2.6/standard/motion-control', { model: 'v2.6', mode: 'std', feature: 'motion-control' }],
  ['fal-ai/kling-video/lipsync/text-to-video', { feature: 'lip-sync' }],
  ['fal-ai/kling-video/v1/pro/ai-avatar', { feature: 'avatar', mode: 'pro' }],
  ['fal-ai/kling-video/ai-avatar/v2/standard', { feature: 'avatar', mode: 'std' }],
  ['fal-ai/kling-video/create-voice', { feature: 'custom-voice' }],
  ['fal-ai/kling-video/video-to-audio', { feature: 'video-to-audio' }],
  ['fal-ai/kling-image/o3/text-to-image', { model: 'o3', feature: 'image-generation' }],
  ['fal-ai/kling/v1-5/kolors-virtual-try-on', { feature: 'virtual-try-on' }],
  ['kling/v4/text-to-video', { model: 'v4', feature: 'text2video' }],
  ['https://queue.fal.run/kling/v4/reference-to-video', { model: 'v4', feature: 'omni-video' }],
  ['kling/v4/flash/image-to-video', { model: 'v4-flash', feature: 'image2video' }],
  ['https://queue.fal.run/fal-ai/kling-video/v3/pro/image-to-video?fal_webhook=https://x/y', { model: 'v3', mode: 'pro', feature: 'image2video' }],
  ['{}/fal-ai/kling-video/v3/pro/image-to-video/', { model: 'v3', mode: 'pro', feature: 'image2video' }],
  ['fal_ai/fal-ai/kling-video/v2.6/pro/text-to-video', { model: 'v2.6', mode: 'pro', feature: 'text2video' }],
  // Parts that only the running program knows.
  ['fal-ai/kling-video/{}/pro/image-to-video', { model: null, mode: 'pro', feature: 'image2video' }],
  ['fal-ai/kling-video/v3/{}/image-to-video', { model: 'v3', mode: null, feature: 'image2video' }],
  ['fal-ai/kling-video/v2.1/master/{}', { model: 'v2.1-master' }],
  ['fal-ai/kling-video/v2.6/pro/{}', { model: 'v2.6', mode: 'pro' }],
  ['fal-ai/kling-video/{}', { model: null, mode: null }],
  // No requests, or not Kling.
  ['fal-ai/kling-video/requests/{}/status', undefined],
  ['https://queue.fal.run/fal-ai/kling-video/v3/pro/image-to-video/requests/{}', undefined],
  ['https://fal.ai/models/fal-ai/kling-video/v3/pro/image-to-video', undefined],
  ['fal-ai/veo3.1/image-to-video', undefined],
  ['kling/v2-1-master-image-to-video', undefined],
  ['kling/kling-v3-video-generation', undefined],
  ['klingon/v4/text-to-video', undefined],
];

describe('fal ids', () => {
  for (const [text, expected] of IDS) {
    it(text, () => { assert.deepEqual(parseFalId(text), expected); });
  }

  it('tells ids of any model from other texts', () => {
    assert.ok(isFalId('fal-ai/veo3'));
    assert.ok(isFalId('https://fal.run/fal-ai/flux/dev'));
    assert.ok(isFalId('kling/v4/text-to-video'));
    assert.ok(!isFalId('kling-v2-6'));
    assert.ok(!isFalId('/v1/videos/text2video'));
  });
});

describe('defaults of fal', () => {
  const valuesOf = (model: string, feature: 'text2video' | 'omni-video' = 'text2video'): Record<string, unknown> => {
    const { parameters } = fal.complete(feature, { model: { values: [model], origin: 'literal' } });
    return Object.fromEntries(Object.entries(parameters).map(([name, { values }]) => [name, values]));
  };

  it('generate sound with v2.6, v3 and v4, and none with o3 or older models', () => {
    for (const model of ['v2.6', 'v3', 'v3-turbo', 'v3/turbo', 'V3', 'v4']) assert.deepEqual(valuesOf(model)['audio'], [true], model);
    for (const model of ['o3', 'v2.5-turbo', 'v2.1-master', 'v1.6']) assert.deepEqual(valuesOf(model)['audio'], [false], model);
  });

  it('last 5 s, without voice or video input', () => {
    assert.deepEqual(valuesOf('v3'), { model: ['v3'], durationSeconds: [5], audio: [true], voice: [false] });
    assert.deepEqual(valuesOf('o3', 'omni-video'), { model: ['o3'], durationSeconds: [5], audio: [false], videoInput: [false] });
  });

  it('leave open what is not written: the resolution of v4, and the sound of an unknown model', () => {
    assert.deepEqual(valuesOf('v4')['resolution'], []);
    assert.deepEqual(fal.complete('text2video', {}).parameters.audio?.values, []);
  });

  it('are replaced by what is given', () => {
    const { parameters, assumed } = fal.complete('text2video', {
      model: { values: ['v2.6'], origin: 'literal' },
      audio: { values: [false], origin: 'literal' },
    });
    assert.deepEqual(parameters.audio?.values, [false]);
    assert.deepEqual(assumed, ['durationSeconds', 'voice']);
  });
});
