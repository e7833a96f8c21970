import * as z from 'zod';

const decimalText = z.string().regex(/^-?\d+(\.\d+)?$/);
const moment = z.iso.datetime();
const unit = z.enum(['units', 'credits', 'usd']);
/** Which units; null for credits and dollars. */
const pool = z.string().nullable();

const sums = {
  entries: z.number().int(),
  quantities: z.array(z.strictObject({ unit, pool, spent: decimalText, reserved: decimalText })),
  /** The dollars of every entry that has a price. */
  usd: z.strictObject({ spent: decimalText, reserved: decimalText }),
  /** How many have none, so that `usd` is a lower bound. */
  withoutUsd: z.number().int(),
};

/** What `kling-cost budget --format json` prints. Times are UTC; null is what is not known. */
export const budgetReportSchema = z.strictObject({
  version: z.literal(1),
  timeZone: z.string(),
  /** The limits in force. `remaining` is below 0, and `share` above 1, when more was used than allowed. */
  periods: z.array(
    z.strictObject({
      name: z.enum(['daily', 'monthly']),
      limit: z.strictObject({ quantity: decimalText, unit, pool, thresholds: z.array(z.number()), onExceed: z.enum(['warn', 'stop']) }),
      spent: decimalText,
      reserved: decimalText,
      remaining: decimalText,
      share: z.number(),
      /** Null where the day is rolling and nothing was used. */
      resetsAt: moment.nullable(),
      verdict: z.enum(['fits', 'warns', 'stops']),
      /** How many entries of the period the limit does not see: of another unit or pool; for dollars, without a price. */
      uncounted: z.number().int(),
    }),
  ),
  /** The calendar's month, of which these are the sums. */
  since: moment,
  until: moment,
  byModel: z.array(z.strictObject({ model: z.string().nullable(), ...sums })),
  byProject: z.array(z.strictObject({ project: z.string().nullable(), ...sums })),
  /** What a clip cost with all its tries: entries with one request digest are tries of one clip. Null where no entry tells. */
  clips: z
    .strictObject({
      clips: z.number().int(),
      tries: z.number().int(),
      perClip: z.array(z.strictObject({ quantity: decimalText, unit, pool })),
      usdPerClip: decimalText.nullable(),
      withoutDigest: z.number().int(),
    })
    .nullable(),
  /** What was charged in std took so much less than in pro by the schedule it was booked with. Null where nothing was in std. */
  drafts: z
    .strictObject({
      entries: z.number().int(),
      saved: z.array(z.strictObject({ quantity: decimalText, unit, pool })),
      usdSaved: decimalText.nullable(),
      withoutComparison: z.number().int(),
    })
    .nullable(),
  /** How many lines of the log could not be read; they count nothing. */
  unreadable: z.number().int(),
});

/** What `kling-cost packages --format json` prints. */
export const packagesReportSchema = z.strictObject({
  version: z.literal(1),
  timeZone: z.string(),
  /** In the order in which they are taken to be used: soonest expiry first. */
  packages: z.array(
    z.strictObject({
      name: z.string(),
      state: z.enum(['active', 'usedUp', 'expired', 'ahead']),
      unit,
      pool,
      quantity: decimalText,
      /** When expired, what was forfeited. */
      left: decimalText,
      /** What the log has drawn from it; since `leftAsOf` where that is told. */
      drawn: decimalText,
      leftAsOf: moment.nullable(),
      boughtAt: moment,
      expiresAt: moment.nullable(),
      daysLeft: z.number().int().nullable(),
      /** What will expire unused at the current pace; null while that is not known. */
      losing: decimalText.nullable(),
      losingUsd: decimalText.nullable(),
      usd: decimalText.nullable(),
      usdEach: decimalText.nullable(),
      concurrency: z.number().int().nullable(),
    }),
  ),
  /** None of a kind of which the log has no entry. */
  paces: z.array(z.strictObject({ unit, pool, perDay: decimalText, days: z.number().int() })),
  /** What was used beyond all packages. */
  beyond: z.array(z.strictObject({ quantity: decimalText, unit, pool })),
  /** How many tasks may run at once: of the active packages the highest. */
  concurrency: z.number().int().nullable(),
  problems: z.array(z.string()),
});

export type BudgetReportJson = z.output<typeof budgetReportSchema>;
export type PackagesReportJson = z.output<typeof packagesReportSchema>;
