import type { Amount } from './entry';
import { countingOf } from './group';
import type { Group } from './group';
import type { GroupNumber, Groups } from './groups';
import { addAmount, addSumming, createSumming, isExact } from './totals';
import type { Stretch, Summing } from './totals';

/** Every zone's days and months begin on a quarter of an hour. */
const BUCKET_MS = 15 * 60_000;

/** Groups of a quarter of an hour, with their sums once somebody asked; from then on these follow each change. */
interface Bucket {
  readonly groups: GroupNumber[];
  sums: Sums | undefined;
}

/** A bucket of a stretch, and whether all of it lies within. */
interface Visit {
  readonly number: number;
  readonly bucket: Bucket;
  readonly isWhole: boolean;
}

interface Sums {
  readonly spent: Summing;
  /** Reservations, set aside until their time is over. */
  readonly open: Summing;
  /** No time is before the first and none after the last. */
  firstExpiry: number;
  lastExpiry: number;
}

/** Groups by the time that decides their period, in stretches whose sums are kept. */
export interface Buckets {
  readonly add: (group: GroupNumber) => void;
  /** Before a group changes, and when another has taken it in. */
  readonly remove: (group: GroupNumber) => void;
  /** By time, and at one time as they came; found bit by bit while they are taken. */
  readonly numbers: (stretch: Stretch) => Iterable<GroupNumber>;
  readonly groups: (stretch: Stretch) => Group[];
  readonly sum: (stretch: Stretch, now: number) => Summing;
  /**
   * What counts as of `now`, by time. What a quarter of an hour comes to is one use of each kind at its start, so that it
   * does not take longer the more entries there are; those of a quarter in which one of the moments lies, and the first of
   * each kind, are told one by one.
   */
  readonly uses: (stretch: Stretch, now: number, moments: readonly number[]) => Use[];
}

/** An amount that counts, spent or set aside. */
export interface Use {
  readonly timestamp: number;
  readonly amount: Amount;
}

