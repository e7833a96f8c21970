import type { Use } from '../ledger/buckets';
import type { Amount } from '../ledger/entry';
import { fromMicros, multiply, toMicros } from '../money';
import type { Micros } from '../money';
import type { OwnedPackage } from './ownedPackages';
import { ROLLING_MS } from './period';
import { poolOf } from './verdict';

/** active: can be drawn from; usedUp: nothing is left; expired: what was left is forfeited; ahead: not bought yet. */
export type PackageState = 'active' | 'usedUp' | 'expired' | 'ahead';

/** Where a package stands. Quantities are millionths of its unit. */
export interface PackageStanding {
  readonly item: OwnedPackage;
  readonly state: PackageState;
  /** What can still be used; when expired, what was forfeited: units neither roll over nor are they refunded. */
  readonly left: Micros;
  /** What the ledger has drawn from it; since `item.left.asOf` where that is told. */
  readonly drawn: Micros;
  /** Until it expires, in milliseconds; absent when it does not, or has. */
  readonly leftMs?: number;
  /** What will expire unused at the current pace, and its dollars at the package's own price; absent while the pace is not known. */
  readonly losing?: Micros;
  readonly losingUsd?: Micros;
  /** Micro-dollars for one unit. */
  readonly unitPrice?: Micros;
}

/** How fast a pool is used. */
export interface Pace {
  readonly unit: Amount['unit'];
  readonly pool?: string;
  /** Millionths a day. */
  readonly perDay: Micros;
  /** Over how many of the last days. */
  readonly days: number;
}

export interface PackagesStanding {
  /** In the order in which they are used: soonest expiry first. That order is our assumption. */
  readonly packages: readonly PackageStanding[];
  /** None of a kind of which the ledger has no entry. */
  readonly paces: readonly Pace[];
  /** What was used beyond all packages since the first was bought, each unit and pool by itself. */
  readonly beyond: readonly Amount[];
  /** How many tasks may run at once: of the active packages the highest. Undefined when none tells. */
  readonly concurrency?: number;
}

/** How many days ahead an expiry is warned of. */
export const WARN_DAYS = [14, 7, 1] as const;
const [SHORT_PACE, LONG_PACE] = [7, 30];
const DAY_MS = ROLLING_MS;

/** A package while the ledger's entries are drawn from it, one after the other. */
interface Drawing {
  readonly item: OwnedPackage;
  left: Micros;
  drawn: Micros;
  isTold: boolean;
}

/** When it matters whether something was used before or after. */
export function decidingMoments(owned: readonly OwnedPackage[], now: number): number[] {
  return [now, now - SHORT_PACE * DAY_MS, now - LONG_PACE * DAY_MS, ...owned.flatMap(({ boughtAt, expiresAt, left }) => [boughtAt, expiresAt ?? boughtAt, left?.asOf ?? boughtAt])];
}

/** Where the packages stand at `now` with what the ledger counts; `uses` by time, with all since the first was bought, exact around the deciding moments. */
export function packagesStanding(owned: readonly OwnedPackage[], uses: readonly Use[], now: number): PackagesStanding {
  const inOrder = owned.toSorted((a, b) => expiryOf(a) - expiryOf(b) || a.boughtAt - b.boughtAt);
  const drawings = inOrder.map((item): Drawing => ({ item, left: item.size.quantity, drawn: 0, isTold: false }));
  const beyond: Amount[] = [];
  for (const { amount, timestamp } of uses) {
    const wanting = inOrder.filter(({ size }) => isSameKind(size, amount));
    if (!wanting.some(({ boughtAt }) => boughtAt <= timestamp)) continue;
    const missing = draw(drawings, amount, timestamp);
    if (missing > 0) addTo(beyond, { ...amount, quantity: missing });
  }
  for (const drawing of drawings) tell(drawing, now);

  const kinds = inOrder.map(({ size }) => size).filter((size, index, all) => all.findIndex((other) => isSameKind(other, size)) === index);
  const paces = kinds.map((kind) => paceOf(kind, uses, now));
  const losses = new Map(kinds.flatMap((kind, index) => [...lossesOf(drawings.filter(({ item }) => isSameKind(item.size, kind)), paces[index]?.perDay, now)]));
  const packages = drawings.map((drawing) => standingOf(drawing, losses.has(drawing) ? losses.get(drawing) : 0, now));
  const concurrencies = packages.flatMap(({ item, state }) => (state === 'active' ? (item.concurrency ?? []) : []));
  return {
    packages,
    paces: paces.flatMap((pace) => pace ?? []),
    beyond,
    ...(concurrencies.length > 0 ? { concurrency: concurrencies.reduce((a, b) => Math.max(a, b)) } : {}),
  };
}

/** The nearest of 14, 7 and 1 days within which a package expires, when units would be lost, or nobody can say. */
export function expiryWarning({ left, losing = left, leftMs }: PackageStanding): (typeof WARN_DAYS)[number] | undefined {
  if (losing <= 0 || leftMs === undefined) return undefined;
  return WARN_DAYS.toReversed().find((days) => leftMs <= days * DAY_MS);
}

