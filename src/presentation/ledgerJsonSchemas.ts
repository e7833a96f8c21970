import * as z from 'zod';

const decimalText = z.string().regex(/^-?\d+(\.\d+)?$/);
const unit = z.enum(['units', 'credits', 'usd']);
const textOrNull = z.string().nullable();

/** One entry of the usage log; null is what is not known. */
export const entrySchema = z.strictObject({
  id: z.string(),
  taskId: textOrNull,
  state: z.enum(['reserved', 'settled', 'released', 'expired']),
  /** When it was reserved or recorded. */
  timestamp: z.iso.datetime(),
  quantity: decimalText,
  unit,
  /** Which units; null for credits and dollars. */
  pool: textOrNull,
  usd: decimalText.nullable(),
  model: textOrNull,
  mode: textOrNull,
  durationSeconds: z.number().nullable(),
  provider: textOrNull,
  feature: textOrNull,
  project: textOrNull,
  /** Id and edition of the schedule that gave the price. */
  schedule: textOrNull,
  /** When a reservation counts as spent. */
  expiresAt: z.iso.datetime().nullable(),
  /** Why it was released or corrected. */
  reason: textOrNull,
});

export const logReportSchema = z.strictObject({
  version: z.literal(1),
  entries: z.array(entrySchema),
  /** Lines that could not be read; they count nothing. */
  unreadable: z.array(z.strictObject({ line: z.number().int().positive(), reason: z.string() })),
});

export const reservationSchema = z.strictObject({
  verdict: z.enum(['fits', 'warns', 'stops']),
  /** Absent when it stops. */
  id: z.string().optional(),
  /** What is left of the limit, this reservation included; null without a limit. Below 0 when it is over. */
  remaining: decimalText.nullable(),
  /** The limit that decided. */
  limit: z.strictObject({ quantity: decimalText, unit, pool: textOrNull }).nullable(),
  period: z.enum(['daily', 'monthly']).nullable(),
  /** Why the limit cannot count what was asked for; then it answers as for what is over. */
  reason: z.string().optional(),
});

export type EntryJson = z.output<typeof entrySchema>;
export type LogReportJson = z.output<typeof logReportSchema>;
export type ReservationJson = z.output<typeof reservationSchema>;
