// `kling-cost plan` on long lists and a large folder: whole processes, beside the reading of the same list or folder alone.
import { execFileSync, spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { batchReportSchema } from '../../src/presentation/batchSchemas';
import { inTurn, ratioLine } from './measure';
import { writeScanTree } from './scanTree';

const CLI = path.resolve('dist/cli.js');
const FILES = 50_000;
const MATCHING = 200;
const MODELS = ['kling-v1', 'kling-v1-6', 'kling-v2-6', 'kling-v3'];

/** A list of so many rows with a prompt, many different prices, and priorities, so that the best for the same money is sought too. */
function listOf(rows: number): string {
  const lines = Array.from({ length: rows }, (_, at) => `"a cat, asleep on shelf ${String(at)}, soft light",${String(MODELS[at % 4])},${at % 3 === 0 ? 'pro' : 'std'},${at % 2 === 0 ? '5' : '10'},${String(at % 5)}`);
  return `prompt,model,mode,duration,priority\n${lines.join('\n')}\n`;
}

/** How long planning takes beside its anchors. */
export async function measureBatch(): Promise<string[]> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kling-cost-bench-'));
  try {
    const run = (...args: string[]) => execFileSync(process.execPath, [CLI, ...args], { cwd: folder, encoding: 'utf8', maxBuffer: 1e9 });
    const plan = (file: string, limit: string) => () => run('plan', file, '--daily', limit, '--on-exceed', 'warn', '--format', 'json');
    const rows = [1_000, 10_000, 100_000];
    for (const count of rows) fs.writeFileSync(path.join(folder, `${String(count)}.csv`), listOf(count));
    const limitOf = (count: number): string => `${String(count)}units`;
    const report = batchReportSchema.parse(JSON.parse(plan('10000.csv', limitOf(10_000))()));
    if (report.plan.length !== 10_000 || report.best === undefined) throw new Error('the list of 10,000 rows is not planned');

    const lines: string[] = [];
    for (const [index, count] of rows.entries()) {
      const anchor = rows[index - 1];
      if (anchor === undefined) continue;
      const pair = await inTurn(plan(`${String(count)}.csv`, limitOf(count)), plan(`${String(anchor)}.csv`, limitOf(anchor)), { rounds: 5, warmup: 1 });
      lines.push(ratioLine(`kling-cost plan, ${String(count)} rows`, `the same with ${String(anchor)} rows`, pair));
    }
    const tree = path.join(folder, 'tree');
    fs.mkdirSync(tree);
    writeScanTree(tree, FILES, MATCHING);
    const pair = await inTurn(() => run('plan', 'tree', '--daily', '100units', '--on-exceed', 'warn'), () => run('estimate', 'tree'), { rounds: 5, warmup: 1 });
    lines.push(ratioLine(`kling-cost plan, ${String(FILES)} files`, 'kling-cost estimate of the same files', pair));
    lines.push(`kling-cost plan, ${String(FILES)} files: ends ${(await endAfterInterrupt(tree)).toFixed(0)} ms after Ctrl-C`);
    return lines;
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** How long after an interrupt in the middle of its work the command has ended. */
async function endAfterInterrupt(folder: string): Promise<number> {
  const child = spawn(process.execPath, [CLI, 'plan', '.'], { cwd: folder, stdio: 'ignore' });
  const ended = new Promise((resolve) => { child.once('exit', resolve); });
  await new Promise((resolve) => { setTimeout(resolve, 400); });
  const started = performance.now();
  child.kill('SIGINT');
  await ended;
  return performance.now() - started;
}
