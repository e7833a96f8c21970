import assert from 'node:assert/strict';
import * as path from 'node:path';
import { budgetCommand } from '../../src/cli/budgetCommand';
import { packagesCommand } from '../../src/cli/packagesCommand';
import type { CommandResult } from '../../src/cli/result';
import { budgetReportSchema, packagesReportSchema } from '../../src/presentation/budgetSchemas';
import type { BudgetReportJson, PackagesReportJson } from '../../src/presentation/budgetSchemas';
import { createJsonlStore } from '../../src/stores/jsonl';
import { assertGolden, runCli, withFolder } from './support';

const ONE = 1_000_000;
const HOUR = 3_600_000;
const NOW = Date.parse('2026-11-21T12:00:00Z');
const LIMITS = ['--daily', '60units', '--monthly', '50usd', '--time-zone', 'Europe/Berlin'];

const PACKAGES = JSON.stringify({
  'klingCost.packages': [
    { package: 'trial-l', boughtOn: '2026-10-28' },
    { package: 'package-1', boughtOn: '2026-11-01' },
    { name: 'Our, "special" deal', price: 90, units: '1000', validityDays: 60, boughtOn: '2026-09-01' },
    { package: 'image-1', boughtOn: '2026-11-01', left: { units: '99000', asOf: '2026-11-20T00:00Z' } },
  ],
});

/** A log as this program and the Python tracker write it: 38 units spent and 4 reserved today, one failed, and more before. */
async function writeLog(folder: string): Promise<void> {
  let ids = 0;
  const store = createJsonlStore({ file: path.join(folder, 'kling_usage.jsonl'), now: () => NOW, newId: () => `id-${String(++ids)}` });
  const units = (number: number, pool = 'video') => ({ quantity: Math.round(number * ONE), unit: 'units', pool }) as const;
  const shop = { project: 'shop', provider: 'kling' };
  await store.record({ amount: units(30), usd: 4.2 * ONE, timestamp: NOW - HOUR, model: 'kling-v3', ...shop });
  await store.record({ amount: units(8), usd: 1.12 * ONE, timestamp: NOW - 3 * HOUR, model: 'kling-v2-6', project: 'film' });
  await store.record({ amount: units(16, 'image'), usd: 0.056 * ONE, timestamp: NOW - 2 * HOUR, model: 'kling-v2-1', ...shop });
  await store.record({ amount: units(100), usd: 14 * ONE, timestamp: NOW - 50 * HOUR, model: 'kling-v3', ...shop });
  await store.record({ amount: units(60), usd: 8.4 * ONE, timestamp: Date.parse('2026-10-30T12:00:00Z'), model: 'kling-v3', ...shop });
  await store.record({ amount: { quantity: 35 * ONE, unit: 'credits' }, timestamp: NOW - 26 * HOUR, model: 'kling-v1' });
  await store.reserveIfFits({ amount: units(4), usd: 0.56 * ONE, timestamp: NOW, model: 'kling-v3', ...shop }, [], NOW + HOUR);
  const failed = await store.reserveIfFits({ amount: units(500), timestamp: NOW, model: 'kling-v3', ...shop }, [], NOW + HOUR);
  await store.release(failed.id ?? '');
  await store.close();
}

async function run(args: readonly string[], files: Readonly<Record<string, string>> = {}, env: Record<string, string> = {}, now = NOW): Promise<CommandResult> {
  let result: CommandResult | undefined;
  await withFolder(files, async (folder) => {
    await writeLog(folder);
    const [command, ...rest] = args;
    const sources = { env, folder, now };
    result = command === 'budget' ? await budgetCommand(rest, sources) : await packagesCommand(rest, () => '2026-11-21', sources);
  });
  return result ?? { output: '' };
}
const budget = async (...args: string[]): Promise<BudgetReportJson> =>
  budgetReportSchema.parse(JSON.parse((await run(['budget', ...args, '--format', 'json'])).output));
const packages = async (settings: string): Promise<PackagesReportJson> =>
  packagesReportSchema.parse(JSON.parse((await run(['packages', '--time-zone', 'UTC', '--format', 'json'], { '.vscode/settings.json': settings })).output));

