import type { Micros } from '../money';
import { DEFAULT_POOL } from './entry';
import type { Amount, Entry } from './entry';

/** What a finished clip costs with all tries that it took: entries with one request digest are tries of one clip. */
export interface ClipCosts {
  readonly clips: number;
  /** All tries, those that failed and were not charged among them. */
  readonly tries: number;
  /** What one clip takes on average, rounded to a millionth, each unit and pool by itself. */
  readonly perClip: readonly Amount[];
  /** The same in micro-dollars; absent where a charge has no price. */
  readonly usdPerClip?: Micros;
  /** How many entries have no digest, so that nobody can tell whose tries they are. */
  readonly withoutDigest: number;
}

/** The costs of the clips whose tries are among the entries; undefined when there are none. A clip with a charge is taken to be done. */
export function clipCosts(entries: readonly Entry[]): ClipCosts | undefined {
  const clips = new Map<string, Entry[]>();
  for (const entry of entries) {
    if (entry.requestHash !== undefined) clips.set(entry.requestHash, [...(clips.get(entry.requestHash) ?? []), entry]);
  }
  const done = [...clips.values()].filter((tries) => tries.some(({ state }) => state === 'settled'));
  if (done.length === 0) return undefined;
  const charged = done.flat().filter(({ state }) => state === 'settled' || state === 'expired');
  const sums = new Map<string, Amount>();
  for (const { amount: { quantity, unit, pool } } of charged) {
    const key = unit === 'units' ? `${unit} ${pool ?? DEFAULT_POOL}` : unit;
    const sum = sums.get(key);
    sums.set(key, { quantity: (sum?.quantity ?? 0) + quantity, unit, ...(unit === 'units' ? { pool: pool ?? DEFAULT_POOL } : {}) });
  }
  const usd = charged.reduce<Micros | undefined>((sum, entry) => (sum === undefined || entry.usd === undefined ? undefined : sum + entry.usd), 0);
  return {
    clips: done.length,
    tries: done.flat().length,
    perClip: [...sums.values()].map((sum) => ({ ...sum, quantity: Math.round(sum.quantity / done.length) })),
    ...(usd === undefined ? {} : { usdPerClip: Math.round(usd / done.length) }),
    withoutDigest: entries.filter(({ requestHash }) => requestHash === undefined).length,
  };
}
