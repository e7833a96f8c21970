import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { VSIX } from './paths.mjs';
import { run } from './processes.mjs';

/** Packages what is in dist/ as the extension that ships; package.json's `files` says what goes in. */
export async function packageVsix() {
  fs.mkdirSync(path.dirname(VSIX), { recursive: true });
  const options = ['--no-dependencies', '--allow-missing-repository', '--allow-unused-files-pattern', '--no-rewrite-relative-links'];
  const args = ['node_modules/@vscode/vsce/vsce', 'package', ...options, '--out', VSIX];
  const { code, output } = await run(process.execPath, args, { quiet: true });
  if (code !== 0) throw new Error(`The extension could not be packaged.\n${output}`);
  return path.resolve(VSIX);
}
