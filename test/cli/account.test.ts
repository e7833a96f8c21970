import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { accountImportSchema, accountSyncSchema } from '../../src/presentation/accountSchemas';
import { ACCESS_KEY, API_KEY, SECRET_KEY, documentedCash, documentedPackage, documentedUnits, raw, refusal, startAccountServer } from '../support/accountServer';
import type { AccountServer } from '../support/accountServer';
import { CLI, assertGolden, runCli, withFolder } from './support';
import type { Run } from './support';

const KEYS = { KLING_API_KEY: API_KEY };
const DAY_MS = 86_400_000;

type Account = (args: readonly string[], keys?: Readonly<Record<string, string>>) => Promise<Run>;

/** Runs the command beside a server in this process, in a folder of its own with its own cache. */
async function withAccount(files: Readonly<Record<string, string>>, use: (account: Account, server: AccountServer, folder: string) => Promise<void>): Promise<void> {
  const server = await startAccountServer();
  try {
    await withFolder(files, async (folder) => {
      const cache = path.join(folder, 'cache');
      const bare = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('KLING_')));
      const account: Account = (args, keys = KEYS) => run(['account', ...args, '--base-url', server.url], folder, { ...bare, XDG_CACHE_HOME: cache, LOCALAPPDATA: cache, HOME: folder, ...keys });
      await use(account, server, folder);
    });
  } finally {
    await server.close();
  }
}

function run(args: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Promise<Run> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [CLI, ...args], { cwd, env });
    const [output, errors]: [string[], string[]] = [[], []];
    child.stdout.setEncoding('utf8').on('data', (text: string) => output.push(text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => errors.push(text));
    child.on('error', reject).on('close', (code) => { resolve({ code, output: output.join(''), errors: errors.join('') }); });
  });
}

