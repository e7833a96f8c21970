import * as z from 'zod';
import { PARAMETERS } from '../core/request/resolved';

const decimalText = z.string().regex(/^-?\d+(\.\d+)?$/);
const bounds = z.strictObject({ low: decimalText, high: decimalText });
const count = z.number().int().nonnegative();
const unit = z.enum(['units', 'credits', 'usd']);
/** Which units; null for credits and dollars. */
const pool = z.string().nullable();
const place = {
  /** The line of the list on which the row starts; of requests in code their number. */
  row: z.number().int().positive(),
  /** Of requests in code. */
  path: z.string().optional(),
  line: z.number().int().positive().optional(),
};

/** What `kling-cost plan --format json` prints. Quantities are decimal text; null is what is not known or does not add up. */
export const batchReportSchema = z.strictObject({
  version: z.literal(1),
  date: z.iso.date(),
  total: z.strictObject({
    /** Those without a price among them. */
    requests: count,
    /** Of what has a price; null where that is counted in several units: see `quantities`. */
    quantity: bounds.nullable(),
    /** With the API's defaults for what is open; null where that is not known. */
    likely: decimalText.nullable(),
    /** Null where nothing has a price in dollars. */
    usd: bounds.nullable(),
    /** Whether some request has no price in dollars, so that `usd` is a lower bound. */
    usdIsAtLeast: z.boolean(),
    quantities: z.array(z.strictObject({ unit, pool, low: decimalText, high: decimalText })),
    /** How many requests stand in loops of unknown length; each is counted once. */
    perRequest: count,
  }),
  verdict: z.enum(['fits', 'warns', 'stops', 'at least']),
  /** What is planned: by priority, each that still fits, at the most that it can take. */
  fits: z.strictObject({ count, quantity: decimalText.nullable(), usd: decimalText.nullable() }),
  /** How many of the plan fit before the first that does not. */
  cutAt: count,
  /** By how much the limit that decides is exceeded, in its unit; "0" when all fits, null when nobody can say. */
  overBy: decimalText.nullable(),
  decidedBy: z.enum(['daily', 'monthly', 'packages']).nullable(),
  limits: z.array(
    z.strictObject({
      name: z.enum(['daily', 'monthly', 'packages']),
      unit,
      pool,
      /** Before the batch; below 0 when more was used than allowed. */
      remaining: decimalText,
      /** At the most; null when nobody can say. */
      needs: decimalText.nullable(),
      overBy: decimalText.nullable(),
      onExceed: z.enum(['warn', 'stop']),
    }),
  ),
  /** What one value changed wherever that is cheaper makes of the whole. */
  changes: z.array(
    z.strictObject({
      parameter: z.enum(PARAMETERS),
      value: z.union([z.string(), z.number(), z.boolean(), z.null()]),
      requests: count,
      quantity: decimalText.nullable(),
      usd: decimalText.nullable(),
      fits: z.boolean(),
    }),
  ),
  concurrency: count.optional(),
  rounds: count.optional(),
  /** The median of the user's own tasks with these models. */
  taskSeconds: z.number().nonnegative().optional(),
  /** In the order in which they are sent; `quantity` and `usd` at the most. */
  plan: z.array(
    z.strictObject({ ...place, priority: z.number(), quantity: decimalText, unit, pool, usd: decimalText.nullable(), fits: z.boolean() }),
  ),
  /** A better choice for the same money, where there is one. */
  best: z.strictObject({ count, quantity: decimalText.nullable(), rows: z.array(z.number().int()) }).optional(),
  /** Whether nobody can say that there is none. */
  bestUnknown: z.literal(true).optional(),
  /** Where the plan was reserved: its id, and the entry of each request. */
  reserved: z.strictObject({ id: z.string(), expiresAt: z.iso.datetime(), entries: z.array(z.strictObject({ row: z.number().int(), id: z.string() })) }).optional(),
  /** Files, and places in them, that could not be read. */
  problems: z.array(z.string()),
  /** Where the reading was ended early: how many of the files were read. */
  partial: z.strictObject({ read: count, of: count }).optional(),
  unpriced: z.array(z.strictObject({ ...place, reason: z.string() })),
});

export type BatchReportJson = z.output<typeof batchReportSchema>;
