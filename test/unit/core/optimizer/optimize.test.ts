import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { estimateRequest } from '../../../../src/core/estimate/estimateRequest';
import { RULE_IDS, optimize } from '../../../../src/core/optimizer/optimize';
import { withValues } from '../../../../src/core/optimizer/saving';
import { targetsOf } from '../../../../src/core/optimizer/suggestion';
import { microsToText } from '../../../../src/core/money';
import { schedules } from '../../../support/engine';
import { offered, optimizeOne, optionsOf, planned } from './support';
import type { Given } from './support';

const amounts = ({ low, high }: { low: number; high: number }): string => [...new Set([low, high])].map(microsToText).join('-');

describe('optimize', () => {
  it('gives a range of saving for a range, and says what is left out where a mode has no audio', () => {
    const open = { model: 'kling-v3', mode: 'pro', durationSeconds: [] };
    assert.deepEqual(offered(open), ['draft-mode: mode=std saves 0.6-3']);
    assert.deepEqual(offered({ model: 'kling-v2-6', mode: 'pro', durationSeconds: 10, audio: true }), [
      'draft-mode: mode=std audio=false saves 7',
      'short-clip: durationSeconds=5 saves 5',
      'no-audio: audio=false saves 5',
    ]);
  });

  it('offers nothing for what only the running program knows, for what is unpriced and for what is partly refused', () => {
    assert.deepEqual(offered({ model: 'kling-v3', mode: [], durationSeconds: 3 }), []);
    assert.deepEqual(offered({ model: 'kling-v9', mode: 'pro', durationSeconds: 10 }), []);
    assert.deepEqual(offered({ model: 'kling-v2-6', mode: [], durationSeconds: 10, audio: true }), []);
    // Of two modes that the code chooses between, none is a value to change.
    assert.deepEqual(offered({ model: 'kling-v3', mode: ['pro', 'std'], durationSeconds: 3 }), []);
  });

  it('adds up no two suggestions that exclude each other', () => {
    const given = { model: 'kling-v3', mode: '4k', durationSeconds: 15, audio: true };
    const { suggestions, total, usd } = optimizeOne(given, { wishes: { platform: 'tiktok', content: 'product_showcase' } });
    const sum = suggestions.reduce((all, { saving }) => all + saving.quantity.high, 0);
    // 15 s of 4k take 45 units with or without audio, 5 s of std with audio 4.5.
    assert.deepEqual(total.map(({ before, saving }) => [amounts(before), amounts(saving)]), [['45', '40.5']]);
    assert.ok(sum > 40_500_000);
    assert.equal(usd && amounts(usd), '5.67');
    const modes = suggestions.flatMap(({ rule }, index) => (['draft-mode', 'platform-resolution'].includes(rule) ? [index] : []));
    const [draft = -1, platform = -1] = modes;
    assert.deepEqual(suggestions[draft]?.excludes, [platform]);
  });

  it('offers a change once when two rules come to it, and nothing by a rule that is switched off', () => {
    const given = { model: 'kling-v3', mode: 'pro', durationSeconds: 5 };
    assert.deepEqual(offered(given, { wishes: { platform: 'x' } }), ['draft-mode: mode=std saves 1']);
    assert.deepEqual(offered(given, { disabled: new Set(RULE_IDS) }), []);
    assert.deepEqual(optimize([planned(given), planned(given)], optionsOf({ disabled: new Set(RULE_IDS) })).advice, []);
  });

  it('counts a loop as often as it sends', () => {
    const { request } = planned({ model: 'kling-v3', mode: 'pro', durationSeconds: 5 });
    assert.ok('assumed' in request);
    const looped = estimateRequest({ ...request, repetition: { times: 3, open: false } }, optionsOf());
    assert.equal(amounts(optimize([looped], optionsOf()).suggestions[0]?.saving.quantity ?? { low: 0, high: 0 }), '3');
  });

  it('saves, for every request and every schedule, exactly what the price book says', () => {
    const request = fc.constantFrom(...schedules).chain((schedule) =>
      fc.record({
        schedule: fc.constant(schedule),
        feature: fc.constantFrom(...new Set(schedule.rates.flatMap(({ features }) => features))),
        given: fc.record({
          model: fc.constantFrom<string | string[]>(...schedule.models.map(({ id }) => id), []),
          mode: fc.constantFrom<string | string[]>('std', 'pro', 'pro', '4k', [], ['std', 'pro']),
          durationSeconds: fc.constantFrom<number | number[]>(3, 5, 7, 10, 10, 15, [], [5, 10]),
          audio: fc.constantFrom<boolean | boolean[]>(true, false, []),
          voice: fc.constantFrom(true, false, false),
        }),
        wishes: fc.record({
          platform: fc.constantFrom('x', 'youtube', 'tiktok'), content: fc.constantFrom('social_media_clip', 'full_scene'),
          quality: fc.constantFrom('std', 'pro', '4k', 'Enhanced'),
        }),
      }),
    );
    let seen = 0;
    fc.assert(fc.property(request, fc.constantFrom('', 'package-3'), ({ schedule, feature, given, wishes }, packageId) => {
      const date = schedule.edition === '2025' ? '2025-06-01' : '2026-11-21';
      const options = optionsOf({ date, scheduleId: schedule.id, packageId, wishes });
      const one = planned(given, options, feature, schedule.providers[0]);
      const { suggestions, total } = optimize([one], options);
      for (const { changes, saving, before } of suggestions) {
        seen += 1;
        assert.ok('assumed' in one.request && one.estimate.status !== 'unpriced');
        assert.deepEqual(before.quantity, one.estimate.quantity);
        const { estimate } = estimateRequest(withValues(one.request, targetsOf(changes)), options);
        assert.ok(estimate.status !== 'unpriced');
        assert.equal(one.estimate.quantity.low - estimate.quantity.low, saving.quantity.low);
        assert.equal(one.estimate.quantity.high - estimate.quantity.high, saving.quantity.high);
        assert.ok(saving.quantity.low >= 0 && saving.quantity.high > 0);
        assert.ok((total[0]?.saving.high ?? 0) >= saving.quantity.high);
        assert.ok(changes.every(({ parameter }) => !Array.isArray((given as Given)[parameter])));
      }
    }), { numRuns: 500 });
    assert.ok(seen > 150, String(seen));
  });
});
