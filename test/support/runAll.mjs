// `npm test`: builds, runs every suite (or those named: `npm test -- unit rules`) and ends with "N passed, N failed".
import './root.mjs';
import process from 'node:process';
import { run } from './processes.mjs';
import { failedRun } from './results.mjs';
import { suites } from './suites.mjs';

const names = process.argv.slice(2);
const unknown = names.filter((name) => !Object.hasOwn(suites, name));
if (unknown.length > 0) {
  console.error(`No such suite: ${unknown.join(', ')}. There are: ${Object.keys(suites).join(', ')}.`);
  process.exit(2);
}

function chosen() {
  if (names.length > 0) return names;
  if (process.platform === 'linux') return Object.keys(suites);
  console.log('The ui suite needs Linux and is left out here.');
  return Object.keys(suites).filter((name) => name !== 'ui');
}

const indent = (text) => text.replace(/^/gm, '      ');

async function runSuite(name) {
  const started = Date.now();
  const result = await suites[name]().catch((error) => failedRun('(the run)', String(error.stack ?? error)));
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  console.log(`${name.padEnd(7)} ${result.passed} passed, ${result.failed} failed (${seconds} s)`);
  for (const { title, error } of result.failures) console.log(`\n  ✗ ${title}\n${indent(error)}\n`);
  return result;
}

async function runChosen() {
  const build = await run(process.execPath, ['esbuild.js', '--tests'], { quiet: true });
  if (build.code !== 0) {
    console.log(`build failed\n${build.output}`);
    return [failedRun('build', build.output)];
  }
  const results = [];
  for (const name of chosen()) results.push(await runSuite(name));
  return results;
}

const results = await runChosen();
const sum = (key) => results.reduce((total, result) => total + result[key], 0);
const failed = sum('failed');
console.log(`${sum('passed')} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