describe('kling-cost account', () => {
  it('refuses what it cannot do', () => {
    const bare = { KLING_API_KEY: '', KLING_ACCESS_KEY: '', KLING_SECRET_KEY: '' };
    const bad: [string[], Readonly<Record<string, string>>, RegExp][] = [
      [[], {}, /account needs to know what to do: kling-cost account sync, or account import/],
      [['delete'], {}, /account "delete" is not known; use sync or import/],
      [['sync', 'now'], {}, /account sync takes no "now"/],
      [['sync', '--dry-run'], {}, /account sync takes no --dry-run; it writes nothing/],
      [['import', '--since', '2026-13-01'], {}, /--since "2026-13-01" is not a day or time/],
      [['import', '--since', '2999-01-01'], {}, /--since "2999-01-01" is not past/],
      [['sync', '--format', 'xml'], {}, /--format "xml" is not known/],
      [['sync'], {}, /account needs a key of Kling’s API: set KLING_API_KEY, or KLING_ACCESS_KEY and KLING_SECRET_KEY, in the environment/],
      [['sync'], { KLING_ACCESS_KEY: 'a' }, /KLING_SECRET_KEY is not set; set both/],
      [['sync'], { KLING_SECRET_KEY: 'a' }, /KLING_ACCESS_KEY is not set; set both/],
      [['sync'], { KLING_API_KEY: 'a b' }, /the API key in KLING_API_KEY is empty or holds a space/],
      [['sync', '--base-url', 'http://api.klingai.com'], { KLING_API_KEY: 'a' }, /does not begin with https/],
    ];
    const before = { ...process.env };
    try {
      for (const [args, keys, message] of bad) {
        Object.assign(process.env, bare, keys);
        const { code, output, errors } = runCli(['account', ...args]);
        assert.deepEqual([code, output], [2, ''], errors);
        assert.match(errors, message);
        assert.match(errors, /^kling-cost: [^\n]+\n$/);
      }
    } finally {
      process.env = before;
    }
    assertGolden('help-account.txt', runCli(['account', '--help']).output);
  }).timeout(60_000);

  it('syncs: what Kling says beside the log, asked once an hour', () =>
    withAccount({}, async (account, server, folder) => {
      const now = Date.now();
      server.packages = [{ ...documentedPackage, status: 'online', remaining_quantity: 412, invalid_time: now + 30 * DAY_MS }];
      fs.writeFileSync(path.join(folder, 'own.jsonl'), `${JSON.stringify({ v: 1, event: 'recorded', id: 'e1', timestamp: new Date(now + 600_000).toISOString(), quantity: '14', unit: 'units', pool: 'video' })}\n`);
      const table = await account(['sync', '--usage-log', 'own.jsonl']);
      assert.deepEqual([table.code, table.errors], [0, '']);
      assert.match(table.output, /^Package +State +Held +Ends +Left\nVideo Generation - 10,000 entries {2}in use {2}200 units {2}\d{4}-\d\d-\d\d {2}Kling said 412 units just now, 14 units logged since: 398 units expected now\n/);
      const json = accountSyncSchema.parse(JSON.parse((await account(['sync', '--format', 'json'])).output));
      assert.deepEqual([json.fromCache, json.packages[0]?.remaining, server.calls.length], [true, '412', 1]);
      for (const format of ['csv', 'markdown']) assert.equal((await account(['sync', '--format', format])).code, 0);
      const pair = await account(['sync', '--format', 'json'], { KLING_ACCESS_KEY: ACCESS_KEY, KLING_SECRET_KEY: SECRET_KEY });
      assert.deepEqual([pair.code, accountSyncSchema.parse(JSON.parse(pair.output)).fromCache, server.calls.length], [0, false, 2]);
      assert.ok(!fs.existsSync(path.join(folder, 'kling_usage.jsonl')));
    })).timeout(60_000);

  it('says what went wrong, ends with 6, and shows the last answer if there is one', () =>
    withAccount({}, async (account, server, folder) => {
      server.answers.push(refusal(401, 1002, 'Authorization is invalid'));
      assert.deepEqual(await account(['sync']), {
        code: 6, output: '',
        errors: 'kling-cost: GET /account/costs: Kling did not accept the API key in KLING_API_KEY (code 1002): “Authorization is invalid”; copy the key again from Kling’s console, or create a new one, and set KLING_API_KEY\n',
      });
      await account(['sync']);
      const file = path.join(folder, 'cache', 'kling-cost', 'account.json');
      const kept = JSON.parse(fs.readFileSync(file, 'utf8')) as { askedAt: number };
      fs.writeFileSync(file, JSON.stringify({ ...kept, askedAt: kept.askedAt - 9 * 3_600_000 }));
      server.answers.push(raw(200, '<html>'));
      const { code, output, errors } = await account(['sync']);
      assert.equal(code, 6);
      assert.match(output, /Kling said 118 units 9 hours ago/);
      assert.match(errors, /^kling-cost: GET \/account\/costs: the answer is not JSON; [^\n]+\nkling-cost: shown is what Kling said the last time\n$/);
    })).timeout(60_000);

  it('imports charges into the log, once', () =>
    withAccount({}, async (account, server, folder) => {
      const at = String(Date.now() - 3_600_000);
      server.units = [{ ...documentedUnits, deduction_time: at }, { ...documentedUnits, task_id: 't2', deduction_time: at, product_type: 'image' }];
      server.cash = [{ ...documentedCash, deduction_time: at }];
      const dry = accountImportSchema.parse(JSON.parse((await account(['import', '--dry-run', '--format', 'json'])).output));
      assert.deepEqual([dry.dryRun, dry.written], [true, { settled: 0, corrected: 0, recorded: 3 }]);
      const log = path.join(folder, 'kling_usage.jsonl');
      assert.ok(!fs.existsSync(log));
      const first = await account(['import']);
      assert.deepEqual([first.code, first.errors], [0, '']);
      assert.match(first.output, /: 3\n {2}3 not in the log\n {2}Written: 0 settled, 0 corrected, 3 recorded\n/);
      const text = fs.readFileSync(log, 'utf8');
      assert.equal(text.trimEnd().split('\n').length, 3);
      const again = await account(['import']);
      assert.match(again.output, /: 3\n {2}3 as logged\n {2}nothing to write\n$/);
      assert.equal(fs.readFileSync(log, 'utf8'), text);
      const broken = await account(['import', '--usage-log', '.']);
      assert.deepEqual([broken.code, broken.output], [2, '']);
      assert.match(broken.errors, /^kling-cost: [^\n]+ is not a file; name a file for the usage log\n$/);
      const later = accountImportSchema.parse(JSON.parse((await account(['import', '--format', 'json', '--since', new Date(Date.now() - 2 * DAY_MS).toISOString().slice(0, 10)])).output));
      assert.equal(later.tasks.length, 3);
    })).timeout(60_000);
});
