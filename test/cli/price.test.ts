import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { estimateRequest } from '../../src/core/estimate/estimateRequest';
import { providers } from '../../src/core/providers';
import { FEATURES } from '../../src/core/request/resolved';
import type { Feature, Parameter, ParameterName } from '../../src/core/request/resolved';
import { priceCommand } from '../../src/cli/priceCommand';
import { estimateJson } from '../../src/presentation/json';
import { priceReportSchema } from '../../src/presentation/jsonSchemas';
import type { EstimateJson, PriceReportJson } from '../../src/presentation/jsonSchemas';
import { plainTranslate as t } from '../../src/presentation/translate';
import { schedules } from '../support/engine';
import worked from '../unit/core/pricing/workedExamples.json';
import { assertGolden, runCli, withFolder } from './support';

interface Example {
  readonly schedule: string;
  readonly date: string;
  readonly feature: string;
  readonly parameters: Readonly<Partial<Record<ParameterName, string | number | boolean>>>;
}

const OWN = JSON.stringify({
  id: 'own', edition: '1', title: 'Our contract', providers: ['kling'], effectiveFrom: null,
  sources: { contract: { title: 'Contract 17', date: '2026', kind: 'own' } },
  pools: { video: { unit: 'usd', source: 'contract' } }, models: [{ id: 'kling-v2-6', title: 'Kling v2.6' }],
  rates: [{ features: ['text2video'], models: ['kling-v2-6'], per: 'second', quantity: '0.05', pool: 'video', source: 'contract' }],
});

const OPTION: Readonly<Record<ParameterName, string>> = {
  model: '--model', mode: '--mode', resolution: '--resolution', durationSeconds: '--duration', audio: '--audio',
  voice: '--voice', videoInput: '--video-input', referenceImage: '--reference-image', count: '--count', scene: '--scene',
};

/** The command line of an example. */
function argsOf({ schedule, date, feature, parameters }: Example): string[] {
  const given = Object.entries(parameters).flatMap(([name, value]) => {
    const text = typeof value === 'boolean' ? (value ? 'on' : 'off') : String(value);
    return [OPTION[name as ParameterName], text];
  });
  const provider = schedules.find(({ id }) => id === schedule)?.providers[0] ?? '';
  return [feature, '--schedule', schedule, '--provider', provider, '--date', date, '--format', 'json', ...given];
}

/** The example as the command prices it; where its provider is not read yet, as the engine does. */
function estimateOf(example: Example): EstimateJson {
  const provider = schedules.find(({ id }) => id === example.schedule)?.providers[0] ?? '';
  if (providers.some(({ id }) => id === provider)) return reportOf(priceCommand(argsOf(example), () => '').output).estimate;
  const parameters: Partial<Record<ParameterName, Parameter>> = {};
  for (const [name, value] of Object.entries(example.parameters)) {
    parameters[name as ParameterName] = { values: [value], origin: 'literal' };
  }
  const request = { provider, feature: example.feature as Feature, parameters, assumed: [], remarks: [] };
  const { estimate } = estimateRequest(request, { schedules, date: example.date, scheduleId: example.schedule });
  return estimateJson(estimate, t);
}

function reportOf(output: string): PriceReportJson {
  return priceReportSchema.parse(JSON.parse(output));
}

const same = (value: string | undefined): { low: string; high: string } | undefined =>
  value === undefined ? undefined : { low: value, high: value };
const nameOf = (example: Example): string => JSON.stringify(example);

