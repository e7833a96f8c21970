/**
 * Why the guard itself answers, with the HTTP status and the `code` of the envelope. Kling's own codes end at 5002; the
 * guard's are four digits that begin with the status.
 */
export const REFUSALS = {
  badRequest: { status: 400, code: 4000 },
  overLimit: { status: 402, code: 4020 },
  unpriced: { status: 402, code: 4021 },
  overCeiling: { status: 402, code: 4022 },
  model: { status: 403, code: 4030 },
  foreignPage: { status: 403, code: 4031 },
  duplicate: { status: 409, code: 4090 },
  tooLarge: { status: 413, code: 4130 },
  foreignHost: { status: 421, code: 4210 },
  busy: { status: 429, code: 4290 },
  unreachable: { status: 502, code: 5020 },
  ledger: { status: 503, code: 5030 },
  closing: { status: 503, code: 5031 },
  full: { status: 503, code: 5032 },
  timeout: { status: 504, code: 5040 },
} as const;
export type RefusalName = keyof typeof REFUSALS;

/** An answer of the guard's own; nothing has been sent to the upstream, or nothing has come back. */
export interface Refusal {
  readonly name: RefusalName;
  /** One sentence for the reader of a log. */
  readonly message: string;
  readonly retryAfterSeconds?: number;
}

/** Ends the handling of a request with a refusal. */
export class RefusalError extends Error {
  override readonly name = 'RefusalError';
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal.message);
    this.refusal = refusal;
  }
}

/** Nobody knows what became of a request that was sent: what was set aside for it stays so, which is told as an event of its own. */
export class HeldError extends RefusalError {}

/** Tells the guard's answers from the upstream's. */
export const GUARD_HEADER = 'x-kling-cost-guard';
