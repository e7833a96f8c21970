// `npm run bench`: our times as ratios to anchors measured in the same run. Nothing here passes or fails.
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import Module, { createRequire } from 'node:module';
import { parse } from '@babel/parser';
import { DATE, parser, schedules } from '../support/engine';
import { HINT } from '../../src/core/providers/hint';
import { createCostService } from '../../src/service/costService';
import { measureBatch } from './batch';
import { measureGuard } from './guard';
import { largeFile } from './largeFile';
import { measureLedger } from './ledger';
import { inTurn, ratioLine } from './measure';
import { measureMemory } from './memory';
import { measureScan } from './scan';
import { measureSidebar } from './sidebar';
import { measureTyping } from './typing';

const load = createRequire(path.resolve('package.json'));
const babel = (text: string) => parse(text, { sourceType: 'module', plugins: ['typescript'], errorRecovery: true });
const print = (line: string): void => { process.stdout.write(`${line}\n`); };

/** Starts Node with one module and nothing else. */
const startNode = (module: string) => () =>
  execFileSync(process.execPath, ['-e', `require(${JSON.stringify(module)})`], { cwd: process.cwd() });

/** An editor that takes every registration and does nothing. */
function standInEditor(): unknown {
  const any: unknown = new Proxy(function standIn() { return undefined; }, {
    get: (_, name) => (name === Symbol.toPrimitive ? () => '' : any),
    apply: () => any,
    construct: () => any as object,
  });
  const names = ['window', 'workspace', 'languages', 'commands', 'l10n', 'Uri', 'Disposable', 'EventEmitter', 'MarkdownString'];
  return Object.fromEntries(names.map((name) => [name, any]));
}

function activate(): void {
  const file = path.resolve('dist/extension.js');
  Reflect.deleteProperty(load.cache, file);
  const extension = load(file) as { activate: (context: unknown) => void };
  extension.activate({
    subscriptions: [],
    extensionUri: {},
    extension: { packageJSON: JSON.parse(fs.readFileSync('package.json', 'utf8')) as unknown },
  });
}

/** Often enough to be seen by the clock. */
async function repeat(run: () => unknown): Promise<void> {
  for (let count = 0; count < 50; count++) await run();
}

async function main(): Promise<void> {
  const [small, large] = [largeFile(1_000, 5), largeFile(10_000, 20)];
  const lines = (text: string): number => text.split('\n').length;
  print(`Node ${process.version}; a ratio below 1 is faster than its anchor.`);

  const engine = path.resolve('dist/engine.js');
  print(ratioLine('start Node with the engine bundle', 'start Node with @babel/parser',
    await inTurn(startNode(engine), startNode('@babel/parser'), { rounds: 7, warmup: 1 })));
  const cli = path.resolve('dist/cli.js');
  print(ratioLine('kling-cost price, the whole process', 'start Node with @babel/parser',
    await inTurn(() => execFileSync(process.execPath, [cli, 'price', 'text2video']), startNode('@babel/parser'), { rounds: 7, warmup: 1 })));

  const modules = Module as unknown as { _load: (name: string, ...rest: unknown[]) => unknown };
  const original = modules._load;
  const editor = standInEditor();
  modules._load = (name, ...rest) => (name === 'vscode' ? editor : original.call(modules, name, ...rest));
  print(ratioLine('load and activate the extension', `@babel/parser parse of ${lines(small)} lines`,
    await inTurn(activate, () => babel(small))));
  modules._load = original;

  await parser.prepare('typescript');
  const service = createCostService({
    parser, schedules: () => schedules, settings: { priceSchedule: '', resourcePackage: '' }, today: () => DATE,
  });
  for (const text of [small, large]) {
    const found = (await service.estimateText(text, 'typescript')).requests.length;
    print(ratioLine(`full estimate, ${lines(text)} lines, ${found} requests`, '@babel/parser parse of the same file',
      await inTurn(() => service.estimateText(text, 'typescript'), () => babel(text))));
  }
  const silent = large.replace(/kling/gi, 'other');
  let version = 0;
  const opened = () => service.estimateDocument({ uri: 'file:///silent.ts', version: (version += 1), languageId: 'typescript', text: () => silent });
  print(ratioLine(`a document without a hint, ${lines(silent)} lines`, 'the search for the hint in its text',
    await inTurn(() => repeat(opened), () => repeat(() => HINT.test(silent)))));
  for (const line of await measureMemory()) print(line);
  for (const line of await measureLedger()) print(line);
  for (const line of await measureTyping()) print(line);
  for (const line of await measureScan()) print(line);
  for (const line of await measureGuard()) print(line);
  for (const line of await measureSidebar()) print(line);
  for (const line of await measureBatch()) print(line);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
});