describe('kling-cost price', () => {
  it('gives the figure of every row of every source', () => {
    assert.ok(worked.priced.length > 300);
    for (const example of worked.priced) {
      const { status, quantity, unit, usd } = estimateOf(example);
      assert.deepEqual(
        { status, quantity, unit, usd },
        { status: 'priced', quantity: same(example.quantity), unit: example.unit, usd: same('usd' in example ? example.usd : undefined) },
        nameOf(example),
      );
    }
  });

  it('gives a reason for everything that no source prices', () => {
    assert.ok(worked.expectUnpriced.length > 40);
    for (const example of worked.expectUnpriced) {
      const { status, quantity, usd, reason } = estimateOf(example);
      assert.deepEqual([status, quantity, usd], ['unpriced', undefined, undefined], nameOf(example));
      assert.ok(reason, nameOf(example));
    }
  });

  it('gives the same through the real command', () => {
    const ours = worked.priced.filter(({ schedule }) => schedule.startsWith('kling'));
    for (const example of ours.filter((_, index) => index % 40 === 0)) {
      const { code, output } = runCli(['price', ...argsOf(example)]);
      assert.equal(code, 0);
      assert.deepEqual(reportOf(output).estimate.quantity, same(example.quantity), nameOf(example));
    }
  });

  it('knows every feature', () => {
    for (const feature of FEATURES) {
      const { request } = reportOf(priceCommand([feature, '--format', 'json'], () => '2026-11-21').output);
      assert.equal(request.feature, feature);
    }
  });

  const text2video = ['text2video', '--model', 'kling-v2-6', '--mode', 'pro', '--duration', '10', '--date', '2026-11-21'];
  for (const [format, ending] of [['table', 'txt'], ['markdown', 'md'], ['csv', 'csv'], ['json', 'json']] as const) {
    it(`prints ${format}`, () => {
      const { code, output, errors } = runCli(['price', ...text2video, '--audio', 'on', '--format', format]);
      assert.deepEqual([code, errors], [0, '']);
      assertGolden(`price.${ending}`, output);
    });
  }

  const usd = (...args: string[]): string | undefined =>
    reportOf(priceCommand([...args, '--format', 'json'], () => '2026-11-21').output).estimate.usd?.low;

  it('takes a switch with and without a value', () => {
    for (const on of [['--audio'], ['--audio', 'on'], ['--audio=yes'], ['--audio', 'TRUE']]) {
      assert.equal(usd(...text2video, ...on), '1.4', on.join(' '));
    }
    for (const off of [['--audio', 'off'], ['--audio=no'], ['--audio', 'false'], []]) {
      assert.equal(usd(...text2video, ...off), '0.7', off.join(' '));
    }
    assert.equal(usd('--audio', ...text2video), '1.4', 'before the feature');
  });

  it('takes the other names of a mode, and durations with their unit', () => {
    const price = (...args: string[]): string | undefined => usd('text2video', '--model', 'kling-v2-6', ...args);
    assert.equal(price('--mode', 'professional', '--duration', '10s'), '0.7');
    assert.equal(price('--mode', '1080p', '--duration', '10'), '0.7');
    assert.equal(price('--tier', 'Standard', '--duration', '10'), '0.42');
  });

  it('takes a tier as the model of a schedule that has tiers', () => {
    const args = ['text2video', '--schedule', 'kling-credits-per-second', '--duration', '8', '--format', 'json'];
    const { request, estimate } = reportOf(priceCommand([...args, '--tier', 'enhanced'], () => '2026-11-21').output);
    assert.equal(request.parameters.model?.value, 'kling-v1-5');
    assert.deepEqual([estimate.quantity?.low, estimate.unit], ['80', 'credits']);
  });

  it('prices by a schedule of one’s own, and says what is wrong with a bad one', async () => {
    await withFolder({ 'own.json': OWN, 'bad.json': '{\n  "id": 7\n}' }, (folder) => {
      const args = ['price', ...text2video, '--schedule', 'own', '--schedules-file'];
      const { code, output } = runCli([...args, 'own.json'], folder);
      assert.equal(code, 0);
      assert.match(output, /^Kling v2\.6 · 10 s: \$0\.50\n/);
      const bad = runCli([...args, 'bad.json'], folder);
      assert.equal(bad.code, 2);
      assert.match(bad.errors, /^kling-cost: --schedules-file bad\.json:2:9: this value has the wrong type; write text in quotes here \(\d+ more in this file\)\nkling-cost: --schedule "own" is not known; [^\n]+\n$/);
    });
  });

  it('names a schedule file that is not right, keeps the others in force, goes on, and ends with 2', async () => {
    await withFolder({ 'own.json': OWN, 'bad.json': '{\n  "id": 7\n}', 'cut.json': '{ "id": "a"\n "edition": "1" }' }, (folder) => {
      const files = ['cut.json', 'own.json', 'none.json', 'bad.json'].flatMap((name) => ['--schedules-file', name]);
      const { code, output, errors } = runCli(['price', ...text2video, '--schedule', 'own', ...files], folder);
      assert.equal(code, 2);
      assert.match(output, /^Kling v2\.6 · 10 s: \$0\.50\n/);
      const lines = errors.split('\n');
      assert.equal(lines.length, 4);
      assert.equal(lines[0], 'kling-cost: --schedules-file cut.json:2:2: this is not JSON: a comma is missing; correct the syntax here');
      assert.equal(lines[1], 'kling-cost: --schedules-file none.json cannot be read: no such file or folder; name a JSON file');
      assert.match(lines[2] ?? '', /^kling-cost: --schedules-file bad\.json:2:9: /);
      for (const command of [['estimate', 'own.json', '--strict'], ['schedules']]) {
        const run = runCli([...command, '--schedules-file', 'bad.json'], folder);
        assert.deepEqual([run.code, run.output === '', run.errors.split('\n').length], [2, false, 2], command[0]);
      }
    });
  });

  it('waits for no pipe, device or folder that is named as a schedule', async () => {
    await withFolder({ 'sub/a.json': OWN }, (folder) => {
      execFileSync('mkfifo', ['pipe'], { cwd: folder });
      for (const name of ['pipe', 'sub', '/dev/zero']) {
        const { code, errors } = runCli(['price', ...text2video, '--schedules-file', name], folder);
        assert.deepEqual([code, errors], [2, `kling-cost: --schedules-file ${name} is not a file; name a JSON file\n`]);
      }
    });
  });

  it('says once that a schedule of one’s own replaces a bundled edition', async () => {
    const replacing = { ...(JSON.parse(OWN) as object), id: 'kling-api', edition: '2026', default: true, effectiveFrom: '2025-06-01' };
    await withFolder({ 'mine.json': JSON.stringify(replacing) }, (folder) => {
      const { code, output, errors } = runCli(['price', ...text2video, '--schedules-file', 'mine.json'], folder);
      assert.equal(errors, 'kling-cost: --schedules-file mine.json replaces the bundled kling-api 2026\n');
      assert.match(output, /^Kling v2\.6 · 10 s: \$0\.50\n/, 'the bundled one begins later and would be used');
      assert.equal(code, 0);
    });
  });

  it('names the package whose price it used, and says once when it used none', () => {
    const used = runCli(['price', ...text2video, '--package', 'package-3', '--format', 'json']);
    assert.equal(used.errors, '');
    assert.equal(reportOf(used.output).estimate.package, 'package-3');
    const unused = runCli(['price', ...text2video, '--package', 'image-1', '--format', 'json']);
    assert.equal(unused.errors, 'kling-cost: --package image-1 changes no price here: it is for the image units of kling-api 2026\n');
    assert.deepEqual([unused.code, reportOf(unused.output).estimate.package], [0, undefined]);
  });

  it('takes the provider that a schedule bills', () => {
    const { request, estimate } = reportOf(priceCommand(['text2video', '--model', 'v3', '--schedule', 'fal', '--format', 'json'], () => '2026-11-21').output);
    assert.deepEqual([request.provider, estimate.schedule], ['fal', 'fal 2026']);
  });

  it('takes a mode and a resolution that say the same, or where a resolution is no mode', () => {
    assert.equal(usd('text2video', '--model', 'kling-v2-6', '--mode', 'pro', '--resolution', '1080p'), '0.35');
    assert.equal(usd('image-generation', '--mode', 'pro', '--resolution', '2k'), '0.028');
  });

  it('ends with 4 when it is unpriced and --strict is given', () => {
    assert.equal(runCli(['price', 'text2video', '--model', 'kling-v9', '--strict']).code, 4);
    assert.equal(runCli(['price', 'text2video', '--model', 'kling-v9']).code, 0);
    assert.equal(runCli(['price', ...text2video, '--strict']).code, 0);
  });
});
