import { decimal, decimalOf, fromMicros, multiply, toMicros } from '../money';
import type { Decimal, Micros } from '../money';
import type { Pool, PriceSchedule, Rate, ResourcePackage } from '../pricing/schedule';
import { matches } from './cases';
import type { Condition, PriceCase } from './cases';
import type { Bounds, DollarBasis, EstimateLine, PerSecond } from './estimate';

/** The most seconds, copies, units or dollars that are counted: the sum of hundreds of such amounts is still exact. */
export const MOST_COUNTED = 10_000_000;

/** Whether the seconds and copies of a case can be counted. */
export function isCountable({ conditions, count, times }: PriceCase): boolean {
  return [Number(conditions.get('durationSeconds') ?? 0), count, times].every((value) => value <= MOST_COUNTED);
}

/** Whether an amount of units or dollars can be counted. */
export function isCounted(amount: Micros): boolean {
  return amount <= MOST_COUNTED * 1_000_000;
}

/** How often a rate counts for one copy: seconds, started stretches of seconds, or once. */
export function timesOf(rate: Rate, item: PriceCase): number {
  const seconds = Number(item.conditions.get('durationSeconds') ?? 0);
  if (rate.per === 'second') return seconds;
  return typeof rate.per === 'object' ? Math.ceil(seconds / rate.per.startedSeconds) : 1;
}

/** The deduction for a case, rounded once. */
export function quantityOf(rate: Rate, item: PriceCase): Micros {
  return toMicros(multiply(decimal(rate.quantity), decimalOf(timesOf(rate, item)), decimalOf(item.count * item.times)));
}

/** Splits a known price into its base and what audio, voice and a video input add, where the table has those rates. */
export function linesOf(rates: readonly Rate[], rate: Rate, item: PriceCase): EstimateLine[] {
  const lines: EstimateLine[] = [];
  let below: Micros = 0;
  const push = (part: EstimateLine['part'], upTo: Rate): void => {
    const each = toMicros(decimal(upTo.quantity)) - below;
    below += each;
    if (each === 0 && part !== 'base') return;
    const times = timesOf(rate, item);
    const count = item.count * item.times;
    const quantity = toMicros(multiply(fromMicros(each), decimalOf(times), decimalOf(count)));
    const per = typeof rate.per === 'object' ? 'startedSeconds' : rate.per;
    lines.push({ part, per, each, times, count, quantity });
  };
  const extras = (['videoInput', 'audio', 'voice'] as const).filter((name) => item.conditions.get(name) === true);
  const without = (names: readonly Condition[]): Rate | undefined => {
    const conditions = new Map(item.conditions);
    for (const name of names) conditions.set(name, false);
    return rates.find((other) => samePer(other, rate) && matches(other, { ...item, conditions }));
  };
  const steps = extras.map((_, index) => without(extras.slice(index)));
  if (steps.some((step) => !step) || !rising([...steps.flatMap((step) => step ?? []), rate])) {
    push('base', rate);
    return lines;
  }
  [...steps, rate].forEach((step, index) => {
    push(index === 0 ? 'base' : (extras[index - 1] ?? 'base'), step ?? rate);
  });
  return lines;
}

function samePer(a: Rate, b: Rate): boolean {
  return JSON.stringify(a.per) === JSON.stringify(b.per) && a.pool === b.pool;
}

function rising(rates: readonly Rate[]): boolean {
  return rates.every((rate, index) => {
    const previous = rates[index - 1];
    return !previous || toMicros(decimal(previous.quantity)) <= toMicros(decimal(rate.quantity));
  });
}

/** Dollars for a quantity on one basis; undefined when the pool has no unit price. */
export function usdOf(quantity: Micros, pool: Pool, bought?: ResourcePackage): Micros | undefined {
  const price = unitPrice(pool, bought);
  return price && toMicros(multiply(fromMicros(quantity), price.usd), price.per);
}

function unitPrice(pool: Pool, bought?: ResourcePackage): { usd: Decimal; per: Decimal } | undefined {
  if (bought) return { usd: decimal(bought.price), per: decimal(bought.units) };
  return pool.unitPrice === undefined ? undefined : { usd: decimal(pool.unitPrice), per: decimal('1') };
}

/** Every dollar basis that applies to a quantity, the chosen package first. */
export function basesOf(
  schedule: PriceSchedule,
  poolKey: string,
  quantity: Bounds,
  bought: ResourcePackage | undefined,
): DollarBasis[] {
  const pool = schedule.pools[poolKey];
  if (!pool) return [];
  const bases: DollarBasis[] = [];
  for (const item of bought && bought.pool === poolKey ? [bought, undefined] : [undefined]) {
    const price = unitPrice(pool, item);
    const low = usdOf(quantity.low, pool, item);
    const high = usdOf(quantity.high, pool, item);
    if (!price || low === undefined || high === undefined) continue;
    bases.push({
      kind: item ? 'package' : 'list',
      ...(item ? { package: item } : {}),
      unitPrice: toMicros(price.usd, price.per),
      usd: { low, high },
    });
  }
  return bases;
}

/** The cost of one more second, when the rate is by the second. */
export function perSecondOf(rate: Rate, item: PriceCase, pool: Pool, bought?: ResourcePackage): PerSecond | undefined {
  if (rate.per !== 'second') return undefined;
  const quantity = toMicros(multiply(decimal(rate.quantity), decimalOf(item.count * item.times)));
  const usd = usdOf(quantity, pool, bought?.pool === rate.pool ? bought : undefined);
  return usd === undefined ? { quantity } : { quantity, usd };
}
