import { DEFAULT_POOL } from '../ledger/entry';
import type { Amount } from '../ledger/entry';
import { decimal, toMicros } from '../money';
import type { Micros } from '../money';
import type { PriceSchedule, ResourcePackage } from '../pricing/schedule';
import type { PackageSetting } from './packageSettings';
import { momentOf, startOfDay } from './period';

/** What somebody said was left of a package at some time. */
export interface KnownLeft {
  /** Millionths. */
  readonly quantity: Micros;
  /** Milliseconds since 1970. */
  readonly asOf: number;
}

/** A package that was bought. Times are milliseconds since 1970. */
export interface OwnedPackage {
  /** Stable for one purchase: its name, its day, and a number where the same was bought twice that day. */
  readonly key: string;
  readonly name: string;
  /** What it holds; a pool where the unit is units. */
  readonly size: Amount;
  /** In micro-dollars; absent when nobody said. */
  readonly price?: Micros;
  readonly boughtAt: number;
  /** What is left then is forfeited. Absent when it stays valid. */
  readonly expiresAt?: number;
  readonly concurrency?: number;
  /** What to take instead of our own count; what the ledger holds since then is drawn from it. */
  readonly left?: KnownLeft;
}

/** What is wrong with packages that were bought. */
export type PackageProblem =
  | { readonly code: 'unknownPackage'; readonly name: string; readonly available: readonly string[] }
  /** An account may buy only one of this kind. */
  | { readonly code: 'boughtTwice'; readonly name: string };

export interface OwnedPackages {
  readonly packages: readonly OwnedPackage[];
  readonly problems: readonly PackageProblem[];
}

/**
 * The packages of the settings, with what their price schedules tell of them. Of several editions the one in force on
 * the day of purchase is taken, of several schedules the preferred, then a default one. A package is valid from the
 * start of the day of purchase, and expires with the start of the day after its last: no hour of purchase is known, and
 * so it is never said to be valid longer than it is.
 */
export function ownedPackages(settings: readonly PackageSetting[], schedules: readonly PriceSchedule[], zone: string, preferredId = ''): OwnedPackages {
  const packages: OwnedPackage[] = [];
  const problems: PackageProblem[] = [];
  const single = new Set<string>();
  for (const setting of settings) {
    const found = 'package' in setting ? findBought(setting.package, setting.boughtOn, schedules, preferredId) : undefined;
    if ('package' in setting && !found) {
      problems.push({ code: 'unknownPackage', name: setting.package, available: [...new Set(schedules.flatMap((schedule) => schedule.packages.map(({ id }) => id)))] });
      continue;
    }
    const item = 'package' in setting ? undefined : setting;
    const terms = found?.item ?? item;
    if (!terms) continue;
    if (found?.item.oncePerAccount) {
      const kind = `${found.schedule.id} ${found.item.id}`;
      if (single.has(kind)) problems.push({ code: 'boughtTwice', name: found.item.name });
      single.add(kind);
    }
    const key = `${terms.name} ${setting.boughtOn}`;
    const same = packages.filter((other) => other.key === key || other.key.startsWith(`${key} #`)).length;
    packages.push({
      key: same === 0 ? key : `${key} #${String(same + 1)}`,
      name: terms.name,
      size: sizeOf(terms.units, found ? (found.schedule.pools[found.item.pool]?.unit ?? 'units') : 'units', terms.pool),
      ...(terms.price === undefined ? {} : { price: toMicros(decimal(terms.price)) }),
      ...validity(setting.boughtOn, terms.validityDays, zone),
      ...(terms.concurrency === undefined ? {} : { concurrency: terms.concurrency }),
      ...leftOf(setting, zone),
    });
  }
  return { packages, problems };
}

interface Found {
  readonly schedule: PriceSchedule;
  readonly item: ResourcePackage;
}

function findBought(idOrName: string, boughtOn: string, schedules: readonly PriceSchedule[], preferredId: string): Found | undefined {
  const wanted = idOrName.trim().toLowerCase();
  const rank = ({ schedule }: Found): readonly [boolean, boolean, boolean, string] => [
    schedule.id === preferredId, schedule.default, (schedule.effectiveFrom ?? '') <= boughtOn, schedule.effectiveFrom ?? '',
  ];
  return schedules
    .flatMap((schedule) => schedule.packages.map((item) => ({ schedule, item })))
    .filter(({ item }) => item.id.toLowerCase() === wanted || item.name.toLowerCase() === wanted)
    .sort((a, b) => compare(rank(b), rank(a)))[0];
}

/** The first difference decides; true comes after false. */
function compare(a: readonly (boolean | string)[], b: readonly (boolean | string)[]): number {
  const index = a.findIndex((value, at) => value !== b[at]);
  if (index < 0) return 0;
  return String(a[index]) < String(b[index]) ? -1 : 1;
}

function sizeOf(units: string, unit: Amount['unit'], pool = DEFAULT_POOL): Amount {
  return { quantity: toMicros(decimal(units)), unit, ...(unit === 'units' ? { pool } : {}) };
}

function validity(boughtOn: string, days: number | undefined, zone: string): Pick<OwnedPackage, 'boughtAt' | 'expiresAt'> {
  return { boughtAt: startOfDay(boughtOn, 0, zone), ...(days === undefined ? {} : { expiresAt: startOfDay(boughtOn, days, zone) }) };
}

function leftOf({ left }: PackageSetting, zone: string): { left?: KnownLeft } {
  const asOf = left && momentOf(left.asOf, zone);
  return asOf === undefined ? {} : { left: { quantity: toMicros(decimal(String(left?.units))), asOf } };
}
