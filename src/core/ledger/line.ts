import { microsToText } from '../money';
import type { Micros } from '../money';
import { DEFAULT_POOL } from './entry';
import type { Amount, EntryDetails } from './entry';
import { timestampText } from './timestamp';

/** The version of our lines. */
export const LINE_VERSION = 1;
/** A longer line is not read. */
export const MAX_LINE_BYTES = 1 << 20;
export const LINE_EVENTS = ['reserved', 'settled', 'released', 'recorded', 'corrected'] as const;
/** What a line says of its entry. A line of another program is `settled`. */
export type LineEvent = (typeof LINE_EVENTS)[number];

/** What is the same for many requests; lines share it, since a log has many of them. */
export type RequestKind = Omit<EntryDetails, 'taskId' | 'requestHash' | 'promptPreview'>;

/** One readable line of the log. */
export interface Line {
  /** Where it stands among the lines: of two, the later has the greater. */
  readonly order: number;
  readonly event: LineEvent;
  /** Absent on lines of other programs, which are known by their task. */
  readonly id: string | undefined;
  readonly taskId: string | undefined;
  /** In milliseconds since 1970. */
  readonly timestamp: number;
  /** Absent on a released line that does not tell it. Units have a pool. */
  readonly amount: Amount | undefined;
  readonly usd: Micros | undefined;
  readonly expiresAt: number | undefined;
  readonly reason: string | undefined;
  readonly requestHash: string | undefined;
  readonly promptPreview: string | undefined;
  readonly kind: RequestKind;
}

/** A line that is to be written. */
export interface NewLine extends EntryDetails {
  readonly event: LineEvent;
  readonly id: string;
  readonly timestamp: number;
  readonly amount: Amount;
  readonly usd?: Micros;
  readonly expiresAt?: number;
  readonly reason?: string;
}

/** A new line as it will be read. */
export function lineOf(line: NewLine, order: number): Line {
  const { event, id, taskId, timestamp, amount, usd, expiresAt, reason, requestHash, promptPreview, ...kind } = line;
  return { order, event, id, taskId, timestamp, amount, usd, expiresAt, reason, requestHash, promptPreview, kind };
}

/**
 * The text of a line of ours, without its line end. It starts with the fields of the tracker, null where unknown, and
 * `credits` is a number only for a charge in credits: another reader must not take units for them.
 */
export function lineText(line: NewLine): string {
  const { amount } = line;
  const isCharge = line.event !== 'reserved' && line.event !== 'released';
  return JSON.stringify({
    timestamp: timestampText(line.timestamp),
    task_id: line.taskId ?? null,
    credits: isCharge && amount.unit === 'credits' ? amount.quantity / 1_000_000 : null,
    model: line.model ?? null,
    duration: line.durationSeconds ?? null,
    mode: line.mode ?? null,
    prompt_preview: line.promptPreview ?? null,
    v: LINE_VERSION,
    event: line.event,
    id: line.id,
    quantity: microsToText(amount.quantity),
    unit: amount.unit,
    pool: amount.unit === 'units' && amount.pool !== DEFAULT_POOL ? amount.pool : undefined,
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
