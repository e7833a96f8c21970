import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { planCommand } from '../../src/cli/planCommand';
import { reservePlan } from '../../src/cli/planReserve';
import type { CommandResult } from '../../src/cli/result';
import { UsageError } from '../../src/cli/usageError';
import { batchReportSchema } from '../../src/presentation/batchSchemas';
import type { BatchReportJson } from '../../src/presentation/batchSchemas';
import { readPromptList } from '../../src/service/batchList';
import { planRequests } from '../../src/service/batchPlan';
import { requestsOfList } from '../../src/service/batchSource';
import { createCostService } from '../../src/service/costService';
import { createJsonlStore } from '../../src/stores/jsonl';
import { parser, schedules } from '../support/engine';
import { CLI, assertGolden, runCli, withFolder } from './support';

const costs = createCostService({ parser, schedules: () => schedules, settings: { priceSchedule: '', resourcePackage: '' }, today: () => '2026-11-21' });
const NOW = Date.parse('2026-11-21T12:00:00Z');
const DATE = ['--date', '2026-11-21', '--time-zone', 'UTC'];
const LIST = `prompt,model,mode,duration,audio,priority
"=a cat, asleep",kling-v2-6,pro,10,on,3
a dog,kling-v2-6,pro,5,off,1
a bird,kling-v2-6,std,5,off,
a fish,kling-v9,std,5,off,
a horse,kling-v3,pro,10,,2
a cow,kling-v3,pro,ten,,2
`;

/** Runs the built command in a folder with the files. */
async function run(files: Readonly<Record<string, string>>, ...args: string[]): Promise<ReturnType<typeof runCli>> {
  let result = { code: null as number | null, output: '', errors: '' };
  await withFolder(files, (folder) => { result = runCli(['plan', ...args, ...DATE], folder); });
  return result;
}

async function plan(files: Readonly<Record<string, string>>, ...args: string[]): Promise<BatchReportJson> {
  return batchReportSchema.parse(JSON.parse((await run(files, ...args, '--format', 'json')).output));
}

const sixty = (row: string): string => `prompt,priority\n${Array.from({ length: 60 }, (_, at) => `${row} ${String(at + 1)},\n`).join('')}`;

