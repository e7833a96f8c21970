import { chooseSchedule } from '../core/pricing/catalog';
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

/** Undefined when a schedule (with that id, when one is chosen) has the package or nothing is chosen. */
export function unknownPackage(
  schedules: readonly PriceSchedule[],
  idOrName: string,
  scheduleId: string,
): UnknownChoice | undefined {
  const wanted = idOrName.trim().toLowerCase();
  const packages = schedules
    .filter((schedule) => scheduleId === '' || schedule.id === scheduleId)
    .flatMap((schedule) => schedule.packages);
  const known = packages.some(({ id, name }) => id.toLowerCase() === wanted || name.toLowerCase() === wanted);
  return wanted === '' || known ? undefined : { value: idOrName, available: [...new Set(packages.map(({ id }) => id))] };
}
