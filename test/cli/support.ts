// What the tests of the command line share: the built command, folders of files, and golden texts.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

/** The built command. */
export const CLI = path.resolve('dist/cli.js');
const GOLDEN = path.resolve('test/cli/golden');

export interface Run {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

/** Runs the built command and waits for its end. */
export function runCli(args: readonly string[], cwd = process.cwd()): Run {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], { cwd, encoding: 'utf8', maxBuffer: 1e8 });
  return { code: status, output: stdout, errors: stderr };
}

/** Calls `use` with a new folder that holds the given files, by path, and removes it afterwards. */
export async function withFolder(files: Readonly<Record<string, string | Buffer>>, use: (folder: string) => void | Promise<void>): Promise<void> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kling-cost-cli-'));
  try {
    for (const [name, content] of Object.entries(files)) {
      fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      fs.writeFileSync(path.join(folder, name), content);
    }
    await use(folder);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** Holds a text against a file of `test/cli/golden`; with UPDATE_GOLDEN=1 writes the file instead. */
export function assertGolden(name: string, text: string): void {
  const file = path.join(GOLDEN, name);
  if (process.env['UPDATE_GOLDEN'] === '1') fs.writeFileSync(file, text);
  // Git may have turned the line ends of the golden file.
  const lines = (value: string): string => value.replaceAll('\r\n', '\n');
  assert.equal(lines(text), lines(fs.readFileSync(file, 'utf8')), `differs from test/cli/golden/${name}; UPDATE_GOLDEN=1 accepts it`);
}
