import assert from 'node:assert/strict';
import { providers } from '../../../../src/core/providers';
import type { RequestSite } from '../../../../src/core/request/site';
import type { Field, Scalar } from '../../../../src/core/request/value';

const span = { start: 0, end: 0 };
const field = (key: string, value: Scalar): Field => ({ key, keySpan: span, value: { kind: 'scalar', values: [value], origin: 'literal', span } });

function site(fields: Readonly<Record<string, Scalar>>, more: Partial<RequestSite> = {}): RequestSite {
  const list = Object.entries(fields).map(([key, value]) => field(key, value));
  return { span, head: span, endpoints: [], fields: list, positional: [], open: false, ...more };
}

/** The provider that takes a site: the first that reads it. */
function takenBy(request: RequestSite): string | undefined {
  for (const provider of providers) {
    const resolution = provider.read(request);
    if (resolution) return resolution.request.provider;
  }
  return undefined;
}

const sentTo = (text: string): Pick<RequestSite, 'sentTo' | 'endpoints' | 'callee'> => {
  const endpoint = { text, span };
  return { sentTo: endpoint, endpoints: [endpoint], callee: 'axios.post' };
};

describe('whose request it is', () => {
  const body = { prompt: 'x', duration: 5 };
  const cases: readonly (readonly [string, RequestSite, string | undefined])[] = [
    ["Kling's own id", site({ ...body, model_name: 'kling-v2-6', mode: 'pro' }), 'kling'],
    ["Kling's own id at APIMart", site({ ...body, model: 'kling-v2-6' }, sentTo('https://api.apimart.ai/v1/videos/generations')), 'apimart'],
    ['an id of fal', site({ ...body, model: 'fal-ai/kling-video/v3/pro/text-to-video' }), 'fal'],
    ["LiteLLM's route to fal", site({ ...body, model: 'fal_ai/fal-ai/kling-video/v3/pro/text-to-video' }), 'fal'],
    ["LiteLLM's route to Kling", site({ ...body, model: 'kling/kling-v3' }), 'kling'],
    ['an id of Replicate', site({ ...body, model: 'kwaivgi/kling-v3-video' }), 'replicate'],
    ['an id of OpenRouter', site({ ...body, model: 'kwaivgi/kling-v3.0-pro' }), 'openrouter'],
    ['an id of WaveSpeed', site({ ...body, model: 'kwaivgi/kling-v2.1-i2v-standard' }), 'wavespeed'],
    ['an id of DashScope', site({ ...body, model: 'kling/kling-v3-video-generation' }), 'dashscope'],
    ['an id of KIE', site({ ...body, model: 'kling-3.0/video' }), 'kie'],
    ['an id of AI/ML API', site({ ...body, model: 'klingai/video-v3-pro-image-to-video' }), 'aimlapi'],
    ['an id of the Vercel gateway', site({ ...body, model: 'klingai/kling-v3.0-t2v' }), 'vercel-gateway'],
    ["the AI SDK's id of Kling's own API", site({ ...body, model: 'kling-v2.6-t2v' }), 'kling'],
    ['a task of PiAPI', site({ ...body, model: 'kling', task_type: 'video_generation' }), 'piapi'],
    ["another vendor's task", site({ ...body, model: 'luma', task_type: 'video_generation' }), undefined],
    ["another vendor's model at fal", site({ ...body, model: 'fal-ai/veo3' }), undefined],
    ["another vendor's model at Replicate", site({ ...body, model: 'google/veo-3' }), undefined],
    ['a chat at OpenRouter', site({ model: 'openai/gpt-5', prompt: 'kling' }, sentTo('https://openrouter.ai/api/v1/chat/completions')), undefined],
    ['a row that is kept', site({ ...body, model: 'kling-2.6/text-to-video' }, { callee: 'db.insert' }), undefined],
    ['an answer', site({ ...body, model: 'fal-ai/kling-video/v3/pro/text-to-video' }, { callee: 'res.json' }), undefined],
  ];
  for (const [name, request, expected] of cases) {
    it(name, () => { assert.equal(takenBy(request), expected); });
  }

  it("leaves Kling's own request to Kling in a file that also names a reseller's host", () => {
    const near = [{ text: '/v1/videos/text2video', span }, { text: 'https://openrouter.ai/api/v1', span }];
    assert.equal(takenBy(site({ ...body, model_name: 'kling-v2-6' }, { endpoints: near })), 'kling');
    assert.equal(takenBy(site({ ...body, model: 'kling-v2-6', mode: 'pro' }, { endpoints: near })), 'kling');
  });
});

describe('completing a request given by its parameters', () => {
  it('works for every provider and names it', () => {
    for (const provider of providers) {
      const request = provider.complete('text2video', { model: { values: ['x'], origin: 'literal' } });
      assert.equal(request.feature, 'text2video');
      assert.deepEqual(request.parameters.model?.values, ['x']);
      assert.ok([provider.id, 'kling'].includes(request.provider), provider.id);
    }
  });
});
