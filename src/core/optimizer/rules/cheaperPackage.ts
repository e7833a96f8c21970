import type { PricedEstimate } from '../../estimate/estimate';
import { DEFAULT_POOL } from '../../ledger/entry';
import { decimal, toMicros } from '../../money';
import type { Micros } from '../../money';
import { usdOf } from '../../estimate/amounts';
import type { PriceSchedule } from '../../pricing/schedule';
import { defineRule } from '../rule';
import type { Plan } from '../rule';
import type { Advice } from '../suggestion';

const ID = 'resource-package';

interface Volume {
  readonly schedule: PriceSchedule;
  readonly pool: string;
  readonly quantity: Micros;
  readonly example: PricedEstimate;
}

/** A package that costs less than the planned volume does at the present price of a unit. */
export const cheaperPackage = defineRule({
  id: ID,
  advise: (plan) => volumesOf(plan).flatMap(adviceFor),
});

/** How much of each pool that has packages is planned. */
function volumesOf({ asked, wishes }: Plan): Volume[] {
  const volumes = new Map<string, Volume>();
  for (const { schedule, estimate } of asked) {
    const { pool, quantity } = estimate;
    const key = JSON.stringify([schedule.id, schedule.edition, pool]);
    const before = volumes.get(key)?.quantity ?? 0;
    volumes.set(key, { schedule, pool, example: estimate, quantity: before + quantity.high });
  }
  return [...volumes.values()].map((volume) => {
    const { volume: told } = wishes;
    const isMeant = told?.unit === volume.example.unit && (told.unit !== 'units' || (told.pool ?? DEFAULT_POOL) === volume.pool);
    return told && isMeant ? { ...volume, quantity: told.quantity } : volume;
  });
}

function adviceFor({ schedule, pool, quantity, example }: Volume): Advice[] {
  const packages = schedule.packages.filter((item) => item.pool === pool);
  const size = ({ units }: { units: string }): Micros => toMicros(decimal(units));
  const largest = packages.reduce<(typeof packages)[number] | undefined>((best, next) => (best && size(best) >= size(next) ? best : next), undefined);
  if (!largest) return [];
  if (quantity > size(largest)) return [{ code: 'customPackage', rule: ID, volume: quantity, unit: example.unit, pool, largest }];
  const table = schedule.pools[pool];
  const present = table && usdOf(quantity, table, example.bases[0]?.package);
  if (present === undefined) return [];
  const offers = packages
    .map((item) => {
      const count = Math.ceil(quantity / size(item));
      return { item, count, price: toMicros(decimal(item.price)) * count };
    })
    .filter(({ item, count, price }) => price < present && (count === 1 || !item.oncePerAccount) && item.id !== example.bases[0]?.package?.id);
  const best = offers.toSorted((a, b) => a.price - b.price)[0];
  if (!best) return [];
  const { item, count, price } = best;
  return [{ code: 'package', rule: ID, volume: quantity, unit: example.unit, pool, package: item, packages: count, price, savingUsd: present - price }];
}
