import type { Micros } from '../money';

/** A resource package as the provider reports it. Times are milliseconds since 1970, quantities millionths of a unit. */
export interface ReportedPackage {
  readonly name: string;
  readonly id: string;
  /** `decreasing_total` or `constant_period` when the documentation was read. */
  readonly type: string;
  readonly total: Micros;
  /** As of up to 12 hours before it was asked for. Below 0 when more was used than was left. */
  readonly remaining: Micros;
  readonly purchasedAt: number;
  readonly effectiveAt: number;
  readonly invalidAt: number;
  /** `toBeOnline`, `online`, `expired` or `runOut` when the documentation was read. */
  readonly status: string;
}

/** What the provider said of the packages, and when it was asked, in milliseconds since 1970. */
export interface Costs {
  readonly packages: readonly ReportedPackage[];
  readonly askedAt: number;
}

const POOL_WORDS: readonly (readonly [pool: string, word: RegExp])[] = [
  ['video', /video/i],
  ['image', /image/i],
  ['try-on', /try-?\s?on/i],
];

/** The pool whose units a package holds, read from its name, since the answer has no field for it; undefined when the name tells none or several. */
export function poolOfPackage(name: string): string | undefined {
  const named = POOL_WORDS.filter(([, word]) => word.test(name));
  return named.length === 1 ? named[0]?.[0] : undefined;
}
