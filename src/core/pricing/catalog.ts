import type { Feature } from '../request/resolved';
import type { Model, PriceSchedule, ResourcePackage } from './schedule';

/** The schedule that prices a provider's requests on a day, or why there is none. */
export type ScheduleChoice =
  | { readonly kind: 'inForce'; readonly schedule: PriceSchedule }
  | { readonly kind: 'notInForce'; readonly id: string; readonly from: string }
  | { readonly kind: 'none' };

/**
 * Chooses the schedule for a provider: the preferred id where it bills that provider, else the provider's default;
 * of its editions the last one whose `effectiveFrom` is not after `date` (YYYY-MM-DD). Of two editions with one
 * date the later in the list holds, so a user's own file can replace a bundled one.
 */
export function chooseSchedule(
  schedules: readonly PriceSchedule[],
  provider: string,
  date: string,
  preferredId?: string,
): ScheduleChoice {
  const billing = schedules.filter((schedule) => schedule.providers.includes(provider));
  const preferred = billing.filter((schedule) => schedule.id === preferredId);
  const defaultId = billing.findLast((schedule) => schedule.default)?.id;
  const editions = preferred.length > 0 ? preferred : billing.filter((schedule) => schedule.id === defaultId);
  const first = editions[0];
  if (!first) return { kind: 'none' };
  const inForce = editions
    .filter((schedule) => (schedule.effectiveFrom ?? '') <= date)
    .reduce<PriceSchedule | undefined>(
      (best, next) => (!best || (next.effectiveFrom ?? '') >= (best.effectiveFrom ?? '') ? next : best),
      undefined,
    );
  if (inForce) return { kind: 'inForce', schedule: inForce };
  const from = editions.map((schedule) => schedule.effectiveFrom ?? '').reduce((a, b) => (a < b ? a : b));
  return { kind: 'notInForce', id: first.id, from };
}

/** What two spellings of one model have in common: case, dots and underscores do not matter. */
export const modelKey = (id: string): string => id.trim().toLowerCase().replaceAll('.', '-').replaceAll('_', '-');

/** Finds a model by id, else by alias. */
export function findModel(schedule: PriceSchedule, id: string): Model | undefined {
  const wanted = modelKey(id);
  return (
    schedule.models.find((model) => modelKey(model.id) === wanted) ??
    schedule.models.find((model) => model.aliases.some((alias) => modelKey(alias) === wanted))
  );
}

/** Whether the provider has retired a model for a feature by `date` (YYYY-MM-DD). */
export function isRetired(model: Model, feature: Feature, date: string): boolean {
  return (
    model.retiredOn !== undefined &&
    model.retiredOn <= date &&
    (model.retiredFor === undefined || model.retiredFor.includes(feature))
  );
}

/** Finds a resource package by id or name; case does not matter. */
export function findPackage(schedule: PriceSchedule, idOrName: string): ResourcePackage | undefined {
  const wanted = idOrName.trim().toLowerCase();
  return schedule.packages.find((item) => item.id.toLowerCase() === wanted || item.name.toLowerCase() === wanted);
}
