// Every row about saving in the four source documents, with the figures of the price book beside it.
import assert from 'node:assert/strict';
import { microsToText } from '../../../../src/core/money';
import { CONTENT_SECONDS } from '../../../../src/core/optimizer/rules/contentDuration';
import { PLATFORM_MODES } from '../../../../src/core/optimizer/rules/platformResolution';
import { optimize } from '../../../../src/core/optimizer/optimize';
import type { Advice } from '../../../../src/core/optimizer/suggestion';
import { offered, optimizeOne, optionsOf, planned } from './support';

const CREDITS = { scheduleId: 'kling-credits' };
const TIERS = { scheduleId: 'kling-credits-per-second' };

describe('the savings table of Kling AI Cost Controls', () => {
  it('standard for drafts, 3.5x cheaper: so in its own credits and for Kling v1, less for later models', () => {
    const pro = { model: 'kling-v2-6', mode: 'pro', durationSeconds: 5 };
    assert.deepEqual(offered(pro, CREDITS), ['draft-mode: mode=std saves 25']);
    assert.deepEqual(offered({ ...pro, model: 'kling-v1' }), ['draft-mode: mode=std saves 2.5']);
    assert.deepEqual(offered(pro), ['draft-mode: mode=std saves 1']);
    assert.deepEqual(offered({ ...pro, model: 'kling-v3' }), ['draft-mode: mode=std saves 1']);
  });

  it('5 s clips, 50% per clip', () => {
    const ten = { model: 'kling-v1-6', mode: 'std', durationSeconds: 10 };
    assert.deepEqual(offered(ten, CREDITS), ['short-clip: durationSeconds=5 saves 10']);
    const { suggestions } = optimizeOne(ten, { disabled: new Set(['sibling-model']) });
    assert.deepEqual(suggestions.map(({ rule, saving, extension }) => [rule, microsToText(saving.quantity.low), extension && microsToText(extension.quantity.low)]), [
      ['short-clip', '2', '2'],
    ]);
  });

  it('v2.5 Turbo over v2.6: the price book asks the same for both, so nothing is saved', () => {
    assert.deepEqual(offered({ model: 'kling-v2-6', mode: 'std', durationSeconds: 5 }), []);
    assert.deepEqual(offered({ model: 'kling-2.6', resolution: '720p', durationSeconds: 5 }), []);
  });

  it('a cheaper model of the same line, and a turbo where the API takes it', () => {
    assert.deepEqual(offered({ model: 'kling-v2-1-master', durationSeconds: 5, mode: 'pro' }), [
      'sibling-model: model=kling-v2-6 saves 7.5',
    ]);
    const audible = { resolution: '720p', durationSeconds: 5, audio: true };
    assert.deepEqual(offered({ model: 'kling-3.0', ...audible }), ['no-audio: audio=false saves 1.5', 'sibling-model: model=kling-3.0-turbo saves 0.5']);
    assert.deepEqual(offered({ model: 'kling-v3', mode: 'std', durationSeconds: 5, audio: true }), ['no-audio: audio=false saves 1.5']);
  });

  it('skip audio, 5x cheaper: so in its own credits, half in units', () => {
    assert.deepEqual(offered({ model: 'kling-v2-6', mode: 'std', durationSeconds: 5, audio: true }, CREDITS), ['no-audio: audio=false saves 40']);
    assert.ok(offered({ model: 'kling-v2-6', mode: 'pro', durationSeconds: 5, audio: true }).includes('no-audio: audio=false saves 2.5'));
  });

  it('off-peak: advice without a price', () => {
    const batch = [1, 2].map(() => planned({ model: 'kling-v2-6', mode: 'std', durationSeconds: 5 }));
    assert.deepEqual(optimize(batch, optionsOf()).advice, [{ code: 'offPeak', rule: 'off-peak', requests: 2 }]);
  });

  it('cached prompts: the second of two equal requests saves all of its price', () => {
    const one = { ...planned({ model: 'kling-v2-6', mode: 'std', durationSeconds: 5 }), fingerprint: 'a cat' };
    const { suggestions } = optimize([one, one], optionsOf());
    assert.deepEqual(suggestions.map(({ index, rule, twin, saving }) => [index, rule, twin, microsToText(saving.quantity.low)]), [
      [1, 'duplicate-request', { kind: 'request', index: 0 }, '1.5'],
    ]);
    const logged = optimize([{ ...one, loggedAt: 17 }], optionsOf()).suggestions;
    assert.deepEqual(logged.map(({ twin }) => twin), [{ kind: 'logged', timestamp: 17 }]);
  });
});

