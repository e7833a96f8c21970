import * as z from 'zod';

const decimalText = z.string().regex(/^-?\d+(\.\d+)?$/);
const time = z.iso.datetime();
const bounds = z.strictObject({ low: decimalText, high: decimalText });

/** What `kling-cost account sync --format json` prints. Quantities are units; below 0 when more was used than was left. */
export const accountSyncSchema = z.strictObject({
  version: z.literal(1),
  /** When Kling was asked. */
  askedAt: time,
  /** Whether the answer was kept from an earlier call. */
  fromCache: z.boolean(),
  /** How much older than `askedAt` the remaining quantities may be. */
  lagHours: z.number().int(),
  packages: z.array(
    z.strictObject({
      id: z.string(),
      name: z.string(),
      /** Read from the name; absent when it does not tell. */
      pool: z.string().optional(),
      type: z.string(),
      status: z.string(),
      total: decimalText,
      remaining: decimalText,
      purchasedAt: time,
      effectiveAt: time,
      expiresAt: time,
      /** Charges in the ledger: `low` since `askedAt`, `high` with those that Kling may not have counted yet. */
      loggedSince: bounds.optional(),
      /** `remaining` less `loggedSince`. */
      expected: bounds.optional(),
    }),
  ),
});

/** `unit` is units, credits, usd, or the code of another currency. */
const amount = z.strictObject({ quantity: decimalText, unit: z.string(), pool: z.string().optional() });

/** What `kling-cost account import --format json` prints. */
export const accountImportSchema = z.strictObject({
  version: z.literal(1),
  dryRun: z.boolean(),
  since: time,
  until: time,
  /** How many entries were written, or would be with `dryRun`. */
  written: z.strictObject({ settled: z.number().int(), corrected: z.number().int(), recorded: z.number().int() }),
  tasks: z.array(
    z.strictObject({
      /**
       * equal, different: ours and Kling's; unknown: not in the ledger before; uncharged: in the ledger, without a charge;
       * withoutTask: in the ledger, without a task id; currency, severalUnits: charged in a way that gives no one amount.
       */
      match: z.enum(['equal', 'different', 'unknown', 'uncharged', 'withoutTask', 'currency', 'severalUnits']),
      action: z.enum(['none', 'settle', 'correct', 'record']),
      taskId: z.string().optional(),
      entryId: z.string().optional(),
      time,
      feature: z.string().optional(),
      model: z.string().optional(),
      mode: z.string().optional(),
      estimate: amount.optional(),
      charge: amount.optional(),
      /** `charge` less `estimate`, where both are in one unit. */
      difference: decimalText.optional(),
    }),
  ),
});

export type AccountSyncJson = z.output<typeof accountSyncSchema>;
export type AccountImportJson = z.output<typeof accountImportSchema>;
