import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { scheduleErrorLine } from '../../../src/presentation/scheduleError';
import { plainTranslate as t } from '../../../src/presentation/translate';
import { checkSchedule } from '../../../src/service/checkSchedule';
import { readSchedule } from '../../../src/service/readSchedule';
import { schedules } from '../../support/engine';
import { OWN_SCHEDULE } from '../presentation/subjects';

const text = JSON.stringify(OWN_SCHEDULE, null, 2);
const [rate] = OWN_SCHEDULE.rates;

/** What a user reads about a file in which `from` was replaced with `to`. */
function errorOf(from: string, to: string): string {
  assert.ok(text.includes(from), from);
  return lineOf(text.replace(from, to));
}

function lineOf(content: string): string {
  const read = readSchedule(content, 'own.json');
  return 'error' in read ? scheduleErrorLine(read.error, t) : 'fine';
}

const withProviders = (providers: string[]): string => lineOf(JSON.stringify({ ...OWN_SCHEDULE, providers }, null, 2));
const withRates = (...rates: unknown[]): string => JSON.stringify({ ...OWN_SCHEDULE, rates }, null, 2);

describe('readSchedule', () => {
  it('reads a schedule, with comments, trailing commas and a byte order mark', () => {
    assert.equal(lineOf(`\uFEFF// ours\n${text.replace(/\n\}$/, ',\n}')}`), 'fine');
  });

  it('finds every bundled schedule without fault', () => {
    for (const schedule of schedules) assert.deepEqual(checkSchedule(schedule), [], schedule.title);
    const folder = path.resolve('src/core/pricing/schedules');
    const files = fs.readdirSync(folder).filter((name) => name.endsWith('.json'));
    assert.ok(files.length > 0);
    for (const name of files) assert.equal(lineOf(fs.readFileSync(path.join(folder, name), 'utf8')), 'fine', name);
  });

  it('names file, place and remedy', () => {
    const cases: [string, string][] = [
      [lineOf(''), 'own.json:1:1: the file is empty; write a price schedule'],
      [lineOf('{\n  "id": }'), 'own.json:2:9: this is not JSON: a value is missing; correct the syntax here'],
      [errorOf('"id": "own",', '"id": "own"'), 'own.json:3:3: this is not JSON: a comma is missing; correct the syntax here'],
      [errorOf('"id": "own"', '"id" "own"'), 'own.json:2:8: this is not JSON: a colon is missing; correct the syntax here'],
      [errorOf('"id": "own"', '"id": own'), 'own.json:2:9: this is not JSON: a word stands here without quotes; correct the syntax here'],
      [errorOf('"effectiveFrom": "2026-01-01"', '"effectiveFrom": "1.1.2026"'), 'own.json:8:20: this is not a date; write a date such as "2026-11-21"'],
      [errorOf('"quantity": "0.07"', '"quantity": "-1"'), 'own.json:43:19: this value is not valid: must not be negative; correct it'],
      [errorOf('"id": "kling-v2-6"', '"id": ""'), 'own.json:24:13: this value is not valid: must be letters, digits, dots, dashes or underscores; correct it'],
      [errorOf('"title": "Our contract"', '"title": ""'), 'own.json:4:12: this text must not be empty; correct it'],
      [withProviders([]), 'own.json:5:16: this list must not be empty; correct it'],
      [errorOf('"quantity": "0.07"', '"quantity": 0.07'), 'own.json:43:19: this value has the wrong type; write text in quotes here'],
      [errorOf('"quantity": "0.07"', '"quantity": "seven"'), 'own.json:43:19: this value is not valid: must be decimal text such as "0.042"; correct it'],
      [errorOf('"title": "Our contract",', ''), 'own.json:1:1: "title" is missing; add "title" here'],
      [errorOf('"title": "Our contract"', '"title": "Our contract", "tittle": 1'), 'own.json:4:28: "tittle" is not a key of a price schedule; remove it or correct its name'],
      [errorOf('"unit": "usd"', '"unit": "dollars"'), 'own.json:18:15: this value is not allowed; write "units", "credits" or "usd"'],
      [errorOf('"per": "second"', '"per": "minute"'), 'own.json:42:14: this value is not allowed; write "call", "second" or "image"'],
      [errorOf('"per": "second"', '"per": { "startedSeconds": "5" }'), 'own.json:42:34: this value has the wrong type; write a number here'],
      [errorOf('"pool": "video"', '"pool": "vidoe"'), 'own.json:44:15: "vidoe" is not in "pools"; use video, or add it there'],
      [errorOf('"source": "contract"', '"source": "contarct"'), 'own.json:19:17: "contarct" is not in "sources"; use contract, or add it there'],
      [lineOf(withRates({ ...rate, models: ['kling-v2.6'] })), 'own.json:35:9: "kling-v2.6" is not the id of one of "models"; use kling-v2-6, or add it there'],
      [lineOf(withRates(rate, { ...rate, when: { mode: ['pro', 'std'], audio: true } })), 'own.json:47:5: this rate and rate 1 hold for the same request; give them different models, conditions or dates'],
      [lineOf(withRates(rate, { ...rate, when: { mode: ['std'] } })), 'fine'],
      [lineOf(withRates({ ...rate, effectiveUntil: '2026-05-01' }, { ...rate, effectiveFrom: '2026-05-01' })), 'fine'],
      [lineOf(withRates({ ...rate, effectiveFrom: '2026-05-02', effectiveUntil: '2026-05-01' })), 'own.json:47:25: 2026-05-02 is not before 2026-05-01; exchange or correct them'],
      [lineOf(withRates({ ...rate, per: { startedSeconds: 1e-300 } })), 'own.json:43:27: this value is not valid: must be between 0.001 and 1000000; correct it'],
      [lineOf(withRates({ ...rate, when: { durationSeconds: [5, 1e308] } })), 'own.json:40:11: this value is not valid: must be between 0.001 and 1000000; correct it'],
      [errorOf('"unit": "usd"', '"unit": "usd", "unitPrice": "2"'), 'own.json:18:35: this value is not valid: must be "1" or left out where the unit is usd; correct it'],
      [errorOf('"unit": "usd"', '"unit": "usd", "unitPrice": "1.0"'), 'fine'],
      [lineOf(`\n${'['.repeat(100_000)}`), 'own.json:2:101: more than 100 levels of brackets; write a price schedule, which has six at most'],
      [lineOf('{ "a": '.repeat(100_000)), 'own.json:1:701: more than 100 levels of brackets; write a price schedule, which has six at most'],
      [errorOf('"aliases": []', '"aliases": ["KLING_V2.6", "x"]'), 'fine'],
      [errorOf('"models": [', '"models": [{ "id": "b", "title": "B", "aliases": ["kling-v2.6"] },'), 'own.json:22:14: two models share the name "kling-v2.6"; rename one'],
      [errorOf('"id": "own"', '"__proto__": {}, "id": "own"'), 'own.json:2:3: "__proto__" is not a key of a price schedule; remove it or correct its name'],
    ];
    for (const [actual, expected] of cases) assert.equal(actual, expected);
  });

  it('finds the first rate for the same request, whatever tells the others apart', () => {
    const two = { ...OWN_SCHEDULE.rates[0], features: ['text2video', 'image2video'] };
    const rates = [
      { ...two, when: { mode: ['std'], durationSeconds: [5] } },
      { ...two, when: { mode: ['pro'], audio: true } },
      { ...two, models: undefined, when: { mode: ['pro'], durationSeconds: [5, 10], audio: false } },
      { ...two, features: ['image2video'], when: { durationSeconds: [10], voice: true } },
    ];
    assert.match(lineOf(withRates(...rates)), /: this rate and rate 2 hold for the same request;/);
    assert.equal(lineOf(withRates(...rates.slice(0, 3))), 'fine');
  });

  it('checks thousands of rates and models by looking at each a few times', () => {
    const models = Array.from({ length: 10_000 }, (_, index) => ({ id: `m${index}`, title: 'M' }));
    const many = models.map(({ id }) => ({ ...rate, models: [id], when: {} }));
    assert.equal(lineOf(JSON.stringify({ ...OWN_SCHEDULE, models, rates: many })), 'fine');
  });

  it('counts the other faults', () => {
    const broken = text.replaceAll('"source": "contract"', '"source": "x"');
    assert.match(lineOf(broken), /\(1 more in this file\)$/);
  });
});
