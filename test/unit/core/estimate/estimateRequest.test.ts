import assert from 'node:assert/strict';
import { estimateRequest } from '../../../../src/core/estimate/estimateRequest';
import type { EstimateOptions } from '../../../../src/core/estimate/estimateRequest';
import type { PricedEstimate, UnpricedEstimate } from '../../../../src/core/estimate/estimate';
import { neighborsOf } from '../../../../src/core/estimate/neighbors';
import { microsToText } from '../../../../src/core/money';
import { kling } from '../../../../src/core/providers/kling';
import type { Feature, Parameter, ParameterName } from '../../../../src/core/request/resolved';
import type { Scalar } from '../../../../src/core/request/value';
import { DATE, schedules } from '../../../support/engine';

type Given = Partial<Record<ParameterName, Scalar | readonly Scalar[]>>;

/** `'?'` stands for a value that only the running program knows, a list for a closed choice. */
function request(feature: Feature, given: Given) {
  const parameters: Partial<Record<ParameterName, Parameter>> = {};
  for (const [name, value] of Object.entries(given)) {
    const values = value === '?' ? [] : Array.isArray(value) ? (value as Scalar[]) : [value as Scalar];
    parameters[name as ParameterName] = { values, origin: value === '?' ? 'runtime' : 'literal' };
  }
  return kling.complete(feature, parameters);
}

function estimate(feature: Feature, given: Given, options: Partial<EstimateOptions> = {}) {
  return estimateRequest(request(feature, given), { schedules, date: DATE, ...options }).estimate;
}

function priced(feature: Feature, given: Given, options: Partial<EstimateOptions> = {}): PricedEstimate {
  const result = estimate(feature, given, options);
  if (result.status === 'unpriced') assert.fail(JSON.stringify(result));
  return result;
}

function reason(feature: Feature, given: Given, options: Partial<EstimateOptions> = {}): UnpricedEstimate['reason'] {
  const result = estimate(feature, given, options);
  assert.equal(result.status, 'unpriced', JSON.stringify(result));
  return (result).reason;
}

const klingApi = schedules.find(({ id, edition }) => id === 'kling-api' && edition === '2026') ?? assert.fail();

const ends = ({ quantity }: PricedEstimate): string[] => [microsToText(quantity.low), microsToText(quantity.high)];

