import type { Micros } from '../money';
import type { Feature, ParameterName, Remark } from '../request/resolved';
import type { Scalar } from '../request/value';
import type { Pool, ResourcePackage } from '../pricing/schedule';

/** The schedule an estimate was made with. */
export interface ScheduleReference {
  readonly id: string;
  readonly edition: string;
  readonly title: string;
  readonly effectiveFrom: string | null;
  /** The rate's own source, when there is one rate. */
  readonly source?: { readonly title: string; readonly date: string; readonly address?: string };
}

/** Both ends of what a request can cost; equal when it is known. */
export interface Bounds {
  readonly low: Micros;
  readonly high: Micros;
}

/** One item of an estimate: `each` of the unit, `times` seconds, stretches, images or calls, for `count` copies in all. */
export interface EstimateLine {
  readonly part: 'base' | 'audio' | 'voice' | 'videoInput';
  readonly per: 'call' | 'second' | 'image' | 'startedSeconds';
  readonly each: Micros;
  readonly times: number;
  readonly count: number;
  readonly quantity: Micros;
}

/** What a unit is worth in dollars: at list price, or as bought in a package. */
export interface DollarBasis {
  readonly kind: 'list' | 'package';
  readonly package?: ResourcePackage;
  /** Micro-dollars for one unit, rounded for display. */
  readonly unitPrice: Micros;
  readonly usd: Bounds;
}

export interface PricedEstimate {
  readonly status: 'priced' | 'range';
  readonly schedule: ScheduleReference;
  readonly pool: string;
  readonly unit: Pool['unit'];
  readonly quantity: Bounds;
  /** Dollars on the chosen basis; absent when the schedule gives its unit no price. */
  readonly usd?: Bounds;
  /** Every basis that applies, the chosen one first. */
  readonly bases: readonly DollarBasis[];
  /** The items of a known price; empty for a range. */
  readonly lines: readonly EstimateLine[];
  /** The parameters that only the running program knows and that decide the price. */
  readonly unknowns: readonly ParameterName[];
  /** Rate per second, when only the number of seconds is open. */
  readonly perSecond?: PerSecond;
  /** Why some of what the request can turn out to be has no price; empty when its model is open. A range then. */
  readonly refused: readonly UnpricedReason[];
  readonly remarks: readonly Remark[];
}

export interface PerSecond {
  readonly quantity: Micros;
  readonly usd?: Micros;
}

/** Why there is no price; `values` are what the user wrote or may write instead. */
export type UnpricedReason =
  | { readonly code: 'noSchedule'; readonly provider: string }
  | { readonly code: 'notInForce'; readonly schedule: string; readonly from: string; readonly date: string }
  | { readonly code: 'unknownModel'; readonly model: string }
  | { readonly code: 'featureNotInSchedule'; readonly feature: Feature }
  | { readonly code: 'modelNotForFeature'; readonly model: string; readonly feature: Feature }
  | {
      readonly code: 'notOffered';
      readonly model?: string;
      readonly parameter: ParameterName;
      readonly value: Scalar;
      /** What is offered instead. */
      readonly offered: readonly Scalar[];
      /** The other parameter, and its values, with which `value` would be offered. */
      readonly onlyWith?: { readonly parameter: ParameterName; readonly values: readonly Scalar[] };
    }
  | {
      readonly code: 'outOfLimits';
      readonly model?: string;
      readonly parameter: 'durationSeconds' | 'count';
      readonly value: Scalar;
      readonly limit: { readonly values: readonly number[] } | { readonly min: number; readonly max: number };
    }
  | {
      /** Not a number that can be asked for: images and seconds are whole, and above 0. */
      readonly code: 'notWhole';
      readonly parameter: 'durationSeconds' | 'count';
      readonly value: Scalar;
    }
  | {
      /** The schedule has rates for it, but on other days. */
      readonly code: 'rateNotInForce';
      readonly model?: string;
      readonly feature: Feature;
      /** The first day of the next rate, when there is one after the date. */
      readonly from?: string;
      /** The day on which the last rate ended, when there was one before the date. */
      readonly until?: string;
    }
  | { readonly code: 'unbounded'; readonly parameter: ParameterName }
  | {
      readonly code: 'tooLarge';
      /** The most that is counted, in units or dollars. */
      readonly most: number;
    }
  | { readonly code: 'unpublished'; readonly text: string }
  | { readonly code: 'ambiguousEndpoint'; readonly detail: string }
  | { readonly code: 'unknownEndpoint'; readonly detail: string };

export interface UnpricedEstimate {
  readonly status: 'unpriced';
  readonly reason: UnpricedReason;
  readonly schedule?: ScheduleReference;
  /** The rate per second, when only the number of seconds is missing. */
  readonly perSecond?: PerSecond & { readonly unit: Pool['unit'] };
  readonly remarks: readonly Remark[];
}

/** The answer before running: priced, a range, or unpriced with a reason. */
export type Estimate = PricedEstimate | UnpricedEstimate;