describe('kling-cost budget', () => {
  for (const [format, ending] of [['table', 'txt'], ['markdown', 'md'], ['csv', 'csv'], ['json', 'json']] as const) {
    it(`prints ${format}`, async () => {
      const { output, exitCode = 0 } = await run(['budget', ...LIMITS, '--format', format]);
      assert.equal(exitCode, 0);
      assertGolden(`budget.${ending}`, output);
    });
  }

  it('says what a clip cost with all its tries', async () => {
    await withFolder({}, (folder) => {
      const made = ['--units', '5', '--feature', 'text2video', '--model', 'kling-v2-6', '--mode', 'pro', '--duration', '10'];
      for (const [task, prompt] of [['t1', 'a cat'], ['t2', 'a cat'], ['t3', 'a dog'], ['t4', undefined]] as const) {
        const { code } = runCli(['record', '--task-id', task, ...made, ...(prompt === undefined ? [] : ['--prompt', prompt])], folder);
        assert.equal(code, 0);
      }
      assert.match(runCli(['budget'], folder).output, /2 clips in 3 tries: 7\.5 units ≈ \$1\.05 for a clip with all its tries \(1 entry does not tell its request\)\./);
      const { clips } = budgetReportSchema.parse(JSON.parse(runCli(['budget', '--format', 'json'], folder).output));
      assert.deepEqual(clips, { clips: 2, tries: 3, perClip: [{ quantity: '7.5', unit: 'units', pool: 'video' }], usdPerClip: '1.05', withoutDigest: 1 });
      assert.equal(runCli(['record', '--task-id', 't5', '--units', '1', '--prompt', 'a bird'], folder).code, 0);
      assert.match(runCli(['budget'], folder).output, /3 clips in 4 tries: 5\.3333 units ≈ \$0\.7467 for a clip with all its tries/);
    });
  });

  it('says what requests in std took less than in pro', async () => {
    await withFolder({}, (folder) => {
      const record = (units: string, mode: string): void => {
        assert.equal(runCli(['record', '--units', units, '--feature', 'text2video', '--model', 'kling-v3', '--mode', mode, '--duration', '5'], folder).code, 0);
      };
      for (const [units, mode] of [['3', 'std'], ['3', 'std'], ['4', 'pro']] as const) record(units, mode);
      assert.match(runCli(['budget'], folder).output, /, 2 requests in std took 2 units ≈ \$0\.28 less than in pro\./);
      record('7', 'std');
      assert.match(runCli(['budget', '--format', 'markdown'], folder).output, /less than in pro \(1 request in std cannot be compared with pro, since the log does not tell all of it\)\./);
      const { drafts } = budgetReportSchema.parse(JSON.parse(runCli(['budget', '--format', 'json'], folder).output));
      assert.deepEqual(drafts, { entries: 2, saved: [{ quantity: '2', unit: 'units', pool: 'video' }], usdSaved: '0.28', withoutComparison: 1 });
    });
  });

  it('gives what is spent, reserved and left of each period, and clamps nothing', async () => {
    const { periods } = await budget(...LIMITS);
    assert.deepEqual(periods.map(({ name, spent, reserved, remaining, share, resetsAt, verdict, uncounted }) => [name, spent, reserved, remaining, share, resetsAt, verdict, uncounted]), [
      ['daily', '38', '4', '18', 0.7, '2026-11-21T23:00:00.000Z', 'fits', 1],
      ['monthly', '19.376', '0.56', '30.064', 19.936 / 50, '2026-11-30T23:00:00.000Z', 'fits', 1],
    ]);
    const over = (await budget('--daily', '30units', '--on-exceed', 'warn', '--time-zone', 'UTC')).periods[0];
    assert.deepEqual([over?.remaining, over?.share, over?.verdict], ['-12', 1.4, 'warns']);
    assert.equal((await budget('--daily', '30units', '--time-zone', 'UTC')).periods[0]?.verdict, 'stops');
    assert.deepEqual((await budget('--daily', '20image-units', '--time-zone', 'UTC')).periods[0]?.spent, '16');
  });

  it('counts days in their time zone, or the last 24 hours', async () => {
    const day = async (...args: string[]): Promise<(string | null | undefined)[]> => {
      const [period] = (await budget('--daily', ...args)).periods;
      return [period?.spent, period?.resetsAt];
    };
    assert.deepEqual(await day('60units', '--time-zone', 'UTC'), ['38', '2026-11-22T00:00:00.000Z']);
    // There the 22nd began three hours ago: after the 8 units, before the 30.
    assert.deepEqual(await day('60units', '--time-zone', 'Pacific/Kiritimati'), ['30', '2026-11-22T10:00:00.000Z']);
    assert.deepEqual(await day('60units', '--day', 'rolling'), ['38', '2026-11-22T09:00:00.000Z']);
    assert.deepEqual(await day('60credits', '--day', 'rolling'), ['0', null]);
    assert.deepEqual(await day('5usd', '--day', 'rolling'), ['5.376', '2026-11-22T09:00:00.000Z']);
  });

  it('adds up models and projects of the month, units and credits apart', async () => {
    const { byModel, byProject, since } = await budget('--time-zone', 'UTC');
    assert.equal(since, '2026-11-01T00:00:00.000Z');
    assert.deepEqual(byModel.map(({ model, quantities, withoutUsd }) => [model, quantities.map(({ spent, reserved, unit }) => `${spent}+${reserved} ${unit}`).join(), withoutUsd]), [
      ['kling-v1', '35+0 credits', 1], ['kling-v2-1', '16+0 units', 0], ['kling-v2-6', '8+0 units', 0], ['kling-v3', '130+4 units', 0],
    ]);
    assert.deepEqual(byProject.map(({ project }) => project), ['film', 'shop', null]);
  });

  it('says so when there is no limit and no log', async () => {
    await withFolder({}, async (folder) => {
      const { output } = await budgetCommand(['--time-zone', 'UTC'], { env: {}, folder, now: NOW });
      assert.equal(output, 'No limit is set; use --daily 100units, or klingCost.budget.daily in .vscode/settings.json.\nThe usage log has no entries since 2026-11-01.\n');
    });
  });

  it('runs as the real command, with limits from the environment and the settings', async () => {
    await withFolder({ '.vscode/settings.json': '{ "klingCost.budget.monthly": "50 usd" }' }, (folder) => {
      assert.equal(runCli(['record', '--task-id', 'a', '--units', '3.5'], folder).code, 0);
      const { code, output, errors } = runCli(['budget', '--daily', '100units', '--format', 'json'], folder);
      assert.deepEqual([code, errors], [0, '']);
      const { periods } = budgetReportSchema.parse(JSON.parse(output));
      assert.deepEqual(periods.map(({ name, spent }) => [name, spent]), [['daily', '3.5'], ['monthly', '0.49']]);
      assert.deepEqual(runCli(['budget', 'extra'], folder).code, 2);
      assert.match(runCli(['packages', '--format', 'yaml'], folder).errors, /use table, json, markdown, csv or ics/);
    });
  });
});

