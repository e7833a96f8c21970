import assert from 'node:assert/strict';
import { decimal, decimalOf, fromMicros, microsToText, multiply, parseDecimal, toMicros } from '../../../src/core/money';

describe('money', () => {
  it('multiplies exactly where floats do not', () => {
    const sum = multiply(decimal('1000'), decimal('0.14'));
    assert.equal(microsToText(toMicros(sum)), '140');
    assert.equal(microsToText(toMicros(multiply(decimal('0.1'), decimal('3')))), '0.3');
  });

  it('rounds half away from zero, once', () => {
    assert.equal(toMicros(decimal('0.0000005')), 1);
    assert.equal(toMicros(decimal('0.00000049')), 0);
    assert.equal(toMicros(decimal('-0.0000005')), -1);
    assert.equal(toMicros(decimal('2'), decimal('3')), 666_667);
  });

  it('divides by a package exactly: $97.99 for 1,000 units', () => {
    assert.equal(microsToText(toMicros(decimal('97.99'), decimal('1000'))), '0.09799');
  });

  it('prints decimal text without trailing zeros', () => {
    const cases: [number, string][] = [[0, '0'], [1_400_000, '1.4'], [10_000_000, '10'], [3_500, '0.0035'], [-250_000, '-0.25']];
    for (const [micros, text] of cases) assert.equal(microsToText(micros), text);
  });

  it('reads back what it prints', () => {
    for (const micros of [0, 1, 999_999, 1_000_001, 4_200_000_000]) {
      assert.equal(toMicros(decimal(microsToText(micros))), micros);
      assert.equal(toMicros(fromMicros(micros)), micros);
    }
  });

  it('refuses text that is no decimal number', () => {
    for (const text of ['', '1e3', '0x10', '1.', '.5', '1,000', 'NaN', '--1']) assert.equal(parseDecimal(text), undefined);
    assert.throws(() => decimal('five'), RangeError);
  });

  it('takes numbers as they print, exponents as millionths', () => {
    assert.equal(toMicros(decimalOf(5.041)), 5_041_000);
    assert.equal(toMicros(decimalOf(1e-7)), 0);
  });
});
