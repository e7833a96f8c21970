import assert from 'node:assert/strict';
import type { Feature } from '../../../src/core/request/resolved';
import { lensTitle } from '../../../src/presentation/lensTitle';
import { plainTranslate as t } from '../../../src/presentation/translate';
import type { CostSettings } from '../../../src/service/costService';
import type { Subject } from '../../../src/presentation/subject';
import { ownSchedule, parametersOf, service, subject } from './subjects';
import type { Given } from './subjects';
import { fal } from '../../../src/core/providers/fal';
import { kling } from '../../../src/core/providers/kling';

const CASES: [string, Feature, Given, Partial<CostSettings>?, string?][] = [
  ['Kling v2.6 pro · 10 s · audio: 10 units ≈ $1.40', 'text2video', { model: 'kling-v2-6', mode: 'pro', durationSeconds: 10, audio: true }],
  ['Kling v1 · 5 s: 1 unit ≈ $0.14 (default: kling-v1, std, 5 s)', 'text2video', {}],
  ['Kling v2.6: 1.5–10 units ($0.21–$1.40), mode, audio and duration not known here', 'text2video', { model: 'kling-v2-6', mode: '?', durationSeconds: '?', audio: '?' }],
  ['Kling v2.6 · 5 s: 1.5–2.5 units ($0.21–$0.35), mode std or pro', 'text2video', { model: 'kling-v2-6', mode: ['std', 'pro'], durationSeconds: 5 }],
  ['Kling v2.6: 1.5–5 units ($0.21–$0.70), mode std or pro, duration not known here', 'text2video', { model: 'kling-v2-6', mode: ['std', 'pro'], durationSeconds: '?' }],
  ['Kling v3 pro: 2.4–12 units ($0.336–$1.68), 0.8 units per second, duration not known here', 'text2video', { model: 'kling-v3', mode: 'pro', durationSeconds: '?' }],
  ['Kling: no price for "kling-v9"', 'text2video', { model: 'kling-v9' }],
  ['Kling v2.6 std · 5 s · audio: no price, audio only with mode pro', 'text2video', { model: 'kling-v2-6', mode: 'std', durationSeconds: 5, audio: true }],
  ['Kling v2.6 pro · 7 s: no price, duration 7 s is not offered, only 5 s or 10 s', 'text2video', { model: 'kling-v2-6', mode: 'pro', durationSeconds: 7 }],
  ['Kling v3 pro · 20 s: no price, duration 20 s is over the limit of 15 s', 'text2video', { model: 'kling-v3', mode: 'pro', durationSeconds: 20 }],
  ['Kling v2.1 · 2 images: 8 units ≈ $0.028 (default: 1k)', 'image-generation', { model: 'kling-v2-1', count: 2 }],
  ['Kling v2.1 · 1k · 2 images: 8 units ≈ $0.028', 'image-generation', { model: 'kling-v2-1', count: 2, resolution: '1k' }],
  ['Kling v3 image: 8 units ≈ $0.028 (default: kling-v3, 1k)', 'image-generation', {}],
  ['Kling v3 image · 2k: 8 units ≈ $0.028', 'image-generation', { model: 'kling-v3', resolution: '2k', count: 1 }],
  ['Kling v3 images: 8–72 units ($0.028–$0.252), count not known here (default: 1k)', 'image-generation', { model: 'kling-v3', count: '?' }],
  ['Kling Image O1: 8 units ≈ $0.028 (default: 1k)', 'image-generation', { model: 'kling-image-o1' }],
  ['Kling v2.6 · 10 s · audio: 10 units ≈ $1.40, mode not known here, audio only with mode pro', 'text2video', { model: 'kling-v2-6', mode: '?', durationSeconds: 10, audio: true }],
  ['Kling v2.6 · 10 s · audio: 10 units ≈ $1.40, mode std or pro, audio only with mode pro', 'text2video', { model: 'kling-v2-6', mode: ['std', 'pro'], durationSeconds: 10, audio: true }],
  ['Kling 1.5 Enhanced · 8 s: 80 credits ≈ $4.00 (default: 1080p)', 'text2video', { model: 'Enhanced', durationSeconds: 8 }, { priceSchedule: 'kling-credits-per-second' }],
  ['Kling v1.6 · video effects · hug: 2 units ≈ $0.28 (default: kling-v1-6, std)', 'effects', { scene: 'hug' }, {}, '2025-06-01'],
  ['Kling v2.6 std · 5 s: 10 credits', 'text2video', { model: 'kling-v2-6', mode: 'std', durationSeconds: 5 }, { priceSchedule: 'kling-credits' }],
  ['Kling 1.5 Enhanced pro · 8 s: 80 credits ≈ $4.00', 'text2video', { model: 'kling-v1-5', mode: 'pro', durationSeconds: 8 }, { priceSchedule: 'kling-credits-per-second' }],
  ['Kling v2.6 pro · 5 s: 2.5 units ≈ $0.315', 'text2video', { model: 'kling-v2-6', mode: 'pro', durationSeconds: 5 }, { resourcePackage: 'package-3' }],
];