describe('estimateRequest', () => {
  it('prices a known request, with its lines', () => {
    const result = priced('text2video', { model: 'kling-v2-6', mode: 'pro', durationSeconds: 10, audio: true });
    assert.deepEqual(ends(result), ['10', '10']);
    assert.equal(result.status, 'priced');
    assert.equal(microsToText(result.usd?.low ?? 0), '1.4');
    assert.deepEqual(
      result.lines.map(({ part, each, times, quantity }) => [part, microsToText(each), times, microsToText(quantity)]),
      [['base', '0.5', 10, '5'], ['audio', '0.5', 10, '5']],
    );
  });

  it('takes a voice as a part of its own', () => {
    const result = priced('image2video', { model: 'kling-v2-6', mode: 'pro', durationSeconds: 5, audio: true, voice: true });
    assert.deepEqual(result.lines.map(({ part, quantity }) => [part, microsToText(quantity)]), [
      ['base', '2.5'], ['audio', '2.5'], ['voice', '1'],
    ]);
  });

  it('gives a range and a formula when only the seconds are open', () => {
    const result = priced('text2video', { model: 'kling-v3', mode: 'pro', durationSeconds: '?' });
    assert.equal(result.status, 'range');
    assert.deepEqual(ends(result), ['2.4', '12']);
    assert.deepEqual(result.unknowns, ['durationSeconds']);
    assert.equal(microsToText(result.perSecond?.quantity ?? 0), '0.8');
    assert.equal(microsToText(result.perSecond?.usd ?? 0), '0.112');
  });

  it('gives no formula when the rate is open as well', () => {
    const result = priced('text2video', { model: 'kling-v3', mode: '?', durationSeconds: '?' });
    assert.equal(result.perSecond, undefined);
    assert.deepEqual(ends(result), ['1.8', '45']);
  });

  it('takes only the reachable values of a closed choice', () => {
    const result = priced('text2video', { model: 'kling-v2-6', mode: ['std', 'pro'], durationSeconds: 10 });
    assert.deepEqual(ends(result), ['3', '5']);
  });

  it('says which of its open values are not offered', () => {
    const result = priced('text2video', { model: 'kling-v2-6', mode: 'std', durationSeconds: 5, audio: '?' });
    assert.deepEqual([result.status, result.unknowns, ...ends(result)], ['range', ['audio'], '1.5', '1.5']);
    assert.deepEqual(result.refused, [
      {
        code: 'notOffered', model: 'Kling v2.6', parameter: 'audio', value: true, offered: [false],
        onlyWith: { parameter: 'mode', values: ['pro'] },
      },
    ]);
  });

  it('has no price when no source tells the price of one of its values', () => {
    const result = reason('text2video', { model: ['kling-v3', 'kling-4.0'], mode: 'pro', durationSeconds: 5 });
    assert.equal(result.code, 'unpublished');
  });

  it('is priced when an open value does not matter', () => {
    const result = priced('omni-video', { model: 'kling-video-o1', mode: 'std', durationSeconds: 5, audio: '?' });
    assert.equal(result.status, 'priced');
    assert.deepEqual(result.unknowns, []);
  });

  it('bounds an open model by the whole table', () => {
    const result = priced('text2video', { model: '?', mode: 'std', durationSeconds: 5 });
    assert.deepEqual(result.unknowns, ['model']);
    assert.deepEqual(ends(result), ['1', '10']);
  });

  it('names what is not offered, and with what it would be', () => {
    assert.deepEqual(reason('text2video', { model: 'kling-v2-6', mode: 'std', durationSeconds: 5, audio: true }), {
      code: 'notOffered', model: 'Kling v2.6', parameter: 'audio', value: true, offered: [false],
      onlyWith: { parameter: 'mode', values: ['pro'] },
    });
    assert.deepEqual(reason('text2video', { model: 'kling-v2-5-turbo', mode: '4k', durationSeconds: 5 }), {
      code: 'notOffered', model: 'Kling v2.5 Turbo', parameter: 'mode', value: '4k', offered: ['std', 'pro'],
    });
  });

  it('speaks of resolution where the request does', () => {
    const result = reason('text2video', { model: 'kling-2.6', resolution: '4k', durationSeconds: 5 });
    assert.deepEqual(result.code === 'notOffered' && [result.parameter, result.value, result.offered], [
      'resolution', '4k', ['720p', '1080p'],
    ]);
  });

  it('names a duration that the model does not have', () => {
    assert.deepEqual(reason('text2video', { model: 'kling-v2-6', durationSeconds: 7 }), {
      code: 'outOfLimits', model: 'Kling v2.6', parameter: 'durationSeconds', value: 7, limit: { values: [5, 10] },
    });
  });

  it('never prices an unknown model, not even at 0', () => {
    assert.deepEqual(reason('text2video', { model: 'kling-v9' }), { code: 'unknownModel', model: 'kling-v9' });
  });

  it('tells a video model from the image model of the same id', () => {
    assert.deepEqual(ends(priced('text2video', { model: 'kling-v3', durationSeconds: 5 })), ['3', '3']);
    assert.deepEqual(ends(priced('image-generation', { model: 'kling-v3', count: 2 })), ['16', '16']);
    assert.equal(microsToText(priced('image-generation', { model: 'kling-v3' }).usd?.low ?? 0), '0.028');
  });

  it('multiplies copies exactly and bounds an open number of them', () => {
    const result = priced('image-generation', { model: 'kling-v2-1', count: '?' });
    assert.deepEqual(ends(result), ['4', '36']);
    assert.deepEqual(result.unknowns, ['count']);
  });

  it('has no price beyond what can be counted exactly, and never throws', () => {
    const own = { ...klingApi, rates: klingApi.rates.map((rate) => ({ ...rate, models: undefined, when: {} })), limits: [] };
    for (const [feature, given] of [
      ['image-generation', { count: Number.MAX_SAFE_INTEGER }],
      ['image-generation', { count: 1e300 }],
      ['image-generation', { count: 30_000_000 }],
      ['text2video', { durationSeconds: 1e308, audio: false }],
      ['lip-sync', { durationSeconds: 1e308 }],
    ] as const) {
      const result = reason(feature, given, { schedules: [own] });
      assert.equal(result.code, 'tooLarge', feature);
    }
    const most = priced('virtual-try-on', { model: 'kolors-virtual-try-on-v1', count: 10_000_000 });
    assert.equal(microsToText(most.usd?.high ?? 0), '700000');
  });

  it('chooses the edition by the date', () => {
    const given = { model: 'kling-v1', mode: 'std' };
    assert.deepEqual(ends(priced('video-extend', given, { date: '2025-12-31' })), ['1', '1']);
    assert.deepEqual(ends(priced('video-extend', given, { date: '2026-01-01' })), ['2', '2']);
    assert.equal(reason('video-extend', given, { date: '2024-12-31' }).code, 'notInForce');
  });

  it('says from when a rate holds, and when it ended', () => {
    const voiced = { model: 'kling-v3', mode: 'pro', durationSeconds: 5, audio: true, voice: true };
    assert.equal(priced('text2video', voiced, { date: '2026-07-12' }).status, 'priced');
    assert.deepEqual(reason('text2video', voiced, { date: '2026-07-13' }), {
      code: 'rateNotInForce', model: 'Kling v3', feature: 'text2video', until: '2026-07-13',
    });
    assert.deepEqual(reason('text2video', { model: 'kling-v3', durationSeconds: 5 }, { date: '2026-01-31' }), {
      code: 'rateNotInForce', model: 'Kling v3', feature: 'text2video', from: '2026-02-01',
    });
  });

  it('bounds open seconds by what the request allows', () => {
    const given = request('motion-control', { model: 'kling-v3', mode: 'pro' });
    const { estimate: bounded } = estimateRequest({ ...given, longestSeconds: 10 }, { schedules, date: DATE });
    assert.ok(bounded.status === 'range');
    assert.deepEqual(ends(bounded), ['3.6', '12']);
  });

  it('prices a retired model and says that it is retired', () => {
    const result = priced('text2video', { model: 'kling-v1-6', durationSeconds: 5 });
    assert.deepEqual(result.remarks, [{ code: 'retiredModel', model: 'Kling v1.6', date: '2026-09-15' }]);
    assert.deepEqual(priced('text2video', { model: 'kling-v1-6', durationSeconds: 5 }, { date: '2026-09-14' }).remarks, []);
  });

  it('prices a master model in its one mode and says that the mode is ignored', () => {
    const result = priced('text2video', { model: 'kling-v2-master', mode: 'std', durationSeconds: 5 });
    assert.deepEqual(ends(result), ['10', '10']);
    assert.deepEqual(result.remarks, [{ code: 'fieldIgnored', field: 'mode', why: 'notOffered' }]);
    assert.deepEqual(priced('text2video', { model: 'kling-v2-master', durationSeconds: 5 }).remarks, []);
  });

  it('says that the API spells ids with dashes', () => {
    const result = priced('text2video', { model: 'kling-v1.6', durationSeconds: 5 }, { date: '2026-01-01' });
    assert.deepEqual(result.remarks, [{ code: 'modelSpelling', written: 'kling-v1.6', official: 'kling-v1-6' }]);
  });

  it('turns units into dollars by the chosen package, and keeps the list price beside it', () => {
    const given = { model: 'kling-v2-6', mode: 'pro', durationSeconds: 10 };
    const result = priced('text2video', given, { packageId: 'package-3' });
    assert.deepEqual(result.bases.map(({ kind, usd }) => [kind, microsToText(usd.low)]), [['package', '0.63'], ['list', '0.7']]);
    assert.equal(microsToText(result.usd?.low ?? 0), '0.63');
  });

  it('does not pay images from a video package', () => {
    const result = priced('image-generation', { model: 'kling-v3' }, { packageId: 'package-3' });
    assert.deepEqual(result.bases.map(({ kind }) => kind), ['list']);
  });

  it('keeps credits without a dollar price apart from units', () => {
    const result = priced('text2video', { mode: 'pro', durationSeconds: 10, audio: true }, { scheduleId: 'kling-credits' });
    assert.deepEqual([result.unit, result.usd, ...ends(result)], ['credits', undefined, '200', '200']);
  });

  it('uses a schedule only for the providers it bills', () => {
    const result = estimateRequest({ ...request('text2video', {}), provider: 'nobody' }, { schedules, date: DATE });
    assert.deepEqual(result.estimate.status === 'unpriced' && result.estimate.reason, { code: 'noSchedule', provider: 'nobody' });
  });
});

describe('neighborsOf', () => {
  it('prices what is one choice away', () => {
    const given = request('text2video', { model: 'kling-v2-6', mode: 'pro', durationSeconds: 10, audio: true });
    const near = neighborsOf(given, { schedules, date: DATE });
    const of = (name: ParameterName) =>
      near.filter(({ parameter }) => parameter === name).map(({ value, estimate: { quantity } }) => [value, microsToText(quantity.low)]);
    assert.deepEqual(of('mode'), []);
    assert.deepEqual(of('durationSeconds'), [[5, '5']]);
    assert.deepEqual(of('audio'), [[false, '5']]);
    assert.ok(of('model').some(([id, units]) => id === 'kling-v3' && units === '12'));
  });

  it('offers no retired model', () => {
    const near = neighborsOf(request('text2video', { model: 'kling-v3', durationSeconds: 5 }), { schedules, date: DATE });
    assert.ok(!near.some(({ value }) => value === 'kling-v1-6'));
  });
});
