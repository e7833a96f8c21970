import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { readGuardSettings } from '../../../src/guard/guardSettings';
import type { GuardSettings, RawGuardSettings } from '../../../src/guard/guardSettings';
import { plainTranslate } from '../../../src/presentation/translate';
import { schedules } from '../../support/engine';

const NAMES = ['port', 'upstreams', 'unpriced', 'maxUnitsPerRequest', 'models', 'poll', 'concurrency', 'duplicates', 'duplicatesMinutes'] as const;

/** The settings as the editor gives them where the user has written nothing. */
const defaults = ((): RawGuardSettings => {
  const { contributes } = JSON.parse(fs.readFileSync('package.json', 'utf8')) as { contributes: { configuration: { properties: Record<string, { default: unknown }> } } };
  return Object.fromEntries(NAMES.map((name) => [name, contributes.configuration.properties[`klingCost.guard.${name}`]?.default])) as RawGuardSettings;
})();

const read = (raw: Partial<RawGuardSettings>): GuardSettings =>
  readGuardSettings({ ...defaults, ...raw }, { schedules, authorizations: { kling: 'Bearer k' }, translate: plainTranslate });

describe('guard settings', () => {
  it('are the defaults of the command line where nothing is written', () => {
    const { port, targets, policy } = read({});
    assert.deepEqual([port, targets.map(({ origin }) => origin), policy], [8787, ['https://api-singapore.klingai.com'], { unpriced: 'refuse' }]);
  });

  it('read every one of them', () => {
    const { port, targets, policy } = read({
      port: 0, upstreams: ['https://api-beijing.klingai.com', ' https://queue.fal.run '], unpriced: 'allow', maxUnitsPerRequest: '10, 500image-units', models: ['kling-v2-6', 'lip-sync'],
      poll: true, concurrency: 3, duplicates: 'reuse', duplicatesMinutes: 2,
    });
    assert.deepEqual([port, targets.map(({ origin, upstream }) => `${upstream.id} ${origin}`)], [0, ['kling https://api-beijing.klingai.com', 'fal https://queue.fal.run']]);
    const { models, poll, slots, ...rest } = policy;
    assert.deepEqual(rest, {
      unpriced: 'allow', ceilings: [{ quantity: 10_000_000, unit: 'units' }, { quantity: 500_000_000, unit: 'units', pool: 'image' }], duplicates: { action: 'reuse', windowMs: 120_000 },
    });
    assert.deepEqual([models?.names, poll?.authorizations, slots?.running], [['kling-v2-6', 'lip-sync'], { kling: 'Bearer k' }, 3]);
  });

  it('poll where only so many tasks may run at once, and take an amount that is a number', () => {
    const { policy } = read({ concurrency: 1, maxUnitsPerRequest: 2.5 });
    assert.ok(policy.poll);
    assert.deepEqual(policy.ceilings, [{ quantity: 2_500_000, unit: 'units' }]);
  });

  for (const [name, values, message] of [
    ['port', [70_000, -1, 1.5, '8787', null, NaN], /^The setting klingCost\.guard\.port cannot be read; use a number from 1 to 65535, or 0 for any that is free\.$/],
    ['upstreams', ['https://api-singapore.klingai.com', null, [7]], /^The setting klingCost\.guard\.upstreams cannot be read; use a list of addresses in quotes\.$/],
    ['upstreams', [['https://evil.example'], ['https://api-singapore.klingai.com', 'http://10.0.0.1']], /which is not an address that the guard forwards to; use https:\/\/api-singapore\.klingai\.com, /],
    ['upstreams', [[]], /^The setting klingCost\.guard\.upstreams is empty; name the API/],
    ['unpriced', ['maybe', true, null], /unpriced cannot be read; use "refuse" or "allow"\.$/],
    ['maxUnitsPerRequest', ['many', '0', '-1', '10usd', '10, 20'], /maxUnitsPerRequest has ".+", which is not an amount above 0; use one such as 10 for video units/],
    ['maxUnitsPerRequest', [null, {}], /maxUnitsPerRequest cannot be read; use an amount such as "10"\.$/],
    ['models', [['kling-v2-7']], /models has "kling-v2-7", which is no model of a price schedule and no feature; did you mean .*kling-v2-6/],
    ['models', [['qwertyuiop']], /no feature; use ids such as kling-v2-6/],
    ['models', ['kling-v2-6', [''], [3]], /models cannot be read; use a list of ids in quotes\.$/],
    ['poll', ['yes', 1, null], /poll cannot be read; use true or false\.$/],
    ['concurrency', [0, 1.5, '3'], /concurrency cannot be read; use a whole number above 0\.$/],
    ['duplicates', ['no', false], /duplicates cannot be read; use "off", "warn", "refuse" or "reuse"\.$/],
    ['duplicatesMinutes', [0, null, '10'], /duplicatesMinutes cannot be read; use a whole number above 0\.$/],
  ] as const) {
    it(`refuse ${name} where it is ${values.map((value) => JSON.stringify(value)).join(', ')}, and name the remedy`, () => {
      for (const value of values) assert.throws(() => read({ [name]: value }), { name: 'GuardSettingError', setting: `klingCost.guard.${name}`, message });
    });
  }

  it('show nothing of a value that would hide what stands around it', () => {
    assert.throws(() => read({ upstreams: ['https://a\u202Eb\n'] }), ({ message }: Error) => !/[\u202E\n]/.test(message));
  });
});
