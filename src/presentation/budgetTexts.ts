import { expiryWarning } from '../core/budget/packages';
import type { PackageStanding, Pace } from '../core/budget/packages';
import type { OwnedPackage, PackageProblem } from '../core/budget/ownedPackages';
import type { Limit } from '../core/budget/limit';
import { localText } from '../core/budget/period';
import type { Crossing } from '../core/budget/thresholds';
import type { PeriodStanding } from '../core/budget/usage';
import type { CannotCount, Standing } from '../core/budget/verdict';
import { DEFAULT_POOL } from '../core/ledger/entry';
import type { Amount } from '../core/ledger/entry';
import type { Micros } from '../core/money';
import { amountText, dollars, numberText } from './numbers';
import { wholePercent } from './shortNumbers';
import { orList } from './translate';
import type { Translate } from './translate';
import { visible } from './visible';

const DAY_MS = 86_400_000;

/** An amount with its unit, and its pool where it is not the usual one: `16 image units`. */
export function poolAmountText({ quantity, unit, pool = DEFAULT_POOL }: Amount, t: Translate): string {
  if (unit !== 'units' || pool === DEFAULT_POOL) return amountText(quantity, unit, t);
  return quantity === 1_000_000 ? t('{0} {1} unit', numberText(quantity), visible(pool)) : t('{0} {1} units', numberText(quantity), visible(pool));
}

/** The same of the high end of a range. */
export function mostText(amount: Amount, isRange: boolean, t: Translate): string {
  const text = poolAmountText(amount, t);
  return isRange ? t('up to {0}', text) : text;
}

/** The amount of a limit's unit. */
export function limitAmount(quantity: Micros, { amount }: Limit, t: Translate): string {
  return poolAmountText({ ...amount, quantity }, t);
}

/** `115%`; more than the limit is never less than 101 %. */
export function percentText({ spent, reserved, limit }: Standing): string {
  return `${String(wholePercent(spent + reserved, limit.amount.quantity))}%`;
}

/** `Over today's limit by 3.5 units`; for a lens, a diagnostic and a refusal. Of a range `by up to`. */
export function overText(over: Micros, limit: Limit, t: Translate, isRange = false): string {
  const amount = mostText({ ...limit.amount, quantity: over }, isRange, t);
  return limit.period === 'daily' ? t('Over today\'s limit by {0}', amount) : t('Over this month\'s limit by {0}', amount);
}

/** Why nobody can say whether a request fits under a limit, and what to do. */
export function cannotCountText(reason: CannotCount, limit: Limit, t: Translate): string {
  const name = limit.period === 'daily' ? t('today\'s limit') : t('this month\'s limit');
  const unit = unitsText(limit.amount, t);
  switch (reason.code) {
    case 'noPriceInDollars': return t('Nobody can say whether this fits {0}: it has no price in dollars; set a limit in its own unit', name);
    case 'otherUnit': return t('Nobody can say whether this fits {0}, which counts {1}, and this is billed in {2}; set a limit in dollars', name, unit, unitsText({ unit: reason.wanted }, t));
    case 'otherPool': return t('Nobody can say whether this fits {0}, which counts {1}, and this takes {2}; set a limit in dollars', name, unit, unitsText({ unit: 'units', pool: reason.wanted }, t));
  }
}

/** What is counted: `video units`, `credits`, `dollars`. */
export function unitsText({ unit, pool = DEFAULT_POOL }: Pick<Amount, 'unit' | 'pool'>, t: Translate): string {
  switch (unit) {
    case 'units': return t('{0} units', visible(pool));
    case 'credits': return t('credits');
    case 'usd': return t('dollars');
  }
}

/** What an alert says: where the limit stands, how it came there, and what is left. */
export function alertText({ before, after, passed, isJump }: Crossing, t: Translate): string {
  const { limit, spent, reserved } = after;
  const sums = t('{0} of {1}', limitAmount(spent + reserved, limit, t), limitAmount(limit.amount.quantity, limit, t));
  const percent = percentText(after);
  const isDaily = limit.period === 'daily';
  if (passed === 'over') {
    const over = overText(-after.remaining, limit, t);
    return isJump && before ? t('{0}: {1} → {2}, {3}', over, percentText(before), percent, sums) : t('{0}: {1}, {2}', over, percent, sums);
  }
  if (isJump && before) return isDaily ? t('Today\'s budget went {0} → {1}: {2}', percentText(before), percent, sums) : t('This month\'s budget went {0} → {1}: {2}', percentText(before), percent, sums);
  return isDaily ? t('{0} of today\'s budget used: {1}', percent, sums) : t('{0} of this month\'s budget used: {1}', percent, sums);
}