describe('kling-cost plan', () => {
  for (const [format, ending] of [['table', 'txt'], ['markdown', 'md'], ['csv', 'csv'], ['json', 'json']] as const) {
    it(`prints ${format}`, async () => {
      const { code, output, errors } = await run({ 'list.csv': LIST }, 'list.csv', '--daily', '14units', '--monthly', '5usd', '--package', 'package-1', '--format', format);
      assert.equal(code, 3);
      assert.deepEqual(errors.split('\n'), [
        'kling-cost: line 7: duration "ten" cannot be read; use seconds above 0, such as 5',
        'kling-cost: the price schedule kling-api has no model "kling-v9"; did you mean kling-v3, kling-v1 or kling-v2?',
        '',
      ]);
      assertGolden(`plan.${ending}`, output);
    });
  }

  it('names the row that asks for too many, a link in a circle, and a few of many names it does not know', async () => {
    const huge = await run({ 'list.csv': `prompt,count\na,${'9'.repeat(21)}\nb,2\n` }, 'list.csv');
    assert.equal(huge.code, 2);
    assert.match(huge.errors, /^kling-cost: line 2: count "9+" cannot be read; use a whole number from 1 to 100000\n$/);
    const wide = await run({ 'list.csv': `prompt,${Array.from({ length: 5_000 }, (_, at) => `c${String(at)}`).join(',')}\na${','.repeat(5_000)}\n` }, 'list.csv');
    assert.match(wide.errors, /"c19" and 4980 more; /);
    await withFolder({}, (folder) => {
      fs.symlinkSync('loop.csv', path.join(folder, 'loop.csv'));
      const circle = runCli(['plan', 'loop.csv'], folder);
      assert.deepEqual([circle.code, /internal/.test(circle.errors)], [2, false], circle.errors);
    });
  });

  it('says what fits today and where the money ends', async () => {
    const report = await plan({ 'list.csv': sixty('a cat') }, 'list.csv', '--model', 'kling-v2-6', '--mode', 'pro', '--daily', '104units');
    assert.deepEqual(report.total.quantity, { low: '150', high: '150' });
    assert.deepEqual(report.fits, { count: 41, quantity: '102.5', usd: '14.35' });
    assert.deepEqual([report.verdict, report.cutAt, report.overBy, report.decidedBy], ['stops', 41, '46', 'daily']);
    assert.deepEqual(report.plan.filter(({ fits }) => fits).map(({ row }) => row), Array.from({ length: 41 }, (_, at) => at + 2));
    const { code, output } = await run({ 'list.csv': sixty('a cat') }, 'list.csv', '--model', 'kling-v2-6', '--mode', 'pro', '--daily', '104units');
    assert.equal(code, 3);
    assert.match(output, /^This batch takes 150 units ≈ \$21\.00 for 60 requests\.$/m);
    assert.match(output, /^The first 41 of 60 fit\.$/m);
    assert.match(output, /^ {2}lower mode: mode std: 90 units ≈ \$12\.60 \(−40 %\), fits$/m);
  });

  it('answers as the pre-batch check of the document does, in its credits', async () => {
    const files = { 'list.txt': 'a\nb\nc\n' };
    const credits = ['list.txt', '--schedule', 'kling-credits', '--duration', '5'];
    const ok = await run(files, ...credits, '--daily', '1000credits');
    assert.deepEqual([ok.code, /^This batch takes 30 credits for 3 requests\.$/m.test(ok.output)], [0, true]);
    const report = await plan(files, ...credits, '--mode', 'professional', '--daily', '100credits');
    // "Batch needs 105 credits but only 100 remaining. Reduce to 2 videos or lower mode."
    assert.deepEqual([report.total.quantity?.high, report.limits[0]?.remaining, report.fits.count, report.overBy], ['105', '100', 2, '5']);
    assert.deepEqual(report.changes.map(({ parameter, value, quantity, fits }) => [parameter, value, quantity, fits]), [['mode', 'std', '30', true]]);
  });

  it('plans by priority as the document does, and shows what is better for the same money', async () => {
    const files = { 'list.json': JSON.stringify([{ prompt: 'a', model: 'kling-v1', duration: 10, priority: 1 }, { prompt: 'b', model: 'kling-pro', duration: 10, priority: 3 }, { prompt: 'c', model: 'kling-v1-5', duration: 10, priority: 2 }, { prompt: 'd', model: 'kling-v1', duration: 5, priority: 1 }]) };
    const report = await plan(files, 'list.json', '--schedule', 'kling-credits-per-second', '--monthly', '10usd');
    // plan_batch_generation(videos, 10.0): b for $10.00, and nothing else.
    assert.deepEqual(report.plan.map(({ usd, fits }) => [usd, fits]), [['10', true], ['5', false], ['2.5', false], ['1.25', false]]);
    assert.deepEqual(report.best?.count, 3);
    assert.equal(report.best.quantity, '175');
    const { output } = await run(files, 'list.json', '--schedule', 'kling-credits-per-second', '--monthly', '10usd');
    assert.match(output, /^Better for the same money: 3 requests, 175 credits ≈ \$8\.75, with priorities of 4 in all instead of 3 \(rows 3, 1, 4\)\.$/m);
  });

  it('counts copies and images, and fills in what a row does not tell', async () => {
    const files = { 'list.jsonl': '{"prompt":"a","copies":2}\n{"prompt":"b","duration":10}\n{"feature":"image-generation","model":"kling-v2-1","n":4}\n{"prompt":"c","count":3}\n' };
    const report = await plan(files, 'list.jsonl', '--model', 'kling-v2-6', '--mode', 'std', '--copies', '2');
    assert.deepEqual(report.plan.map(({ row, quantity, pool }) => `${String(row)} ${quantity} ${pool ?? ''}`), [
      ...Array.from({ length: 4 }, () => '1 1.5 video'), '2 3 video', '2 3 video', '3 16 image', '3 16 image', ...Array.from({ length: 6 }, () => '4 1.5 video'),
    ]);
    assert.deepEqual([report.total.requests, report.total.quantity, report.verdict], [14, null, 'fits']);
    assert.deepEqual(report.total.quantities, [{ unit: 'units', pool: 'video', low: '21', high: '21' }, { unit: 'units', pool: 'image', low: '32', high: '32' }]);
  });

  it('plans the requests of a folder, with what the code leaves open as given', async () => {
    const files = { 'a.py': 'import os\nclient.text_to_video(prompt, model="kling-v2-6", mode=os.environ["MODE"], duration=5)\n' };
    const open = await plan(files, '.');
    assert.deepEqual([open.total.quantity, open.total.likely, open.plan[0]?.path, open.plan[0]?.line], [{ low: '1.5', high: '2.5' }, '1.5', 'a.py', 2]);
    assert.deepEqual((await plan(files, 'a.py', '--mode', 'pro', '--duration', '10', '--copies', '3')).total.quantity, { low: '7.5', high: '7.5' });
  });

  it('names the files that it did not read', async () => {
    const files = { 'a.ts': "post('/v1/videos/text2video', { model_name: 'kling-v2-6', prompt, mode: 'pro', duration: '5' });\n", 'large.json': `["kling ${'x'.repeat(10_000_000)}"]` };
    const named = 'large.json: too large (10.0 MB; limit 10 MB), skipped';
    assert.deepEqual((await plan(files, '.')).problems, [named]);
    assert.match((await run(files, '.')).output, /\nNot read:\n {2}large\.json: too large .*\n$/);
    assert.match((await run(files, '.', '--format', 'csv')).errors, /^large\.json: too large/m);
  });

  it('counts a request in a loop as often as it runs in the rounds', async () => {
    const loop = (list: string): string => `for (const prompt of ${list}) post('/v1/videos/text2video', { model_name: 'kling-v2-6', prompt, mode: 'pro', duration: '5' });\n`;
    const rounds = async (code: string): Promise<[number | undefined, string | undefined]> => {
      const args = ['.', '--package', 'package-1'];
      return [(await plan({ 'a.ts': code }, ...args)).rounds, /^20 at once: .*? rounds?/m.exec((await run({ 'a.ts': code }, ...args)).output)?.[0]];
    };
    const many = JSON.stringify(Array.from({ length: 41 }, (_, index) => `prompt ${String(index)}`));
    assert.deepEqual(await rounds(loop(many)), [3, '20 at once: 3 rounds']);
    assert.deepEqual(await rounds(loop('readPrompts()')), [1, '20 at once: at least 1 round']);
    assert.deepEqual(await rounds(loop(many).replace('kling-v2-6', 'kling-v9')), [3, '20 at once: 3 rounds']);
  });

  it('never says that a batch fits while a row has no price', async () => {
    const files = { 'list.csv': 'prompt,model\na,kling-v2-6\nb,kling-v9\n', 'none.csv': 'prompt,model\nb,kling-v9\n' };
    const answer = async (...args: string[]): Promise<[number | null, string | undefined]> => {
      const { code, output } = await run(files, ...args);
      return [code, /^(Today|No limit).*$/m.exec(output)?.[0]];
    };
    assert.deepEqual(await answer('list.csv', '--daily', '14units'), [3, 'Today: 14 units left, at least 1.5 units needed: what has a price fits; nobody can say whether all of it does.']);
    assert.deepEqual(await answer('list.csv', '--daily', '1units'), [3, 'Today: 1 unit left, at least 1.5 units needed: does not fit, by at least 0.5 units.']);
    assert.deepEqual(await answer('none.csv', '--daily', '14units'), [3, 'Today: 14 units left; nobody can say what is needed.']);
    assert.deepEqual((await answer('list.csv', '--daily', '14units', '--on-exceed', 'warn'))[0], 0);
    assert.deepEqual((await answer('list.csv', '--daily', '14units', '--reserve', 'fitting'))[0], 0);
    assert.deepEqual(await answer('list.csv'), [0, 'No limit is set and no package is listed, so nothing was checked.']);
  });

  it('says what is left of a limit that counts other units', async () => {
    const { code, output } = await run({ 'list.txt': 'a\n' }, 'list.txt', '--feature', 'image-generation', '--model', 'kling-v2-1', '--daily', '14units');
    assert.equal(code, 3);
    assert.match(output, /^Today: 14 units left\. Nobody can say whether this fits today's limit, which counts video units, and this takes image units; set a limit in dollars\.$/m);
  });

  it('counts what the log holds, the packages, and the time of the tasks that were settled', async () => {
    const settings = { 'klingCost.packages': [{ name: 'Ours', units: 20, concurrency: 2, boughtOn: '2026-11-01' }] };
    await withFolder({ 'list.txt': 'a\nb\nc\nd\ne\n', '.vscode/settings.json': JSON.stringify(settings) }, async (folder) => {
      const clock = { now: NOW };
      let ids = 0;
      const store = createJsonlStore({ file: path.join(folder, 'kling_usage.jsonl'), now: () => clock.now, newId: () => `id-${String(++ids)}` });
      for (const minutes of [2, 3, 10]) {
        const { id = '' } = await store.reserveIfFits({ amount: { quantity: 4_000_000, unit: 'units' }, timestamp: clock.now, model: 'kling-v2-6' }, [], clock.now + 3_600_000);
        clock.now += minutes * 60_000;
        await store.settle(id);
      }
      await store.close();
      const result: CommandResult = await planCommand([path.join(folder, 'list.txt'), '--model', 'kling-v2-6', '--mode', 'pro', '--daily', '100units', '--format', 'json', ...DATE], () => '2026-11-21', { env: {}, folder, now: clock.now });
      const report = batchReportSchema.parse(JSON.parse(result.output));
      assert.deepEqual(report.limits.map(({ name, remaining, needs, overBy }) => [name, remaining, needs, overBy]), [['daily', '88', '12.5', '0'], ['packages', '8', '12.5', '4.5']]);
      assert.deepEqual([report.decidedBy, report.fits.count, report.concurrency, report.rounds, report.taskSeconds, result.exitCode], ['packages', 3, 2, 3, 180, 3]);
    });
  });

  it('reserves a plan in one step, and gives it back', async () => {
    await withFolder({ 'list.txt': 'a\nb\nc\nd\n' }, (folder) => {
      const kling = (...args: string[]): ReturnType<typeof runCli> => runCli(args, folder);
      const batch = ['plan', 'list.txt', '--model', 'kling-v2-6', '--mode', 'pro', '--time-zone', 'UTC'];
      const spent = (): string | undefined => (JSON.parse(kling('budget', '--daily', '100units', '--time-zone', 'UTC', '--format', 'json').output) as { periods: { reserved: string }[] }).periods[0]?.reserved;
      const refused = kling(...batch, '--daily', '8units', '--reserve');
      assert.deepEqual([refused.code, refused.errors, spent()], [3, 'kling-cost: nothing is reserved: not all of it fits; use --reserve fitting for what does\n', '0']);

      const fitting = kling(...batch, '--daily', '8units', '--reserve', 'fitting', '--format', 'json');
      const { reserved } = batchReportSchema.parse(JSON.parse(fitting.output));
      assert.deepEqual([fitting.code, reserved?.entries.map(({ row, id }) => [row, id.slice(reserved.id.length)]), spent()], [0, [[1, '/1'], [2, '/2'], [3, '/3']], '7.5']);
      assert.equal(kling('settle', reserved?.entries[0]?.id ?? '', '--task-id', 'T').code, 0);
      const released = kling('plan', '--release', reserved?.id ?? '', '--format', 'table');
      assert.deepEqual([released.output, spent()], [`${reserved?.id ?? ''}: 2 requests given back, 5 units.\n`, '0']);
      assert.deepEqual(JSON.parse(kling('plan', '--release', reserved?.id ?? '').output), { id: reserved?.id, released: [] });

      const all = kling(...batch, '--daily', '100units', '--reserve', '--ttl', '90');
      assert.equal(all.code, 0);
      assert.match(all.output, /^Reserved as plan-[\w-]+: 4 requests, 10 units ≈ \$1\.40, until \d{4}-\d\d-\d\d \d\d:\d\d UTC\. kling-cost plan --release plan-[\w-]+ gives it back\.$/m);
      assert.equal(spent(), '10');
      for (const [args, message] of [
        [['plan', '--release', 'nobody'], `the usage log has no batch "nobody"; still reserved: ${/plan-[\w-]+/.exec(all.output)?.[0] ?? ''} (4 requests)`],
        [['plan', '--release', 'nobody', '--usage-log', 'other.jsonl'], 'the usage log has no batch "nobody"; no plan is still reserved'],
        [['plan', 'list.txt', '--reserve', 'some'], '--reserve "some" is not known; use all or fitting'],
        [['plan', 'list.txt', '--ttl', '5'], '--ttl says how long a plan is reserved; it needs --reserve'],
        [['plan', '--release', 'x', 'list.txt'], 'plan --release takes no "list.txt"'],
      ] as const) assert.deepEqual([kling(...args).code, kling(...args).errors], [2, `kling-cost: ${message}\n`]);
      assert.match(kling('plan', 'list.txt', '--model', 'kling-v9', '--reserve').errors, /nothing is reserved: some rows have no known price/);
    });
  });

  it('says how to give back what was written of a plan before the log failed', async () => {
    await withFolder({}, async (folder) => {
      const file = path.join(folder, 'kling_usage.jsonl');
      let isFull = false;
      const half = (descriptor: number, bytes: Buffer): number => {
        if (isFull) throw Object.assign(new Error('the disk is full'), { code: 'ENOSPC' });
        isFull = bytes.length > 1000;
        return fs.writeSync(descriptor, isFull ? bytes.subarray(0, bytes.length / 2) : bytes);
      };
      const store = createJsonlStore({ file, now: () => NOW, files: { ...fs, writeSync: half as typeof fs.writeSync } });
      const report = planRequests(requestsOfList(await readPromptList('text', ['a\nb\nc\nd\ne\nf\n']), { feature: 'text2video', provider: 'kling', parameters: {}, copies: 1 }, costs), { costs, limits: [], entries: [] });
      const answer = await reservePlan(report, { choice: 'all', expiresAt: NOW + 1e6 }, [], { file, store, keepsPrompts: false }, { folder, now: NOW });
      assert.ok('failed' in answer);
      const [fault, remedy] = answer.failed;
      assert.match(fault ?? '', /only a part of a line could be written to .*make room on the disk/);
      const id = /^a part of the plan may be set aside all the same; give it back with: kling-cost plan --release (plan-[\w-]+)$/.exec(remedy ?? '')?.[1];
      assert.ok(id, remedy);
      const released = runCli(['plan', '--release', id, '--format', 'table'], folder);
      assert.match(released.output, /^plan-[\w-]+: [23] requests given back, /);
      assert.match(runCli(['plan', '--release', id], folder).output, /"released":\[\]/);
    });
  });

  it('names the ids of a reseller for a model of another', async () => {
    const { errors, output } = await run({ 'list.csv': 'prompt,model\na,kling-v2-6\nb,kling-v2-6\nc,kling-v7-vision-max\n' }, 'list.csv', '--provider', 'fal');
    assert.match(output, /no price/);
    assert.deepEqual(errors.split('\n'), [
      'kling-cost: the price schedule fal has no model "kling-v2-6"; did you mean v2.6?',
      'kling-cost: the price schedule fal has no model "kling-v7-vision-max"; it has v4, v4-flash, v3, v3-turbo, o3, v2.6, v2.5-turbo, o1 …',
      '',
    ]);
  });

  it('says of what goes over a limit that only warns that it is sent', async () => {
    const files = { 'list.txt': 'a\nb\nc\n' };
    const args = ['list.txt', '--model', 'kling-v2-6', '--mode', 'pro', '--daily', '5units', '--on-exceed', 'warn'];
    const { code, output } = await run(files, ...args);
    assert.equal(code, 0);
    assert.match(output, /\n {2}3 +c .* over, is sent +default: 5 s\n/);
    assert.match(output, /\nToday: 5 units left, 7\.5 units needed: over by 2\.5 units, and this limit only warns\.\n2 of 3 stay within every limit; the others go over one that only warns\.\n/);
    assert.doesNotMatch(output, /does not fit|make it fit/);
    assert.match((await run({ 'list.csv': 'prompt,model\na,kling-v9\nb,kling-v2-6\n' }, 'list.csv', ...args.slice(1))).output, /Today: 5 units left, at least 2\.5 units needed: what has a price fits/);
  });

  it('refuses a pipe and a device instead of waiting for them', async () => {
    await withFolder({}, (folder) => {
      execFileSync('mkfifo', [path.join(folder, 'list.csv'), path.join(folder, 'code.ts')]);
      fs.symlinkSync('/dev/zero', path.join(folder, 'zero.txt'));
      assert.deepEqual([runCli(['plan', 'list.csv'], folder).errors, runCli(['plan', 'zero.txt'], folder).errors], [
        'kling-cost: list.csv is not a file; write the list to a file and name that\n',
        'kling-cost: zero.txt is not a file; write the list to a file and name that\n',
      ]);
      assert.equal(runCli(['plan', 'code.ts'], folder).errors, 'kling-cost: no Kling request is found there; name a list of prompts, or files with requests\ncode.ts: not a file, skipped\n');
    });
  });

  it('numbers the entries of a JSON list, wherever they stand', async () => {
    const list = { 'list.json': '[{"prompt":"a","model":"kling-v2-6"},{"prompt":"b","mode":"fast"},\n"c", 7]' };
    const report = await plan(list, 'list.json');
    assert.deepEqual(report.plan.map(({ row, line }) => [row, line]), [[1, 1], [3, 2]]);
    assert.deepEqual(report.unpriced.map(({ row, line }) => [row, line]), [[2, 1], [4, 2]]);
    assert.match((await run(list, 'list.json')).errors, /^kling-cost: line 1, entry 2: mode "fast" cannot be read; .*\nkling-cost: line 2, entry 4: this is neither/);
  });

  it('lets only one of two reserve what is left for one', async () => {
    await withFolder({ 'list.txt': 'a\nb\nc\nd\n' }, async (folder) => {
      const args = ['plan', 'list.txt', '--model', 'kling-v2-6', '--mode', 'pro', '--daily', '15units', '--reserve'];
      const codes = await Promise.all(Array.from({ length: 4 }, () => new Promise((resolve) => {
        spawn(process.execPath, [CLI, ...args], { cwd: folder, stdio: 'ignore' }).once('exit', resolve);
      })));
      assert.deepEqual(codes.sort(), [0, 3, 3, 3]);
    });
  });

  it('ends with what is wrong', async () => {
    const exit = async (args: string[], files: Readonly<Record<string, string>> = { 'list.txt': 'a\n' }): Promise<[number | null, string]> => {
      const { code, errors } = await run(files, ...args);
      return [code, errors];
    };
    assert.deepEqual(await exit([]), [2, 'kling-cost: plan needs a list, files or folders, such as: kling-cost plan prompts.csv --mode std\n']);
    assert.deepEqual(await exit(['nothing.csv']), [2, 'kling-cost: nothing.csv cannot be read: no such file or folder; name an existing list\n']);
    assert.deepEqual(await exit(['list.csv'], { 'list.csv': 'prompt,mode\n"a,std\n' }), [2, 'kling-cost: list.csv: line 2: a quotation mark is opened and never closed; close it\n']);
    assert.deepEqual(await exit(['list.txt', '--feature', 'video']), [2, `kling-cost: ${new UsageError('--feature "video" is not known').message}; use text2video, image2video, multi-image2video, multi-elements, video-extend, lip-sync, effects, motion-control, omni-video, avatar, text-to-audio, video-to-audio, tts, image-generation, multi-image2image, image-expand, virtual-try-on, image-recognize, identify-face, custom-voice or ai-multi-shot\n`]);
    assert.deepEqual(await exit(['list.txt', '--copies', '300000']), [2, 'kling-cost: a plan is of 200000 requests at most, and this is of 300000; split it, or use fewer --copies\n']);
    assert.equal((await exit(['list.txt', '--model', 'kling-v9', '--strict']))[0], 4);
    assert.equal((await exit(['list.csv'], { 'list.csv': 'prompt,mode\na,fast\nb,std\n' }))[0], 2);
    assert.match((await exit(['.'], { 'a.py': 'print(1)\n' }))[1], /no Kling request is found there/);
    assert.deepEqual(await exit(['nowhere']), [2, 'kling-cost: nowhere cannot be read; name an existing file or folder\n']);
    assert.equal((await run({}, 'nowhere')).output, '');
    assert.deepEqual(await exit(['list.csv'], { 'list.csv': 'prompt;dauer\na;5\n' }), [0, 'kling-cost: columns or keys that are not known and not read: "dauer"; kling-cost plan --help names those that are\n']);
    assert.match((await exit(['list.txt', 'other.csv']))[1], /plan takes one list/);
  });
});
