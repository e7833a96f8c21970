import assert from 'node:assert/strict';
import { detailsMarkdown } from '../../../src/presentation/details';
import { hoverMarkdown } from '../../../src/presentation/hover';
import { plainTranslate as t } from '../../../src/presentation/translate';
import { escapeMarkdown } from '../../../src/presentation/visible';
import type { CostSettings } from '../../../src/service/costService';
import { assertGolden } from '../../cli/support';
import { service, subject } from './subjects';
import type { Given } from './subjects';
import type { Feature } from '../../../src/core/request/resolved';

const CASES: [string, Feature, Given, Partial<CostSettings>?][] = [
  ['known', 'text2video', { model: 'kling-v2-6', mode: 'pro', durationSeconds: 10, audio: true }],
  ['defaults', 'text2video', {}],
  ['range', 'text2video', { model: 'kling-v3', mode: ['std', 'pro'], durationSeconds: '?' }],
  ['refused', 'text2video', { model: 'kling-v2-6', mode: '?', durationSeconds: 10, audio: true }],
  ['tier', 'text2video', { model: 'Enhanced', durationSeconds: 8 }, { priceSchedule: 'kling-credits-per-second' }],
  ['package', 'text2video', { model: 'kling-v2.6', mode: 'pro', durationSeconds: 5 }, { resourcePackage: 'package-3' }],
  ['images', 'image-generation', { model: 'kling-v2-1', count: 4 }],
  ['credits', 'text2video', { model: 'kling-v2-6', mode: 'std', durationSeconds: 5 }, { priceSchedule: 'kling-credits' }],
  ['unpriced', 'text2video', { model: 'kling-v2-6', mode: 'std', audio: true }],
  ['lipSync', 'lip-sync', { durationSeconds: 7 }],
];

describe('hover', () => {
  for (const [name, feature, given, settings = {}] of CASES) {
    it(`explains ${name}`, () => {
      const priced = subject(feature, given, settings);
      assertGolden(`hover-${name}.md`, `${hoverMarkdown(priced, service(settings).neighbors(priced), t)}\n`);
    });
  }

  it('shows text of a document as it stands', () => {
    const model = 'kling|<img src=x>`a`[x](command:evil)**b** https://evil.example www.evil.example';
    const hover = hoverMarkdown(subject('text2video', { model }), [], t);
    assert.ok(hover.includes('kling\\|&lt;img src=x&gt;\\`a\\`\\[x\\](command:evil)'), hover);
    assert.doesNotMatch(hover, /(?<!\\)[<`[]|https:\/\/|www\./);
  });

  it('escapes what Markdown or its dialects would read', () => {
    assert.equal(escapeMarkdown('a_b*c~d\\e&f|g\nh'), 'a\\_b\\*c\\~d\\\\e&amp;f\\|g\\\\u{a}h');
    assert.equal(escapeMarkdown('kling-v2.6: $0.14 (2026)'), 'kling-v2.6: $0.14 (2026)');
  });
});

describe('details', () => {
  it('add the request, the billing rules, packages, disagreements, gaps and sources', () => {
    const priced = subject('text2video', { model: 'kling-v2-6', mode: 'pro', durationSeconds: 10, audio: true });
    const details = detailsMarkdown(priced, service().neighbors(priced), 'src/a|b.ts:12', t);
    const titles = details.split('\n').filter((line) => line.startsWith('#'));
    assert.deepEqual(titles, [
      '# Kling cost: src/a\\|b.ts:12', '## The request', '## Billing rules', '## Resource packages',
      '## Where sources disagree', '## What no source tells', '## Sources of the price schedule',
    ]);
    assert.match(details, /\| duration \| 10 s \| written here \|/);
    assert.match(details, /\| Package 1 \| package-1 \| video \| \$700\.00 \| 5,000 units \| \$0\.14 \| 180 \| 20 \|/);
  });
});
