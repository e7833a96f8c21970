import assert from 'node:assert/strict';
import type { UnpricedReason } from '../../../src/core/estimate/estimate';
import type { Remark } from '../../../src/core/request/resolved';
import { reasonText } from '../../../src/presentation/reasons';
import { remarkText } from '../../../src/presentation/remarks';
import { plainTranslate as t } from '../../../src/presentation/translate';

const REASONS: [UnpricedReason, string][] = [
  [{ code: 'noSchedule', provider: 'piapi' }, 'no published price for piapi'],
  [{ code: 'notInForce', schedule: 'own', from: '2026-01-01', date: '2025-01-01' }, 'the price schedule own begins on 2026-01-01, after 2025-01-01'],
  [{ code: 'unknownModel', model: 'kling-v9' }, 'the price schedule has no model "kling-v9"'],
  [{ code: 'featureNotInSchedule', feature: 'tts' }, 'the price schedule has no speech'],
  [{ code: 'modelNotForFeature', model: 'Kling v1', feature: 'avatar' }, 'Kling v1 is not offered for avatar'],
  [{ code: 'notOffered', parameter: 'mode', value: '4k', offered: ['std', 'pro'] }, 'mode 4k is not offered, only std or pro'],
  [{ code: 'notOffered', parameter: 'audio', value: true, offered: [false] }, 'audio is not offered'],
  [{ code: 'notOffered', parameter: 'audio', value: false, offered: [true] }, 'no audio is not offered'],
  [{ code: 'notOffered', parameter: 'audio', value: true, offered: [false], onlyWith: { parameter: 'mode', values: ['pro', '4k'] } }, 'audio only with mode pro or 4k'],
  [{ code: 'notOffered', parameter: 'scene', value: false, offered: ['hug', 'kiss'] }, 'no scene given, such as hug or kiss'],
  [{ code: 'outOfLimits', parameter: 'durationSeconds', value: 20, limit: { min: 3, max: 15 } }, 'duration 20 s is over the limit of 15 s'],
  [{ code: 'outOfLimits', parameter: 'durationSeconds', value: 2, limit: { min: 3, max: 15 } }, 'duration 2 s is under the minimum of 3 s'],
  [{ code: 'outOfLimits', parameter: 'count', value: 12, limit: { values: [1, 2] } }, 'count 12 is not offered, only 1 or 2'],
  [{ code: 'notWhole', parameter: 'count', value: 'four' }, 'count "four" is no whole number above 0'],
  [{ code: 'notWhole', parameter: 'durationSeconds', value: 5.5 }, 'duration 5.5 s is no whole number above 0'],
  [{ code: 'rateNotInForce', model: 'Kling v3', feature: 'text2video', from: '2026-02-01' }, 'Kling v3 has a rate for this only from 2026-02-01'],
  [{ code: 'rateNotInForce', model: 'Kling v3', feature: 'text2video', until: '2026-07-13' }, 'Kling v3 had a rate for this only until 2026-07-13'],
  [{ code: 'rateNotInForce', feature: 'avatar', from: '2026-03-01', until: '2026-02-01' }, 'Kling avatar has a rate for this only until 2026-02-01 and from 2026-03-01'],
  [{ code: 'unbounded', parameter: 'count' }, 'count not known here'],
  [{ code: 'tooLarge', most: 10_000_000 }, 'the amount is over 10,000,000, more than is counted'],
  [{ code: 'unpublished', text: 'no source\ntells' }, 'no source tells'],
  [{ code: 'ambiguousEndpoint', detail: 'kling-v1' }, 'which API gets this request is not known here (kling-v1)'],
  [{ code: 'unknownEndpoint', detail: '/v1/videos/new' }, 'unknown API /v1/videos/new'],
];

const REMARKS: [Remark, string][] = [
  [{ code: 'modelSpelling', written: 'kling-v1.6', official: 'kling-v1-6' }, 'The API spells this model "kling-v1-6", not "kling-v1.6".'],
  [{ code: 'fieldIgnored', field: 'mode', why: 'notOffered' }, 'The API ignores mode here: this model does not offer the choice.'],
  [{ code: 'fieldIgnored', field: 'modle', why: 'model' }, 'The API does not read "modle" here.'],
  [{ code: 'wrongKey', field: 'model', official: 'model_name' }, 'The API reads "model_name", not "model".'],
  [{ code: 'retiredModel', model: 'Kling v1', date: '2026-09-15' }, 'Kling v1 was retired on 2026-09-15.'],
  [{ code: 'scheduleNote', text: 'A note.' }, 'A note.'],
];

describe('reasons and remarks', () => {
  for (const [reason, text] of REASONS) it(text, () => { assert.equal(reasonText(reason, t), text); });
  for (const [remark, text] of REMARKS) it(text, () => { assert.equal(remarkText(remark, t), text); });

  it('shortens a long list of choices', () => {
    const offered = Array.from({ length: 20 }, (_, index) => `scene${index}`);
    const text = reasonText({ code: 'notOffered', parameter: 'scene', value: 'wave', offered }, t);
    assert.equal(text, 'scene wave is not offered, only scene0, scene1, scene2, scene3, scene4, scene5 or 14 others');
  });
});
