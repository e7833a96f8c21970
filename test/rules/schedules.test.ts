import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { decimal, toMicros } from '../../src/core/money';
import { findModel } from '../../src/core/pricing/catalog';
import { scheduleSchema } from '../../src/core/pricing/schedule';
import type { Limit, PriceSchedule, Rate } from '../../src/core/pricing/schedule';

const FOLDER = path.resolve('src/core/pricing/schedules');

const files = fs
  .readdirSync(FOLDER)
  .filter((name) => name.endsWith('.json'))
  .map((name) => ({ name, json: JSON.parse(fs.readFileSync(path.join(FOLDER, name), 'utf8')) as unknown }));

/** A rate, or a named gap, which has no dates of its own. */
type Row = Pick<Rate, 'features' | 'models' | 'when'> & Partial<Pick<Rate, 'effectiveFrom' | 'effectiveUntil'>>;

describe('bundled price schedules', () => {
  it('are there', () => {
    assert.notEqual(files.length, 0);
  });

  for (const { name, json } of files) {
    describe(name, () => {
      it('passes the schema', () => {
        const result = scheduleSchema.safeParse(json);
        assert.deepEqual(result.error?.issues ?? [], []);
      });

      it('names only sources, pools and models that it has', () => {
        const schedule = scheduleSchema.parse(json);
        const { rates, limits, unpriced, packages, rules, pools, models, defaults } = schedule;
        const sources = [
          ...rates,
          ...limits,
          ...unpriced,
          ...packages,
          ...rules,
          ...models,
          ...defaults,
          ...Object.values(pools),
        ];
        for (const { source } of sources) if (source !== undefined) assert.ok(schedule.sources[source], source);
        for (const { pool } of [...rates, ...packages]) assert.ok(pools[pool], pool);
        const ids = models.map((model) => model.id);
        const named = [...rates, ...limits, ...unpriced].flatMap((row) => row.models ?? []);
        for (const id of [...named, ...defaults.flatMap((row) => row.model ?? [])]) assert.ok(ids.includes(id), id);
      });

      it('has no source that nothing names', () => {
        const { sources, ...rest } = scheduleSchema.parse(json);
        const text = JSON.stringify(rest);
        const unnamed = Object.keys(sources).filter((key) => !new RegExp(`(?<![\\w-])${key}(?![\\w-])`).test(text));
        assert.deepEqual(unnamed, []);
      });

      it('finds each model under its id and aliases, and lists no spelling that is found anyway', () => {
        const schedule = scheduleSchema.parse(json);
        for (const model of schedule.models) {
          for (const spelling of [model.id, ...model.aliases]) {
            assert.equal(findModel(schedule, spelling)?.id, model.id, spelling);
          }
          for (const alias of model.aliases) {
            const aliases = model.aliases.filter((other) => other !== alias);
            const without = { ...schedule, models: [{ ...model, aliases }] };
            assert.equal(findModel(without, alias), undefined, `${alias} is found without being listed`);
          }
        }
      });

      it('has one rate at most for any request, and no rate for a named gap', () => {
        const { rates, unpriced } = scheduleSchema.parse(json);
        for (const [index, rate] of rates.entries()) {
          const other = [...rates.slice(index + 1), ...unpriced].find((row) => overlap(rate, row));
          assert.equal(other, undefined, `both match: ${JSON.stringify(rate)}`);
        }
      });

      it('has rates whose dates are in order and reach into the edition', () => {
        const { rates, effectiveFrom } = scheduleSchema.parse(json);
        for (const rate of rates) {
          if (rate.effectiveUntil === undefined) continue;
          assert.ok((rate.effectiveFrom ?? effectiveFrom ?? '') < rate.effectiveUntil, JSON.stringify(rate));
        }
      });

      it('has one limit at most for any feature and model', () => {
        const { limits } = scheduleSchema.parse(json);
        for (const [index, limit] of limits.entries()) {
          const other = limits
            .slice(index + 1)
            .find((row) => intersect(limit.features, row.features) && intersect(limit.models, row.models));
          assert.equal(other, undefined, `both match: ${JSON.stringify(limit)}`);
        }
      });

      it('bounds whatever it multiplies: the seconds by a duration, the images by a count', () => {
        const { rates, limits } = scheduleSchema.parse(json);
        for (const rate of rates) {
          const timed = rate.per === 'second' || typeof rate.per === 'object';
          const bound = timed ? 'durationSeconds' : rate.per === 'image' ? 'count' : undefined;
          if (bound) assertBounded(rate, limits, bound);
        }
      });

      it('prices only durations that its limits allow', () => {
        const { rates, limits } = scheduleSchema.parse(json);
        for (const rate of rates) {
          for (const seconds of rate.when.durationSeconds ?? []) {
            for (const limit of limits.filter(
              (row) => intersect(rate.features, row.features) && intersect(rate.models, row.models),
            )) {
              const range = limit.durationSeconds;
              const allowed =
                !range ||
                ('values' in range ? range.values.includes(seconds) : range.min <= seconds && seconds <= range.max);
              assert.ok(allowed, `${seconds} s is beyond ${JSON.stringify(limit)}`);
            }
          }
        }
      });

      it('has packages whose price and units give the unit price that the source states', () => {
        for (const { id, price, units, statedUnitPrice } of scheduleSchema.parse(json).packages) {
          if (statedUnitPrice === undefined) continue;
          const { scale } = decimal(statedUnitPrice);
          const digits = (value: number): string => (value / 1e6).toFixed(scale);
          assert.equal(
            digits(toMicros(decimal(price), decimal(units))),
            digits(toMicros(decimal(statedUnitPrice))),
            id,
          );
        }
      });

      it('ends no reason with a full stop: it stands inside a sentence', () => {
        for (const { reason } of scheduleSchema.parse(json).unpriced) assert.doesNotMatch(reason, /\.$/, reason);
      });
    });
  }

  it('are used from different days when they are editions of one id', () => {
    const editions = parsed().map(({ id, effectiveFrom }) => `${id} from ${effectiveFrom ?? 'any day'}`);
    assert.equal(new Set(editions).size, editions.length, editions.join(', '));
  });

  it('leave each provider one default', () => {
    for (const provider of new Set(parsed().flatMap(({ providers }) => providers))) {
      const ids = parsed()
        .filter((schedule) => schedule.default && schedule.providers.includes(provider))
        .map(({ id }) => id);
      assert.equal(new Set(ids).size, 1, provider);
    }
  });
});

