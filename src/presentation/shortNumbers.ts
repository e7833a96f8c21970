import type { Amount } from '../core/ledger/entry';
import type { Micros } from '../core/money';
import { numberText } from './numbers';

const ONE = 1_000_000;
const SUFFIXES = ['', 'k', 'M', 'G', 'T'] as const;

/**
 * A number of at most seven characters, for where there is little room: `3.5`, `12,345`, `1.23M`. It is rounded down,
 * or up where that is the careful side; something is never shown as nothing.
 */
export function shortNumber(micros: Micros, rounding: 'down' | 'up'): string {
  const size = Math.abs(micros);
  const up = (rounding === 'up') === micros >= 0;
  const to = (step: number): Micros => (up ? Math.ceil(size / step) : Math.floor(size / step)) * step;
  const sign = micros < 0 ? '−' : '';
  if (size < 0.01 * ONE) return size === 0 ? '0' : up ? `${sign}0.01` : `${sign}<0.01`;
  if (size < 1000 * ONE) return sign + numberText(to(0.01 * ONE));
  if (size < 100_000 * ONE) return sign + numberText(to(ONE));
  // Three digits and a suffix.
  let step = 1000 * ONE;
  let index = 1;
  while (size >= step * 1000 && index < SUFFIXES.length - 1) {
    step *= 1000;
    index += 1;
  }
  const scaled = size / step;
  const digits = scaled < 10 ? 2 : scaled < 100 ? 1 : 0;
  const factor = 10 ** digits;
  const rounded = (up ? Math.ceil(scaled * factor) : Math.floor(scaled * factor)) / factor;
  return `${sign}${String(rounded)}${SUFFIXES[index] ?? ''}`;
}

/** The same with a dollar sign where it is dollars; else a bare number, to be followed by its unit. */
export function shortQuantity(micros: Micros, unit: Amount['unit'], rounding: 'down' | 'up'): string {
  const number = shortNumber(Math.abs(micros), micros < 0 ? (rounding === 'down' ? 'up' : 'down') : rounding);
  const cents = number.replace(/(?<=\.\d)$/, '0');
  return (micros < 0 ? '−' : '') + (unit === 'usd' ? `$${cents}` : number);
}

/** Whole percent of a limit, rounded down below it and up above it, so that only exactly all is 100. */
export function wholePercent(used: Micros, limit: Micros): bigint {
  const [hundred, whole] = [BigInt(used) * 100n, BigInt(limit)];
  return used > limit ? (hundred + whole - 1n) / whole : hundred / whole;
}
