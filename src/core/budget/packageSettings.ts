import * as z from 'zod';
import { momentOf } from './period';
import { poolSetting, positiveDecimal } from './settings';

const moment = z
  .string()
  .refine((text) => momentOf(text, 'UTC') !== undefined, 'must be a date such as "2026-11-21", or a time such as "2026-11-21T09:00Z"');

const common = {
  /** The day it was bought. */
  boughtOn: z.iso.date(),
  /** What was left of it at some time, such as Kling's own site said. */
  left: z.strictObject({ units: z.union([z.literal(0), positiveDecimal]), asOf: moment }).optional(),
};

/** A package by its id or name in a price schedule. */
const listed = z.strictObject({ package: z.string().min(1, 'must not be empty'), ...common });

/** A package with a price of its own, such as one agreed with Kling's sales team. */
const custom = z.strictObject({
  name: z.string().min(1, 'must not be empty'),
  price: positiveDecimal.optional(),
  units: positiveDecimal,
  /** Which units; video unless told. */
  pool: poolSetting.optional(),
  validityDays: z.int('must be a whole number of days').positive('must be a whole number of days').max(36_500).optional(),
  concurrency: z.int('must be a whole number').positive('must be a whole number').optional(),
  ...common,
});

/** One of `klingCost.packages`. */
export type PackageSetting = z.output<typeof listed> | z.output<typeof custom>;

/** Reads one of `klingCost.packages`: with a `package` it is one of a price schedule, else one with a price of its own. */
export function readPackageSetting(value: unknown): z.ZodSafeParseResult<PackageSetting> {
  const isListed = typeof value === 'object' && value !== null && Object.hasOwn(value, 'package');
  return isListed ? listed.safeParse(value) : custom.safeParse(value);
}
