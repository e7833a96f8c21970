import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { LineIndex } from '../../../src/core/text';

describe('lines of a text', () => {
  it('end with any of the three line endings', () => {
    const pieces = fc.array(fc.constantFrom('a', 'bc', '\n', '\r', '\r\n'), { maxLength: 12 });
    fc.assert(
      fc.property(pieces, (parts) => {
        const text = parts.join('');
        const lines = new LineIndex(text);
        const starts = [0, ...[...text.matchAll(/\r\n|\n|\r/g)].map(({ 0: ending, index }) => index + ending.length)];
        for (let offset = 0; offset <= text.length; offset += 1) {
          const line = starts.findLastIndex((start) => start <= offset);
          assert.deepEqual(lines.positionAt(offset), { line, column: offset - (starts[line] ?? 0) });
        }
      }),
    );
  });
});
