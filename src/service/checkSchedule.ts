import { CONDITIONS } from '../core/estimate/cases';
import { findModel } from '../core/pricing/catalog';
import type { PriceSchedule, Rate } from '../core/pricing/schedule';
import type { ScheduleFault } from '../presentation/scheduleError';

/** A fault and the way to its place in the JSON. */
export interface FoundFault {
  readonly path: readonly (string | number)[];
  readonly fault: ScheduleFault;
}

/** What the schema cannot see: names that lead nowhere, names used twice, and rates for the same request. */
export function checkSchedule(schedule: PriceSchedule): FoundFault[] {
  return [...unknownNames(schedule), ...duplicates(schedule), ...reversed(schedule), ...overlaps(schedule)];
}

function unknownNames(schedule: PriceSchedule): FoundFault[] {
  const faults: FoundFault[] = [];
  const known = {
    source: Object.keys(schedule.sources),
    pool: Object.keys(schedule.pools),
    model: schedule.models.map(({ id }) => id),
  };
  const check = (what: keyof typeof known, name: string | undefined, path: readonly (string | number)[]): void => {
    if (name === undefined || known[what].includes(name)) return;
    faults.push({ path, fault: { code: 'unknownName', what, name, known: known[what] } });
  };
  for (const [name, pool] of Object.entries(schedule.pools)) check('source', pool.source, ['pools', name, 'source']);
  for (const list of ['models', 'rates', 'limits', 'unpriced', 'defaults', 'packages', 'rules'] as const) {
    schedule[list].forEach((row, index) => {
      check('source', row.source, [list, index, 'source']);
      if ('pool' in row) check('pool', row.pool, [list, index, 'pool']);
      if ('model' in row) check('model', row.model, [list, index, 'model']);
      if ('models' in row) row.models?.forEach((id, at) => { check('model', id, [list, index, 'models', at]); });
    });
  }
  return faults;
}

function duplicates(schedule: PriceSchedule): FoundFault[] {
  const models = schedule.models.flatMap((model, index) =>
    [model.id, ...model.aliases]
      .filter((name) => findModel(schedule, name) !== model)
      .map((name): FoundFault => ({ path: ['models', index], fault: { code: 'duplicate', what: 'model', name } })),
  );
  const packages = schedule.packages.flatMap(({ id }, index): FoundFault[] =>
    schedule.packages.findIndex((item) => item.id === id) < index
      ? [{ path: ['packages', index, 'id'], fault: { code: 'duplicate', what: 'package', name: id } }]
      : [],
  );
  return [...models, ...packages];
}

function reversed(schedule: PriceSchedule): FoundFault[] {
  const dates = schedule.rates.flatMap(({ effectiveFrom, effectiveUntil }, index): FoundFault[] =>
    effectiveFrom !== undefined && effectiveUntil !== undefined && effectiveFrom >= effectiveUntil
      ? [{ path: ['rates', index, 'effectiveUntil'], fault: { code: 'reversed', low: effectiveFrom, high: effectiveUntil } }]
      : [],
  );
  const limits = schedule.limits.flatMap((limit, index) =>
    (['durationSeconds', 'count'] as const).flatMap((name): FoundFault[] => {
      const range = limit[name];
      return range && 'min' in range && range.min > range.max
        ? [{ path: ['limits', index, name], fault: { code: 'reversed', low: range.min, high: range.max } }]
        : [];
    }),
  );
  return [...dates, ...limits];
}

/** Of two rates for one request only the first would ever be used. */
function overlaps({ rates }: PriceSchedule): FoundFault[] {
  return rates.flatMap((rate, index) => {
    const other = rates.slice(0, index).findIndex((earlier) => overlap(earlier, rate));
    return other < 0 ? [] : [{ path: ['rates', index], fault: { code: 'overlap', other } }];
  });
}

function overlap(a: Rate, b: Rate): boolean {
  return (
    a.features.some((feature) => b.features.includes(feature)) &&
    meet(a.models, b.models) &&
    (a.effectiveFrom ?? '') < (b.effectiveUntil ?? '~') &&
    (b.effectiveFrom ?? '') < (a.effectiveUntil ?? '~') &&
    CONDITIONS.every((condition) => {
      const [one, two] = [a.when[condition], b.when[condition]];
      if (typeof one === 'boolean' || typeof two === 'boolean') return one === undefined || two === undefined || one === two;
      return meet<unknown>(one, two);
    })
  );
}

function meet<T>(a: readonly T[] | undefined, b: readonly T[] | undefined): boolean {
  return !a || !b || a.some((item) => b.includes(item));
}
