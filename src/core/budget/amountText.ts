import type { Amount } from '../ledger/entry';
import { decimal, toMicros } from '../money';
import type { Micros } from '../money';

/** What an amount looks like, for a message about one that does not. */
export const AMOUNT_EXAMPLES = ['100 units', '50 usd', '200 credits', '500 image units'] as const;

/** The largest amount: its millionths are still added up exactly. */
const MOST: Micros = 1e9 * 1e6;
const DOLLARS = /^\$\s*(\d+(?:\.\d{1,6})?)$/;
const WORDS = /^(\d+(?:\.\d{1,6})?)[\s-]*(?:([a-z][a-z0-9._]*)[\s-]+)?(units?|credits?|usd|dollars?)$/i;

/**
 * Reads an amount with its unit: `100units`, `2.5 units`, `50usd`, `$50`, `200 credits`, `500 image units` (also
 * `500image-units`) for the units of another pool. Undefined for anything else: a bare number, 0, more than six decimals.
 */
export function parseAmount(text: string): Amount | undefined {
  const inDollars = DOLLARS.exec(text.trim());
  if (inDollars) return amountOf(inDollars[1] ?? '', 'usd');
  const [, number = '', pool, word = ''] = WORDS.exec(text.trim()) ?? [];
  const name = word.toLowerCase();
  if (name.startsWith('unit')) return amountOf(number, 'units', pool?.toLowerCase());
  if (name === '' || pool !== undefined) return undefined;
  return amountOf(number, name.startsWith('credit') ? 'credits' : 'usd');
}

/** Undefined when it is 0, or more than can be added up exactly. */
export function amountOf(number: string, unit: Amount['unit'], pool?: string): Amount | undefined {
  const quantity = toMicros(decimal(number));
  return quantity > 0 && quantity <= MOST ? { quantity, unit, ...(pool === undefined ? {} : { pool }) } : undefined;
}
