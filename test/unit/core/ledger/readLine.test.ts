import assert from 'node:assert/strict';
import fc from 'fast-check';
import { lineOf, lineText } from '../../../../src/core/ledger/line';
import type { NewLine } from '../../../../src/core/ledger/line';
import { lineBySchema, readLine } from '../../../../src/core/ledger/readLine';

const TRACKER = '{"timestamp": "2026-11-21T11:03:37.123456", "task_id": "T1", "credits": 35, "model": "kling-v2-6", "duration": 5, "mode": "pro", "prompt_preview": "a cat"}';
const OWN: Readonly<Record<string, unknown>> = {
  timestamp: '2026-11-21T11:03:37.123000', task_id: null, credits: null, model: 'kling-v2-6', duration: 5, mode: 'pro', prompt_preview: null,
  v: 1, event: 'settled', id: 'e1', quantity: '3.5', unit: 'units', usd: '0.49', provider: 'kling', project: 'shop',
};
const read = (value: unknown): ReturnType<typeof readLine> => readLine(typeof value === 'string' ? value : JSON.stringify(value), 7);
const reasonFor = (value: unknown): string => {
  const result = read(value);
  return 'reason' in result ? result.reason : 'was read';
};

describe('a line of the log', () => {
  it('is read as the tracker writes it: a charge in credits, UTC', () => {
    assert.deepEqual(read(TRACKER), {
      line: {
        order: 7, event: 'settled', id: undefined, taskId: 'T1', timestamp: Date.UTC(2026, 10, 21, 11, 3, 37, 123),
        amount: { quantity: 35_000_000, unit: 'credits' }, usd: undefined, expiresAt: undefined, reason: undefined,
        requestHash: undefined, promptPreview: 'a cat', kind: { model: 'kling-v2-6', mode: 'pro', durationSeconds: 5 },
      },
    });
  });

  it('is written with the fields of the tracker, and units are never credits', () => {
    const line: NewLine = { event: 'settled', id: 'e1', timestamp: 1000, amount: { quantity: 3_500_000, unit: 'units', pool: 'video' }, usd: 490_000, taskId: 'T' };
    const written = JSON.parse(lineText(line)) as Record<string, unknown>;
    assert.deepEqual(Object.keys(written).slice(0, 7), ['timestamp', 'task_id', 'credits', 'model', 'duration', 'mode', 'prompt_preview']);
    assert.deepEqual([written['credits'], written['timestamp'], written['quantity'], written['pool']], [null, '1970-01-01T00:00:01.000000', '3.5', undefined]);
    const inCredits = { ...line, amount: { quantity: 35_500_000, unit: 'credits' as const } };
    assert.equal((JSON.parse(lineText(inCredits)) as { credits: unknown }).credits, 35.5);
    assert.equal((JSON.parse(lineText({ ...inCredits, event: 'reserved' })) as { credits: unknown }).credits, null);
  });

  it('comes back as it was written', () => {
    const words = fc.string({ minLength: 1, unit: 'binary' }).filter((text) => Buffer.from(text).toString() === text);
    const newLine = fc.record({
      event: fc.constantFrom('reserved', 'settled', 'released', 'recorded', 'corrected'),
      id: words,
      timestamp: fc.integer({ min: 0, max: 4e12 }),
      amount: fc.tuple(fc.nat({ max: Number.MAX_SAFE_INTEGER }), fc.constantFrom('units', 'credits', 'usd'), words)
        .map(([quantity, unit, pool]) => (unit === 'units' ? { quantity, unit, pool } : { quantity, unit })),
      usd: fc.nat({ max: Number.MAX_SAFE_INTEGER }), taskId: words, provider: words, feature: words, model: words, mode: words,
      durationSeconds: fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }), project: words, schedule: words, requestHash: words,
      promptPreview: words, reason: words, expiresAt: fc.integer({ min: 0, max: 4e12 }),
    }, { requiredKeys: ['event', 'id', 'timestamp', 'amount'] }) as fc.Arbitrary<NewLine>;
    fc.assert(fc.property(newLine, (line) => {
      const text = lineText(line);
      assert.doesNotMatch(text, /[\n\r]/);
      assert.deepEqual(read(text), { line: lineOf(line, 7) });
    }), { numRuns: 300 });
  });

  it('is read the same by the quick way and by the schemas', () => {
    const odd = [undefined, null, '', 0, -1, 1e300, 0.1, 7.0000005, true, [], {}, '1e3', '-1', '0.0000001', '9007199254.740991', '99999999999', 'x', '2026-11-21',
      '2026-02-30T00:00:00.000000', '2026-11-21T11:03:37Z', '2026-11-21T11:03:37', 'reserved', 'usd', 'image', 'T'];
    const keys = [...Object.keys(OWN), 'expires_at', 'pool', 'reason', 'schedule', 'feature', 'request_hash'];
    const changes = fc.array(fc.tuple(fc.constantFrom(...keys), fc.constantFrom(...odd)), { maxLength: 4 });
    fc.assert(fc.property(fc.boolean(), changes, (isOwn, changed) => {
      const base = isOwn ? OWN : (JSON.parse(TRACKER) as object);
      const value = JSON.parse(JSON.stringify({ ...base, ...Object.fromEntries(changed) })) as object;
      assert.deepEqual(read(value), lineBySchema(value, 7));
    }), { numRuns: 2000 });
  });

  it('is refused with a reason when it does not say what was charged', () => {
    for (const [value, reason] of [
      ['{"timestamp"', /is not JSON/], ['null', /is not a JSON object/], ['[]', /is not a JSON object/], ['"x"', /is not a JSON object/],
      [{}, /timestamp/], [{ ...OWN, timestamp: '2026-02-29T00:00:00' }, /"timestamp": must be a time such as/],
      [{ ...OWN, quantity: '1e300' }, /"quantity": must be decimal text/], [{ ...OWN, quantity: '-1' }, /"quantity"/], [{ ...OWN, quantity: 3 }, /"quantity"/],
      [{ ...OWN, quantity: '9007199255' }, /must be below/], [{ ...OWN, quantity: '9'.repeat(100) }, /"quantity"/],
      [{ ...OWN, quantity: undefined }, /"quantity" or "unit" is missing/], [{ ...OWN, usd: 'free' }, /"usd"/],
      [{ ...OWN, v: 2 }, /"v": is of another version/], [{ ...OWN, event: 'paid' }, /"event"/], [{ ...OWN, id: '' }, /"id"/],
      [TRACKER.replace('35', '-1'), /"credits"/], [TRACKER.replace('35', '1e300'), /"credits": must be below/], [TRACKER.replace('35', 'null'), /"credits"/],
      [TRACKER.replace('35', 'NaN'), /is not JSON/], [TRACKER.replace('"T1"', '5'), /"task_id"/],
    ] as const) assert.match(reasonFor(value), reason, JSON.stringify(value));
  });

  it('counts although what describes it makes no sense', () => {
    const result = read({ ...OWN, model: 5, duration: -1, project: '', mode: null, __proto__: { polluted: true } });
    assert.ok('line' in result);
    assert.deepEqual([result.line.kind, result.line.amount?.quantity], [{ provider: 'kling' }, 3_500_000]);
  });

  it('is never thrown, whatever the text', () => {
    fc.assert(fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.json()), (text) => {
      assert.ok('reason' in readLine(text, 1));
    }), { numRuns: 1000 });
  });
});
