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
      requests: 4, priced: 4, ranges: 0, unpriced: 0, withoutUsd: 1,
      usd: { low: 2_828_000, high: 2_828_000 },
      quantities: [
        { schedule: 'kling-api 2026', pool: 'video', unit: 'units', low: 20_000_000, high: 20_000_000 },
        { schedule: 'kling-api 2026', pool: 'image', unit: 'units', low: 8_000_000, high: 8_000_000 },
        { schedule: 'kling-credits 2026-04', pool: 'credits', unit: 'credits', low: 10_000_000, high: 10_000_000 },
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
      ['=1+1', "'=1+1"], ['+1', "'+1"], ['-1', "'-1"], ['@a', "'@a"], ['\ta', "'\ta"], [-1, '-1'], ['a"b', '"a""b"'],
      ['a\nb', '"a\nb"'], ['a, b', '"a, b"'], ['', ''],
    ];
    for (const [value, text] of cells) assert.equal(csvCell(value), text);
  });

  it('says "not known" rather than 0 dollars', () => {
    assert.match(tableReport(totalOf(unknown), t), /Total on 2026-11-21, 1 request: 1 unpriced\n {2}dollars not known\n/);
    assert.match(tableReport(totalOf(known, credits), t), /\n {2}at least \$1\.40\n/);
  });

  it('says that there is nothing', () => {
    assert.equal(tableReport(estimateReport(DATE, []), t), 'No Kling requests found.\n');
  });

  it('keeps the JSON contract', () => {
    const json = estimateReportJson(mixed, t);
    assert.deepEqual(estimateReportSchema.parse(json), json);
    assert.deepEqual(json.files.map(({ path }) => path).slice(0, 2), ['big.json', 'media/a.png']);
    assert.deepEqual(json.total, {
      requests: 4, priced: 2, ranges: 1, unpriced: 1, usd: { low: '1.638', high: '1.778' }, usdIsAtLeast: true,
      quantities: [
        { schedule: 'kling-api 2026', pool: 'image', unit: 'units', low: '8', high: '8' },
        { schedule: 'kling-api 2026', pool: 'video', unit: 'units', low: '11.5', high: '12.5' },
      ],
    });
    const [choice, unpriced] = json.files.find(({ path }) => path === 'src/b.ts')?.requests ?? [];
    assert.deepEqual(choice?.parameters.mode, { value: null, origin: 'literal', values: ['std', 'pro'] });
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
