import assert from 'node:assert/strict';
import { csvCell, csvReport } from '../../../src/presentation/csv';
import { estimateReportJson, priceReportJson } from '../../../src/presentation/json';
import { estimateReportSchema, priceReportSchema } from '../../../src/presentation/jsonSchemas';
import { markdownReport } from '../../../src/presentation/markdown';
import { estimateReport } from '../../../src/presentation/report';
import type { EstimateReport, ReportFile } from '../../../src/presentation/report';
import { tableReport } from '../../../src/presentation/table';
import { plainTranslate as t } from '../../../src/presentation/translate';
import { assertGolden } from '../../cli/support';
import { DATE } from '../../support/engine';
import { subject } from './subjects';
import type { Subject } from '../../../src/presentation/subject';

const known = subject('text2video', { model: 'kling-v2-6', mode: 'pro', durationSeconds: 10, audio: true });
const open = subject('text2video', { model: 'kling-v2-6', mode: ['std', 'pro'], durationSeconds: 5 });
const unknown = subject('text2video', { model: '=cmd|"x"' });
const images = subject('image-generation', { model: 'kling-v2-1', count: 2 });
const credits = subject('text2video', { model: 'kling-v2-6', mode: 'std', durationSeconds: 5 }, { priceSchedule: 'kling-credits' });

const file = (path: string, ...subjects: Subject[]): ReportFile => ({
  path,
  problems: [],
  requests: subjects.map((item, index) => ({ line: index * 10 + 1, endLine: index * 10 + 4, subject: item })),
});
const binary = (path: string): ReportFile => ({ path, problems: [{ line: 1, message: 'binary file, skipped', whole: 'binary' }], requests: [] });

const mixed = estimateReport(DATE, [
  file('src/b.ts', open, unknown),
  { path: 'src/a, "quoted".json', problems: [{ line: 7, message: 'syntax error' }], requests: [{ line: 2, endLine: 2, callLine: 9, subject: known }, { line: 1, endLine: 1, subject: images }] },
  file('empty.ts'),
  ...['a', 'b', 'c', 'd', 'e'].map((name) => binary(`media/${name}.png`)),
  { path: 'big.json', problems: [{ line: 1, message: 'too large', whole: 'other' }], requests: [] },
]);
const totalOf = (...subjects: Subject[]): EstimateReport => estimateReport(DATE, [file('a.ts', ...subjects)]);

