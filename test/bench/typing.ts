// A call typed in the middle of a long file: each keystroke until the new lens list, beside its anchors.
import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import * as path from 'node:path';
import type * as treeSitter from '@vscode/tree-sitter-wasm';
import { parse } from '@babel/parser';
import { createCostService } from '../../src/service/costService';
import type { DocumentEstimate } from '../../src/service/costService';
import { DATE, parser, ports, schedules } from '../support/engine';
import { largeFile, largePython } from './largeFile';
import { median } from './measure';

const LINES = 10_000;
const REQUESTS = 20;
const { grammarPath } = createRequire(path.resolve('package.json'))('./.config/grammars.cjs') as { grammarPath: (file: string) => string };

interface Typed {
  readonly name: string;
  readonly language: string;
  readonly grammar: string;
  readonly text: string;
  /** What stands at the beginning of each request's body, once for each. */
  readonly body: RegExp;
  readonly call: string;
  readonly anchor?: (text: string) => unknown;
}

const SCRIPT_CALL = `\nconst later = await fetch(\`\${API}/v1/videos/image2video\`, {\n  method: 'POST',\n  body: JSON.stringify({ model_name: 'kling-v2-1', image, duration: '10' }),\n});\n`;
const PYTHON_CALL = `\nlater = requests.post(\n    f"{API}/v1/videos/image2video",\n    json={"model_name": "kling-v2-1", "image": image, "duration": "10"},\n)\n`;
const script = largeFile(LINES, REQUESTS);
const plain = script
  .replace(/^export interface .*$/gm, '// An item has an id, a total and tags.')
  .replace(/: (?:readonly )?(?:Item\d+\[\]|Map<string, number>|string|'std' \| 'pro')(?=[,) ]|$)/gm, '')
  .replaceAll('new Map<string, number>()', 'new Map()');

const TYPED: readonly Typed[] = [
  {
    name: 'TypeScript', language: 'typescript', grammar: 'tree-sitter-typescript.wasm', text: script, body: /body = \{/g, call: SCRIPT_CALL,
    anchor: (text) => parse(text, { sourceType: 'module', plugins: ['typescript'] }),
  },
  {
    name: 'JavaScript', language: 'javascript', grammar: 'tree-sitter-javascript.wasm', text: plain, body: /body = \{/g, call: SCRIPT_CALL,
    anchor: (text) => parse(text, { sourceType: 'module' }),
  },
  { name: 'Python', language: 'python', grammar: 'tree-sitter-python.wasm', text: largePython(LINES, REQUESTS), body: /body = \{/g, call: PYTHON_CALL },
];

/** The lines that say how long a keystroke takes, and how many of the other requests are lost at how many keystrokes. */
export async function measureTyping(): Promise<string[]> {
  const lines: string[] = [];
  for (const typed of TYPED) lines.push(...(await measure(typed)));
  return lines;
}

async function measure({ name, language, grammar, text, body, call, anchor }: Typed): Promise<string[]> {
  await parser.prepare(language);
  const service = createCostService({ parser, schedules: () => schedules, settings: { priceSchedule: '', resourcePackage: '' }, today: () => DATE });
  const middle = text.indexOf('\n\n', text.length / 2) + 1;
  const texts = Array.from({ length: call.length + 1 }, (_, length) => text.slice(0, middle) + call.slice(0, length) + text.slice(middle));
  const read = (version: number): Promise<DocumentEstimate> =>
    service.estimateDocument({ uri: `file:///${language}`, version, languageId: language, text: () => texts[version] ?? '' });

  const own: number[] = [];
  let lost = 0;
  let losing = 0;
  await read(0);
  for (let version = 1; version < texts.length; version++) {
    const started = performance.now();
    const { requests } = await read(version);
    own.push(performance.now() - started);
    const found = new Set(requests.map(({ site }) => site.span.start));
    const missing = [...(texts[version] ?? '').matchAll(body)].filter(({ index, 0: head }) => !found.has(index + head.length - 1)).length;
    lost += missing;
    losing += missing > 0 ? 1 : 0;
  }
  const grammarOnly = await typeWithGrammar(grammar, texts, middle);
  const full = anchor ? Array.from({ length: 9 }, () => timed(() => anchor(text))) : [];
  const shown = `median ${median(own).toFixed(1)}, p95 ${share(own, 0.95).toFixed(1)}, max ${Math.max(...own).toFixed(1)} ms`;
  const beside = full.length > 0 ? `p95 ${(share(own, 0.95) / median(full)).toFixed(2)} × @babel/parser parse of the file (${median(full).toFixed(1)} ms)` : '';
  return [
    `${`keystroke to lens list, ${name}, ${LINES} lines`.padEnd(44)} ${shown}  ${beside}`,
    `${`  the grammar's own part of it`.padEnd(44)} median ${median(grammarOnly).toFixed(1)}, p95 ${share(grammarOnly, 0.95).toFixed(1)}, max ${Math.max(...grammarOnly).toFixed(1)} ms`,
    `${`  other requests lost while it is half typed`.padEnd(44)} ${lost} of ${REQUESTS * own.length}, at ${losing} of ${own.length} keystrokes`,
  ];
}

/** Times of tree-sitter alone: the edit and the parse. */
async function typeWithGrammar(grammar: string, texts: readonly string[], middle: number): Promise<number[]> {
  const module: typeof treeSitter = await ports.loadRuntime();
  const wasmBinary: object = { wasmBinary: await ports.loadBytes('tree-sitter.wasm') };
  await module.Parser.init(wasmBinary as Parameters<typeof module.Parser.init>[0]);
  const reader = new module.Parser();
  reader.setLanguage(await module.Language.load(new Uint8Array(fs.readFileSync(grammarPath(grammar)))));
  let tree = reader.parse(texts[0] ?? '');
  const times = texts.slice(1).map((text, index) => {
    const at = middle + index;
    const row = text.slice(0, at).split('\n').length - 1;
    const column = at - (text.lastIndexOf('\n', at - 1) + 1);
    const typedLine = text[at] === '\n';
    return timed(() => {
      tree?.edit({
        startIndex: at, oldEndIndex: at, newEndIndex: at + 1,
        startPosition: { row, column }, oldEndPosition: { row, column },
        newEndPosition: typedLine ? { row: row + 1, column: 0 } : { row, column: column + 1 },
      });
      const next = reader.parse(text, tree);
      tree?.delete();
      tree = next;
    });
  });
  tree?.delete();
  return times;
}

function timed(run: () => unknown): number {
  const started = performance.now();
  run();
  return performance.now() - started;
}

function share(values: readonly number[], part: number): number {
  return [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * part))] ?? NaN;
}
