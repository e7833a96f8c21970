import * as z from 'zod';
import { decimal, decimalOf, toMicros } from '../money';
import type { Micros } from '../money';
import { DEFAULT_POOL } from './entry';
import type { Amount } from './entry';
import { LINE_EVENTS, LINE_VERSION } from './line';
import type { Line, LineEvent, RequestKind } from './line';
import { parsePlainTimestamp, parseTimestamp } from './timestamp';

const UNITS = ['units', 'credits', 'usd'] as const;
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
  .refine((micros) => Number.isSafeInteger(micros), TOO_LARGE);
const credits = z
  .number()
  .nonnegative()
  .refine((value) => value * 1_000_000 <= Number.MAX_SAFE_INTEGER, TOO_LARGE)
  .transform((value) => toMicros(decimalOf(value)));

// What only describes a charge must not keep it from being counted.
const text = key.optional().catch(undefined);
const details = {
  model: text,
  mode: text,
  duration: z.union([z.number().nonnegative(), z.string().regex(/^\d{1,9}$/).transform(Number)]).optional().catch(undefined),
  prompt_preview: text,
};

/** A line of the tracker, and of whoever writes as it does. */
const trackerSchema = z.object({ ...details, timestamp, task_id: key.nullish(), credits });

/** A line of ours. */
const ownSchema = z.object({
  ...details,
  v: z.literal(LINE_VERSION, 'is of another version than this program knows'),
  event: z.enum(LINE_EVENTS),
  id: key,
  timestamp,
  task_id: key.nullish(),
  quantity: decimalText.optional(),
  unit: z.enum(UNITS).optional(),
  pool: key.optional(),
  usd: decimalText.optional(),
  expires_at: timestamp.optional(),
  provider: text,
  feature: text,
  project: text,
  schedule: text,
  request_hash: text,
  reason: text,
});

/** A line, or why it cannot be read. */
export type ReadLine = { readonly line: Line } | { readonly reason: string };