/** One sentence for a period: used, reserved, left, and when it starts again. */
export function periodSentence({ standing, resetsAt }: PeriodStanding, zone: string, t: Translate): string {
  const { limit, spent, reserved, remaining } = standing;
  const sums = t('{0} of {1} used ({2})', limitAmount(spent + reserved, limit, t), limitAmount(limit.amount.quantity, limit, t), percentText(standing));
  const name = limit.period === 'daily' ? t('Today') : t('This month');
  return [
    t('{0}: {1}', name, sums),
    ...(reserved > 0 ? [t('{0} of them reserved', limitAmount(reserved, limit, t))] : []),
    remaining < 0 ? t('{0} over', limitAmount(-remaining, limit, t)) : t('{0} left', limitAmount(remaining, limit, t)),
    ...(resetsAt === undefined ? [] : [t('resets {0} ({1})', localText(resetsAt, zone), zone)]),
  ].join(', ');
}

/** How many entries a limit does not see, and why; undefined when it sees all. */
export function uncountedSentence({ limit, uncounted }: Standing, t: Translate): string | undefined {
  if (uncounted === 0) return undefined;
  const count = uncounted === 1 ? t('1 entry is not counted') : t('{0} entries are not counted', uncounted);
  return limit.amount.unit === 'usd' ? t('{0}: no price in dollars is known', count) : t('{0}: only {1} are', count, unitsText(limit.amount, t));
}

/** `6 days`, rounded up; `less than a day` on the last. */
export function daysText(ms: number, t: Translate): string {
  const days = Math.ceil(ms / DAY_MS);
  return days <= 1 ? t('1 day') : t('{0} days', days);
}

/** What an expiry warning says; undefined when there is nothing to warn of. */
export function expiryText(standing: PackageStanding, paces: readonly Pace[], t: Translate): string | undefined {
  if (expiryWarning(standing) === undefined) return undefined;
  const { item, left, leftMs = 0 } = standing;
  return t('{0}: {1} expire in {2}; {3}', visible(item.name), packageAmount(left, item, t), daysText(leftMs, t), lossText(standing, paces, t) ?? '');
}

/** What will be lost at one of the paces: `at the pace of the last 7 days, 190 units (≈ $23.75) will be lost`; or that no pace is known. */
export function lossText({ item, losing, losingUsd }: PackageStanding, paces: readonly Pace[], t: Translate): string | undefined {
  if (losing === undefined) return t('what will be lost is not known: the usage log has no entry of these units since they were bought');
  if (losing <= 0) return undefined;
  const pace = paces.find(({ unit, pool }) => unit === item.size.unit && pool === item.size.pool);
  // A forecast is not known to fractions of a unit.
  const amount = packageAmount(losing < 1_000_000 ? losing : losing - (losing % 1_000_000), item, t);
  const lost = losingUsd === undefined ? amount : t('{0} (≈ {1})', amount, dollars(toCents(losingUsd)));
  if (!pace) return undefined;
  return pace.days > 1 ? t('at the pace of the last {0} days {1} will be lost', pace.days, lost) : t('at the pace of the last day {0} will be lost', lost);
}

/** An amount of what a package holds. */
export function packageAmount(quantity: Micros, { size }: OwnedPackage, t: Translate): string {
  return poolAmountText({ ...size, quantity }, t);
}

/** What is wrong with a package that was bought, and what to do. */
export function packageProblemText(problem: PackageProblem, t: Translate): string {
  switch (problem.code) {
    case 'unknownPackage':
      return t('"{0}" is not a package of a price schedule; use {1}, or give it name, units and price', visible(problem.name), orList(problem.available, t));
    case 'boughtTwice': return t('"{0}" is listed twice, and an account may buy only one; remove one', visible(problem.name));
  }
}

/** Dollars of a forecast are not known to more than cents. */
function toCents(micros: Micros): Micros {
  return Math.abs(micros) < 10_000 ? micros : Math.round(micros / 10_000) * 10_000;
}
