import assert from 'node:assert/strict';
import type { BadRow, ListRow } from '../../../src/core/batch/listRow';
import { listFaultText, rowFaultText } from '../../../src/presentation/batchListFault';
import { plainTranslate as t } from '../../../src/presentation/translate';
import { ListError, listFormatOf, readPromptList } from '../../../src/service/batchList';
import type { ListFormat } from '../../../src/service/batchList';

/** Rows in short: line, prompt and what else is told, or what is wrong. */
function short(row: ListRow | BadRow): string {
  if ('fault' in row) return `${String(row.line)} ${rowFaultText(row.fault, t)}`;
  const { line, prompt = '', feature, provider, parameters, copies, priority } = row;
  const told = Object.entries({ feature, provider, ...parameters }).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${String(typeof value === 'string' ? value : value.values[0])}`],
  );
  return [String(line), JSON.stringify(prompt), ...told, ...(copies === 1 ? [] : [`x${String(copies)}`]), ...(priority === 0 ? [] : [`p${String(priority)}`])].join(' ');
}

/** The list in pieces of a few characters, so that nothing depends on where they end. */
async function read(format: ListFormat, text: string, size = 7): Promise<string[]> {
  const pieces = Array.from({ length: Math.ceil(text.length / size) }, (_, at) => text.slice(at * size, (at + 1) * size));
  return (await readPromptList(format, pieces)).rows.map(short);
}

async function refused(format: ListFormat, text: string): Promise<string> {
  try {
    await readPromptList(format, [text]);
  } catch (error) {
    if (error instanceof ListError) return listFaultText(error.fault, t);
    throw error;
  }
  return 'read';
}

describe('prompt lists', () => {
  it('reads CSV: quotes, line ends, a byte order mark, empty lines and cells', async () => {
    const text = '\uFEFFprompt,Model Name,mode,duration_s,sound,n,Priority\r\n"a ""cat"", asleep",kling-v2-6,professional,10s,on,,2\r\n"two\r\nlines",,,,,,\r\n\r\nplain,kling-v1,std,5,off,3,-1.5\r\n';
    const expected = [
      '2 "a \\"cat\\", asleep" model=kling-v2-6 mode=pro durationSeconds=10 audio=true p2',
      '3 "two\\nlines"',
      '6 "plain" model=kling-v1 mode=std durationSeconds=5 audio=false count=3 p-1.5',
    ];
    for (const size of [1, 2, 3, 7, 1000]) assert.deepEqual(await read('csv', text, size), expected, String(size));
    assert.deepEqual(await read('csv', text.replaceAll('\r\n', '\r')), expected);
  });

  it('reads the semicolons of spreadsheets, and tabs', async () => {
    assert.deepEqual(await read('csv', 'prompt;duration\na, b;10\n', 100), ['2 "a, b" durationSeconds=10']);
    assert.deepEqual(await read('csv', 'Prompt;Duration (s);Number [n]\na;10;2\n', 100), ['2 "a" durationSeconds=10']);
    assert.deepEqual(await read('tsv', 'prompt\tduration\n"a\tb"\t10\n'), ['2 "a\\tb" durationSeconds=10']);
  });

  it('reads JSON, JSON Lines and lines of text, each row with its line', async () => {
    assert.deepEqual(await read('json', '[\n "a",\n { "prompt": "b", "model_name": "kling-v3", "duration": 5, "generate_audio": true, "copies": 2 },\n 7\n]'), [
      '2 "a"', '3 "b" model=kling-v3 durationSeconds=5 audio=true x2', '4 this is neither an object nor a text; write a prompt, or an object with its parameters',
    ]);
    assert.deepEqual(await read('json', '{ "title": "x", "requests": [{ "prompt": "a" }] }'), ['1 "a"']);
    assert.deepEqual(await read('jsonl', '{"prompt":"a"}\n\n{"prompt":\n"b"\n'), ['1 "a"', '3 the line is not JSON; write one object on each line', '4 "b"']);
    assert.deepEqual(await read('text', 'a\r\n\r\n  b, "c"\r\nd'), ['1 "a"', '3 "b, \\"c\\""', '4 "d"']);
  });

  it('names bad rows with their line, and reads the others', async () => {
    const head = 'prompt,feature,mode,duration,audio,count,copies,priority\n';
    assert.deepEqual(await read('csv', `${head}a,,,ten,,,,\nb,,fast,,,,,\nc,,,,loud,,,\nd,,,,,1.5,,\ne,,,,,,0,\nf,,,,,,,high\ng,text2vidoe,,,,,,\nh,,,0,,,,\ni,Image to Video,,,,,,\nj,k\nl,,,,,,,,m\nn,,,,,,,,\n`), [
      '2 duration "ten" cannot be read; use seconds above 0, such as 5',
      '3 mode "fast" cannot be read; use std, pro or 4k',
      '4 audio "loud" cannot be read; use on or off',
      '5 count "1.5" cannot be read; use a whole number from 1 to 100000',
      '6 copies "0" cannot be read; use a whole number from 1 to 100000',
      '7 priority "high" cannot be read; use a number with three decimals at most; the higher, the sooner',
      '8 feature "text2vidoe" cannot be read; use a feature, such as text2video',
      '9 duration "0" cannot be read; use seconds above 0, such as 5',
      '10 "i" feature=image2video',
      '11 the row has 2 cells and the first line 8 names; put text with commas in quotation marks',
      '12 the row has 9 cells and the first line 8 names; put text with commas in quotation marks',
      '13 "n"',
    ]);
    assert.deepEqual(await read('jsonl', '{"prompt":{"a":1}}\n{"model":"a","model_name":"b"}\n[1]\n'), [
      '1 prompt is neither text nor number; use text',
      '2 the columns "model" and "model_name" tell the same; remove one of them',
      '3 this is neither an object nor a text; write a prompt, or an object with its parameters',
    ]);
  });

  it('refuses what is no list, with the line and the remedy', async () => {
    assert.equal(await refused('csv', 'prompt,duration,Duration\na,5,5\n'), 'the columns "duration" and "Duration" tell the same; remove one of them');
    assert.equal(await refused('csv', 'prompt,mode,mode\na,std,pro\n'), 'there are two columns "mode"; remove one of them');
    assert.equal(await refused('csv', 'a cat,5\n'), 'the first line names no column that is known ("a cat", "5"); name them, such as prompt,model,mode,duration,priority');
    assert.equal(await refused('csv', 'prompt,mode\na,std\n"b,pro\nc,std\n'), 'line 3: a quotation mark is opened and never closed; close it');
    assert.match(await refused('csv', 'prompt,mode\n"a" b,std\n'), /^line 2: a quotation mark stands in the middle of a cell/);
    assert.match(await refused('csv', 'prompt,mode\na "b",std\n'), /^line 2: a quotation mark stands in the middle of a cell/);
    assert.match(await refused('csv', `prompt,mode\n"${'a'.repeat(1_100_000)}`), /^line 2: the row is longer than 1000000 characters/);
    assert.match(await refused('jsonl', 'a'.repeat(1_100_000)), /^line 1: the row is longer/);
    assert.equal(await refused('csv', 'prompt\n'), 'it has no rows; write one row for each prompt');
    assert.equal(await refused('csv', ''), 'it has no rows; write one row for each prompt');
    assert.equal(await refused('json', '{"prompt": "a"}'), 'it holds no list; write an array of prompts or of objects');
    assert.equal(await refused('json', '[\n{"prompt": }\n]'), 'line 2: this is not JSON; correct it');
    assert.match(await refused('json', '['.repeat(100_000)), /^it nests deeper than 50 levels/);
    assert.equal(await refused('text', 'PK\u0003\0\0'), 'it is not a text; save it as CSV, JSON or text');
    assert.match(await refused('text', 'a\n'.repeat(200_001)), /^it has more than 200000 rows/);
  });

  it('reads 100,000 rows', async () => {
    const piece = Array.from({ length: 1000 }, (_, at) => `"prompt, ${String(at)}",std,5\n`).join('');
    const { rows, unread } = await readPromptList('csv', ['prompt,mode,duration\n', ...Array.from({ length: 100 }, () => piece)]);
    assert.deepEqual([rows.length, rows.at(-1)?.line, unread], [100_000, 100_001, []]);
  });

  it('names columns that nothing is known of', async () => {
    const { unread } = await readPromptList('csv', ['id,prompt,notes\n1,a,b\n2,c,d\n']);
    assert.deepEqual(unread, ['id', 'notes']);
  });

  it('keeps keys of JSON that mean something to JavaScript harmless', async () => {
    assert.deepEqual(await read('json', '[{"__proto__": {"mode": "pro"}, "prompt": "a", "constructor": 1}]'), ['1 "a"']);
    assert.deepEqual(await read('jsonl', '{"__proto__": {"mode": "pro"}, "prompt": "a"}'), ['1 "a"']);
  });

  it('knows a list by its name', () => {
    assert.deepEqual(['a.csv', 'b.TSV', 'c.jsonl', 'd.txt', 'e.json', 'f.py', 'csv'].map(listFormatOf), ['csv', 'tsv', 'jsonl', 'text', 'json', undefined, undefined]);
  });
});
