import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parsePlainTimestamp, parseTimestamp, timestampText } from '../../../../src/core/ledger/timestamp';

describe('timestamps', () => {
  it('reads what others write, UTC where no zone is told', () => {
    const noon = Date.UTC(2026, 10, 21, 12, 0, 0);
    for (const [text, offset] of [
      ['2026-11-21T12:00:00', 0], ['2026-11-21T12:00:00.123456', 123], ['2026-11-21 12:00:00.9', 900], ['2026-11-21T12:00:00Z', 0],
      ['2026-11-21T12:00:00.001Z', 1], ['2026-11-21T14:00:00+02:00', 0], ['2026-11-21T04:00:00.5-0800', 500],
    ] as const) assert.equal(parseTimestamp(text), noon + offset, text);
  });

  it('reads nothing else', () => {
    for (const text of ['', '2026-11-21', 'today', '2026-02-29T00:00:00', '2100-02-29T00:00:00', '2026-13-01T00:00:00', '2026-00-10T00:00:00',
      '2026-11-31T00:00:00', '2026-11-21T24:00:00', '2026-11-21T12:60:00', '2026-11-21T12:00:60', '2026-11-21T12:00:00+25:00',
      '12026-11-21T12:00:00', '2026-11-21T12:00:00\n', '1795262400000']) assert.equal(parseTimestamp(text), undefined, text);
  });

  it('agrees with the calendar of the machine on every millisecond', () => {
    fc.assert(fc.property(fc.integer({ min: Date.UTC(0, 0, 1) - 1900 * 366 * 86_400_000, max: Date.UTC(9999, 11, 31) }), (milliseconds) => {
      if (new Date(milliseconds).getUTCFullYear() < 0) return;
      const iso = new Date(milliseconds).toISOString();
      assert.equal(parseTimestamp(iso), milliseconds);
      assert.equal(timestampText(milliseconds), iso.replace('Z', '000'));
    }), { numRuns: 5000 });
  });

  it('are read the same by the quick way, which leaves all but the plain ones to the other', () => {
    const odd = fc.constantFrom('', '/', ':', '-', 'T', ' ', 'x', '0', '3', '6', '9', '.', 'é');
    const changes = fc.array(fc.tuple(fc.nat({ max: 26 }), odd), { maxLength: 2 });
    fc.assert(fc.property(fc.integer({ min: 0, max: 4e12 }), changes, (milliseconds, changed) => {
      const plain = timestampText(milliseconds);
      assert.equal(parsePlainTimestamp(plain), milliseconds);
      const text = changed.reduce((now, [at, other]) => now.slice(0, at) + other + now.slice(at + 1), plain);
      const read = parsePlainTimestamp(text);
      if (read !== undefined) assert.equal(read, parseTimestamp(text), text);
    }), { numRuns: 5000 });
  });
});