describe('estimate report', () => {
  it('adds each pool by itself, and dollars over all', () => {
    assert.deepEqual(totalOf(known, known, images, credits).total, {
      requests: 4, priced: 4, ranges: 0, unpriced: 0, withoutUsd: 1, perRequest: 0,
      usd: { low: 2_828_000, high: 2_828_000 },
      quantities: [
        { schedule: 'kling-api 2026', pool: 'video', unit: 'units', low: 20_000_000, high: 20_000_000, isAtLeast: false },
        { schedule: 'kling-api 2026', pool: 'image', unit: 'units', low: 8_000_000, high: 8_000_000, isAtLeast: false },
        { schedule: 'kling-credits 2026-04', pool: 'credits', unit: 'credits', low: 10_000_000, high: 10_000_000, isAtLeast: false },
      ],
    });
  });

  it('prints a table', () => {
    assertGolden('report.txt', tableReport(mixed, t));
  });

  it('prints Markdown', () => {
    assertGolden('report.md', markdownReport(mixed, t));
  });

  it('prints CSV that a spreadsheet reads and does not run', () => {
    const rows = csvReport(mixed, t).split('\r\n');
    assert.equal(rows.length, 6);
    assert.ok(rows[1]?.startsWith('"src/a, ""quoted"".json",1,1,,kling,image-generation,kling-v2-1,'), rows[1]);
    assert.ok(rows[2]?.includes(',2,2,9,kling,text2video,kling-v2-6,pro,,10,true,'), rows[2]);
    assert.ok(rows[3]?.includes(',std | pro,'), rows[3]);
    assert.ok(rows[4]?.includes(`,"'=cmd|""x""",`), rows[4]);
  });

  it('guards the cells that a spreadsheet would run', () => {
    const cells: [string | number, string][] = [
      ['=1+1', "'=1+1"], ['+1', "'+1"], ['-1', '-1'], ['-2.5', '-2.5'], ['-1+1', "'-1+1"], ['@a', "'@a"], ['  =1', "'  =1"], ['\uFF1D1', "'\uFF1D1"], [-1, '-1'], ['a"b', '"a""b"'],
      ['\ta', '\\u{9}a'], ['a\nb', 'a\\u{a}b'], ['\u001b[31m\0', '\\u{1b}[31m\\u{0}'], ['a;=1', '"a;=1"'], ['a, b', '"a, b"'], ['', ''],
    ];
    for (const [value, text] of cells) assert.equal(csvCell(value), text);
  });

  it('says "not known" rather than 0 dollars', () => {
    assert.match(tableReport(totalOf(unknown), t), /Total on 2026-11-21, 1 request: 1 unpriced\n {2}dollars not known\n/);
    assert.match(tableReport(totalOf(known, credits), t), /\n {2}at least \$1\.40\n/);
  });

  it('says that there is nothing, unless nothing could be read', () => {
    const missing: ReportFile = { path: 'nope', problems: [{ line: 1, message: 'cannot be read', whole: 'other' }], requests: [] };
    assert.equal(tableReport(estimateReport(DATE, []), t), 'No Kling requests found.\n');
    assert.equal(tableReport(estimateReport(DATE, [missing]), t), 'Not read:\n  nope: cannot be read\n');
    assert.doesNotMatch(markdownReport(estimateReport(DATE, [missing]), t), /No Kling requests found/);
    assert.match(tableReport(estimateReport(DATE, [missing, file('empty.ts')]), t), /^No Kling requests found\.\n/);
    assert.match(tableReport(estimateReport(DATE, [binary('a.png')]), t), /^No Kling requests found\.\n/);
  });

  it('says "at least" of the pools that a request without a price could belong to', () => {
    const tryOn = subject('virtual-try-on', { model: 'virtual-try-on-3.0' });
    const other: Subject = {
      request: { provider: 'piapi', feature: 'text2video', parameters: {}, assumed: [], remarks: [] },
      estimate: { status: 'unpriced', reason: { code: 'noSchedule', provider: 'piapi' }, remarks: [] },
    };
    const unresolved: Subject = {
      request: { provider: 'kling', parameters: {}, reason: 'ambiguousEndpoint', detail: 'kling-v1' },
      estimate: { status: 'unpriced', reason: { code: 'ambiguousEndpoint', detail: 'kling-v1' }, remarks: [] },
    };
    const lowerBounds = (...unpriced: Subject[]): string[] => {
      const { total } = totalOf(known, images, ...unpriced);
      assert.equal(total.withoutUsd, unpriced.length);
      return total.quantities.filter(({ isAtLeast }) => isAtLeast).map(({ pool }) => pool);
    };
    assert.deepEqual(lowerBounds(unknown), ['video']);
    assert.deepEqual(lowerBounds(tryOn), []);
    assert.deepEqual(lowerBounds(subject('image-generation', { model: 'kling-v9' })), ['image']);
    assert.deepEqual(lowerBounds(other), []);
    assert.deepEqual(lowerBounds(unresolved), ['video', 'image']);
    const oddFeature = subject('effects', { scene: 'hug' });
    assert.equal(oddFeature.estimate.status, 'unpriced');
    assert.deepEqual(lowerBounds(oddFeature), ['video', 'image']);
  });

  it('gives the sum of a file where there are others and it has several requests', () => {
    const two = (name: string): ReportFile => file(name, known, images);
    assert.match(tableReport(estimateReport(DATE, [two('a.ts'), file('b.ts', known)]), t), /\na\.ts: 2 requests, 10 units \(video\); 8 units \(image\), \$1\.428\n.*\n.*\n\nb\.ts\n/);
    assert.match(tableReport(estimateReport(DATE, [two('a.ts')]), t), /^Line .*\na\.ts\n/);
    assert.doesNotMatch(markdownReport(estimateReport(DATE, [two('a.ts')]), t), /\| File \|/);
    assert.match(markdownReport(estimateReport(DATE, [two('a.ts'), file('b.ts', known)]), t), /\n\| b\.ts \| 1 request \| 10 units \| \$1\.40 \|\n/);
  });

  it('stays narrow beside long paths, a thousand requests and more', () => {
    const files = Array.from({ length: 250 }, (_, index) => file(`src/${'deep/'.repeat(30)}${index}.ts`, known, open, images, known));
    const lines = tableReport(estimateReport(DATE, files), t).split('\n').filter((line) => !line.startsWith('src/'));
    assert.equal(lines.filter((line) => /^ +\d+: /.test(line)).length, 1000);
    assert.deepEqual(lines.filter((line) => line.length > 100), []);
  });

  it('joins notes as clauses', () => {
    const own: Subject = { ...known, estimate: { ...known.estimate, remarks: [
      { code: 'retiredModel', model: 'Kling v2.6', date: '2026-09-15' }, { code: 'fieldIgnored', field: 'mode', why: 'notOffered' },
    ] } };
    const [, , row] = tableReport(totalOf(own), t).split('\n');
    assert.match(row ?? '', / {2}Kling v2\.6 was retired on 2026-09-15; the API ignores mode here: this model does not offer the choice$/);
    const refused = subject('text2video', { model: 'kling-v2-6', mode: '?', durationSeconds: 10, audio: true });
    assert.match(tableReport(totalOf(refused), t), /\$1\.40 {2}mode not known here, audio only with mode pro\n/);
    const open = subject('text2video', { model: 'kling-v2-6', mode: '?', durationSeconds: '?', audio: true });
    assert.match(tableReport(totalOf(open), t), /mode and duration not known here; some values that it can have are not offered: audio only with mode pro\n/);
  });

  it('names the package whose price was used, and where', () => {
    const bought = subject('text2video', { model: 'kling-v2-6', mode: 'pro', durationSeconds: 5 }, { resourcePackage: 'Package 3' });
    const table = tableReport(totalOf(bought, images), t);
    assert.match(table, /\$0\.315 {2}at the price of Package 3\n/);
    assert.match(table, /\n {2}\$0\.343\n {2}video: dollars at the price of Package 3 \(\$0\.126 per unit\)\n$/);
    const json = estimateReportJson(totalOf(bought, images), t);
    assert.deepEqual(estimateReportSchema.parse(json), json);
    assert.deepEqual(json.files[0]?.requests.map(({ estimate }) => estimate.package), ['package-3', undefined]);
    assert.deepEqual(json.total.quantities.map((row) => row.package), ['package-3', undefined]);
    assert.match(csvReport(totalOf(bought), t), /,0\.315,0\.315,package-3,kling-api 2026,/);
  });

  it('shows in the request how often a written list sends it, and in the total what a loop may multiply', () => {
    const sent = (times: number, open: boolean): Subject => ({ ...known, request: { ...known.request, repetition: { times, open } } });
    const table = tableReport(totalOf(sent(3, false), sent(1, true)), t);
    assert.match(table, /audio × 3 requests {2}/);
    assert.match(table, / {2}per request\n/);
    assert.match(table, /\n {2}1 request in a loop of unknown length is counted once\n$/);
    assert.equal(estimateReportJson(totalOf(sent(1, true), sent(1, true)), t).total.perRequest, 2);
  });

  it('keeps the JSON contract', () => {
    const json = estimateReportJson(mixed, t);
    assert.deepEqual(estimateReportSchema.parse(json), json);
    assert.deepEqual(json.files.map(({ path }) => path).slice(0, 2), ['big.json', 'media/a.png']);
    assert.deepEqual(json.total, {
      requests: 4, priced: 2, ranges: 1, unpriced: 1, usd: { low: '1.638', high: '1.778' }, usdIsAtLeast: true, perRequest: 0,
      quantities: [
        { schedule: 'kling-api 2026', pool: 'image', unit: 'units', low: '8', high: '8', isAtLeast: false },
        { schedule: 'kling-api 2026', pool: 'video', unit: 'units', low: '11.5', high: '12.5', isAtLeast: true },
      ],
    });
    const [choice, unpriced] = json.files.find(({ path }) => path === 'src/b.ts')?.requests ?? [];
    assert.deepEqual(choice?.remarks, []);
    assert.deepEqual(choice.parameters.mode, { value: null, origin: 'literal', values: ['std', 'pro'] });
    assert.deepEqual(unpriced?.estimate, {
      status: 'unpriced', schedule: 'kling-api 2026', effectiveFrom: '2026-01-01',
      reason: 'the price schedule has no model "=cmd|"x""',
    });
  });

  it('gives the formula of an open duration in JSON', () => {
    const json = priceReportJson(DATE, subject('text2video', { model: 'kling-v3', mode: 'pro', durationSeconds: '?' }), t);
    assert.deepEqual(priceReportSchema.parse(json), json);
    assert.deepEqual(json.request.parameters.durationSeconds, { value: null, origin: 'runtime' });
    assert.deepEqual(json.estimate, {
      status: 'range', unit: 'units', quantity: { low: '2.4', high: '12' }, usd: { low: '0.336', high: '1.68' },
      perSecond: { quantity: '0.8', usd: '0.112' }, schedule: 'kling-api 2026', effectiveFrom: '2026-01-01',
    });
  });
});
