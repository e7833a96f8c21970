import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { estimateReportSchema } from '../../src/presentation/jsonSchemas';
import type { EstimateReportJson } from '../../src/presentation/jsonSchemas';
import { ENDLESS_KOTLIN } from '../support/endless';
import { CLI, assertGolden, runCli, withFolder } from './support';
import type { Run } from './support';

const DATE = ['--date', '2026-11-21'];
const REQUEST = '{\n  "model_name": "kling-v2-6",\n  "prompt": "a cat",\n  "mode": "pro",\n  "duration": "5"\n}\n';
const UNPRICED = REQUEST.replace('kling-v2-6', 'kling-v9');

function report({ output, errors }: Run): EstimateReportJson {
  assert.equal(errors, '');
  return estimateReportSchema.parse(JSON.parse(output));
}

const estimate = (folder: string, ...args: string[]): Run => runCli(['estimate', ...args, ...DATE], folder);
const paths = (run: Run): string[] => report(run).files.map((file) => file.path);

describe('kling-cost estimate', () => {
  for (const [format, ending] of [['table', 'txt'], ['markdown', 'md'], ['csv', 'csv'], ['json', 'json']] as const) {
    it(`prints the sample as ${format}`, () => {
      const run = runCli(['estimate', 'media/sample', '--format', format, ...DATE]);
      assert.deepEqual([run.code, run.errors], [0, '']);
      if (format === 'json') report(run);
      assertGolden(`sample.${ending}`, run.output);
    });
  }

  it('prints what the README shows', () => {
    const readme = fs.readFileSync('README.md', 'utf8').replaceAll('\r\n', '\n');
    const [, line = '', shown] = /```\n\$ kling-cost (estimate media\/sample[^\n]*)\n([^]*?)```/.exec(readme) ?? [];
    assert.match(line, /--date 2026-11-21$/);
    assert.equal(shown, runCli(line.split(' ')).output);
  });

  it('names what it cannot read, and prices the rest', async () => {
    const files = {
      'good.ts': `export const body = ${REQUEST};\n`,
      'broken.json': `[\n${REQUEST},\n{ "a": },\n${REQUEST}]`,
      'picture.png': 'not read',
      'binary.py': Buffer.from('kling\0kling'),
      'other.txt': REQUEST,
    };
    await withFolder(files, (folder) => {
      fs.symlinkSync('missing.ts', path.join(folder, 'dangling.ts'));
      fs.symlinkSync('circle.ts', path.join(folder, 'circle.ts'));
      fs.writeFileSync(path.join(folder, 'huge.json'), '');
      fs.truncateSync(path.join(folder, 'huge.json'), 50 * 1024 * 1024);

      const json = report(estimate(folder, '.', '--format', 'json'));
      const problems = Object.fromEntries(json.files.map((file) => [file.path, file.problems.map(({ message }) => message)]));
      assert.deepEqual(problems['binary.py'], ['binary file, skipped']);
      assert.deepEqual(problems['picture.png'], ['binary file, skipped']);
      assert.deepEqual(problems['dangling.ts'], ['link to a missing file']);
      assert.deepEqual(problems['circle.ts'], ['cannot be read: the link leads in a circle']);
      assert.deepEqual(problems['huge.json'], ['too large (52 MB; limit 10 MB), skipped']);
      const broken = json.files.find((file) => file.path === 'broken.json');
      assert.equal(broken?.requests.length, 2);
      assert.equal(broken.problems[0]?.line, 9);
      assert.deepEqual(json.total.usd, { low: '1.05', high: '1.05' });
      assert.equal(problems['other.txt'], undefined);

      const { code, output } = estimate(folder, '.');
      assert.equal(code, 0);
      assert.match(output, /\n {2}dangling\.ts: link to a missing file\n/);
      assert.match(output, /\n {2}2 binary files skipped: binary\.py and picture\.png\n$/);
    });
  });

  it('names a file in which a grammar is lost, and reads those after it', async () => {
    const sent = 'fun f() { post("/v1/videos/text2video", mapOf("model_name" to "kling-v2-6", "prompt" to "x")) }\n';
    await withFolder({ 'a.kt': `// kling\n${ENDLESS_KOTLIN}`, 'b.kt': sent }, (folder) => {
      const { files, total } = report(estimate(folder, '.', '--format', 'json'));
      assert.deepEqual(files.map(({ path, problems }) => [path, problems]), [
        ['a.kt', [{ line: 1, message: 'too complex to be read' }]],
        ['b.kt', []],
      ]);
      assert.equal(total.requests, 1);
      assert.match(estimate(folder, '.').output, /\n {2}a\.kt: too complex to be read\n/);
    });
  });

  it('honors .gitignore at every level, and skips node_modules', async () => {
    const files = {
      '.git/HEAD': '', '.gitignore': 'out/\n*.gen.json\n/only-root.json\n', 'a.json': REQUEST, 'b.gen.json': REQUEST,
      'only-root.json': REQUEST, 'out/c.json': REQUEST, 'sub/only-root.json': REQUEST, 'sub/.gitignore': '!keep.gen.json\nlocal.json\n!out/\n',
      'sub/keep.gen.json': REQUEST, 'sub/other.gen.json': REQUEST, 'sub/local.json': REQUEST, 'sub/out/d.json': REQUEST,
      'node_modules/x/e.json': REQUEST, 'sub/deep/local.json': REQUEST,
    };
    await withFolder(files, (folder) => {
      const expected = ['a.json', 'sub/keep.gen.json', 'sub/only-root.json', 'sub/out/d.json'];
      assert.deepEqual(paths(estimate(folder, '.', '--format', 'json')), expected);
      const below = ['keep.gen.json', 'only-root.json', 'out/d.json'];
      assert.deepEqual(paths(estimate(path.join(folder, 'sub'), '.', '--format', 'json')), below, 'rules of the folders above hold');
      assert.deepEqual(paths(estimate(folder, 'out', 'b.gen.json', '--format', 'json')), ['b.gen.json', 'out/c.json'], 'what is named is read');
    });
  });

  it('reads a file once, follows links to files and not to folders', async () => {
    await withFolder({ 'src/a.json': REQUEST, 'elsewhere/b.json': REQUEST }, (folder) => {
      fs.symlinkSync('../elsewhere', path.join(folder, 'src/linked'));
      fs.symlinkSync('a.json', path.join(folder, 'src/0-same.json'));
      fs.symlinkSync('../elsewhere/b.json', path.join(folder, 'src/z.json'));
      fs.linkSync(path.join(folder, 'src/a.json'), path.join(folder, 'src/hard.json'));
      assert.deepEqual(paths(estimate(folder, 'src', './src/a.json', 'src/', '--format', 'json')), ['src/a.json', 'src/z.json']);
    });
  });

  it('reads byte order marks, UTF-16 and broken UTF-8', async () => {
    const files = {
      'bom.json': `\uFEFF${REQUEST}`,
      'wide.json': Buffer.from(`\uFEFF${REQUEST}`, 'utf16le'),
      'latin.json': Buffer.from(REQUEST.replace('a cat', 'caf\u00e9'), 'latin1'),
    };
    await withFolder(files, (folder) => {
      const json = report(estimate(folder, '.', '--format', 'json'));
      assert.deepEqual(json.files.map((file) => [file.path, file.problems.length, file.requests[0]?.estimate.usd?.low]), [
        ['bom.json', 0, '0.35'], ['latin.json', 0, '0.35'], ['wide.json', 0, '0.35'],
      ]);
    });
  });

  it('ends with 4 when something is unpriced and --strict is given', async () => {
    await withFolder({ 'a.json': REQUEST, 'b.json': UNPRICED }, (folder) => {
      assert.equal(estimate(folder, '.', '--strict').code, 4);
      assert.equal(estimate(folder, '.').code, 0);
      assert.equal(estimate(folder, 'a.json', '--strict').code, 0);
    });
  });

  it('names a path that is not there, goes on, and ends with 2', async () => {
    await withFolder({ 'a.json': REQUEST }, (folder) => {
      const { code, output, errors } = estimate(folder, 'nope', 'a.json', '--format', 'json');
      assert.equal(code, 2);
      assert.match(errors, /^kling-cost: nope cannot be read; name an existing file or folder\n$/);
      assert.equal(estimateReportSchema.parse(JSON.parse(output)).total.priced, 1);
      assert.doesNotMatch(estimate(folder, 'nope').output, /No Kling requests found/);
    });
  });

  it('says when a named file is in no language that it reads', async () => {
    await withFolder({ 'a.txt': REQUEST, 'prompts.csv': 'prompt\na cat\n' }, (folder) => {
      assert.match(estimate(folder, 'a.txt').output, /a\.txt: not a language that is read, skipped$/m);
      assert.match(estimate(folder, 'prompts.csv').output, /prompts\.csv: not a language that is read, skipped; kling-cost plan reads lists of prompts$/m);
      assert.match(runCli(['optimize', 'prompts.csv'], folder).output, /prompts\.csv: not a language that is read, skipped; kling-cost plan reads lists of prompts$/m);
    });
  });

  it('uses the schedule, the package and the date it is given', async () => {
    await withFolder({ 'a.json': REQUEST }, (folder) => {
      const usd = (...args: string[]) => report(estimate(folder, 'a.json', '--format', 'json', ...args)).total.usd.low;
      assert.equal(usd('--package', 'package-3'), '0.315');
      const unused = estimate(folder, 'a.json', '--package', 'image-1');
      assert.equal(unused.errors, 'kling-cost: --package image-1 changes no price here: it is for the image units of kling-api 2026\n');
      assert.equal(unused.code, 0);
      const json = report(runCli(['estimate', 'a.json', '--format', 'json', '--date', '2025-06-01'], folder));
      assert.equal(json.files[0]?.requests[0]?.estimate.schedule, 'kling-api 2025');
      const credits = report(estimate(folder, 'a.json', '--format', 'json', '--schedule', 'kling-credits'));
      assert.equal(credits.total.usdIsAtLeast, true);
      assert.equal(credits.total.quantities[0]?.unit, 'credits');
    });
  });

  it('puts what it could not read on standard error beside CSV', async () => {
    await withFolder({ 'a.json': REQUEST, 'b.png': '' }, (folder) => {
      const { output, errors } = estimate(folder, '.', '--format', 'csv');
      assert.equal(output.split('\r\n').length, 3);
      assert.equal(errors, '1 binary file skipped: b.png\n');
    });
  });

  it('keeps names from files from moving the cursor', async () => {
    await withFolder({ 'a\u001b[2J.json': UNPRICED }, (folder) => {
      const { output } = estimate(folder, '.');
      assert.ok(!output.includes('\u001b'), output);
      assert.match(output, /a\\u\{1b\}\[2J\.json\n/);
    });
  });

  it('ends quietly when its reader closes the pipe', async () => {
    const many = `[${Array.from({ length: 5000 }, () => REQUEST).join(',')}]`;
    await withFolder({ 'many.json': many }, async (folder) => {
      const child = spawn(process.execPath, [CLI, 'estimate', 'many.json', '--format', 'json'], { cwd: folder });
      let errors = '';
      child.stderr.on('data', (chunk: Buffer) => { errors += chunk.toString(); });
      child.stdout.once('data', () => { child.stdout.destroy(); });
      const [code] = (await once(child, 'close')) as [number | null];
      assert.deepEqual([code, errors], [0, '']);
    });
  });

  it('writes a long report to its end through a pipe', async () => {
    const many = `[${Array.from({ length: 1000 }, () => REQUEST).join(',')}]`;
    await withFolder({ 'many.json': many }, (folder) => {
      assert.equal(report(estimate(folder, 'many.json', '--format', 'json')).total.requests, 1000);
    });
  });
});
