import assert from 'node:assert/strict';
import { amountText, dollarRange, dollars, numberText, quantityText, signed } from '../../../src/presentation/numbers';
import { andList, orList, plainTranslate as t } from '../../../src/presentation/translate';

describe('numbers for people', () => {
  it('writes dollars with two decimals, and more where the amount has them', () => {
    const cases: [number, string][] = [
      [1_400_000, '$1.40'], [3_500, '$0.0035'], [56_000, '$0.056'], [4_200_000_000, '$4,200.00'], [0, '$0.00'],
      [211_722, '$0.211722'], [1_234_567_890_000, '$1,234,567.89'], [-700_000, '−$0.70'],
    ];
    for (const [micros, text] of cases) assert.equal(dollars(micros), text);
    assert.equal(dollarRange({ low: 280_000, high: 980_000 }), '$0.28–$0.98');
    assert.equal(dollarRange({ low: 280_000, high: 280_000 }), '$0.28');
  });

  it('never writes a quantity without its unit', () => {
    assert.equal(amountText(10_000_000, 'units', t), '10 units');
    assert.equal(amountText(1_000_000, 'units', t), '1 unit');
    assert.equal(amountText(50_000, 'units', t), '0.05 units');
    assert.equal(amountText(200_000_000, 'credits', t), '200 credits');
    assert.equal(amountText(1_000_000, 'credits', t), '1 credit');
    assert.equal(amountText(350_000, 'usd', t), '$0.35');
    assert.equal(quantityText({ low: 2_000_000, high: 7_000_000 }, 'units', t), '2–7 units');
    assert.equal(quantityText({ low: 350_000, high: 700_000 }, 'usd', t), '$0.35–$0.70');
    assert.equal(numberText(30_000_000_000), '30,000');
  });

  it('signs differences', () => {
    assert.equal(signed(-5_000_000, (micros) => amountText(micros, 'units', t)), '−5 units');
    assert.equal(signed(700_000, dollars), '+$0.70');
  });

  it('joins lists and fills in arguments', () => {
    assert.equal(orList(['a', 'b', 'c'], t), 'a, b or c');
    assert.equal(andList(['a', 'b'], t), 'a and b');
    assert.equal(andList([], t), '');
    assert.equal(t('{1} {0} {2}', 'a', 'b'), 'b a {2}');
    assert.equal(t('{0}', '{1} $&'), '{1} $&');
  });
});
