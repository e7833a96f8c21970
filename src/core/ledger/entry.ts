import type { Micros } from '../money';

/** Which units are meant where nothing is told. */
export const DEFAULT_POOL = 'video';

/** What a ledger's numbers count. Units of different pools, credits and dollars are never added up. */
export interface Amount {
  /** Millionths of `unit`. */
  readonly quantity: Micros;
  readonly unit: 'units' | 'credits' | 'usd';
  /** Which units: `video` unless told. A pool of a price schedule; absent for credits and dollars. */
  readonly pool?: string;
}

/** What an entry tells about the request it was made for; every field is optional, as in other people's logs. */
export interface EntryDetails {
  readonly taskId?: string;
  readonly provider?: string;
  readonly feature?: string;
  readonly model?: string;
  readonly mode?: string;
  readonly durationSeconds?: number;
  /** The name of the project, such as the workspace folder's. */
  readonly project?: string;
  /** Id and edition of the schedule that gave the price. */
  readonly schedule?: string;
  /** A digest of the request's parameters and prompt, to find duplicates without keeping the prompt. */
  readonly requestHash?: string;
  /** The first 100 characters of the prompt, only when the user asked to keep them. */
  readonly promptPreview?: string;
}

/** reserved: set aside before the call; settled: charged; released: failed, not charged; expired: reserved longer than agreed. */
export type EntryState = 'reserved' | 'settled' | 'released' | 'expired';

/** One request in the ledger, folded from its lines. */
export interface Entry extends EntryDetails {
  /** Ours, or the task's for lines of other programs. */
  readonly id: string;
  readonly state: EntryState;
  /** When it was reserved or recorded, in milliseconds since 1970; decides its period for good. */
  readonly timestamp: number;
  /** What counts: the charge when settled, what was set aside when reserved or expired; kept for show when released. */
  readonly amount: Amount;
  /** The same in micro-dollars at the price of that day, when one was known. */
  readonly usd?: Micros;
  /** What was reserved, where the charge differs. */
  readonly estimated?: Amount;
  /** When a reservation counts as spent, in milliseconds since 1970. */
  readonly expiresAt?: number;
  /** When a reservation was settled, in milliseconds since 1970; absent without a reservation, after it had expired, and when corrected. */
  readonly settledAt?: number;
  /** Why it was corrected or released, in the user's words. */
  readonly reason?: string;
}
