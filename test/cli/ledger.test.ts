// The commands of the usage log: what is printed, what stands in the file, and how they end.
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { entrySchema, logReportSchema, reservationSchema } from '../../src/presentation/ledgerJsonSchemas';
import { runCli, withFolder } from './support';
import type { Run } from './support';

const TRACKER = '{"timestamp": "2026-11-20T11:03:37.123456", "task_id": "P1", "credits": 35, "model": "kling-v2-6", "duration": 5, "mode": "standard", "prompt_preview": "a cat"}\n';

/** Runs commands in a folder, and gives the parsed line that they print. */
function within(files: Readonly<Record<string, string>>, use: (run: (...args: string[]) => Run, folder: string) => void): Promise<void> {
  return withFolder(files, (folder) => { use((...args) => runCli(args, folder), folder); });
}
const json = ({ output }: Run): unknown => JSON.parse(output);
const logOf = (run: (...args: string[]) => Run, ...args: string[]) => logReportSchema.parse(json(run('log', '--format', 'json', ...args)));

describe('the usage log', () => {
  it('holds a charge with the price and schedule of its day, and only a digest of the prompt', () => within({}, (run, folder) => {
    const done = run('record', '--task-id', 'T1', '--units', '3.5', '--model', 'kling-v2-6', '--mode', 'pro', '--duration', '5', '--feature', 'text2video', '--prompt', 'a secret cat');
    assert.deepEqual([done.code, done.errors], [0, '']);
    assert.match(done.output, /^\{[^\n]+\}\n$/);
    const { id, timestamp, ...entry } = entrySchema.parse(json(done));
    assert.match(id, /^[0-9a-f-]{36}$/);
    assert.ok(Math.abs(Date.parse(timestamp) - Date.now()) < 60_000);
    assert.deepEqual(entry, {
      taskId: 'T1', state: 'settled', quantity: '3.5', unit: 'units', pool: 'video', usd: '0.49', model: 'kling-v2-6', mode: 'pro',
      durationSeconds: 5, provider: 'kling', feature: 'text2video', project: path.basename(folder), schedule: 'kling-api 2026', expiresAt: null, reason: null,
    });
    const text = fs.readFileSync(path.join(folder, 'kling_usage.jsonl'), 'utf8');
    assert.match(text, /^\{"timestamp":"[^"]+","task_id":"T1","credits":null,[^\n]*"request_hash":"[0-9a-f]{64}"[^\n]*\}\n$/);
    assert.doesNotMatch(text, /secret/);
    assert.deepEqual(logOf(run), { version: 1, entries: [{ id, timestamp, ...entry }], unreadable: [] });
  }));

  it('takes credits or dollars instead of units, dollars beside them, and units of other pools', () => within({}, (run) => {
    const amounts = ([...args]: string[]): unknown[] => {
      const { quantity, unit, pool, usd, schedule } = entrySchema.parse(json(run('record', ...args)));
      return [quantity, unit, pool, usd, schedule];
    };
    assert.deepEqual(amounts(['--credits', '35']), ['35', 'credits', null, null, null]);
    assert.deepEqual(amounts(['--usd', '0.35']), ['0.35', 'usd', null, '0.35', null]);
    assert.deepEqual(amounts(['--units', '2', '--usd', '0.2']), ['2', 'units', 'video', '0.2', null]);
    assert.deepEqual(amounts(['--units', '8', '--pool', 'image']), ['8', 'units', 'image', '0.028', 'kling-api 2026']);
    assert.deepEqual(amounts(['--units', '8', '--provider', 'nobody']), ['8', 'units', 'video', null, null]);
  }));

  it('sets aside, settles in place, gives back, and ends with 3 when a limit stops', () => within({}, (run) => {
    const reserve = (...args: string[]) => {
      const done = run('reserve', ...args);
      return [done.code, reservationSchema.parse(json(done))] as const;
    };
    const limit = { quantity: '5', unit: 'units', pool: 'video' } as const;
    const [code, first] = reserve('--units', '2', '--daily', '5units');
    assert.deepEqual([code, { ...first, id: '' }], [0, { verdict: 'fits', id: '', remaining: '3', limit, period: 'daily' }]);
    assert.deepEqual(reserve('--units', '3.000001', '--daily', '5units'), [3, { verdict: 'stops', remaining: '3', limit, period: 'daily' }]);
    const [, over] = reserve('--units', '4', '--daily', '5units', '--on-exceed', 'warn', '--task-id', 'T2');
    assert.deepEqual([over.verdict, over.remaining], ['warns', '-1']);
    assert.match(run('release', 'T2', '--reason', 'timed out', '--format', 'table').output, /^released [\da-f-]+ \(task T2\): 4 units/);
    const settled = entrySchema.parse(json(run('settle', first.id ?? '', '--units', '2.5', '--task-id', 'T1')));
    assert.deepEqual([settled.state, settled.quantity, settled.usd, settled.taskId], ['settled', '2.5', '0.35', 'T1']);
    assert.deepEqual(logOf(run).entries.map(({ taskId, state, reason }) => [taskId, state, reason]), [['T1', 'settled', null], ['T2', 'released', 'timed out']]);
    assert.deepEqual(reserve('--units', '2.5', '--daily', '5units')[1].remaining, '0');
    assert.match(run('reserve', '--units', '1').errors, /^kling-cost: no limit is set, so nothing was checked; /);
    assert.deepEqual(reserve('--units', '9', '--daily', 'none'), [0, { verdict: 'fits', id: logOf(run).entries.at(-1)?.id, remaining: null, limit: null, period: null }]);
  }));

  it('lets nothing pass unsaid that a limit cannot count', () => within({}, (run) => {
    for (const [args, reason] of [
      [['--units', '2', '--pool', 'image', '--daily', '5units'], /limit, which counts video units, and this takes image units; set a limit in dollars$/],
      [['--credits', '2', '--daily', '5units'], /which counts video units, and this is billed in credits/],
      [['--units', '2', '--provider', 'nobody', '--monthly', '5usd'], /this month's limit: it has no price in dollars; set a limit in its own unit$/],
    ] as const) {
      const stopped = run('reserve', ...args);
      assert.equal(stopped.code, 3);
      assert.match(reservationSchema.parse(json(stopped)).reason ?? '', reason);
      const warned = run('reserve', ...args, '--on-exceed', 'warn', '--format', 'table');
      assert.equal(warned.code, 0);
      assert.match(warned.output.trimEnd(), reason);
    }
  }));

  it('is where the settings say, and keeps the start of prompts when they say so', () => within({
    '.vscode/settings.json': '{ // ours\n "klingCost.usageLog.path": "logs/usage.jsonl", "klingCost.usageLog.prompt": "preview", "klingCost.budget.daily": "1 units" }',
    'logs/.keep': '',
  }, (run, folder) => {
    assert.equal(run('record', '--units', '0.5', '--prompt', '🐈'.repeat(120)).code, 0);
    const line = JSON.parse(fs.readFileSync(path.join(folder, 'logs/usage.jsonl'), 'utf8')) as { prompt_preview: string };
    assert.equal(line.prompt_preview, '🐈'.repeat(100));
    assert.equal(run('reserve', '--units', '0.6').code, 3);
    assert.equal(run('record', '--units', '1', '--usage-log', 'other.jsonl').code, 0);
    assert.ok(fs.existsSync(path.join(folder, 'other.jsonl')));
  }));

  it('shows lines of the tracker, filters, and names what it cannot read', () => within({ 'kling_usage.jsonl': `${TRACKER}oops\n` }, (run) => {
    run('record', '--units', '1', '--model', 'kling-v3', '--project', 'ads');
    const all = logOf(run);
    assert.deepEqual(all.entries.map(({ id, quantity, unit, model }) => [id === 'P1' || id.length, quantity, unit, model]), [[true, '35', 'credits', 'kling-v2-6'], [36, '1', 'units', 'kling-v3']]);
    assert.deepEqual(all.unreadable, [{ line: 2, reason: 'is not JSON' }]);
    const count = (...args: string[]): number => logOf(run, ...args).entries.length;
    assert.deepEqual([
      count('--model', 'kling-v3'), count('--project', 'ads'), count('--until', '2026-11-20T11:03:37.123Z'), count('--until', '2026-11-20T11:03:37.124Z'),
      count('--since', '2026-11-20T11:03:38+00:00'), count('--since', '2026-11-19', '--until', '2026-11-21T00:00:00'), count('--since', '2999-01-01'),
    ], [1, 1, 0, 1, 1, 1, 0]);
    assert.match(run('log').output, /^Time \(UTC\) +State +Quantity .*\n2026-11-20 11:03:37 +settled +35 credits +kling-v2-6 .*P1.*\n[^\n]+\n\nNot read:\n {2}line 2: is not JSON\n$/);
    assert.match(run('log', '--format', 'markdown').output, /^\| Time \\\(UTC|^\| Time \(UTC\)/);
    const csv = run('log', '--format', 'csv');
    assert.match(csv.output, /^id,task_id,state,timestamp,quantity,/);
    assert.match(csv.errors, /kling_usage\.jsonl:2: is not JSON/);
  }));

  it('says what a person wants to know with --format table', () => within({}, (run) => {
    assert.match(run('record', '--units', '2.5', '--format', 'table').output, /^settled [0-9a-f-]{36}: 2\.5 units ≈ \$0\.35\n$/);
    assert.match(run('reserve', '--units', '1', '--monthly', '10units', '--format', 'table').output, /^fits, reserved as [0-9a-f-]{36}: 6\.5 units left of 10 units a month\n$/);
    assert.match(run('reserve', '--units', '7', '--monthly', '10units', '--format', 'table').output, /^does not fit: 6\.5 units left of 10 units a month\n$/);
    assert.equal(run('log', '--since', '2999-01-01').output, 'The usage log has no entries here.\n');
  }));

  const bad: [string[], RegExp][] = [
    [['record'], /record needs an amount/], [['record', 'T', '--units', '1'], /record takes no "T"/],
    [['record', '--units', '1', '--credits', '1'], /--units and --credits are two amounts/], [['record', '--credits', '1', '--pool', 'image'], /--pool says which units/],
    [['record', '--units', '-1'], /--units/], [['record', '--units=-1'], /--units "-1" is not an amount/], [['record', '--units', '1e3'], /--units "1e3" is not an amount/],
    [['record', '--units', '0.0000001'], /--units "0\.0000001" is not an amount/], [['record', '--units', '9999999999'], /is not an amount/],
    [['record', '--units', '1', '--task-id', ' '], /--task-id is empty/], [['record', '--units', '1', '--duration', 'x'], /--duration "x"/],
    [['record', '--units', '1', '--feature', 'x'], /--feature "x" is not known; use text2video/], [['record', '--units', '1', '--format', 'csv'], /--format "csv" is not known; use json or table/],
    [['record', '--units', '1', '--usage-log', ''], /--usage-log is empty/], [['record', '--units', '1', '--usage-log', '.'], /is not a file; name a file/],
    [['reserve', '--units', '1', '--daily', '5'], /--daily "5" is not a limit/], [['reserve'], /reserve needs an amount/], [['reserve', '--units', '1', '--ttl', '0'], /--ttl "0"/],
    [['settle'], /settle needs the id/], [['settle', 'a', 'b'], /"b" is one too many/], [['settle', 'nobody'], /has no entry and no task "nobody"; record its charge/],
    [['release', 'P1'], /"P1" is settled: it was charged; correct the entry/], [['reserve', '--units', '1', '--task-id', 'P1'], /"P1" is settled/],
    [['log', '--since', 'yesterday'], /--since "yesterday" is not a day or time; write it as/], [['log', '--usage-log', 'missing.jsonl'], /missing\.jsonl is not there; name an existing/],
    [['log', 'x'], /log takes no "x"; name a file with --usage-log/],
  ];
  for (const [args, message] of bad) {
    it(`refuses and writes nothing: ${args.join(' ')}`, () => within({ 'kling_usage.jsonl': TRACKER }, (run, folder) => {
      const { code, output, errors } = run(...args);
      assert.deepEqual([code, output], [2, '']);
      assert.match(errors, message);
      assert.match(errors, /^kling-cost: [^\n]+\n$/);
      assert.deepEqual(fs.readdirSync(folder), ['kling_usage.jsonl']);
      assert.equal(fs.readFileSync(path.join(folder, 'kling_usage.jsonl'), 'utf8'), TRACKER);
    }));
  }

  it('refuses a setting that is not right, at its place', () => within({ '.vscode/settings.json': '{ "klingCost.usageLog.path": 5 }' }, (run, folder) => {
    const { code, errors } = run('record', '--units', '1');
    assert.equal(code, 2);
    assert.match(errors, /settings\.json:1:30: klingCost\.usageLog\.path: this value has the wrong type; write text in quotes here/);
    assert.deepEqual(fs.readdirSync(folder), ['.vscode']);
  }));

  it('ends with 5 when the log cannot be written, and says why', () => within({}, (run) => {
    const { code, output, errors } = run('record', '--units', '1', '--usage-log', 'missing/usage.jsonl');
    assert.deepEqual([code, output], [5, '']);
    assert.match(errors, /^kling-cost: .*missing.usage\.jsonl cannot be written: there is no such folder; create the folder, or name another place for the usage log\n$/);
    assert.equal(run('reserve', '--units', '1', '--usage-log', 'missing/usage.jsonl').code, 5);
  }));
});
