import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import ignore from 'ignore';
import { HINT } from '../../src/core/providers/hint';
import { inside, isIgnored, withFolder as withRulesOf } from '../../src/cli/ignoreRules';
import { createMayHold } from '../../src/cli/mayHold';
import { estimateReportSchema } from '../../src/presentation/jsonSchemas';
import { runCli, withFolder } from './support';

const REQUEST = '{ "model_name": "kling-v2-6", "prompt": "a cat", "mode": "pro", "duration": "5" }\n';
const LIMIT = 20_000;

/** Numbers that are the same at every run. */
function numbers(): (below: number) => number {
  let state = 1;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % below;
  };
}

describe('the scan of folders', () => {
  it('keeps a file exactly when the hint is in it', async () => {
    assert.match(HINT.source, /^[a-z]{2,}(?:\|[a-z]{2,})*$/, 'the search takes the hint for words');
    const mayHold = createMayHold(LIMIT);
    const below = numbers();
    const cased = (word: string): string => word.replace(/[a-z]/g, (letter) => (below(2) === 0 ? letter : letter.toUpperCase()));
    const pieces = [...HINT.source.split('|'), 'kl', 'ko', 'Kolor', 'klin', 'k', 'g\u00eb', '\u00cbling', ' ', '\n', 'text', '[', '\u212aling'];
    await withFolder({}, (folder) => {
      const file = path.join(folder, 'a.ts');
      let kept = 0;
      for (let round = 0; round < 1500; round++) {
        const filler = 'x'.repeat(below(40));
        // What an earlier, longer file left in the memory must not count.
        const text = filler + Array.from({ length: below(6) }, () => cased(pieces[below(pieces.length)]!)).join('');
        fs.writeFileSync(file, text);
        assert.equal(mayHold(file), HINT.test(text), JSON.stringify(text));
        if (HINT.test(text)) kept += 1;
      }
      assert.ok(kept > 300 && kept < 1300, String(kept));
    });
  });

  it('finds the hint wherever it stands, up to the last byte', async () => {
    const mayHold = createMayHold(LIMIT);
    await withFolder({}, (folder) => {
      const file = path.join(folder, 'a.ts');
      for (const length of [5, 16, 17, 33, 511, 512, 513, 4096, 8192, LIMIT]) {
        for (const at of [0, 1, Math.floor(length / 2), length - 6, length - 5].filter((place) => place >= 0 && place <= length - 5)) {
          const text = `${'k'.repeat(at)}KLing`.padEnd(length, 'k');
          fs.writeFileSync(file, text);
          assert.equal(mayHold(file), true, `${at} of ${length}`);
          fs.writeFileSync(file, text.slice(0, at + 4));
          assert.equal(mayHold(file), false, `cut at ${at} of ${length}`);
        }
      }
    });
  });

  it('keeps what must be read with more care', async () => {
    const mayHold = createMayHold(LIMIT);
    const files = {
      'binary.ts': 'a\0b', 'late.ts': `${'a'.repeat(8192)}\0`, 'wide.ts': Buffer.from('\uFEFFab', 'utf16le'),
      'big.ts': Buffer.from([0xfe, 0xff]), 'limit.ts': 'a'.repeat(LIMIT), 'long.ts': 'a'.repeat(LIMIT + 1), 'empty.ts': '',
    };
    await withFolder(files, (folder) => {
      const kept = [...Object.keys(files), 'missing.ts', '.'].filter((name) => mayHold(path.join(folder, name)));
      assert.deepEqual(kept, ['binary.ts', 'wide.ts', 'big.ts', 'long.ts', 'missing.ts', '.']);
    });
  });

  it('finds the same in a tree that several threads read', async () => {
    const expected: string[] = [];
    const files: Record<string, string | Buffer> = {
      '.git/HEAD': '', '.gitignore': 'skipped/\n', 'node_modules/x/a.json': REQUEST, 'late.png': '', 'z/nul.py': 'kling\0',
    };
    for (let index = 0; index < 3000; index++) {
      // One folder has more files than one thread reads in one go.
      const folder = index < 1500 ? 'many' : `few/${index % 20}/${index % 7 === 0 ? 'skipped' : 'kept'}`;
      const matches = index % 100 === 0;
      files[`${folder}/${index}.json`] = matches ? REQUEST : '{ "king": "colors" }';
      if (matches && !folder.endsWith('skipped')) expected.push(`${folder}/${index}.json`);
    }
    await withFolder(files, (folder) => {
      fs.symlinkSync('many/100.json', path.join(folder, '0-link.json'));
      const { output, errors, code } = runCli(['estimate', '.', 'few', '--format', 'json'], folder);
      assert.deepEqual([code, errors], [0, '']);
      const found = estimateReportSchema.parse(JSON.parse(output)).files;
      assert.deepEqual(found.filter((file) => file.requests.length > 0).map((file) => file.path), expected.sort());
      assert.deepEqual(found.filter((file) => file.problems.length > 0).map((file) => file.path), ['late.png', 'z/nul.py']);
    });
  });

  it('refuses a wrong option, however many files there are', async () => {
    for (const count of [0, 1, 2000]) {
      await withFolder(Object.fromEntries(Array.from({ length: count }, (_, index) => [`${index}.json`, REQUEST])), (folder) => {
        const { code, output, errors } = runCli(['estimate', '.', '--schedule', 'nope'], folder);
        assert.deepEqual([code, output], [2, '']);
        assert.match(errors, /^kling-cost: --schedule "nope" is not known; there are /);
      });
    }
  });

  it('reports the error of a thread', async () => {
    const files = Object.fromEntries(Array.from({ length: 2000 }, (_, index) => [`${index}.json`, REQUEST]));
    await withFolder({ ...files, 'dist/scanWorker.js': 'throw new Error("the disk is on fire");' }, (folder) => {
      fs.copyFileSync('dist/cli.js', path.join(folder, 'dist/cli.js'));
      const { status, stdout, stderr } = spawnSync(process.execPath, [path.join(folder, 'dist/cli.js'), 'estimate', folder], { encoding: 'utf8' });
      if (os.availableParallelism() < 2) return;
      assert.deepEqual([status, stdout], [1, '']);
      assert.match(stderr, /^kling-cost: internal error: Error: the disk is on fire/);
    });
  });

  it('ignores exactly what the rules say, also when it does not ask them', async () => {
    const below = numbers();
    const names = ['a', 'b.ts', 'B.ts', 'c.gen.ts', '.env', '.env.local', 'x+y', 'a b', '[a]', 'out', 'caf\u00e9', '#a', '!a', 'a?', 'ab '];
    const rules = [
      'a', '/a', '*.ts', '*.gen.*', '!b.ts', '.env*', 'x+y', 'out/', '/out/*', '!out/a', '**/a', 'a/**', 'out/**/b.ts', '[ab]', '\\#a', '\\!a', '#a',
      '!#a', '?', 'a?', '*', '!*.ts', 'caf\u00e9', 'a b', 'b.ts  ', 'a\\ ', '', '/', 'B.TS', '(a|b)', 'ab\\ ', '**', 'o*t', '!/out/', '\uFEFFa',
    ];
    await withFolder({}, (folder) => {
      for (let round = 0; round < 2000; round++) {
        const text = Array.from({ length: 1 + below(4) }, () => rules[below(rules.length)]).join(below(3) === 0 ? '\r\n' : '\n');
        fs.writeFileSync(path.join(folder, '.gitignore'), text);
        const levels = withRulesOf([], folder);
        const plain = ignore({ ignorecase: process.platform === 'win32' || process.platform === 'darwin' }).add(text);
        const [outer, name] = [names[below(names.length)]!, names[below(names.length)]!];
        assert.equal(isIgnored(levels, folder, outer, true), plain.ignores(`${outer}/`), JSON.stringify([text, outer]));
        if (plain.ignores(`${outer}/`)) assert.deepEqual(inside(levels, folder, outer), []);
        else assert.equal(isIgnored(levels, path.join(folder, outer), name, false), plain.ignores(`${outer}/${name}`), JSON.stringify([text, outer, name]));
      }
    });
  });

  it('goes into a folder that an inner file takes back, though it is named', async () => {
    const files = {
      '.git/HEAD': '', '.gitignore': 'gen/\n*.tmp.json\n', 'a/.gitignore': '!gen/\n', 'a/gen/x.json': REQUEST, 'a/gen/y.tmp.json': REQUEST,
      'a/gen/deep/z.json': REQUEST,
    };
    await withFolder(files, (folder) => {
      for (const target of ['.', 'a', 'a/gen']) {
        const { output } = runCli(['estimate', target, '--format', 'json'], folder);
        const found = estimateReportSchema.parse(JSON.parse(output)).files.map((file) => file.path);
        assert.ok(found.includes('a/gen/x.json') && found.includes('a/gen/deep/z.json'), target);
      }
    });
  });
});