/** The name under which an expiry is announced once, by whoever claims it first. */
export function expiryClaimKey(log: string, { item }: PackageStanding, days: number): string {
  return JSON.stringify([log, 'expiry', item.key, item.expiresAt ?? 0, days]);
}

/** Takes an amount from the packages that are valid then, soonest expiry first; what none of them has is the answer. */
function draw(drawings: readonly Drawing[], { quantity, ...kind }: Amount, timestamp: number): Micros {
  let missing = quantity;
  for (const drawing of drawings) {
    const { size, boughtAt } = drawing.item;
    if (!isSameKind(size, kind) || timestamp < boughtAt || timestamp >= expiryOf(drawing.item)) continue;
    tell(drawing, timestamp);
    const taken = Math.min(missing, drawing.left);
    drawing.left -= taken;
    drawing.drawn += taken;
    missing -= taken;
  }
  return missing;
}

/** From the time that somebody said what was left, that holds instead of our own count. */
function tell(drawing: Drawing, timestamp: number): void {
  const { left } = drawing.item;
  if (!left || drawing.isTold || timestamp <= left.asOf) return;
  drawing.left = left.quantity;
  drawing.drawn = 0;
  drawing.isTold = true;
}

function standingOf({ item, left, drawn }: Drawing, losing: Micros | undefined, now: number): PackageStanding {
  const state = now < item.boughtAt ? 'ahead' : now >= expiryOf(item) ? 'expired' : left === 0 ? 'usedUp' : 'active';
  const inDollars = (quantity: Micros): Micros | undefined =>
    item.price === undefined ? undefined : toMicros(multiply(fromMicros(item.price), fromMicros(quantity)), fromMicros(item.size.quantity));
  const [unitPrice, losingUsd] = [inDollars(1_000_000), losing === undefined ? undefined : inDollars(losing)];
  return {
    item,
    state,
    left,
    drawn,
    ...(item.expiresAt !== undefined && now < item.expiresAt ? { leftMs: item.expiresAt - now } : {}),
    ...(losing === undefined ? {} : { losing }),
    ...(losingUsd === undefined ? {} : { losingUsd }),
    ...(unitPrice === undefined ? {} : { unitPrice }),
  };
}

/**
 * The use of the last 7 days, or of the last 30 where nothing was used in those 7. A ledger that is younger is taken
 * for as many days as it has; one that has nothing of the kind tells no pace.
 */
function paceOf(kind: Amount, uses: readonly Use[], now: number): Pace | undefined {
  const ofKind = uses.filter(({ amount, timestamp }) => isSameKind(amount, kind) && timestamp <= now);
  if (ofKind.length === 0) return undefined;
  const ageDays = Math.max(1, Math.ceil((now - (ofKind[0]?.timestamp ?? now)) / DAY_MS));
  const usedIn = (days: number): Micros =>
    ofKind.filter(({ timestamp }) => timestamp > now - days * DAY_MS).reduce((sum, { amount }) => sum + amount.quantity, 0);
  const window = usedIn(SHORT_PACE) > 0 ? SHORT_PACE : LONG_PACE;
  const days = Math.min(window, ageDays);
  return { unit: kind.unit, ...(kind.pool === undefined ? {} : { pool: kind.pool }), perDay: Math.round(usedIn(window) / days), days };
}

/** What each package of one kind still holds when it expires, if use goes on at this pace, soonest expiry first; undefined without a pace. */
function lossesOf(drawings: readonly Drawing[], perDay: Micros | undefined, now: number): Map<Drawing, Micros | undefined> {
  const losses = new Map<Drawing, Micros | undefined>();
  let taken = 0;
  for (const drawing of drawings) {
    const { item, left } = drawing;
    if (item.expiresAt === undefined || now < item.boughtAt || now >= item.expiresAt) continue;
    if (perDay === undefined) {
      losses.set(drawing, left > 0 ? undefined : 0);
      continue;
    }
    const used = Math.min(left, Math.max(0, Math.floor((perDay * (item.expiresAt - now)) / DAY_MS) - taken));
    taken += used;
    losses.set(drawing, left - used);
  }
  return losses;
}

function addTo(sums: Amount[], amount: Amount): void {
  const index = sums.findIndex((sum) => isSameKind(sum, amount));
  const sum = sums[index];
  if (sum) sums[index] = { ...sum, quantity: sum.quantity + amount.quantity };
  else sums.push(amount);
}

function expiryOf({ expiresAt = Infinity }: OwnedPackage): number {
  return expiresAt;
}

const isSameKind = (a: Pick<Amount, 'unit' | 'pool'>, b: Pick<Amount, 'unit' | 'pool'>): boolean => a.unit === b.unit && poolOf(a) === poolOf(b);
