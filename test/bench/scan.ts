// `kling-cost estimate` on a large folder, beside ripgrep: the whole processes, on the same files.
import { execFileSync, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { estimateReportSchema } from '../../src/presentation/jsonSchemas';
import { inTurn, ratioLine } from './measure';
import { writeScanTree } from './scanTree';

const FILES = 50_000;
const MATCHING = 20;
const CLI = path.resolve('dist/cli.js');

// Some machines have Node read more certificates at its start. They are none of our work.
const env = { ...process.env, NODE_EXTRA_CA_CERTS: '' };

/** What a command of few lines would do: read each file that has an ending of ours, and look into it. */
const PLAIN_READ = `
  const fs = require('node:fs');
  for (const entry of fs.readdirSync('.', { withFileTypes: true, recursive: true })) {
    if (!entry.isFile() || /\\.(?:css|txt|svg|png|woff2)$/.test(entry.name)) continue;
    /kling/i.test(fs.readFileSync(entry.parentPath + '/' + entry.name, 'latin1'));
  }`;

/** The lines that say how long a scan takes beside its anchor, and how much memory. */
export async function measureScan(): Promise<string[]> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kling-cost-bench-'));
  try {
    writeScanTree(folder, FILES, MATCHING);
    const node = (...args: string[]) => execFileSync(process.execPath, args, { cwd: folder, env, encoding: 'utf8', maxBuffer: 1e8 });
    const { total } = estimateReportSchema.parse(JSON.parse(node(CLI, 'estimate', '.', '--format', 'json')));
    if (total.requests !== MATCHING) throw new Error(`the scan found ${total.requests} of ${MATCHING} requests`);

    const rg = () => execFileSync('rg', ['-j2', '-l', '-i', 'kling'], { cwd: folder, stdio: ['ignore', 'pipe', 'ignore'] });
    const hasRg = spawnSync('rg', ['--version']).status === 0;
    const pair = await inTurn(() => node(CLI, 'estimate', '.'), hasRg ? rg : () => node('-e', PLAIN_READ), { rounds: 9, warmup: 2 });
    const anchor = hasRg ? 'rg -j2 -l -i kling' : 'a plain read of each in Node (there is no rg on PATH)';
    return [
      ratioLine(`kling-cost estimate, ${FILES} files`, anchor, pair),
      memoryLine(peak(folder, ['estimate', '.']), peak(folder, ['estimate', '.gitignore'])),
    ];
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** The most memory that the command held at once, in megabytes. */
function peak(folder: string, args: readonly string[]): number {
  const script = `process.on('exit', () => { process.stderr.write('\\npeak ' + process.resourceUsage().maxRSS); });
    process.argv.splice(1, 0, ${JSON.stringify(CLI)}); require(${JSON.stringify(CLI)});`;
  const { stderr } = spawnSync(process.execPath, ['-e', script, ...args], { cwd: folder, env, encoding: 'utf8' });
  return Number(/peak (\d+)$/.exec(stderr)?.[1]) / 1024;
}

function memoryLine(own: number, anchor: number): string {
  const what = `its peak memory`.padEnd(44);
  return `${what} ${(own / anchor).toFixed(2).padStart(7)} ×  kling-cost estimate of one small file   (${own.toFixed(0)} MB beside ${anchor.toFixed(0)} MB)`;
}
