import { decimal, toMicros } from '../core/money';
import { chooseSchedule } from '../core/pricing/catalog';
import type { PriceSchedule } from '../core/pricing/schedule';
import { dollars, numberText } from './numbers';
import type { Translate } from './translate';

/** A package of a schedule in a list to choose from. */
export interface PackageChoice {
  readonly id: string;
  readonly label: string;
  readonly description: string;
}

/** The packages of the schedules that are in force on a day. */
export function packageChoices(schedules: readonly PriceSchedule[], date: string, t: Translate): PackageChoice[] {
  return schedules
    .filter((schedule) => isUsed(schedules, schedule, date))
    .flatMap(({ packages, pools }) =>
      packages.map((item) => {
        const units = numberText(toMicros(decimal(item.units)));
        const quantity = pools[item.pool]?.unit === 'credits' ? t('{0} credits', units) : t('{0} units', units);
        const price = dollars(toMicros(decimal(item.price)));
        const valid = item.validityDays === undefined ? '' : t(', {0} days', item.validityDays);
        return { id: item.id, label: item.name, description: t('{0} for {1}{2}', quantity, price, valid) };
      }),
    );
}

function isUsed(schedules: readonly PriceSchedule[], schedule: PriceSchedule, date: string): boolean {
  return schedule.providers.some((provider) => {
    const choice = chooseSchedule(schedules, provider, date);
    return choice.kind === 'inForce' && choice.schedule === schedule;
  });
}
