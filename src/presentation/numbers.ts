import { decimal, microsToText, toMicros } from '../core/money';
import type { Micros } from '../core/money';
import type { Bounds } from '../core/estimate/estimate';
import type { Pool, ResourcePackage } from '../core/pricing/schedule';
import type { Translate } from './translate';

export type Unit = Pool['unit'];

const EN_DASH = '–';
const MINUS = '−';

function grouped(whole: string): string {
  return whole.replace(/\B(?=(\d{3})+$)/g, ',');
}

/** A number for people: `1,000`, `0.05`. */
export function numberText(micros: Micros): string {
  const [whole = '', fraction] = microsToText(Math.abs(micros)).split('.');
  return (micros < 0 ? MINUS : '') + grouped(whole) + (fraction === undefined ? '' : `.${fraction}`);
}

/** Dollars with at least two decimals, and as many more as the amount has: `$1.40`, `$0.0035`. */
export function dollars(micros: Micros): string {
  const [whole = '', fraction = ''] = microsToText(Math.abs(micros)).split('.');
  return `${micros < 0 ? MINUS : ''}$${grouped(whole)}.${fraction.padEnd(2, '0')}`;
}

/** `$0.28–$0.98`, or one amount when both ends are equal. */
export function dollarRange({ low, high }: Bounds): string {
  return low === high ? dollars(low) : `${dollars(low)}${EN_DASH}${dollars(high)}`;
}

/** A quantity with its unit, never a bare number: `10 units`, `2–7 units`, `1 credit`, `$0.35`. */
export function quantityText({ low, high }: Bounds, unit: Unit, t: Translate): string {
  if (unit === 'usd') return dollarRange({ low, high });
  const number = low === high ? numberText(low) : `${numberText(low)}${EN_DASH}${numberText(high)}`;
  const one = low === high && low === 1_000_000;
  if (unit === 'units') return one ? t('{0} unit', number) : t('{0} units', number);
  return one ? t('{0} credit', number) : t('{0} credits', number);
}

/** One quantity with its unit. */
export function amountText(micros: Micros, unit: Unit, t: Translate): string {
  return quantityText({ low: micros, high: micros }, unit, t);
}

/** The price of one of a pool: `$0.14 per unit`. */
export function perOne(micros: Micros, unit: Unit, t: Translate): string {
  return unit === 'units' ? t('{0} per unit', dollars(micros)) : t('{0} per credit', dollars(micros));
}

/** What one costs as bought in a package: `$0.126 per unit`. */
export function packageEach({ price, units }: ResourcePackage, unit: Unit, t: Translate): string {
  return perOne(toMicros(decimal(price), decimal(units)), unit, t);
}

/** A difference with its sign: `+5 units`, `−$0.70`. */
export function signed(micros: Micros, text: (micros: Micros) => string): string {
  return (micros < 0 ? MINUS : '+') + text(Math.abs(micros));
}
