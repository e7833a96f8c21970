import assert from 'node:assert/strict';
import type { ReportedPackage } from '../../../src/core/account/costs';
import { compareCosts } from '../../../src/core/account/compare';
import type { Deduction } from '../../../src/core/account/deduction';
import { planImport } from '../../../src/core/account/match';
import type { Entry } from '../../../src/core/ledger/entry';
import { importCsv, importJson, importMarkdown, importText } from '../../../src/presentation/accountImport';
import type { ImportReport } from '../../../src/presentation/accountImport';
import { accountImportSchema, accountSyncSchema } from '../../../src/presentation/accountSchemas';
import { packageSentence, syncCsv, syncJson, syncMarkdown, syncText } from '../../../src/presentation/accountSync';
import type { SyncReport } from '../../../src/presentation/accountSync';
import { plainTranslate as t } from '../../../src/presentation/translate';

const NOW = Date.UTC(2026, 10, 21, 12);
const HOUR = 3_600_000;
const bought = (remaining: number, changes: Partial<ReportedPackage> = {}): ReportedPackage => ({
  id: 'p1', name: 'Trial-Video-1000Units', type: 'decreasing_total', total: 1_000_000_000, remaining: remaining * 1_000_000,
  purchasedAt: NOW - 1, effectiveAt: NOW - 1, invalidAt: Date.UTC(2026, 11, 21), status: 'online', ...changes,
});
const entry = (units: number, hoursAgo: number, changes: Partial<Entry> = {}): Entry => ({
  id: `e${units}`, taskId: `t${units}`, state: 'settled', timestamp: NOW - hoursAgo * HOUR, amount: { quantity: units * 1_000_000, unit: 'units', pool: 'video' }, ...changes,
});
const report = (hoursAgo: number, packages: ReportedPackage[], entries: Entry[] = []): SyncReport => {
  const askedAt = NOW - hoursAgo * HOUR;
  return { askedAt, fromCache: false, packages: compareCosts({ packages, askedAt }, entries, 'kling', NOW) };
};
const sentence = (hoursAgo: number, packages: ReportedPackage[], entries: Entry[] = []): string => {
  const [first] = report(hoursAgo, packages, entries).packages;
  return packageSentence(first ?? assert.fail(), t);
};
/** What could move a cursor, end a table or run in a spreadsheet. */
const HOSTILE = '=cmd|"a"\u001b[2J\u0007\n| **b** <img src=x> \u202e';
const UNSEEN = /(?!\n|\r\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

describe('account sync for people', () => {
  it('says what Kling said, how long ago, and what was logged since', () => {
    assert.equal(sentence(9, [bought(412)], [entry(10, 3), entry(4, 8)]), 'Kling said 412 units 9 hours ago, 14 units logged since: 398 units expected now');
    assert.equal(
      sentence(9, [bought(412)], [entry(14, 3), entry(5, 20)]),
      'Kling said 412 units 9 hours ago, 14 units logged since and 5 units in the 12 hours before, which it may not have counted yet: 393–398 units expected now',
    );
    assert.equal(sentence(0, [bought(1)], [entry(5, 2)]), 'Kling said 1 unit just now, nothing logged since and 5 units in the 12 hours before, which it may not have counted yet: −4 units to 1 unit expected now');
    assert.equal(sentence(1 / 60, [bought(-3)]), 'Kling said −3 units a minute ago, nothing logged since');
    assert.deepEqual([0.5, 1, 47, 48, 300].map((hours) => sentence(hours, [bought(1, { status: 'expired' })])), [
      'Kling said 1 unit 30 minutes ago', 'Kling said 1 unit an hour ago', 'Kling said 1 unit 47 hours ago', 'Kling said 1 unit 2 days ago', 'Kling said 1 unit 12 days ago',
    ]);
  });

  it('shows a table with states, ends and the lag', () => {
    const packages = [bought(412), bought(0, { name: 'Image pack', status: 'runOut' }), bought(7, { name: 'Package 7' }), bought(7, { name: 'New', status: 'onHold' })];
    assert.equal(syncText(report(9, packages, [entry(14, 3)]), t), [
      'Package                State           Held  Ends        Left',
      'Trial-Video-1000Units  in use   1,000 units  2026-12-21  Kling said 412 units 9 hours ago, 14 units logged since: 398 units expected now',
      'Image pack             used up  1,000 units  2026-12-21  Kling said 0 units 9 hours ago',
      'Package 7              in use   1,000 units  2026-12-21  Kling said 7 units 9 hours ago; its name does not tell which units it holds',
      'New                    onHold   1,000 units  2026-12-21  Kling said 7 units 9 hours ago',
      '',
      'What Kling says is left may be 12 hours older. Packages that end sooner are taken to be used first.',
      '',
    ].join('\n'));
    assert.equal(syncText(report(9, []), t), 'Kling names no resource package of this account.\n');
    assert.match(syncMarkdown(report(9, packages), t), /^\| Package \| State \| Held \| Ends \| Left \|\n\| :-- \| :-- \| --: \| :-- \| :-- \|\n\| Trial-Video-1000Units \| in use \|/);
  });

  it('gives the contract as JSON, and CSV', () => {
    const json = accountSyncSchema.parse(syncJson(report(9, [bought(412), bought(-1, { status: 'expired' })], [entry(14, 3)])));
    assert.deepEqual(json.packages[0], {
      id: 'p1', name: 'Trial-Video-1000Units', pool: 'video', type: 'decreasing_total', status: 'online', total: '1000', remaining: '412', purchasedAt: '2026-11-21T11:59:59.999Z',
      effectiveAt: '2026-11-21T11:59:59.999Z', expiresAt: '2026-12-21T00:00:00.000Z', loggedSince: { low: '14', high: '14' }, expected: { low: '398', high: '398' },
    });
    assert.deepEqual([json.askedAt, json.lagHours, json.packages[1]?.remaining], ['2026-11-21T03:00:00.000Z', 12, '-1']);
    assert.equal(syncCsv(report(9, [bought(412)], [entry(14, 3)])), [
      'id,name,pool,type,status,total,remaining,asked_at,expires_at,logged_low,logged_high,expected_low,expected_high',
      'p1,Trial-Video-1000Units,video,decreasing_total,online,1000,412,2026-11-21T03:00:00.000Z,2026-12-21T00:00:00.000Z,14,14,398,398', '',
    ].join('\r\n'));
  });

  it('shows hostile names, amounts and dates without harm', () => {
    const hostile = report(9, [bought(1_000_000_000, { id: HOSTILE, name: HOSTILE, type: HOSTILE, status: HOSTILE, invalidAt: 253_402_300_799_999 }), bought(-1_000_000_000)]);
    for (const text of [syncText(hostile, t), syncMarkdown(hostile, t), syncCsv(hostile)]) assert.doesNotMatch(text, UNSEEN);
    assert.match(syncText(hostile, t), /9999-12-31 {2}Kling said 1,000,000,000 units/);
    assert.match(syncCsv(hostile), /\n?"'=cmd/);
    assert.doesNotMatch(syncMarkdown(hostile, t), /<img|\*\*b\*\*(?<!\\)/);
    accountSyncSchema.parse(syncJson(hostile));
  });
});

describe('account import for people', () => {
  const row = (taskId: string, units: number, changes: Partial<Deduction> = {}): Deduction => ({
    taskId, at: NOW - HOUR, quantity: units * 1_000_000, from: { pool: 'video', packageId: 'p' }, model: 'kling-v2-6', feature: 'image2video', mode: 'pro', ...changes,
  });
  const stretch = { start: NOW - 30 * 24 * HOUR, end: NOW };
  const imported = (rows: Deduction[], entries: Entry[], dryRun = false): ImportReport => ({ plan: planImport(rows, entries, 'kling', stretch), stretch, dryRun });
  const rows = [row('t1', 1), row('t2', 3), row('new', 9), row('pic', 8, { from: { pool: 'image', packageId: 'q' } }), row('y', 2, { from: { currency: 'CNY' } })];
  const entries = [entry(1, 1, { state: 'reserved' }), entry(2, 1, { model: 'kling-v2-6' }), entry(5, 1), { ...entry(6, 1), taskId: '' }];
  const withoutTask: Entry = { id: 'e7', state: 'settled', timestamp: NOW - HOUR, amount: { quantity: 7_000_000, unit: 'units', pool: 'video' } };

  it('says what is as logged, what differs, and what was written', () => {
    assert.equal(importText(imported(rows, [...entries, withoutTask]), t), [
      'Tasks that Kling charged from 2026-10-22 12:00 UTC to 2026-11-21 12:00 UTC: 5',
      '  1 as logged',
      '  1 other than logged',
      '  2 not in the log',
      '  1 charged in other money or in two ways: left as they are',
      '  2 in the log, without a charge: left as they are',
      '  1 in the log, without a task id to find a charge by',
      '  Written: 1 settled, 1 corrected, 2 recorded',
      '',
      'Task  Model       Estimate         Charge  Difference  What it is',
      't2    kling-v2-6   2 units        3 units     +1 unit  other than logged',
      'new   kling-v2-6                  9 units              not in the log',
      'pic   kling-v2-6            8 image units              not in the log',
      'y     kling-v2-6                    2 CNY              in other money',
      't5                 5 units                             no charge',
      '                   6 units                             no charge',
      'e7                 7 units                             no task id',
      '',
    ].join('\n'));
    assert.match(importText(imported(rows, entries, true), t), /\n {2}To write: 1 settled, 1 corrected, 2 recorded; nothing is written yet\n/);
    assert.equal(importText(imported([], []), t), 'Tasks that Kling charged from 2026-10-22 12:00 UTC to 2026-11-21 12:00 UTC: 0\n  nothing to write\n');
    assert.match(importMarkdown(imported(rows, entries), t), /: 5\n\n- 1 as logged\n[^]*\n\n\| Task \| Model \|/);
  });

  it('gives the contract as JSON and CSV, every task', () => {
    const json = accountImportSchema.parse(importJson(imported(rows, entries)));
    assert.deepEqual(json.written, { settled: 1, corrected: 1, recorded: 2 });
    assert.deepEqual(json.tasks.map(({ match, action, taskId, difference }) => [match, action, taskId, difference]), [
      ['different', 'correct', 't2', '1'], ['unknown', 'record', 'new', undefined], ['unknown', 'record', 'pic', undefined], ['currency', 'none', 'y', undefined],
      ['uncharged', 'none', 't5', undefined], ['uncharged', 'none', '', undefined], ['equal', 'settle', 't1', '0'],
    ]);
    assert.deepEqual(json.tasks[2]?.charge, { quantity: '8', unit: 'units', pool: 'image' });
    assert.equal(importCsv(imported(rows, entries)).split('\r\n')[1], 'different,correct,t2,e2,2026-11-21T11:00:00.000Z,,kling-v2-6,,2,video units,3,video units,1');
  });

  it('shows hostile names without harm, and fifty of a hundred thousand rows', () => {
    const many = Array.from({ length: 100_000 }, (_, index) => row(`${HOSTILE}${index}`, index % 1000, { model: HOSTILE, feature: HOSTILE, mode: HOSTILE }));
    const hostile = imported(many, []);
    const text = importText(hostile, t);
    assert.doesNotMatch(text, UNSEEN);
    assert.match(text, /\n… and 99950 more; --format csv shows all\n$/);
    assert.equal(text.split('\n').length, 57);
    assert.doesNotMatch(importMarkdown(imported(many.slice(0, 9), []), t), UNSEEN);
    const csv = importCsv(hostile);
    assert.equal(csv.split('\r\n').length, 100_002);
    assert.doesNotMatch(csv.replaceAll('\r\n', ''), UNSEEN);
    assert.equal(accountImportSchema.parse(importJson(hostile)).tasks.length, 100_000);
  }).timeout(60_000);
});
