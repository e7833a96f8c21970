import * as z from 'zod';
import { FEATURES, PARAMETERS } from '../core/request/resolved';

const decimalText = z.string().regex(/^\d+(\.\d+)?$/);
const day = z.iso.date();
const lineNumber = z.number().int().positive();
const bounds = z.strictObject({ low: decimalText, high: decimalText });
const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);

const parameter = z.strictObject({
  /** Null when only the running program knows, or when several values are possible. */
  value: scalar,
  origin: z.enum(['literal', 'constant', 'default', 'runtime']),
  values: z.array(scalar).min(2).optional(),
  /** Where the value stands when that is not in the request; the path is from the document's folder, and absent for the document itself. */
  definedAt: z.strictObject({ line: lineNumber, path: z.string().optional() }).optional(),
});

const request = {
  provider: z.string(),
  /** Absent when the text does not tell which API gets the request. */
  feature: z.enum(FEATURES).optional(),
  parameters: z.partialRecord(z.enum(PARAMETERS), parameter),
  assumptions: z.array(z.string()),
  remarks: z.array(z.string()),
  /** How often a loop over a written list sends it; `perRequest` when a loop of unknown length does. */
  times: z.number().int().optional(),
  perRequest: z.literal(true).optional(),
};

const estimate = z.strictObject({
  status: z.enum(['priced', 'range', 'unpriced']),
  unit: z.enum(['units', 'credits', 'usd']).optional(),
  quantity: bounds.optional(),
  usd: bounds.optional(),
  /** The id of the package at whose price `usd` is; absent at list price. */
  package: z.string().optional(),
  perSecond: z.strictObject({ quantity: decimalText, usd: decimalText.optional() }).optional(),
  /** Id and edition. */
  schedule: z.string().optional(),
  effectiveFrom: day.optional(),
  reason: z.string().optional(),
});

/** What `kling-cost estimate --format json` prints. */
export const estimateReportSchema = z.strictObject({
  version: z.literal(1),
  date: day,
  files: z.array(
    z.strictObject({
      path: z.string(),
      /** A problem of the whole file stands at line 1. */
      problems: z.array(z.strictObject({ line: lineNumber, message: z.string() })),
      requests: z.array(
        z.strictObject({ line: lineNumber, endLine: lineNumber, callLine: lineNumber.optional(), ...request, estimate }),
      ),
    }),
  ),
  total: z.strictObject({
    requests: z.number().int(),
    priced: z.number().int(),
    ranges: z.number().int(),
    unpriced: z.number().int(),
    usd: bounds,
    /** Whether some request has no price in dollars, so that `usd` is a lower bound. */
    usdIsAtLeast: z.boolean(),
    /** How many requests are in loops of unknown length; each is counted once. */
    perRequest: z.number().int(),
    quantities: z.array(
      z.strictObject({
        schedule: z.string(),
        pool: z.string(),
        unit: z.enum(['units', 'credits']),
        low: decimalText,
        high: decimalText,
        /** Whether a request without a price could belong to this pool. */
        isAtLeast: z.boolean(),
        package: z.string().optional(),
      }),
    ),
  }),
});

/** What `kling-cost price --format json` prints. */
export const priceReportSchema = z.strictObject({
  version: z.literal(1),
  date: day,
  request: z.strictObject(request),
  estimate,
});

/** What `kling-cost schedules --format json` prints. */
export const schedulesReportSchema = z.strictObject({
  version: z.literal(1),
  date: day,
  schedules: z.array(
    z.strictObject({
      id: z.string(),
      edition: z.string(),
      title: z.string(),
      providers: z.array(z.string()),
      default: z.boolean(),
      effectiveFrom: day.nullable(),
      /** Whether this edition prices requests on `date`. */
      inForce: z.boolean(),
      pools: z.record(z.string(), z.strictObject({ unit: z.enum(['units', 'credits', 'usd']), usdEach: decimalText.optional() })),
      models: z.array(z.string()),
      packages: z.array(
        z.strictObject({
          id: z.string(),
          name: z.string(),
          pool: z.string(),
          usd: decimalText,
          quantity: decimalText,
          usdEach: decimalText,
          validityDays: z.number().int().optional(),
          concurrency: z.number().int().optional(),
          oncePerAccount: z.boolean(),
        }),
      ),
      /** Billing rules; `source` is the title of one of `sources`. */
      rules: z.array(z.strictObject({ text: z.string(), source: z.string() })),
      /** Where sources differ: what this table holds, what another says, and why ours was chosen. */
      disagreements: z.array(z.strictObject({ topic: z.string(), chosen: z.string(), other: z.string(), why: z.string() })),
      /** What no source tells. */
      gaps: z.array(z.string()),
      sources: z.array(
        z.strictObject({ title: z.string(), date: z.string(), kind: z.string(), address: z.string().optional() }),
      ),
    }),
  ),
});

export type EstimateReportJson = z.output<typeof estimateReportSchema>;
export type PriceReportJson = z.output<typeof priceReportSchema>;
export type SchedulesReportJson = z.output<typeof schedulesReportSchema>;
export type EstimateJson = PriceReportJson['estimate'];
export type RequestJson = PriceReportJson['request'];
