import { CONDITIONS } from '../core/estimate/cases';
import { modelKey } from '../core/pricing/catalog';
import type { Model, PriceSchedule, Rate } from '../core/pricing/schedule';
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
    source: new Set(Object.keys(schedule.sources)),
    pool: new Set(Object.keys(schedule.pools)),
    model: new Set(schedule.models.map(({ id }) => id)),
  };
  const check = (what: keyof typeof known, name: string | undefined, path: readonly (string | number)[]): void => {
    if (name === undefined || known[what].has(name)) return;
    faults.push({ path, fault: { code: 'unknownName', what, name, known: [...known[what]] } });
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
  const found = createModelFinder(schedule);
  const models = schedule.models.flatMap((model, index) =>
    [model.id, ...model.aliases]
      .filter((name) => found(name) !== model)
      .map((name): FoundFault => ({ path: ['models', index], fault: { code: 'duplicate', what: 'model', name } })),
  );
  const seen = new Set<string>();
  const packages = schedule.packages.flatMap(({ id }, index): FoundFault[] => {
    if (seen.has(id)) return [{ path: ['packages', index, 'id'], fault: { code: 'duplicate', what: 'package', name: id } }];
    seen.add(id);
    return [];
  });
  return [...models, ...packages];
}

/** `findModel` for very many names. */
function createModelFinder({ models }: PriceSchedule): (name: string) => Model | undefined {
  const named = (names: (model: Model) => readonly string[]): ReadonlyMap<string, Model> =>
    // The first model of a name holds, so it is put in last.
    new Map(models.toReversed().flatMap((model) => names(model).map((name) => [modelKey(name), model] as const)));
  const byId = named(({ id }) => [id]);
  const byAlias = named(({ aliases }) => aliases);
  return (name) => byId.get(modelKey(name)) ?? byAlias.get(modelKey(name));
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

/** A rate and its place in the list. */
type PlacedRate = readonly [number, Rate];

/** Of two rates for one request only the first would ever be used. */
function overlaps({ rates }: PriceSchedule): FoundFault[] {
  const candidates = createCandidates(rates);
  return rates.flatMap((rate, index): FoundFault[] => {
    const other = candidates(rate).find(([at, earlier]) => at < index && overlap(earlier, rate));
    return other ? [{ path: ['rates', index], fault: { code: 'overlap', other: other[0] } }] : [];
  });
}

/**
 * The rates that could hold for the same request as another, in order: of what tells rates apart (model, mode, seconds
 * and so on) by the one that leaves fewest. Comparing each rate with each other takes seconds for some thousands.
 */
function createCandidates(rates: readonly Rate[]): (rate: Rate) => readonly PlacedRate[] {
  const all: readonly PlacedRate[] = [...rates.entries()];
  const ways = [
    (rate: Rate): readonly unknown[] | undefined => rate.features,
    (rate: Rate): readonly unknown[] | undefined => rate.models,
    ...CONDITIONS.map((condition) => (rate: Rate): readonly unknown[] | undefined => {
      const wanted = rate.when[condition];
      return typeof wanted === 'boolean' ? [wanted] : wanted;
    }),
  ].map((valuesOf) => {
    const byValue = new Map<unknown, PlacedRate[]>();
    const always: PlacedRate[] = [];
    for (const placed of all) {
      const values = valuesOf(placed[1]);
      if (!values) always.push(placed);
      for (const value of values ?? []) {
        const list = byValue.get(value);
        if (list) list.push(placed);
        else byValue.set(value, [placed]);
      }
    }
    return { valuesOf, byValue, always };
  });
  return (rate) => {
    let fewest = all;
    for (const { valuesOf, byValue, always } of ways) {
      const values = valuesOf(rate);
      if (!values) continue;
      const lists = values.map((value) => byValue.get(value) ?? []);
      if (lists.reduce((count, list) => count + list.length, always.length) >= fewest.length) continue;
      fewest = [...new Set([...always, ...lists.flat()])].sort(([a], [b]) => a - b);
    }
    return fewest;
  };
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
