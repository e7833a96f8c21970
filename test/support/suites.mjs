import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { ensureBrowser } from './browser.mjs';
import { ensureHost } from './hostInstall.mjs';
import { packageVsix } from './packageVsix.mjs';
import { run } from './processes.mjs';
import { failedRun, readResults } from './results.mjs';

const REPORTER = 'test/support/resultsReporter.cjs';
const MOCHA = 'node_modules/mocha/bin/mocha.js';

async function runWithResults(name, args, timeoutMs) {
  const file = path.resolve('out/results', `${name}.json`);
  fs.rmSync(file, { force: true });
  const env = { ...process.env, KLING_COST_RESULTS: file };
  const { code } = await run(process.execPath, args, { env, timeoutMs });
  return readResults(file, code);
}

function mochaSuite(name, { testTimeoutMs = 10_000, timeoutMs = 300_000 } = {}) {
  const options = ['--no-config', '--no-package', '--forbid-only', '--forbid-pending'];
  const args = ['--enable-source-maps', MOCHA, ...options, '--reporter', path.resolve(REPORTER)];
  return () => runWithResults(name, [...args, '--timeout', `${testTimeoutMs}`, `out/${name}/**/*.test.js`], timeoutMs);
}

async function lint() {
  const started = Date.now();
  const { code, output } = await run('npm', ['run', '--silent', 'lint'], { quiet: true });
  const seconds = (Date.now() - started) / 1000;
  return code === 0
    ? { passed: 1, failed: 0, seconds, failures: [] }
    : failedRun('npm run lint', output.trim(), { seconds });
}

async function editor() {
  if (process.platform === 'linux' && process.env.KLING_COST_VSCODE !== 'desktop') {
    await ensureHost();
    await ensureBrowser();
  }
  return await runWithResults('editor', ['test/support/editorHost.mjs'], 600_000);
}

async function ui() {
  await ensureHost();
  await ensureBrowser();
  await packageVsix();
  return await mochaSuite('ui', { testTimeoutMs: 60_000, timeoutMs: 900_000 })();
}

/**
 * All suites, in the order they run in. One that fails to start throws.
 * @type {Record<string, () => Promise<import('./results.mjs').SuiteResult>>}
 */
export const suites = {
  lint,
  unit: mochaSuite('unit'),
  rules: mochaSuite('rules'),
  cli: mochaSuite('cli', { testTimeoutMs: 20_000 }),
  editor,
  ui,
};
