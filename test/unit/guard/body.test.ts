// A body is read while it comes, in whatever pieces, and held once; long strings are only digested.
import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import * as fc from 'fast-check';
import { receiveBody } from '../../../src/guard/body';
import type { ReceivedBody } from '../../../src/guard/body';
import { createRoom } from '../../../src/guard/room';
import type { FieldValue } from '../../../src/core/request/value';

const MOST = 3_000_000;
const receive = (chunks: readonly Buffer[]): Promise<ReceivedBody> => receiveBody(Object.assign(Readable.from(chunks), { rawHeaders: [] }) as unknown as IncomingMessage, { bodyBytes: MOST, room: createRoom(MOST, 0) }, new AbortController().signal);
const read = (text: string): Promise<ReceivedBody> => receive([Buffer.from(text)]);
const cut = (bytes: Buffer, at: readonly number[]): Buffer[] => {
  const places = [0, ...[...at].map((place) => place % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  return places.slice(1).map((end, index) => bytes.subarray(places[index], end));
};
/** The plain value of what was read. */
const plain = (value: FieldValue): unknown => {
  switch (value.kind) {
    case 'object': return Object.fromEntries(value.fields.map(({ key, value: inner }) => [key, plain(inner)]));
    case 'array': return value.items.map(plain);
    case 'scalar': return value.values[0];
    case 'runtime': return undefined;
  }
};

describe('guard: body', () => {
  const long = fc.string({ unit: fc.constantFrom('A', '"', '\\', 'é', '☕', '\n', '\u0001', '😀'), minLength: 8_100, maxLength: 8_400 });

  it('reads the same from whatever pieces, and gives the same bytes away', async () => {
    await fc.assert(fc.asyncProperty(fc.dictionary(fc.string(), fc.oneof(fc.jsonValue(), long)), fc.array(fc.nat(), { maxLength: 8 }), async (value, places) => {
      const bytes = Buffer.from(JSON.stringify(value));
      const [whole, pieces] = [await receive([bytes]), await receive(cut(bytes, places))];
      assert.ok(whole.json);
      assert.deepEqual(pieces.json, whole.json);
      assert.equal(pieces.digest, whole.digest);
      assert.ok(Buffer.concat([...pieces.bytes.release()]).equals(bytes));
      for (const [key, text] of Object.entries(plain(whole.json) as Record<string, unknown>)) {
        const written = value[key];
        if (typeof written === 'string' && Buffer.byteLength(JSON.stringify(written)) > 8_300) assert.match(String(text), /#[0-9a-f]{64}$/);
        else if (typeof written !== 'string' || JSON.stringify(written).length < 8_000) assert.equal(JSON.stringify(text), JSON.stringify(written));
      }
    }), { numRuns: 60 });
  });

  it('tells bodies apart by what they say: not by order, spaces or names, but by the last byte of an image', async () => {
    const digest = async (text: string): Promise<string> => (await read(text)).digest;
    const image = 'A'.repeat(100_000);
    const one = await digest(`{"prompt":"a","image":"${image}","external_task_id":"x","callback_url":"u"}`);
    assert.equal(await digest(`{ "image" : "${image}",\n"prompt": "\\u0061" }`), one);
    assert.notEqual(await digest(`{"prompt":"a","image":"${image}B"}`), one);
    assert.notEqual(await digest(`{"prompt":"b","image":"${image}"}`), one);
    assert.equal(await digest('{"options":{"external_task_id":"x"},"prompt":"a"}'), await digest('{"prompt":"a","options":{"external_task_id":"y"}}'));
    assert.notEqual(await digest('no json'), await digest('none'));
  });

  it('takes nothing for an object that is none, or that two readers would read differently', async () => {
    for (const text of ['', '{', '[]', 'null', '"a"', '{"a":1}{"b":2}', '{"a":1,"a":2}', '{"b":{"a":1,"a":1}}', `${'{"a":'.repeat(70)}1${'}'.repeat(70)}`, `{"a":[${'1,'.repeat(600_000)}1]}`, '\ufeff{"a":1}', "{'a':1}"]) {
      assert.equal((await read(text)).json, undefined, text.slice(0, 30));
    }
    assert.deepEqual(plain((await read('{"a:b":[":",{"c":":"}],"d":1e3}')).json ?? assert.fail()), { 'a:b': [':', { c: ':' }], d: 1000 });
  });

  it('takes nothing for an object whose bytes other readers mend to another', async () => {
    const bytes = (text: string): Buffer => Buffer.from(text, 'latin1');
    for (const text of ['{"duration":"5","dur\xffation":"10"}', '{"duration":"5","duration\\u0000":"10"}', '{"a":"\xc0\xaf"}', '{"a":{"b\\u0000":1}}']) assert.equal((await receive([bytes(text)])).json, undefined, text);
    assert.ok((await receive([bytes('{"a":"b\\u0000","c":"\xc3\xa9"}')])).json);
  });

  it('refuses what is too large while it comes', async () => {
    await assert.rejects(receive(Array(4).fill(Buffer.alloc(1_000_000))), /over 3 MB/);
  });
});