describe('the strategies of Kling AI Pricing Basics', () => {
  /** What `select_cost_effective_model` answers, for the default schedule of the document. */
  const SELECTED: readonly (readonly [quality: string, seconds: number, budget: number, model: string | undefined])[] = [
    ['Standard', 5, 100, 'kling-v1'], ['Standard', 10, 100, 'kling-v1'], ['Standard', 15, 100, 'kling-v1-5'], ['Standard', 45, 100, 'kling-pro'],
    ['Enhanced', 10, 100, 'kling-v1-5'], ['Enhanced', 45, 100, 'kling-pro'], ['Pro', 10, 100, 'kling-pro'], ['Enhanced', 10, 5, 'kling-v1-5'],
    // The document then takes a model of less quality, or one of any price; here nothing is offered.
    ['Pro', 10, 5, undefined],
  ];
  for (const [quality, durationSeconds, usd, model] of SELECTED) {
    it(`selects ${String(model)} for ${quality}, ${String(durationSeconds)} s and $${String(usd)}`, () => {
      const wishes = { quality, budget: { quantity: usd * 1e6, unit: 'usd' as const } };
      const asking = { ...TIERS, wishes };
      const { suggestions, advice } = optimizeOne({ model: 'kling-pro', durationSeconds, mode: 'pro' }, asking);
      const chosen = suggestions.find(({ rule }) => rule === 'cheapest-model')?.changes.find(({ parameter }) => parameter === 'model')?.to;
      assert.equal(chosen ?? (model === undefined ? undefined : 'kling-pro'), model);
      assert.equal(advice.some(({ code }) => code === 'overBudget'), model === undefined);
    });
  }

  it('keeps the quality of a picture, and finds the cheapest model for it', () => {
    const given = { model: 'kling-v3', mode: '4k', durationSeconds: 5 };
    const cheapest = (quality: string): string[] => offered(given, { wishes: { quality } }).filter((text) => text.startsWith('cheapest-model'));
    assert.deepEqual(cheapest('4k'), []);
    assert.deepEqual(cheapest('1080p'), ['cheapest-model: model=kling-v2-6 mode=pro saves 12.5']);
    assert.deepEqual(cheapest('720p'), ['cheapest-model: model=kling-v1 mode=std saves 14']);
  });

  it('never pays for pixels that the platform does not show', () => {
    const best = { tiktok: '1080p', instagram: '1080p', youtube: '4k', twitter: '720p', x: '720p', presentation: '1080p', broadcast: '4k' };
    assert.deepEqual(Object.keys(best).sort(), Object.keys(PLATFORM_MODES).sort());
    const price = { '720p': '12', '1080p': '11', '4k': undefined };
    for (const [platform, resolution] of Object.entries(best)) {
      const asking = { wishes: { platform }, disabled: new Set(['draft-mode']) };
      const saves = price[resolution as keyof typeof price];
      const wanted = saves === undefined ? [] : [`platform-resolution: resolution=${resolution} saves ${saves}`];
      assert.deepEqual(offered({ model: 'kling-3.0', resolution: '4k', durationSeconds: 5 }, asking), wanted, platform);
    }
  });

  it('never pays for seconds that the content does not use', () => {
    assert.deepEqual(CONTENT_SECONDS, { social_media_clip: 5, product_showcase: 10, story_segment: 15, full_scene: 30, extended_content: 60 });
    const asking = (content: string) => ({ wishes: { content }, disabled: new Set(['short-clip']) });
    const given = { model: 'kling-v3', mode: 'std', durationSeconds: 15 };
    assert.deepEqual(offered(given, asking('social_media_clip')), ['content-duration: durationSeconds=5 saves 6']);
    assert.deepEqual(offered(given, asking('product_showcase')), ['content-duration: durationSeconds=10 saves 3']);
    assert.deepEqual(offered(given, asking('full_scene')), []);
  });
});

describe('the packages of Kling AI API Pricing Explained', () => {
  const advised = (units: number, date = '2025-06-01'): Advice[] => {
    const asking = { date, wishes: { volume: { quantity: units * 1e6, unit: 'units' as const } } };
    return [...optimizeOne({ model: 'kling-v1', mode: 'std', durationSeconds: 5 }, asking).advice];
  };
  const bought = (units: number): unknown[] =>
    advised(units).map((advice) => (advice.code === 'package' ? [advice.package.id, advice.packages, microsToText(advice.price), microsToText(advice.savingUsd)] : advice.code));

  it('offers the package that is cheaper for the planned volume', () => {
    assert.deepEqual(bought(60), []);
    assert.deepEqual(bought(100), [['trial-100', 1, '9.79', '4.21']]);
    assert.deepEqual(bought(1000), [['trial-1000', 1, '97.99', '42.01']]);
    assert.deepEqual(bought(30_000), []);
    assert.deepEqual(bought(45_000), [['package-2', 1, '5670', '630']]);
    assert.deepEqual(bought(60_000), [['package-3', 1, '6720', '1680']]);
  });

  it('asks for a custom package beyond the largest', () => {
    assert.deepEqual(bought(60_001), ['customPackage']);
  });
});
