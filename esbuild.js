// Bundles everything that runs. `node esbuild.js` builds dist/; `--tests` also out/; `--watch` keeps building dist/.
const esbuild = require('esbuild');
const fs = require('node:fs');
const path = require('node:path');
const { grammarPath } = require('./.config/grammars.cjs');

const args = new Set(process.argv.slice(2));
const at = (...parts) => path.join(__dirname, ...parts);

/** What is loaded lazily is a bundle of its own, so that activation loads none of it. */
const lazyBundles = {
  name: 'lazy-bundles',
  setup(build) {
    build.onResolve({ filter: /service\/(?:engine|usage|account)$|sidebar\/sidebarSession$|batch\/batchSession$|cheaper\/cheaperSession$|budgetGuard\/guardSession$|guard\/guard$/ }, ({ kind, path: asked }) =>
      kind === 'dynamic-import' ? { path: `./${path.basename(asked)}.js`, external: true } : undefined,
    );
  },
};

const shared = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  // jsonc-parser's main is UMD, which does not bundle.
  mainFields: ['module', 'main'],
  sourcemap: true,
  logLevel: 'warning',
};

const products = {
  ...shared,
  minify: true,
  external: ['vscode'],
  outdir: at('dist'),
  plugins: [lazyBundles],
};

/** What runs in a webview. */
const page = {
  ...shared,
  minify: true,
  platform: 'browser',
  target: 'chrome128',
  format: 'esm',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  outdir: at('dist'),
};

const entries = [
  { ...products, entryPoints: { extension: at('src/extension.ts') } },
  { ...products, entryPoints: { engine: at('src/service/engine.ts') } },
  { ...products, entryPoints: { usage: at('src/service/usage.ts') } },
  { ...products, entryPoints: { account: at('src/service/account.ts') } },
  { ...products, entryPoints: { batchSession: at('src/editor/batch/batchSession.ts') } },
  { ...products, entryPoints: { cheaperSession: at('src/editor/cheaper/cheaperSession.ts') } },
  { ...products, entryPoints: { sidebarSession: at('src/editor/sidebar/sidebarSession.ts') } },
  { ...products, entryPoints: { guard: at('src/guard/guard.ts') } },
  { ...products, entryPoints: { guardSession: at('src/editor/budgetGuard/guardSession.ts') } },
  { ...products, entryPoints: { cli: at('src/cli/main.ts') }, banner: { js: '#!/usr/bin/env node' } },
  { ...products, entryPoints: { scanWorker: at('src/cli/scanWorker.ts') }, plugins: [] },
  { ...page, entryPoints: { sidebar: at('src/sidebar/index.tsx'), batchPage: at('src/sidebar/batchPage.tsx') } },
];

function testFiles(folder) {
  return fs
    .readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(test|bench)\.ts$|^index\.ts$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name));
}

async function buildTests() {
  fs.rmSync(at('out'), { recursive: true, force: true });
  await esbuild.build({
    ...shared,
    entryPoints: testFiles(at('test')),
    outdir: at('out'),
    outbase: at('test'),
    packages: 'external',
    external: ['vscode'],
  });
}

function copyGrammars() {
  const to = at('dist/grammars');
  fs.mkdirSync(to, { recursive: true });
  const wanted = JSON.parse(fs.readFileSync(at('src/parsers/grammars.json'), 'utf8'));
  for (const file of ['tree-sitter.js', 'tree-sitter.wasm', ...wanted]) fs.copyFileSync(grammarPath(file), path.join(to, file));
}

async function main() {
  fs.rmSync(at('dist'), { recursive: true, force: true });
  copyGrammars();
  if (args.has('--watch')) {
    for (const entry of entries) await (await esbuild.context(entry)).watch();
    return;
  }
  await Promise.all(entries.map((entry) => esbuild.build(entry)));
  fs.chmodSync(at('dist/cli.js'), 0o755);
  if (args.has('--tests')) await buildTests();
}

main().catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
