import { chooseSchedule, findPackage } from '../core/pricing/catalog';
import { scheduleSchema } from '../core/pricing/schedule';
import type { PriceSchedule } from '../core/pricing/schedule';
import { bundledSchedules } from '../core/pricing/schedules';

let bundled: readonly PriceSchedule[] | undefined;

/** The bundled schedules, checked once, when first asked for. Throws when one of ours is broken. */
export function loadBundledSchedules(): readonly PriceSchedule[] {
  bundled ??= bundledSchedules.map((schedule) => scheduleSchema.parse(schedule));
  return bundled;
}

/** Whether an edition is the one that prices some provider's requests on a day, when its schedule is chosen. */
export function isInForce(schedule: PriceSchedule, all: readonly PriceSchedule[], date: string): boolean {
  return schedule.providers.some((provider) => {
    const choice = chooseSchedule(all, provider, date, schedule.id);
    return choice.kind === 'inForce' && choice.schedule === schedule;
  });
}

/** A chosen id that no schedule or package has, with those that there are. */
export interface UnknownChoice {
  readonly value: string;
  readonly available: readonly string[];
}

/** Undefined when the schedule id is known or nothing is chosen. */
export function unknownSchedule(schedules: readonly PriceSchedule[], id: string): UnknownChoice | undefined {
  const available = [...new Set(schedules.map((schedule) => schedule.id))];
  return id === '' || available.includes(id) ? undefined : { value: id, available };
}

/**
 * Undefined when a schedule in force on a day (the chosen one, when one is chosen) has the package, or when nothing is
 * chosen: a package of an edition that is over would change no price.
 */
export function unknownPackage(
  schedules: readonly PriceSchedule[],
  idOrName: string,
  scheduleId: string,
  date: string,
): UnknownChoice | undefined {
  if (idOrName.trim() === '') return undefined;
  const inForce = schedules
    .filter((schedule) => scheduleId === '' || schedule.id === scheduleId)
    .filter((schedule) => isInForce(schedule, schedules, date));
  if (inForce.some((schedule) => findPackage(schedule, idOrName))) return undefined;
  return { value: idOrName, available: inForce.flatMap(({ packages }) => packages.map(({ id }) => id)) };
}
