// Every request that is priced in code is priced on its way too, whatever its body is made of.
import assert from 'node:assert/strict';
import { KLING_ENDPOINTS } from '../../../src/core/providers/klingApi';
import type { FieldValue, ObjectValue } from '../../../src/core/request/value';
import { readRequest } from '../../../src/guard/site';
import { fal } from '../../../src/guard/upstreams/fal';
import { kling } from '../../../src/guard/upstreams/kling';
import type { UpstreamDefinition } from '../../../src/guard/upstream';
import { price } from './support';

const NOWHERE = { start: 0, end: 0 };
const valueOf = (value: unknown): FieldValue => (typeof value === 'object' ? bodyOf(value as Record<string, unknown>) : { kind: 'scalar', values: [value as string], origin: 'literal', span: NOWHERE });
const bodyOf = (body: Record<string, unknown>): ObjectValue => ({
  kind: 'object', open: false, span: NOWHERE, fields: Object.entries(body).map(([key, value]) => ({ key, keySpan: NOWHERE, value: valueOf(value) })),
});
const priced = (upstream: UpstreamDefinition, path: string, body: Record<string, unknown>): string => {
  const { expected, reason, title } = price(readRequest(upstream, path, bodyOf(body)));
  return expected ? `${title}: ${String(expected.amount.quantity / 1e6)}` : `${title}: ${reason?.code ?? 'nothing'}`;
};
/** The paths that an endpoint's pattern is for. */
const written = (pattern: RegExp): string[] => {
  const source = pattern.source.replaceAll('\\/', '/').replace(/\(kling-.*\)\$$/, 'kling-3.0$').replace(/\$$/, '');
  return source.includes('(?:advanced-)?') ? ['', 'advanced-'].map((part) => source.replace('(?:advanced-)?', part)) : [source];
};

describe('guard: what it knows', () => {
  it('knows each path that the provider knows, also by fields that no other has', () => {
    for (const { path: pattern, feature } of KLING_ENDPOINTS) {
      for (const end of written(pattern)) {
        const path = /^\/(?:videos|images|audio|general)\//.test(end) ? `/v1${end}` : end;
        assert.ok(pattern.test(path), `${path} ${pattern.source}`);
        assert.ok(kling.isPaid(path), path);
        for (const body of [{ a_field_of_tomorrow: 'x' }, { input: { text: 'hi' } }]) {
          const read = readRequest(kling, path, bodyOf(body));
          assert.deepEqual([read.kind, read.request.feature], ['resolved', feature], path);
        }
      }
    }
  });

  it('prices lip-sync, whose fields are all in `input`, and a voice that is made of a recording', () => {
    const voice = { voice_id: 'a', voice_language: 'en' };
    const inputs = [
      { video_url: 'http://x/v.mp4', mode: 'text2video', text: 'hi', ...voice }, { video_id: '1', mode: 'text2video', text: 'hi', ...voice },
      { video_id: '1', mode: 'audio2video', audio_type: 'url', audio_url: 'http://x/a.mp3' }, { video_id: '1', mode: 'audio2video', audio_type: 'file', audio_file: 'AAAA' },
    ];
    for (const input of inputs) assert.equal(priced(kling, '/v1/videos/lip-sync', { input }), 'Kling lip-sync: 1');
    assert.equal(priced(kling, '/v1/general/custom-voices', { voice_name: 'v', voice_url: 'http://x/a.mp3' }), 'Kling custom voice: 0.05');
  });

  it('names the model that has no price, also another maker\'s, and prices fal\'s model of the path by its defaults', () => {
    assert.equal(priced(kling, '/v1/videos/text2video', { model_name: 'sora-2', prompt: 'a' }), 'Kling: unknownModel');
    assert.match(priced(fal, '/fal-ai/kling-video/v2.6/pro/text-to-video', { seed: 1 }), /: 0\.7$/);
  });
});
