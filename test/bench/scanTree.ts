// A tree of files such as a company's repository, the same at every run: for measuring a scan.
import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import * as path from 'node:path';

/** Endings and their share in a thousand. Some are of languages that are read, some are not, some are binary. */
const ENDINGS: Readonly<Record<string, number>> = {
  '.ts': 170, '.tsx': 80, '.js': 120, '.mjs': 15, '.jsx': 25, '.json': 100, '.py': 150, '.md': 60, '.go': 45, '.java': 45, '.kt': 10,
  '.cs': 25, '.php': 20, '.rb': 20, '.rs': 20, '.yaml': 25, '.sh': 10, '.css': 20, '.html': 10, '.txt': 10, '.svg': 5, '.png': 10, '.woff2': 5,
};
const FOLDERS = ['src', 'lib', 'api', 'models', 'utils', 'components', 'services', 'tests', 'core', 'hooks', 'pages', 'internal'];
const WORDS = [
  'const', 'return', 'function', 'import', 'export', 'interface', 'Promise', 'string', 'number', 'token', 'kind', 'key', 'Key', 'KEY', 'link',
  'Kernel', 'Kotlin', 'walking', 'index', 'length', 'async', 'await', 'for', 'if', 'else', 'config', 'options', 'model', 'colors', 'bucket', 'task',
  'class', 'self', 'None', 'request', 'response', 'body', 'value', 'error', 'result', 'message', 'user', 'session', 'king', 'making', 'okay',
];
const REQUEST = '{\n  "model_name": "kling-v2-6",\n  "prompt": "a cat",\n  "mode": "pro",\n  "duration": "5"\n}\n';

/** Writes a tree of `count` files, `matching` of them with one request, into an empty folder. */
export function writeScanTree(root: string, count: number, matching: number): void {
  const random = seeded(7);
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)]!;
  const endings = Object.entries(ENDINGS).flatMap(([ending, share]) => Array.from({ length: share }, () => ending));
  const pool = fs.readFileSync(createRequire(path.resolve('package.json')).resolve('typescript'));
  const every = Math.floor(count / matching);

  fs.mkdirSync(path.join(root, '.git'));
  fs.writeFileSync(path.join(root, '.gitignore'), 'node_modules/\ndist/\n*.log\n/coverage\n.env*\n*.tmp\n');
  const folders = writeFolders(root, Math.ceil(count / 12), random);
  for (let index = 0; index < count; index++) {
    const folder = folders[index % folders.length]!;
    const at = path.join(folder, `${pick(WORDS)}${index}`);
    if (index % every === 0 && index / every < matching) {
      fs.writeFileSync(`${at}.json`, REQUEST);
      continue;
    }
    const ending = pick(endings);
    const start = Math.floor(random() * (pool.length - 60_000));
    const content = pool.subarray(start, start + size(random));
    fs.writeFileSync(at + ending, /\.(?:png|woff2)$/.test(ending) ? Buffer.concat([Buffer.alloc(4), content]) : content);
  }
}

/** The folders that get files: 3 to 8 deep, some with a `.gitignore` of their own. */
function writeFolders(root: string, count: number, random: () => number): string[] {
  const all = FOLDERS.map((name) => ({ folder: path.join(root, name), depth: 1 }));
  for (let index = 0; all.length < count; index++) {
    const above = all[Math.floor(random() ** 2 * all.length)]!;
    if (above.depth < 8) all.push({ folder: path.join(above.folder, `${FOLDERS[index % FOLDERS.length]!}${index}`), depth: above.depth + 1 });
  }
  for (const [index, { folder }] of all.entries()) {
    fs.mkdirSync(folder, { recursive: true });
    if (index % 100 === 0) fs.writeFileSync(path.join(folder, '.gitignore'), 'generated/\n*.snap\n!keep.snap\n');
  }
  return all.filter(({ depth }) => depth >= 3).map(({ folder }) => folder);
}

/** From 0.2 to 60 KB; half are below 1.2 KB, and the mean is about 7. */
function size(random: () => number): number {
  return Math.round(200 * 300 ** (random() ** 1.7));
}

/** Numbers from 0 to 1 that depend on the seed only (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
