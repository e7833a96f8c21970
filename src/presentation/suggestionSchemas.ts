import * as z from 'zod';
import { PARAMETERS } from '../core/request/resolved';

const decimalText = z.string().regex(/^\d+(\.\d+)?$/);
const bounds = z.strictObject({ low: decimalText, high: decimalText });
const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const place = { path: z.string(), line: z.number().int().positive() };

/** What `kling-cost optimize --format json` prints. */
export const optimizeReportSchema = z.strictObject({
  version: z.literal(1),
  date: z.iso.date(),
  /** The largest saving first. */
  suggestions: z.array(
    z.strictObject({
      rule: z.string(),
      ...place,
      request: z.string(),
      title: z.string(),
      /** Empty where the request is left out because its result is there already. */
      changes: z.array(z.strictObject({ parameter: z.enum(PARAMETERS), from: scalar, to: scalar })),
      /** Where the same request was met before. */
      sameAs: z.union([z.strictObject(place), z.strictObject({ loggedAt: z.iso.datetime() })]).optional(),
      /** Where each changed value stands when that is not in the request; the path is from the file's folder. */
      definedAt: z.array(z.strictObject({ parameter: z.enum(PARAMETERS), line: z.number().int().positive(), path: z.string().optional() })),
      saving: z.strictObject({
        quantity: bounds,
        unit: z.enum(['units', 'credits', 'usd']),
        pool: z.string(),
        usd: bounds.optional(),
        /** Whole percent; absent where both ends of a range differ. */
        percent: z.number().int().optional(),
      }),
      givesUp: z.string(),
      /** The places in this list of those that cannot be followed together with this one. */
      excludes: z.array(z.number().int()),
    }),
  ),
  advice: z.array(z.strictObject({ rule: z.string(), text: z.string() })),
  /** The best that can be done with every request, each pool by itself; what excludes each other is not added up. */
  total: z.array(
    z.strictObject({ schedule: z.string(), pool: z.string(), unit: z.enum(['units', 'credits', 'usd']), before: bounds, saving: bounds }),
  ),
  /** The dollars of the total; absent where some of it has no price in dollars. */
  usd: bounds.optional(),
  problems: z.array(z.string()),
});

export type OptimizeReportJson = z.output<typeof optimizeReportSchema>;