export function createBuckets({ get, timestamp, order }: Pick<Groups, 'get' | 'timestamp' | 'order'>): Buckets {
  const buckets = new Map<number, Bucket>();
  /** Where its bucket has a group. */
  const places: number[] = [];
  const numberOf = (time: number): number => Math.floor(time / BUCKET_MS);
  let lastNumber = NaN;
  let lastBucket: Bucket | undefined;
  const bucketAt = (number: number): Bucket => {
    // Neighbors in a log are of one time.
    if (number === lastNumber && lastBucket) return lastBucket;
    let bucket = buckets.get(number);
    if (!bucket) buckets.set(number, (bucket = { groups: [], sums: undefined }));
    lastNumber = number;
    lastBucket = bucket;
    return bucket;
  };

  function* within({ start, end }: Stretch): Generator<Visit> {
    const [first, last] = [numberOf(start), numberOf(end)];
    const visit = (number: number, bucket: Bucket): Visit => ({
      number,
      bucket,
      isWhole: start <= number * BUCKET_MS && (number + 1) * BUCKET_MS <= end,
    });
    // A long stretch has more quarters of an hour than there are buckets; `all time` has no end of them.
    if (last - first > buckets.size) {
      for (const [number, bucket] of buckets) if (first <= number && number <= last) yield visit(number, bucket);
      return;
    }
    for (let number = first; number <= last; number++) {
      const bucket = buckets.get(number);
      if (bucket) yield visit(number, bucket);
    }
  }

  const isIn = ({ start, end }: Stretch, group: GroupNumber): boolean => start <= timestamp(group) && timestamp(group) < end;

  const inOrder = (stretch: Stretch): Visit[] => [...within(stretch)].sort((a, b) => a.number - b.number);
  const sorted = ({ groups }: Bucket, isWhole: boolean, stretch: Stretch): GroupNumber[] =>
    (isWhole ? [...groups] : groups.filter((group) => isIn(stretch, group))).sort((a, b) => timestamp(a) - timestamp(b) || order(a, b));

  function* numbers(stretch: Stretch): Generator<GroupNumber> {
    for (const { bucket, isWhole } of inOrder(stretch)) yield* sorted(bucket, isWhole, stretch);
  }

  /** Adds what a bucket counts within a stretch, by the sums that are kept where they hold. */
  const addBucket = (total: Summing, bucket: Bucket, isWhole: boolean, stretch: Stretch, now: number): void => {
    if (isWhole && !(bucket.sums && isSettledAt(bucket.sums, now))) bucket.sums = sumsOf(bucket.groups.map(get));
    const sums = isWhole ? bucket.sums : undefined;
    if (sums && isSettledAt(sums, now)) {
      addSumming(total, sums.spent);
      addSumming(total, sums.open, now < sums.firstExpiry ? 'reserved' : 'spent');
    } else {
      for (const group of bucket.groups) if (isWhole || isIn(stretch, group)) addTo(total, get(group), now);
    }
  };

  const follow = (bucket: Bucket, group: GroupNumber, times: 1 | -1): void => {
    const { sums } = bucket;
    if (!sums) return;
    const wasExact = isExact(sums.spent) && isExact(sums.open);
    count(sums, get(group), times);
    if (!wasExact || !isExact(sums.spent) || !isExact(sums.open)) bucket.sums = undefined;
  };

  return {
    add: (group) => {
      const bucket = bucketAt(numberOf(timestamp(group)));
      places[group] = bucket.groups.push(group) - 1;
      follow(bucket, group, 1);
    },
    remove: (group) => {
      const bucket = bucketAt(numberOf(timestamp(group)));
      const last = bucket.groups.pop();
      const place = places[group];
      follow(bucket, group, -1);
      if (last === undefined || last === group || place === undefined) return;
      bucket.groups[place] = last;
      places[last] = place;
    },
    numbers,
    groups: (stretch) => Array.from(numbers(stretch), get),
    sum: (stretch, now) => {
      const total = createSumming();
      for (const { bucket, isWhole } of within(stretch)) addBucket(total, bucket, isWhole, stretch, now);
      return total;
    },
    uses: (stretch, now, moments) => {
      const seen = new Set<string>();
      return inOrder(stretch).flatMap(({ number, bucket, isWhole }) => {
        const total = createSumming();
        addBucket(total, bucket, isWhole, stretch, now);
        const cells = total.cells.filter(({ entries }) => entries > 0);
        const isFirst = cells.some(({ unit, pool }) => !seen.has(`${unit} ${pool ?? ''}`));
        for (const { unit, pool } of cells) seen.add(`${unit} ${pool ?? ''}`);
        if (isWhole && !isFirst && !moments.some((moment) => numberOf(moment) === number)) {
          return cells.map(({ unit, pool, spent, reserved }): Use => ({ timestamp: number * BUCKET_MS, amount: { quantity: spent + reserved, unit, ...(pool === undefined ? {} : { pool }) } }));
        }
        return sorted(bucket, isWhole, stretch).flatMap((group): Use[] => {
          const { kind, amount } = countingOf(get(group));
          return kind === 'nothing' ? [] : [{ timestamp: timestamp(group), amount }];
        });
      });
    },
  };
}

/** Adds what a group counts as of `now`. */
export function addTo(total: Summing, group: Group, now: number): void {
  const { kind, amount, usd, expiresAt } = countingOf(group);
  if (kind !== 'nothing') addAmount(total, kind === 'open' && now < expiresAt ? 'reserved' : 'spent', amount, usd);
}

function sumsOf(groups: readonly Group[]): Sums {
  const sums: Sums = { spent: createSumming(), open: createSumming(), firstExpiry: Infinity, lastExpiry: -Infinity };
  for (const group of groups) count(sums, group, 1);
  return sums;
}

function count(sums: Sums, group: Group, times: 1 | -1): void {
  const { kind, amount, usd, expiresAt } = countingOf(group);
  if (kind === 'spent') addAmount(sums.spent, 'spent', amount, usd, times);
  if (kind !== 'open') return;
  addAmount(sums.open, 'reserved', amount, usd, times);
  sums.firstExpiry = Math.min(sums.firstExpiry, expiresAt);
  sums.lastExpiry = Math.max(sums.lastExpiry, expiresAt);
}

/** Whether its reservations are all set aside still, or all spent. */
function isSettledAt({ firstExpiry, lastExpiry }: Sums, now: number): boolean {
  return now < firstExpiry || lastExpiry <= now;
}
