import assert from 'node:assert/strict';
import { fingerprintOf, logKeysOf } from '../../../../src/core/optimizer/fingerprint';
import { parser } from '../../../support/engine';

async function fingerprints(language: string, text: string): Promise<(string | undefined)[]> {
  await parser.prepare(language, text);
  return parser.find(text, language).requests.map(({ site, resolution }) =>
    resolution.kind === 'resolved' ? fingerprintOf(site, resolution.request) : undefined,
  );
}

const call = (body: string): string => `post('https://api.klingai.com/v1/videos/text2video', { ${body} });\n`;

describe('fingerprintOf', () => {
  it('is the same for the same request, whatever its order, its spelling and where its answer goes', async () => {
    const [first, ...others] = await fingerprints('typescript', [
      call("model_name: 'kling-v2-6', prompt: 'a cat', mode: 'pro', duration: '5'"),
      call("duration: 5, mode: 'professional', prompt: 'a cat', model_name: 'kling-v2-6', callback_url: 'https://a.example'"),
      call("model_name: 'kling-v2-6', prompt: 'a cat', mode: 'pro'"),
    ].join(''));
    assert.ok(first !== undefined);
    assert.deepEqual(others, [first, first]);
  });

  it('differs with the prompt, an image or a price', async () => {
    const all = await fingerprints('typescript', ["prompt: 'a cat'", "prompt: 'a dog'", "prompt: 'a cat', negative_prompt: 'rain'", "prompt: 'a cat', mode: 'std'"]
      .map((more) => call(`model_name: 'kling-v2-6', mode: 'pro', ${more}`)).join(''));
    assert.equal(new Set(all).size, 4);
  });

  it('is none where something is only known at run time', async () => {
    assert.deepEqual(await fingerprints('typescript', [
      call("model_name: 'kling-v2-6', prompt, mode: 'pro'"),
      call("model_name: 'kling-v2-6', prompt: 'a cat', mode: process.env.MODE ?? 'pro'"),
      call("model_name: 'kling-v2-6', prompt: 'a cat', mode: 'pro', ...rest"),
    ].join('')), [undefined, undefined, undefined]);
  });

  it('gives the log the parameters that it keeps a digest of', async () => {
    const text = '{ "model_name": "kling-v2-6", "prompt": "a cat", "mode": "pro" }';
    await parser.prepare('json', text);
    const [found] = parser.find(text, 'json').requests;
    assert.ok(found?.resolution.kind === 'resolved');
    const written = { provider: 'kling', feature: 'text2video', model: 'kling-v2-6', mode: 'pro', durationSeconds: undefined, prompt: 'a cat' };
    assert.deepEqual(logKeysOf(found.site, found.resolution.request), [{ ...written, durationSeconds: 5 }, written]);
  });
});
