import * as z from 'zod';
import { decimal, decimalOf, fromMicros, microsToText, toMicros } from '../money';
import { AMOUNT_EXAMPLES, amountOf, parseAmount } from './amountText';
import type { Limit, PeriodName } from './limit';
import { isTimeZone } from './period';

/** At which shares of a limit to warn where nothing is told. */
export const DEFAULT_THRESHOLDS: Readonly<Record<PeriodName, readonly number[]>> = {
  daily: [0.8],
  monthly: [0.5, 0.75, 0.9],
};
/** A limit holds unless it is told to warn only. */
export const DEFAULT_ON_EXCEED: Limit['onExceed'] = 'stop';

/** What a setting says, or what is wrong with it. */
export type ReadSetting<Value> = { readonly value: Value } | { readonly issues: readonly z.core.$ZodIssue[] };

const NOT_AN_AMOUNT = `must be an amount with its unit, such as ${AMOUNT_EXAMPLES.map((text) => `"${text}"`).join(', ')}`;
const NOT_A_NUMBER = 'must be a number above 0 with at most six decimals, such as 100';
const NOT_A_THRESHOLD = 'must be percent of the limit from 1 to 1000, such as 80';
/** The name of a pool. */
export const poolSetting = z.string().regex(/^[a-z0-9][a-z0-9._-]*$/i, 'must be letters, digits, dots, dashes or underscores');

/** A number above 0, as such or as decimal text; to millionths. */
export const positiveDecimal = z.union([z.number(), z.string()], NOT_A_NUMBER).transform((value, context) => {
  const text = typeof value === 'number' && Math.abs(value) < 1e10 ? microsToText(toMicros(decimalOf(value))) : String(value);
  if (/^\d{1,10}(\.\d{1,6})?$/.test(text) && amountOf(text, 'usd')) return text;
  context.addIssue({ code: 'custom', message: NOT_A_NUMBER });
  return z.NEVER;
});

/** In percent; a list, or text such as `50, 75, 90` as it is written in the Settings editor. */
const thresholds = z.union([z.array(z.number()), z.string()], NOT_A_THRESHOLD).transform((value, context) => {
  const texts = typeof value === 'string' ? value.split(/[\s,;%]+/).filter((text) => text !== '') : value.map(String);
  const percents = texts.map(Number);
  if (percents.every((percent) => percent >= 1 && percent <= 1000)) return sharesOf(percents);
  context.addIssue({ code: 'custom', message: NOT_A_THRESHOLD });
  return z.NEVER;
});

/** The value of `klingCost.budget.daily` and `.monthly`. */
const limitObject = z
  .strictObject({
    limit: positiveDecimal,
    unit: z.enum(['units', 'credits', 'usd']),
    /** Which units; video unless told. */
    pool: poolSetting.optional(),
    thresholds: thresholds.optional(),
    onExceed: z.enum(['warn', 'stop']).default(DEFAULT_ON_EXCEED),
  })
  .refine(({ unit, pool }) => unit === 'units' || pool === undefined, { path: ['pool'], message: 'is only for units' });

const limitText = z.string().transform((text, context) => {
  const amount = parseAmount(text);
  if (amount) return amount;
  context.addIssue({ code: 'custom', message: NOT_AN_AMOUNT });
  return z.NEVER;
});

/** Reads a limit from a setting: an object, or an amount as text. Nothing, empty text and an empty object are no limit. */
export function readLimitSetting(period: PeriodName, value: unknown): ReadSetting<Limit | undefined> {
  if (isEmpty(value)) return { value: undefined };
  if (typeof value === 'string') {
    const read = limitText.safeParse(value);
    return read.success ? { value: { period, amount: read.data, ...defaults(period) } } : { issues: read.error.issues };
  }
  const read = limitObject.safeParse(value);
  if (!read.success) return { issues: read.error.issues };
  const { limit, unit, pool, thresholds: shares, onExceed } = read.data;
  const amount = { quantity: toMicros(decimal(limit)), unit, ...(pool === undefined ? {} : { pool }) };
  return { value: { period, amount, thresholds: shares ?? DEFAULT_THRESHOLDS[period], onExceed } };
}

/** The thresholds of a period and what going over a limit does, where nothing is told. */
export function defaults(period: PeriodName): Pick<Limit, 'thresholds' | 'onExceed'> {
  return { thresholds: DEFAULT_THRESHOLDS[period], onExceed: DEFAULT_ON_EXCEED };
}

/** The value of `klingCost.budget.timeZone`; empty is the machine's. */
export const timeZoneSetting = z
  .string()
  .refine((name) => name === '' || isTimeZone(name), 'must be the name of a time zone, such as "Europe/Berlin" or "UTC"');

/** The value of `klingCost.budget.day`. */
export const daySetting = z.enum(['calendar', 'rolling']);

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return true;
  return typeof value === 'object' && !Array.isArray(value) && Object.keys(value).length === 0;
}

/** Percents as shares, ascending, each once. */
function sharesOf(percents: readonly number[]): number[] {
  const shares = percents.map((percent) => Number(microsToText(toMicros(decimalOf(percent), fromMicros(100_000_000)))));
  return [...new Set(shares)].sort((a, b) => a - b);
}
