/**
 * A whole number of millionths: of a unit, a credit or a dollar.
 * One scale for all three keeps 0.05 units, $0.0035 and $0.211722 exact.
 */
export type Micros = number;

/** An exact decimal number: `digits` divided by ten to the power of `scale`. */
export interface Decimal {
  readonly digits: bigint;
  readonly scale: number;
}

const MICRO_SCALE = 6;
const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?$/;

/** Reads decimal text such as `0.042`. Returns undefined for anything else, exponents included. */
export function parseDecimal(text: string): Decimal | undefined {
  const match = DECIMAL.exec(text);
  if (!match) return undefined;
  const [, sign = '', whole = '', fraction = ''] = match;
  return { digits: BigInt(sign + whole + fraction), scale: fraction.length };
}

/** Reads decimal text that a schema has already checked; throws on any other text. */
export function decimal(text: string): Decimal {
  const value = parseDecimal(text);
  if (!value) throw new RangeError(`not a decimal number: ${text}`);
  return value;
}

/** The decimal number that a finite JavaScript number prints as, to millionths. */
export function decimalOf(value: number): Decimal {
  return parseDecimal(String(value)) ?? decimal(value.toFixed(MICRO_SCALE));
}

/** The exact product. */
export function multiply(...factors: readonly Decimal[]): Decimal {
  return factors.reduce(
    (product, factor) => ({ digits: product.digits * factor.digits, scale: product.scale + factor.scale }),
    { digits: 1n, scale: 0 },
  );
}

/** `dividend / divisor` in millionths, rounded half away from zero. The divisor must not be 0. */
export function toMicros(dividend: Decimal, divisor: Decimal = { digits: 1n, scale: 0 }): Micros {
  const numerator = dividend.digits * 10n ** BigInt(MICRO_SCALE + divisor.scale);
  const denominator = divisor.digits * 10n ** BigInt(dividend.scale);
  const twice = 2n * (numerator < 0n ? -numerator : numerator) + denominator;
  const rounded = twice / (2n * denominator);
  return Number(numerator < 0n ? -rounded : rounded);
}

/** The exact decimal number of a count of millionths. */
export function fromMicros(micros: Micros): Decimal {
  return { digits: BigInt(micros), scale: MICRO_SCALE };
}

/** Decimal text without trailing zeros: 1400000 is `1.4`, 10000000 is `10`. */
export function microsToText(micros: Micros): string {
  const sign = micros < 0 ? '-' : '';
  const digits = String(Math.abs(micros)).padStart(MICRO_SCALE + 1, '0');
  const fraction = digits.slice(-MICRO_SCALE).replace(/0+$/, '');
  return sign + digits.slice(0, -MICRO_SCALE) + (fraction && `.${fraction}`);
}
