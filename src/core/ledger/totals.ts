import type { Micros } from '../money';
import type { Amount } from './entry';

/** What was spent and what is set aside, in millionths. Expired reservations are spent until they are settled. */
export interface Sum {
  readonly spent: Micros;
  readonly reserved: Micros;
}

/** The sums of the entries of a stretch of time. Released entries count nothing. */
export interface Totals {
  /** One for each unit and pool that occurs; they do not add up. */
  readonly amounts: readonly (Sum & Pick<Amount, 'unit' | 'pool'> & { readonly entries: number })[];
  /** The dollars of every entry that has a price, whatever its unit. */
  readonly usd: Sum;
  /** How many entries count. */
  readonly entries: number;
  /** How many of them have no price in dollars, so that `usd` is a lower bound. */
  readonly withoutUsd: number;
}
