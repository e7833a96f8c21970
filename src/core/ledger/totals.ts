import type { Micros } from '../money';
import type { Amount } from './entry';

/** Start inclusive, end exclusive, in milliseconds since 1970. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** What was spent and what is set aside, in millionths. Expired reservations are spent until they are settled. */
export interface Sum {
  readonly spent: Micros;
  readonly reserved: Micros;
}

/** The sums of the entries of a stretch of time. Released entries count nothing. */
export interface Totals {
  /** One for each unit and pool that occurs, sorted; they do not add up. Units always name their pool. */
  readonly amounts: readonly (Sum & Pick<Amount, 'unit' | 'pool'> & { readonly entries: number })[];
  /** The dollars of every entry that has a price, whatever its unit. */
  readonly usd: Sum;
  /** How many entries count. */
  readonly entries: number;
  /** How many of them have no price in dollars, so that `usd` is a lower bound. */
  readonly withoutUsd: number;
}

type Kind = keyof Sum;

/** The sum of one unit and pool while it grows. */
type Cell = Record<Kind, Micros> & { readonly unit: Amount['unit']; readonly pool: string | undefined; entries: number };

/** Amounts while they are added up. */
export interface Summing {
  readonly cells: Cell[];
  readonly usd: Record<Kind, Micros>;
  entries: number;
  withoutUsd: number;
}

export function createSumming(): Summing {
  return { cells: [], usd: { spent: 0, reserved: 0 }, entries: 0, withoutUsd: 0 };
}

/** Adds one entry that is spent or set aside; takes it away again where `times` is -1. */
export function addAmount(summing: Summing, kind: Kind, amount: Amount, usd: Micros | undefined, times: 1 | -1 = 1): void {
  const cell = cellOf(summing, amount.unit, amount.pool);
  cell[kind] += times * amount.quantity;
  cell.entries += times;
  summing.entries += times;
  if (usd === undefined) summing.withoutUsd += times;
  else summing.usd[kind] += times * usd;
}

/** Whether what was added can be taken away again: larger numbers are rounded. */
export function isExact({ cells, usd }: Summing): boolean {
  return [usd, ...cells].every(({ spent, reserved }) => Number.isSafeInteger(spent) && Number.isSafeInteger(reserved));
}

/** Adds all that another has added up; as one kind, where that is told. */
export function addSumming(summing: Summing, other: Summing, kind?: Kind): void {
  for (const { unit, pool, spent, reserved, entries } of other.cells) {
    if (entries === 0) continue;
    const cell = cellOf(summing, unit, pool);
    cell[kind ?? 'spent'] += spent;
    cell[kind ?? 'reserved'] += reserved;
    cell.entries += entries;
  }
  summing.usd[kind ?? 'spent'] += other.usd.spent;
  summing.usd[kind ?? 'reserved'] += other.usd.reserved;
  summing.entries += other.entries;
  summing.withoutUsd += other.withoutUsd;
}

export function totalsOf({ cells, usd, entries, withoutUsd }: Summing): Totals {
  return {
    amounts: cells
      .map(({ pool, ...cell }) => ({ ...cell, ...(pool === undefined ? {} : { pool }) }))
      .sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1)),
    usd: { ...usd },
    entries,
    withoutUsd,
  };
}

function cellOf({ cells }: Summing, unit: Amount['unit'], pool: string | undefined): Cell {
  // There are two or three.
  let cell = cells.find((item) => item.unit === unit && item.pool === pool);
  if (!cell) cells.push((cell = { unit, pool, spent: 0, reserved: 0, entries: 0 }));
  return cell;
}

const nameOf = ({ unit, pool = '' }: Pick<Amount, 'unit' | 'pool'>): string => `${unit} ${pool}`;