function parsed(): PriceSchedule[] {
  return files.map(({ json }) => scheduleSchema.parse(json));
}

/** Whether a request could match both rows on some day. */
function overlap(a: Row, b: Row): boolean {
  const conditions = Object.keys(a.when) as (keyof Rate['when'])[];
  return (
    intersect(a.features, b.features) &&
    intersect(a.models, b.models) &&
    conditions.every((name) => intersect(wanted(a, name), wanted(b, name))) &&
    (a.effectiveFrom ?? '') < (b.effectiveUntil ?? '9999') &&
    (b.effectiveFrom ?? '') < (a.effectiveUntil ?? '9999')
  );
}

function wanted(row: Row, name: keyof Rate['when']): readonly unknown[] | undefined {
  const value = row.when[name];
  return typeof value === 'boolean' ? [value] : value;
}

/** Whether two lists share a value; an absent list is every value. */
function intersect(a: readonly unknown[] | undefined, b: readonly unknown[] | undefined): boolean {
  return a === undefined || b === undefined || a.some((value) => b.includes(value));
}

function assertBounded(rate: Rate, limits: readonly Limit[], bound: 'durationSeconds' | 'count'): void {
  for (const feature of rate.features) {
    for (const model of rate.models ?? [undefined]) {
      const limit = limits.find(
        (row) =>
          row.features.includes(feature) &&
          row[bound] !== undefined &&
          (row.models === undefined || (model !== undefined && row.models.includes(model))),
      );
      assert.ok(limit, `no ${bound} limit for ${feature}${model === undefined ? '' : ` with ${model}`}`);
    }
  }
}