/** Reads the text of one line without its line end. Never throws, whatever the text. */
export function readLine(source: string, order: number): ReadLine {
  let value: unknown;
  try {
    value = JSON.parse(source);
  } catch {
    return { reason: 'is not JSON' };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { reason: 'is not a JSON object' };
  const line = plainLine(value, order);
  return line ? { line } : lineBySchema(value, order);
}

/** What the schemas make of an object. */
export function lineBySchema(value: object, order: number): ReadLine {
  const isOwn = 'event' in value;
  const parsed = isOwn ? ownSchema.safeParse(value) : trackerSchema.safeParse(value);
  if (!parsed.success) return { reason: reasonOf(parsed.error) };
  if ('credits' in parsed.data) {
    return { line: makeLine(order, 'settled', undefined, parsed.data.timestamp, { quantity: parsed.data.credits, unit: 'credits' }, undefined, undefined, value) };
  }
  const { event, id, quantity, unit, pool, usd, expires_at: expiresAt } = parsed.data;
  if ((quantity === undefined || unit === undefined) && event !== 'released') return { reason: '"quantity" or "unit" is missing' };
  return { line: makeLine(order, event, id, parsed.data.timestamp, amountOf(quantity, unit, pool), usd, expiresAt, value) };
}

function reasonOf({ issues }: z.ZodError): string {
  const issue = issues[0];
  const at = issue?.path.join('.') ?? '';
  return at === '' ? (issue?.message ?? 'is not a line of a usage log') : `"${at}": ${issue?.message ?? ''}`;
}

type Raw = Readonly<Record<string, unknown>>;

/**
 * The line that an object as we and the tracker write it holds, found several times as fast as by the schemas; undefined
 * for any other object, which they may still know how to read. A test holds the two together.
 */
function plainLine(value: object, order: number): Line | undefined {
  const raw = value as Raw;
  const time = typeof raw['timestamp'] === 'string' ? parsePlainTimestamp(raw['timestamp']) : undefined;
  if (time === undefined || !isKeyOrNone(raw['task_id'])) return undefined;
  if (!('event' in value)) {
    const charged = raw['credits'];
    if (typeof charged !== 'number' || !(charged >= 0 && charged <= 1e9 && Number.isInteger(charged))) return undefined;
    return makeLine(order, 'settled', undefined, time, { quantity: charged * 1_000_000, unit: 'credits' }, undefined, undefined, value);
  }
  const { v, event, id, unit, pool } = raw;
  if (v !== LINE_VERSION || !isKey(id) || (pool !== undefined && !isKey(pool))) return undefined;
  const quantity = plainMicros(raw['quantity']);
  const usd = plainMicros(raw['usd']);
  if (quantity === undefined || (usd === undefined && raw['usd'] !== undefined)) return undefined;
  const expiresAt = typeof raw['expires_at'] === 'string' ? parsePlainTimestamp(raw['expires_at']) : undefined;
  if ((expiresAt === undefined && raw['expires_at'] !== undefined) || !isEvent(event) || !isUnit(unit)) return undefined;
  return makeLine(order, event, id, time, amountOf(quantity, unit, pool), usd, expiresAt, value);
}

const isKey = (value: unknown): value is string => typeof value === 'string' && value !== '';
const isKeyOrNone = (value: unknown): boolean => value === null || value === undefined || isKey(value);
const events: ReadonlySet<unknown> = new Set(LINE_EVENTS);
const isEvent = (value: unknown): value is LineEvent => events.has(value);
const isUnit = (value: unknown): value is Amount['unit'] => value === 'units' || value === 'credits' || value === 'usd';

const [ZERO, NINE, DOT] = [48, 57, 46];
const MOST_WHOLE = 8;
const MOST_FRACTION = 6;

/** Decimal text of so few digits that it needs no exact arithmetic; undefined for any other. */
function plainMicros(value: unknown): Micros | undefined {
  if (typeof value !== 'string') return undefined;
  let micros = 0;
  let point = -1;
  for (let at = 0; at < value.length; at++) {
    const code = value.charCodeAt(at);
    if (code === DOT && point < 0 && at > 0) point = at;
    else if (code >= ZERO && code <= NINE) micros = micros * 10 + code - ZERO;
    else return undefined;
  }
  const fraction = point < 0 ? 0 : value.length - point - 1;
  const whole = point < 0 ? value.length : point;
  if (whole === 0 || whole > MOST_WHOLE || fraction > MOST_FRACTION || (point > 0 && fraction === 0)) return undefined;
  for (let digit = fraction; digit < MOST_FRACTION; digit++) micros *= 10;
  return micros;
}

function amountOf(quantity: Micros | undefined, unit: Amount['unit'] | undefined, pool: string | undefined): Amount | undefined {
  if (quantity === undefined || unit === undefined) return undefined;
  return unit === 'units' ? { quantity, unit, pool: pool ?? DEFAULT_POOL } : { quantity, unit };
}

function makeLine(
  order: number, event: LineEvent, id: string | undefined, time: number, amount: Amount | undefined,
  usd: Micros | undefined, expiresAt: number | undefined, value: object,
): Line {
  const raw = value as Raw;
  return {
    order, event, id, taskId: textIn(raw['task_id']), timestamp: time, amount, usd, expiresAt,
    reason: id === undefined ? undefined : textIn(raw['reason']),
    requestHash: id === undefined ? undefined : textIn(raw['request_hash']),
    promptPreview: textIn(raw['prompt_preview']),
    kind: kindOf(raw, id !== undefined),
  };
}

const textIn = (value: unknown): string | undefined => (isKey(value) ? value : undefined);

function secondsIn(value: unknown): number | undefined {
  if (typeof value === 'number') return value >= 0 && Number.isFinite(value) ? value : undefined;
  return typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : undefined;
}

/** The last kinds that were read, by a number made of their texts: most lines have one of a few. */
const known = new Array<RequestKind | undefined>(256);

function kindOf(raw: Raw, isOwn: boolean): RequestKind {
  const model = textIn(raw['model']);
  const mode = textIn(raw['mode']);
  const durationSeconds = secondsIn(raw['duration']);
  const provider = isOwn ? textIn(raw['provider']) : undefined;
  const feature = isOwn ? textIn(raw['feature']) : undefined;
  const project = isOwn ? textIn(raw['project']) : undefined;
  const schedule = isOwn ? textIn(raw['schedule']) : undefined;
  const slot = (markOf(model) + 3 * markOf(mode) + 5 * markOf(provider) + 7 * markOf(feature) + 11 * markOf(project) + 13 * markOf(schedule) + 17 * Math.floor(durationSeconds ?? 0)) & 255;
  const last = known[slot];
  if (
    last?.model === model && last?.mode === mode && last?.durationSeconds === durationSeconds && last?.provider === provider &&
    last?.feature === feature && last?.project === project && last?.schedule === schedule && last
  ) return last;
  const kind: RequestKind = {
    ...(provider === undefined ? {} : { provider }),
    ...(feature === undefined ? {} : { feature }),
    ...(model === undefined ? {} : { model }),
    ...(mode === undefined ? {} : { mode }),
    ...(durationSeconds === undefined ? {} : { durationSeconds }),
    ...(project === undefined ? {} : { project }),
    ...(schedule === undefined ? {} : { schedule }),
  };
  known[slot] = kind;
  return kind;
}

const markOf = (value: string | undefined): number => (value === undefined ? 0 : value.length + 31 * value.charCodeAt(value.length - 1) + value.charCodeAt(value.length >> 1));
