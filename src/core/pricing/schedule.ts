import * as z from 'zod';
import { FEATURES } from '../request/resolved';

const decimalText = z
  .string()
  .regex(/^-?\d+(\.\d+)?$/, 'must be decimal text such as "0.042"')
  .max(24, 'must have at most 24 characters')
  .regex(/^(?!-)/, 'must not be negative');
const day = z.iso.date();
/** A date as exact as the source gives it. */
const looseDate = z.string().regex(/^\d{4}(-\d{2}){0,2}$/, 'must be YYYY, YYYY-MM or YYYY-MM-DD');
const key = z.string().regex(/^[a-z0-9][a-z0-9._-]*$/i, 'must be letters, digits, dots, dashes or underscores');

/** Seconds, or copies: a thousandth at least, a million at most, so that what they multiply stays exact. */
const amount = z.number().refine((value) => value >= 0.001 && value <= 1_000_000, 'must be between 0.001 and 1000000');

const source = z
  .strictObject({
    title: z.string().min(1),
    /** The date the source states for itself. */
    date: looseDate.optional(),
    /** The day the source was read; required when it states no date. */
    readOn: day.optional(),
    address: z.string().min(1).optional(),
    kind: z.enum(['official', 'transcribed', 'reseller', 'third-party', 'own']),
  })
  .refine((value) => value.date !== undefined || value.readOn !== undefined, 'needs "date" or "readOn"');

const pool = z
  .strictObject({
    /** What one counts: the API's units, the app's credits, or dollars where the provider bills dollars. */
    unit: z.enum(['units', 'credits', 'usd']),
    /** Dollars for one unit at list price; absent when the source gives none. */
    unitPrice: decimalText.optional(),
    source: key,
  })
  .refine(({ unit, unitPrice }) => unit !== 'usd' || unitPrice === undefined || Number(unitPrice) === 1, {
    path: ['unitPrice'],
    message: 'must be "1" or left out where the unit is usd',
  });

const model = z.strictObject({
  id: key,
  /** The name people know, such as `Kling v2.6`. */
  title: z.string().min(1),
  aliases: z.array(z.string().min(1)).default([]),
  /** The day the provider retired the model; its rates stay for the log and for old code. */
  retiredOn: day.optional(),
  /** The features it was retired for; absent means all. */
  retiredFor: z.array(z.enum(FEATURES)).min(1).optional(),
  source: key.optional(),
  note: z.string().optional(),
});

const conditions = {
  features: z.array(z.enum(FEATURES)).min(1),
  /** Model ids; absent means every model, and requests without one. */
  models: z.array(key).min(1).optional(),
};

const range = z.union([
  z.strictObject({ values: z.array(amount).min(1) }),
  z.strictObject({ min: amount, max: amount }),
]);

const when = z.strictObject({
  mode: z.array(z.enum(['std', 'pro', '4k'])).min(1).optional(),
  resolution: z.array(z.enum(['720p', '1080p', '1k', '2k', '4k'])).min(1).optional(),
  audio: z.boolean().optional(),
  voice: z.boolean().optional(),
  videoInput: z.boolean().optional(),
  referenceImage: z.boolean().optional(),
  durationSeconds: z.array(amount).min(1).optional(),
  scene: z.array(z.string().min(1)).min(1).optional(),
});

const rate = z.strictObject({
  ...conditions,
  when: when.default({}),
  /** What the quantity is for: one call, one second, one image, or each started stretch of seconds. */
  per: z.union([z.enum(['call', 'second', 'image']), z.strictObject({ startedSeconds: amount })]),
  quantity: decimalText,
  pool: key,
  source: key,
  /** The day from which (inclusive) and until which (exclusive) the rate holds within its edition. */
  effectiveFrom: day.optional(),
  effectiveUntil: day.optional(),
  /** Parameters that the API is known to ignore for these models; a request that sets them is priced with a remark. */
  ignores: z.array(z.enum(['mode', 'audio'])).default([]),
  note: z.string().optional(),
});

const limit = z.strictObject({
  ...conditions,
  durationSeconds: range.optional(),
  count: range.optional(),
  source: key,
  note: z.string().optional(),
});

/** A request whose price is known not to be known: recognised, and answered with this reason. */
const unpriced = z.strictObject({
  ...conditions,
  when: when.default({}),
  reason: z.string().min(1),
  source: key.optional(),
});

const resourcePackage = z.strictObject({
  id: key,
  name: z.string().min(1),
  pool: key,
  price: decimalText,
  units: decimalText.refine((text) => Number(text) > 0, 'must be more than 0'),
  /** The unit price that the source states, as a check on price / units. */
  statedUnitPrice: decimalText.optional(),
  validityDays: z.number().int().positive().optional(),
  concurrency: z.number().int().positive().optional(),
  /** Whether an account may buy only one. */
  oncePerAccount: z.boolean().default(false),
  source: key,
  note: z.string().optional(),
});

/**
 * A price schedule: a dated, sourced table. Bundled schedules and a user's own pass the same check.
 * Several files with one `id` are editions; the one in force on the day of the estimate is used.
 */
export const scheduleSchema = z.strictObject({
  $schema: z.string().optional(),
  id: key,
  edition: z.string().min(1),
  title: z.string().min(1),
  /** The providers whose requests are billed by this table. */
  providers: z.array(key).min(1),
  /** Whether the table is used for its providers when the user chose none. */
  default: z.boolean().default(false),
  /** The first day the edition is used; null when its source states no date, and then it is used for any day. */
  effectiveFrom: day.nullable(),
  /** Why this day, where the source leaves it open. */
  effectiveNote: z.string().optional(),
  /** What this table takes for granted when a request leaves it out, where that differs from the API's default. */
  defaults: z
    .array(
      z.strictObject({
        features: z.array(z.enum(FEATURES)).min(1),
        model: key.optional(),
        mode: z.enum(['std', 'pro', '4k']).optional(),
        source: key,
      }),
    )
    .default([]),
  sources: z.record(key, source),
  pools: z.record(key, pool),
  models: z.array(model),
  rates: z.array(rate),
  limits: z.array(limit).default([]),
  unpriced: z.array(unpriced).default([]),
  packages: z.array(resourcePackage).default([]),
  /** Billing rules, each a sentence with its source. */
  rules: z.array(z.strictObject({ text: z.string().min(1), source: key })).default([]),
  /** Where sources disagree: what this table holds, what another says, and why ours was chosen. */
  disagreements: z
    .array(z.strictObject({ topic: z.string(), chosen: z.string(), other: z.string(), why: z.string() }))
    .default([]),
  /** What no source tells. */
  gaps: z.array(z.string().min(1)).default([]),
});

export type PriceSchedule = z.output<typeof scheduleSchema>;
export type Rate = PriceSchedule['rates'][number];
export type Limit = PriceSchedule['limits'][number];
export type ResourcePackage = PriceSchedule['packages'][number];
export type Model = PriceSchedule['models'][number];
export type Pool = PriceSchedule['pools'][string];
