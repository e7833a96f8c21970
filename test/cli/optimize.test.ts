import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { optimizeReportSchema } from '../../src/presentation/suggestionSchemas';
import type { OptimizeReportJson } from '../../src/presentation/suggestionSchemas';
import { assertGolden, runCli, withFolder } from './support';
import type { Run } from './support';

const DATE = ['--date', '2026-11-21'];
const request = (more: Record<string, unknown> = {}): Record<string, unknown> =>
  ({ endpoint: '/v1/videos/text2video', model_name: 'kling-v2-6', prompt: 'a cat', mode: 'pro', duration: '10', ...more });
const file = (...requests: readonly unknown[]): string => `${JSON.stringify(requests, null, 2)}\n`;

const optimize = (folder: string, ...args: string[]): Run => runCli(['optimize', ...args, ...DATE, '--format', 'json'], folder);

function report({ output, errors, code }: Run): OptimizeReportJson {
  assert.deepEqual([code, errors], [0, '']);
  return optimizeReportSchema.parse(JSON.parse(output));
}

const lines = (run: Run): string[] => report(run).suggestions.map(({ path, line, title, saving }) => `${path}:${String(line)} ${title}, ${saving.quantity.high} ${saving.unit}`);

describe('kling-cost optimize', () => {
  for (const [format, ending] of [['table', 'txt'], ['markdown', 'md'], ['csv', 'csv'], ['json', 'json']] as const) {
    it(`prints the sample as ${format}`, () => {
      const run = runCli(['optimize', 'media/sample', '--format', format, '--usage-log', '/nowhere/log.jsonl', ...DATE]);
      assert.deepEqual([run.code, run.errors], [0, '']);
      if (format === 'json') report(run);
      assertGolden(`optimize.${ending}`, run.output);
    });
  }

  it('says how often a loop sends a request, and holds each of them against what one may cost', async () => {
    const loop = 'import requests\nfor shot in ["a", "b", "c"]:\n    requests.post("https://api-singapore.klingai.com/v1/videos/text2video", json={"model_name": "kling-v2-6", "mode": "pro", "duration": "10", "sound": "on", "prompt": shot})\n';
    await withFolder({ 'a.py': loop }, (folder) => {
      const asked = (budget: string): OptimizeReportJson => report(optimize(folder, 'a.py', '--quality', '720p', '--budget', budget));
      const [first] = asked('1.30usd').suggestions;
      assert.equal(first?.request, 'Kling v2.6 pro · 10 s · audio × 3 requests');
      // The cheapest with sound is 9 units for one, $1.26.
      assert.deepEqual(asked('1.30usd').advice.map(({ rule }) => rule), ['off-peak']);
      assert.deepEqual(asked('1.20usd').advice.map(({ text }) => text)[0], 'a.py:3: nothing of this quality and length is within the budget; the cheapest is 9 units ≈ $1.26');
    });
  });

  it('prints its help', () => {
    assertGolden('help-optimize.txt', runCli(['optimize', '--help']).output);
  });

  it('prints what the README shows', () => {
    const readme = fs.readFileSync('README.md', 'utf8').replaceAll('\r\n', '\n');
    const [, line = '', shown] = /```\n\$ kling-cost (optimize media\/sample[^\n]*)\n([^]*?)```/.exec(readme) ?? [];
    assert.match(line, /--date 2026-11-21$/);
    assert.equal(shown, runCli(line.split(' ')).output);
  });

  it('looks for what the user wants, in the folder when no path is given', async () => {
    await withFolder({ 'a.json': file(request({ model_name: 'kling-v3', mode: '4k', duration: '15' })) }, (folder) => {
      const wanted = ['--platform', 'tiktok', '--content', 'product-showcase', '--quality', '1080p', '--skip-rule', 'draft-mode', '--skip-rule', 'short-clip'];
      assert.deepEqual(lines(optimize(folder, ...wanted)), ['a.json:2 Switch to pro, 33 units', 'a.json:2 Shorten to 10 s, 15 units']);
      const cheapest = ['--quality', '1080p', '--budget', '5units', '--skip-rule', 'draft-mode', '--skip-rule', 'short-clip'];
      assert.match(report(optimize(folder, ...cheapest)).advice[0]?.text ?? '', /a\.json:2: nothing of this quality and length is within the budget; the cheapest is 12 units/);
    });
  });

  it('finds the same request in another file and in the log', async () => {
    await withFolder({ 'a.json': file(request()), 'b.json': file(request()) }, (folder) => {
      const twins = (): unknown[] => report(optimize(folder)).suggestions.filter(({ rule }) => rule === 'duplicate-request').map(({ path, sameAs, saving }) => [path, sameAs, saving.quantity.low]);
      assert.deepEqual(twins(), [['b.json', { path: 'a.json', line: 2 }, '5']]);
      const made = ['--task-id', 't1', '--units', '5', '--feature', 'text2video', '--model', 'kling-v2-6', '--mode', 'pro', '--duration', '10', '--prompt', 'a cat'];
      assert.equal(runCli(['record', ...made], folder).code, 0);
      const [first] = report(optimize(folder)).suggestions.filter(({ rule }) => rule === 'duplicate-request');
      assert.ok(first?.path === 'a.json' && first.sameAs && 'loggedAt' in first.sameAs);
      assert.match(first.givesUp, /^nothing: the same request was logged /);
    });
  });

  it('tells of units that expire, and of packages for the planned volume', async () => {
    const settings = { 'klingCost.packages': [{ name: 'Ours', price: 98, units: 1000, validityDays: 30, boughtOn: new Date(Date.now() - 27 * 86_400_000).toISOString().slice(0, 10) }] };
    await withFolder({ 'a.json': file(request()), '.vscode/settings.json': JSON.stringify(settings) }, (folder) => {
      assert.equal(runCli(['record', '--task-id', 't1', '--units', '5'], folder).code, 0);
      const texts = report(optimize(folder, '--volume', '45000units')).advice.map(({ text }) => text);
      assert.ok(texts.some((text) => /^use these first: Ours: 995 units expire in \d days?; /.test(text)), texts.join('\n'));
      assert.ok(texts.includes('Package 3 for $5,670.00 instead of the present price of 45,000 units saves $630.00'), texts.join('\n'));
    });
  });

  for (const [args, message] of [
    [['--platform', 'myspace'], /--platform "myspace" is not known; use tiktok, /],
    [['--content', 'poem'], /--content "poem" is not known; use social_media_clip, /],
    [['--quality', 'best'], /--quality "best" is not known; use 720p, 1080p or 4k/],
    [['--budget', '5'], /--budget "5" is not an amount/],
    [['--skip-rule', 'x'], /--skip-rule "x" is not known; use cheaper|resource-package/],
    [['missing'], /missing cannot be read; name an existing file or folder/],
  ] as const) {
    it(`ends with 2 for ${args.join(' ')}`, async () => {
      await withFolder({ 'a.json': file(request()) }, (folder) => {
        const run = runCli(['optimize', ...args], folder);
        assert.equal(run.code, 2);
        assert.match(run.errors, message);
      });
    });
  }
});