describe('lens title', () => {
  for (const [title, feature, given, settings, today] of CASES) {
    it(title, () => { assert.equal(lensTitle(subject(feature, given, settings, today), t), title); });
  }

  const billed = (given: Given): Subject => {
    const own = service({ priceSchedule: 'own' });
    own.setOwnSchedules([ownSchedule()]);
    return own.estimate(kling.complete('text2video', parametersOf({ model: 'kling-v2-6', mode: 'pro', ...given })));
  };

  it('writes dollars alone where the provider bills dollars', () => {
    assert.equal(lensTitle(billed({ durationSeconds: 5 }), t), 'Kling v2.6 pro · 5 s: $0.35');
  });

  it('gives the formula where nothing bounds the duration', () => {
    assert.equal(lensTitle(billed({ durationSeconds: '?' }), t), 'Kling v2.6 pro: $0.07 per second, duration not known here');
  });

  it('names sound as a default where a request has it without saying so', () => {
    const asked = (given: Given): string => lensTitle(service().estimate(fal.complete('text2video', parametersOf({ model: 'v2.6', mode: 'pro', durationSeconds: 10, ...given }))), t);
    assert.equal(asked({}), 'Kling v2.6 (fal) pro · 10 s · audio: $1.40 (default: audio)');
    assert.equal(asked({ audio: true }), 'Kling v2.6 (fal) pro · 10 s · audio: $1.40');
    assert.equal(asked({ audio: false }), 'Kling v2.6 (fal) pro · 10 s: $0.70');
  });

  it('names a default that stands in the code', () => {
    const inCode = { values: [5], origin: 'default', definedAt: { start: 0, end: 1 } } as const;
    const title = lensTitle(subject('text2video', { model: 'kling-v2-6', mode: 'pro', durationSeconds: inCode }), t);
    assert.equal(title, 'Kling v2.6 pro · 5 s: 2.5 units ≈ $0.35 (fallback in the code: 5 s)');
  });

  it('keeps a name from a document on one line', () => {
    const title = lensTitle(subject('text2video', { model: `kling\n\u001b[31m\u202e${'x'.repeat(200)}` }), t);
    assert.match(title, /^Kling: no price for "kling\\u\{a\}\\u\{1b\}\[31m\\u\{202e\}x+…"$/);
    assert.ok(title.length < 130);
  });

  it('says which API is not known', () => {
    const title = lensTitle(
      {
        request: { provider: 'kling', parameters: {}, reason: 'ambiguousEndpoint', detail: 'kling-v1' },
        estimate: { status: 'unpriced', reason: { code: 'ambiguousEndpoint', detail: 'kling-v1' }, remarks: [] },
      },
      t,
    );
    assert.equal(title, 'Kling: no price, which API gets this request is not known here (kling-v1)');
  });
});
