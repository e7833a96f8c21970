import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import * as ts from 'typescript';

const SRC = path.resolve('src');

/** The rooms by level; imports go strictly downwards, never sideways. */
const LEVELS: Readonly<Record<string, number>> = {
  'extension.ts': 4, editor: 3, cli: 3, service: 2, guard: 2, sidebar: 2, parsers: 1, stores: 1, account: 1, presentation: 1, core: 0,
};
/** Inside core, each room may import itself and what stands before it. */
const CORE_ORDER = ['money', 'text', 'ports', 'request', 'providers', 'pricing', 'estimate', 'ledger', 'account', 'budget', 'batch', 'optimizer'];
/** What a room may import from outside the repository. */
const PACKAGES: Readonly<Record<string, RegExp>> = {
  core: /^(?:zod|temporal-polyfill\/fns\/\w+)$/,
  presentation: /^(?:zod|zod\/mini|ical-generator)$/,
  account: /^(?:zod|jose|node:.*)$/,
  parsers: /^(?:zod|jsonc-parser|yaml|@vscode\/tree-sitter-wasm)$/,
  stores: /^(?:node:.*|zod)$/,
  service: /^(?:zod|jsonc-parser|csv-parse|ignore)$/,
  sidebar: /^(?:zod\/mini|preact|preact\/hooks|\.\/page\.css|\.\/batchPage\.css)$/,
  guard: /^(?:node:.*|undici|zod)$/,
  editor: /^(?:vscode|node:.*)$/,
  cli: /^(?:node:.*|ignore|binary-extensions|zod|\.\.\/package\.json)$/,
  'extension.ts': /^vscode$/,
};
const LINES_CEILING = 400;

interface Import {
  readonly from: string;
  readonly to: string;
}

function sourceFiles(): string[] {
  return fs
    .readdirSync(SRC, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') || file.endsWith('.tsx'))
    .map((file) => file.split(path.sep).join('/'));
}

/** Every import of a file: static, type-only, `import('…')` in types, dynamic, and `require`. */
function importsOf(file: string): Import[] {
  const text = fs.readFileSync(path.join(SRC, file), 'utf8');
  const named = ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName);
  const inTypes = [...text.matchAll(/\bimport\(\s*['"]([^'"]+)['"]/g)].map((match) => match[1] ?? '');
  return [...new Set([...named, ...inTypes])].map((to) => ({
    from: file,
    to: to.startsWith('.') ? path.posix.join(path.posix.dirname(file), to) : to,
  }));
}

const room = (file: string): string => file.split('/')[0] ?? '';
const coreRoom = (file: string): string => (file.split('/')[1] ?? '').replace(/\.ts$/, '');
const isInner = (to: string): boolean => !to.startsWith('..') && (fs.existsSync(path.join(SRC, room(to))) || room(to) in LEVELS);

describe('architecture', () => {
  const imports = sourceFiles().flatMap(importsOf);

  it('has files and imports to look at', () => {
    assert.ok(sourceFiles().length > 30);
    assert.ok(imports.length > 100);
  });

  it('keeps every file in a known room', () => {
    assert.deepEqual(sourceFiles().map(room).filter((name) => !(name in LEVELS)), []);
  });

  it('imports strictly downwards between rooms', () => {
    const wrong = imports.filter(
      ({ from, to }) => isInner(to) && room(from) !== room(to) && (LEVELS[room(to)] ?? 9) >= (LEVELS[room(from)] ?? 0),
    );
    assert.deepEqual(wrong, []);
  });

  it('imports only what stands before it inside core', () => {
    const wrong = imports.filter(({ from, to }) => {
      if (room(from) !== 'core' || room(to) !== 'core' || coreRoom(from) === coreRoom(to)) return false;
      return CORE_ORDER.indexOf(coreRoom(to)) >= CORE_ORDER.indexOf(coreRoom(from)) || !CORE_ORDER.includes(coreRoom(to));
    });
    assert.deepEqual(wrong, []);
  });

  it('has no circle', () => {
    const next = new Map<string, string[]>();
    for (const { from, to } of imports) {
      const file = [to, `${to}.ts`, `${to}.tsx`, `${to}/index.ts`].find(
        (name) => fs.existsSync(path.join(SRC, name)) && fs.statSync(path.join(SRC, name)).isFile(),
      );
      if (file) next.set(from, [...(next.get(from) ?? []), file]);
    }
    const done = new Set<string>();
    const visit = (file: string, trail: readonly string[]): void => {
      assert.ok(!trail.includes(file), `circle: ${[...trail, file].join(' → ')}`);
      if (done.has(file)) return;
      for (const other of next.get(file) ?? []) visit(other, [...trail, file]);
      done.add(file);
    };
    for (const file of next.keys()) visit(file, []);
  });

  it('lets only the editor and the entry know vscode, and each room only its packages', () => {
    const wrong = imports.filter(({ from, to }) => !isInner(to) && !PACKAGES[room(from)]?.test(to));
    assert.deepEqual(wrong, []);
  });

  it('asks no clock, file or console in core and presentation', () => {
    const asking = /\bnew Date\(\)|\bDate\.now\b|\bconsole\.|\bprocess\.|\bsetTimeout\b|\bMath\.random\b/;
    const wrong = sourceFiles()
      .filter((file) => ['core', 'presentation'].includes(room(file)))
      .filter((file) => asking.test(fs.readFileSync(path.join(SRC, file), 'utf8')));
    assert.deepEqual(wrong, []);
  });

  it('names no provider and no language in shared code', () => {
    const listed = /^(?:core\/providers|core\/pricing\/schedules|parsers\/languages)\//;
    const shared = sourceFiles().filter(
      (file) => ['core', 'parsers', 'service', 'presentation', 'editor'].includes(room(file)) && !listed.test(file),
    );
    const wrong = shared.flatMap((file) => {
      const text = fs.readFileSync(path.join(SRC, file), 'utf8').replace(/\/\*[^]*?\*\/|\/\/.*/g, '');
      return [...text.matchAll(/['"](?:kling|fal|replicate|piapi|python|typescript|javascript)['"]/g)].map((match) => `${file}: ${match[0]}`);
    });
    assert.deepEqual(wrong, []);
  });

  it('keeps source files short', () => {
    const long = sourceFiles().filter((file) => fs.readFileSync(path.join(SRC, file), 'utf8').split('\n').length > LINES_CEILING);
    assert.deepEqual(long, []);
  });

  it('keeps the entry a list', () => {
    assert.ok(fs.readFileSync(path.join(SRC, 'extension.ts'), 'utf8').split('\n').length <= 60);
  });
});
