import type { Bounds, PricedEstimate } from '../estimate/estimate';
import type { PackageStanding, Pace } from '../budget/packages';
import type { ResourcePackage } from '../pricing/schedule';
import type { Micros } from '../money';
import type { ParameterName } from '../request/resolved';
import type { Scalar } from '../request/value';

/** One parameter of a request with another value. */
export interface Change {
  readonly parameter: ParameterName;
  readonly from: Scalar;
  readonly to: Scalar;
}

/** What is no longer spent: the difference of two estimates of the price book, at both ends where they are ranges. */
export interface Saving {
  readonly quantity: Bounds;
  /** Absent where the schedule gives its unit no price. */
  readonly usd?: Bounds;
}

/** Where the same request was met before: earlier among those that are looked at, or in the usage log. */
export type Twin =
  | { readonly kind: 'request'; readonly index: number }
  | { readonly kind: 'logged'; readonly timestamp: number };

/** A cheaper way for one request. */
export interface Suggestion {
  /** The id of the rule that offers it. */
  readonly rule: string;
  /** What is changed; empty where the request is left out because `twin` has the result already. */
  readonly changes: readonly Change[];
  readonly twin?: Twin;
  readonly before: PricedEstimate;
  /** What the changed request costs; absent where it is left out. */
  readonly after?: PricedEstimate;
  readonly saving: Saving;
  /** What one extension costs, where a clip is made shorter and the schedule prices extensions of its model. */
  readonly extension?: PricedEstimate;
}

/** Something to know about all requests together, without a change to any of them. */
export type Advice =
  | { readonly code: 'offPeak'; readonly rule: string; readonly requests: number }
  | {
      /** A package that costs less than the planned volume does now. */
      readonly code: 'package';
      readonly rule: string;
      readonly volume: Micros;
      readonly unit: 'units' | 'credits' | 'usd';
      readonly pool: string;
      readonly package: ResourcePackage;
      readonly packages: number;
      readonly price: Micros;
      readonly savingUsd: Micros;
    }
  | {
      /** More is planned than the largest package holds. */
      readonly code: 'customPackage';
      readonly rule: string;
      readonly volume: Micros;
      readonly unit: 'units' | 'credits' | 'usd';
      readonly pool: string;
      readonly largest: ResourcePackage;
    }
  | {
      /** Units of a package that was bought expire unused at the present pace. */
      readonly code: 'expiringUnits';
      readonly rule: string;
      readonly standing: PackageStanding;
      readonly paces: readonly Pace[];
    }
  | {
      /** Nothing of the required quality stays within the budget of one request; the cheapest that there is. */
      readonly code: 'overBudget';
      readonly rule: string;
      readonly index: number;
      readonly cheapest: PricedEstimate;
    };

/** The changes as one value for each parameter. */
export function targetsOf(changes: readonly Change[]): ReadonlyMap<ParameterName, Scalar> {
  return new Map(changes.map(({ parameter, to }) => [parameter, to]));
}

/** Whether two suggestions for one request cannot both be followed. */
export function excludes(a: Suggestion, b: Suggestion): boolean {
  if (a.changes.length === 0 || b.changes.length === 0) return true;
  return a.changes.some(({ parameter }) => b.changes.some((other) => other.parameter === parameter));
}
