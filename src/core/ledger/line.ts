import * as z from 'zod';
import { decimal, decimalOf, microsToText, toMicros } from '../money';
import type { Micros } from '../money';
import { DEFAULT_POOL } from './entry';
import type { Amount, EntryDetails } from './entry';
import { parseTimestamp, timestampText } from './timestamp';

/** What a line says of its entry. A line of another program is `settled`. */
export type LineEvent = 'reserved' | 'settled' | 'released' | 'recorded' | 'corrected';

/** One readable line of the log. */
export interface Line extends EntryDetails {
  /** Where it stands among the lines: of two, the later has the greater. */
  readonly order: number;
  readonly event: LineEvent;
  /** Absent on lines of other programs, which are known by their task. */
  readonly id?: string;
  /** In milliseconds since 1970. */
  readonly timestamp: number;
  /** Absent on a released line that does not tell it. */
  readonly amount?: Amount;
  readonly usd?: Micros;
  readonly expiresAt?: number;
  readonly reason?: string;
}

const VERSION = 1;
const UNITS = ['units', 'credits', 'usd'] as const;
const EVENTS = ['reserved', 'settled', 'released', 'recorded', 'corrected'] as const;

const safe = (micros: Micros): boolean => Number.isSafeInteger(micros) && micros >= 0;
const TOO_LARGE = 'must be below 9,007,199,254';

const key = z.string().min(1);
const timestamp = z.string().transform((text, context) => {
  const value = parseTimestamp(text);
  if (value === undefined) context.addIssue('must be a time such as 2026-11-21T11:03:37');
  return value ?? z.NEVER;
});
const decimalText = z
  .string()
  .max(40)
  .regex(/^\d+(\.\d+)?$/, 'must be decimal text such as "3.5"')
  .transform((text) => toMicros(decimal(text)))
  .refine(safe, TOO_LARGE);
const credits = z
  .number()
  .nonnegative()
  .refine((value) => value <= Number.MAX_SAFE_INTEGER / 1_000_000, TOO_LARGE)
  .transform((value) => toMicros(decimalOf(value)));

// What only describes a charge must not make it uncounted.
const text = key.optional().catch(undefined);
const details = {
  model: text,
  mode: text,
  duration: z.union([z.number().nonnegative(), z.string().regex(/^\d+(\.\d+)?$/).transform(Number)]).optional().catch(undefined),
  prompt_preview: text,
  provider: text,
  feature: text,
  project: text,
  schedule: text,
  request_hash: text,
  reason: text,
};

const trackerSchema = z.object({ ...details, timestamp, task_id: key.nullish(), credits });
const ownSchema = z.object({
  ...details,
  v: z.literal(VERSION, 'is of a newer version than this program knows'),
  event: z.enum(EVENTS),
  id: key,
  timestamp,
  task_id: key.nullish(),
  quantity: decimalText.optional(),
  unit: z.enum(UNITS).optional(),
  pool: key.optional(),
  usd: decimalText.optional(),
  expires_at: timestamp.optional(),
});

/** A line, or why it cannot be read. Never throws, whatever the text. */
export type ReadLine = { readonly line: Line } | { readonly reason: string };

/** Reads the text of one line without its line end. */
export function readLine(source: string, order: number): ReadLine {
  let value: unknown;
  try {
    value = JSON.parse(source);
  } catch {
    return { reason: 'is not JSON' };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { reason: 'is not a JSON object' };
  return 'event' in value ? ownLine(value, order) : trackerLine(value, order);
}

function trackerLine(value: object, order: number): ReadLine {
  const parsed = trackerSchema.safeParse(value);
  if (!parsed.success) return { reason: reasonOf(parsed.error) };
  const amount: Amount = { quantity: parsed.data.credits, unit: 'credits' };
  return { line: { order, event: 'settled', timestamp: parsed.data.timestamp, amount, ...detailsOf(parsed.data) } };
}

function ownLine(value: object, order: number): ReadLine {
  const parsed = ownSchema.safeParse(value);
  if (!parsed.success) return { reason: reasonOf(parsed.error) };
  const { event, id, quantity, unit, usd, expires_at: expiresAt, reason } = parsed.data;
  if ((quantity === undefined || unit === undefined) && event !== 'released') return { reason: '"quantity" or "unit" is missing' };
  const pool = parsed.data.pool ?? DEFAULT_POOL;
  const amount = quantity === undefined || unit === undefined ? undefined : { quantity, unit, ...(unit === 'units' ? { pool } : {}) };
  return {
    line: {
      order,
      event,
      id,
      timestamp: parsed.data.timestamp,
      ...(amount ? { amount } : {}),
      ...(usd === undefined ? {} : { usd }),
      ...(expiresAt === undefined ? {} : { expiresAt }),
      ...(reason === undefined ? {} : { reason }),
      ...detailsOf(parsed.data),
    },
  };
}

type Details = Omit<z.output<typeof trackerSchema>, 'timestamp' | 'credits'>;

function detailsOf(data: Details): EntryDetails {
  const found: Record<string, string | number> = {};
  const set = (name: keyof EntryDetails, value: string | number | null | undefined): void => {
    if (value !== undefined && value !== null) found[name] = value;
  };
  set('taskId', data.task_id);
  set('model', data.model);
  set('mode', data.mode);
  set('durationSeconds', data.duration);
  set('promptPreview', data.prompt_preview);
  set('provider', data.provider);
  set('feature', data.feature);
  set('project', data.project);
  set('schedule', data.schedule);
  set('requestHash', data.request_hash);
  return found;
}

function reasonOf({ issues }: z.ZodError): string {
  const issue = issues[0];
  const at = issue?.path.join('.') ?? '';
  return at === '' ? (issue?.message ?? 'is not a line of a usage log') : `"${at}": ${issue?.message ?? ''}`;
}

/**
 * The text of a line of ours, without its line end. It starts with the fields of the tracker, null where unknown, and
 * `credits` is a number only for a charge in credits: another reader must not take units for them.
 */
export function lineText(line: Omit<Line, 'order'> & { readonly id: string }): string {
  const { amount } = line;
  const isCharge = line.event !== 'reserved' && line.event !== 'released';
  return JSON.stringify({
    timestamp: timestampText(line.timestamp),
    task_id: line.taskId ?? null,
    credits: isCharge && amount?.unit === 'credits' ? amount.quantity / 1_000_000 : null,
    model: line.model ?? null,
    duration: line.durationSeconds ?? null,
    mode: line.mode ?? null,
    prompt_preview: line.promptPreview ?? null,
    v: VERSION,
    event: line.event,
    id: line.id,
    quantity: amount && microsToText(amount.quantity),
    unit: amount?.unit,
    pool: amount?.unit === 'units' && amount.pool !== DEFAULT_POOL ? amount.pool : undefined,
    usd: line.usd === undefined ? undefined : microsToText(line.usd),
    schedule: line.schedule,
    provider: line.provider,
    feature: line.feature,
    request_hash: line.requestHash,
    project: line.project,
    expires_at: line.expiresAt === undefined ? undefined : timestampText(line.expiresAt),
    reason: line.reason,
  });
}
