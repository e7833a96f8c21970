import type { Amount } from '../ledger/entry';

/** A limit for each calendar day or month. */
export type PeriodName = 'daily' | 'monthly';

/** What the user allows for a period, and when to say so. */
export interface Limit {
  readonly period: PeriodName;
  /** Above 0. Units of one pool (`video` unless told), credits, or dollars over all pools and providers. */
  readonly amount: Amount;
  /** Shares of the limit, ascending, at which to warn: 0.8 is 80 %. */
  readonly thresholds: readonly number[];
  readonly onExceed: 'warn' | 'stop';
}

/** fits: below every threshold; warns: a threshold is reached, or the limit where `onExceed` is warn; stops: over the limit. */
export type Verdict = 'fits' | 'warns' | 'stops';