describe('kling-cost packages', () => {
  for (const [format, ending] of [['table', 'txt'], ['markdown', 'md'], ['csv', 'csv'], ['json', 'json'], ['ics', 'ics']] as const) {
    it(`prints ${format}`, async () => {
      const { output, errors = [], exitCode = 0 } = await run(['packages', '--time-zone', 'Europe/Berlin', '--format', format], { '.vscode/settings.json': PACKAGES });
      assert.deepEqual([errors, exitCode], [[], 0]);
      assertGolden(`packages.${ending}`, output);
    });
  }

  it('gives what is left, and what will expire unused', async () => {
    const report = await packages(PACKAGES);
    assert.deepEqual(report.packages.map(({ name, state, left, daysLeft, losing }) => [name, state, left, daysLeft, losing]), [
      ['Our, "special" deal', 'expired', '940', null, '0'],
      ['Trial L', 'active', '858', 6, '746.428573'],
      ['Package 1', 'active', '5000', 160, '1876.000044'],
      ['Smallest image package', 'active', '98984', 160, '96432'],
    ]);
    assert.equal(report.concurrency, 20);
  });

  it('names packages that nobody sells, keeps the others and ends with 2', async () => {
    const settings = JSON.stringify({ 'klingCost.packages': [{ package: 'nope', boughtOn: '2026-11-01' }, { package: 'trial-s', boughtOn: '2026-11-01' }] });
    const { output, exitCode } = await run(['packages', '--time-zone', 'UTC'], { '.vscode/settings.json': settings });
    assert.equal(exitCode, 2);
    assert.match(output, /^Trial S +used up +0 units +100 units/m);
    assert.match(output, /^42 units were used beyond all packages$/m);
    assert.match(output, /"nope" is not a package of a price schedule; use .*package-1/);
    const csv = await run(['packages', '--format', 'csv'], { '.vscode/settings.json': settings });
    assert.match(csv.errors?.[0] ?? '', /^kling-cost: "nope" is not a package/);
  });

  it('says so when no package is listed', async () => {
    assert.match((await run(['packages'])).output, /^No package is listed; add what you bought to klingCost\.packages/);
  });
});
