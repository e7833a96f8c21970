import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { languages } from '../../../src/parsers/languages';
import { createCostService } from '../../../src/service/costService';
import type { CostService, DocumentEstimate } from '../../../src/service/costService';
import { withEdits } from '../../../src/service/ways';
import type { Way } from '../../../src/service/ways';
import { DATE, parser, schedules } from '../../support/engine';
import { readFixture } from '../../support/fixtures';

const FIXTURES = 'test/fixtures/languages';

function service(files: Readonly<Record<string, string>> = {}): CostService {
  return createCostService({
    parser, schedules: () => schedules, settings: { priceSchedule: '', resourcePackage: '' }, today: () => DATE,
    readFile: (file) => files[file],
  });
}

/** Every way for one request of a text, the one in the middle of those that have any. */
async function waysIn(costs: CostService, text: string, languageId: string, file?: string): Promise<Way[]> {
  const { requests } = await costs.estimateText(text, languageId, file);
  const source = { text, languageId, requests, ...(file === undefined ? {} : { path: file }) };
  const cheaper = requests.flatMap((request) => {
    const { suggestions } = costs.optimize([request]);
    return suggestions.length > 0 ? [{ request, suggestions }] : [];
  });
  const middle = cheaper[Math.floor((cheaper.length - 1) / 2)];
  return middle ? await costs.ways(source, middle.request, middle.suggestions) : [];
}

/** The text with the edits of the ways whose title is asked for. */
async function rewritten(text: string, languageId: string, rule: string): Promise<string | undefined> {
  const way = (await waysIn(service(), text, languageId)).find(({ suggestion }) => suggestion.rule === rule);
  return way && withEdits(text, way.edits);
}

function totals({ requests }: DocumentEstimate): { low: number; high: number; unpriced: number } {
  const priced = requests.flatMap(({ estimate }) => (estimate.status === 'unpriced' ? [] : estimate.quantity));
  return {
    low: priced.reduce((sum, { low }) => sum + low, 0),
    high: priced.reduce((sum, { high }) => sum + high, 0),
    unpriced: requests.length - priced.length,
  };
}

describe('ways', () => {
  it('lower the estimate by exactly what they say, in every language, and change one word', async function () {
    this.timeout(120_000);
    const counts: Record<string, number> = {};
    for (const language of fs.readdirSync(FIXTURES)) {
      const languageId = languages.find(({ id }) => id === language)?.languageIds[0] ?? language;
      for (const name of fs.readdirSync(path.join(FIXTURES, language))) {
        const { source } = readFixture(fs.readFileSync(path.join(FIXTURES, language, name), 'utf8'));
        const costs = service();
        const before = totals(await costs.estimateText(source, languageId));
        for (const { edits, suggestion } of await waysIn(costs, source, languageId)) {
          const text = withEdits(source, edits);
          const after = totals(await costs.estimateText(text, languageId));
          const what = `${language}/${name} ${JSON.stringify([suggestion.changes, edits])}`;
          assert.deepEqual({ low: before.low - after.low, high: before.high - after.high }, suggestion.saving.quantity, what);
          assert.equal(after.unpriced, before.unpriced, what);
          let shift = 0;
          const back = edits.toSorted((a, b) => a.span.start - b.span.start).map(({ span, text: instead }) => {
            const start = span.start + shift;
            shift += instead.length - (span.end - span.start);
            assert.match(source.slice(span.start, span.end), /^[\w./-]+$/, what);
            return { span: { start, end: start + instead.length }, text: source.slice(span.start, span.end) };
          });
          assert.equal(withEdits(text, back), source, what);
          counts[language] = (counts[language] ?? 0) + 1;
        }
      }
    }
    assert.deepEqual(Object.keys(counts).sort(), fs.readdirSync(FIXTURES).sort());
  });

  for (const [languageId, before, rule, after] of [
    ['typescript', "mode: 'pro', duration: '5'", 'draft-mode', "mode: 'std', duration: '5'"],
    ['typescript', 'mode: "professional", duration: 5', 'draft-mode', 'mode: "standard", duration: 5'],
    ['typescript', 'mode: `pro`, duration: String(10)', 'short-clip', 'mode: `pro`, duration: String(5)'],
    ['typescript', "mode: 'std', duration: '10s'", 'short-clip', "mode: 'std', duration: '5s'"],
    ['typescript', "mode: 'std', duration: process.env.SECONDS ?? '10'", 'short-clip', "mode: 'std', duration: process.env.SECONDS ?? '5'"],
    ['typescript', "mode: 'std', sound: 'on'", 'no-audio', "mode: 'std', sound: 'off'"],
    ['typescript', "mode: 'std', generate_audio: true", 'no-audio', "mode: 'std', generate_audio: false"],
  ] as const) {
    it(`writes ${after} for ${before}`, async () => {
      const text = (more: string): string => `post('/v1/videos/text2video', { model_name: 'kling-v3', prompt, ${more} });`;
      assert.equal(await rewritten(text(before), languageId, rule), text(after));
    });
  }

  it('keep what Python and JSON write', async () => {
    const python = (more: string): string => `client.text_to_video("a cat", model="kling-v3", ${more})\n`;
    assert.equal(await rewritten(python("mode='pro', duration=10"), 'python', 'draft-mode'), python("mode='std', duration=10"));
    assert.equal(await rewritten(python('sound=True, duration="10"'), 'python', 'no-audio'), python('sound=False, duration="10"'));
    const json = (seconds: string): string => `{"model_name": "kling-v3", "prompt": "a", "mode": "std", "duration": ${seconds}}`;
    assert.equal(await rewritten(json('"10"'), 'json', 'short-clip'), json('"5"'));
    assert.equal(await rewritten(json('10'), 'json', 'short-clip'), json('5'));
  });

  it('write the words that a reseller reads', async () => {
    const fal = (tier: string): string => `await fal.subscribe('fal-ai/kling-video/v3/${tier}/text-to-video', { input: { prompt, duration: '5', generate_audio: false } });`;
    assert.equal(await rewritten(fal('pro'), 'typescript', 'draft-mode'), fal('standard'));
  });

  const twice = (mode: string): string => [
    `const MODE = '${mode}';`,
    "const a = () => post('/v1/videos/text2video', { model_name: 'kling-v3', prompt, mode: MODE, duration: '5' });",
    "const b = () => post('/v1/videos/text2video', { model_name: 'kling-v3', prompt, mode: MODE, duration: '10' });",
  ].join('\n');

  it('change the constant, not its use, and count all that it serves', async () => {
    const [way] = (await waysIn(service(), twice('pro'), 'typescript')).filter(({ suggestion }) => suggestion.rule === 'draft-mode');
    assert.equal(way && withEdits(twice('pro'), way.edits), twice('std'));
    assert.deepEqual([way?.requests, way?.isShared, way?.suggestion.saving.quantity], [2, true, { low: 3_000_000, high: 3_000_000 }]);
    const once = twice('pro').split('\n').slice(0, 2).join('\n');
    assert.deepEqual((await waysIn(service(), once, 'typescript')).map(({ requests, isShared }) => [requests, isShared]), [[1, false]]);
    const logged = `${once}\nconsole.log(MODE);`;
    assert.deepEqual((await waysIn(service(), logged, 'typescript')).map(({ requests, isShared }) => [requests, isShared]), [[1, true]]);
  });

  it('change a constant in the file that it stands in', async () => {
    const text = "import { MODE } from './settings';\nexport const a = () => post('/v1/videos/text2video', { model_name: 'kling-v3', prompt, mode: MODE });";
    const settings = "// the mode\nexport const MODE = 'pro';\n";
    const [way] = await waysIn(service({ '/p/src/settings.ts': settings }), text, 'typescript', '/p/src/a.ts');
    assert.deepEqual(way?.edits.map(({ path: file }) => file), ['settings.ts']);
    assert.equal(withEdits(settings, way.edits), settings.replace("'pro'", "'std'"));
    assert.equal(way.isShared, true);
  });

  it('are none where the value is only known at run time, is left out, or is put together', async () => {
    const call = (more: string): string => `post('/v1/videos/omni-video', { model_name: 'kling-v3-omni', prompt, ${more} });`;
    for (const more of ['mode', "duration: '5'", "mode: 'p' + 'ro'", "mode: fast ? 'std' : 'pro'"]) {
      assert.deepEqual((await waysIn(service(), call(more), 'typescript')).map(({ edits }) => edits), [], more);
    }
  });
});
