import * as z from 'zod';
import type { PriceSchedule } from '../core/pricing/schedule';
import { orList } from '../presentation/translate';
import type { Translate } from '../presentation/translate';
import { visible } from '../presentation/visible';
import { policyOf, readCeilings, readModels } from './policyValues';
import type { GuardPolicy } from './ports';
import { TargetError, readTarget } from './target';
import type { Target } from './target';

/** The settings of the editor's guard, by their names after `klingCost.guard.`, as they stand. */
export type RawGuardSettings = Readonly<Record<'port' | 'upstreams' | 'unpriced' | 'maxUnitsPerRequest' | 'models' | 'poll' | 'concurrency' | 'duplicates' | 'duplicatesMinutes', unknown>>;

/** Where the guard listens, what it stands before, and what the user allows besides the limits. */
export interface GuardSettings {
  readonly port: number;
  readonly targets: readonly [Target, ...Target[]];
  readonly policy: GuardPolicy;
}

/** A setting that cannot be read; the message is a sentence with its name and the remedy. */
export class GuardSettingError extends Error {
  override readonly name = 'GuardSettingError';
  /** As the editor knows it. */
  readonly setting: string;

  constructor(setting: string, message: string) {
    super(message);
    this.setting = setting;
  }
}

export interface GuardSettingPorts {
  /** Where models are looked up. */
  readonly schedules: readonly PriceSchedule[];
  /** By upstream; what the guard's own questions are signed with until a client's key has passed. */
  readonly authorizations: Readonly<Record<string, string>>;
  readonly translate: Translate;
}

const HIGHEST_PORT = 65_535;
const portSchema = z.int().min(0).max(HIGHEST_PORT);
const textsSchema = z.array(z.string().trim().min(1));
const ceilingSchema = z.union([z.number(), z.string()]).transform((value) => String(value).split(',').map((text) => text.trim()));
const actions = ['warn', 'refuse', 'reuse'] as const;
const unpricedSchema = z.enum(['refuse', 'allow']);
const duplicatesSchema = z.enum(['off', ...actions]);
const countSchema = z.int().min(1);

/** Throws a GuardSettingError for the first setting that cannot be read: none is taken for another. */
export function readGuardSettings(raw: RawGuardSettings, { schedules, authorizations, translate: t }: GuardSettingPorts): GuardSettings {
  const fail = (setting: keyof RawGuardSettings, message: (name: string) => string): never => {
    const name = `klingCost.guard.${setting}`;
    throw new GuardSettingError(name, message(name));
  };
  const read = <Value>(setting: keyof RawGuardSettings, schema: z.ZodType<Value>, remedy: string): Value => {
    const parsed = schema.safeParse(raw[setting]);
    return parsed.success ? parsed.data : fail(setting, (name) => t('The setting {0} cannot be read; use {1}.', name, remedy));
  };
  const target = (text: string): Target => {
    try {
      return readTarget(text);
    } catch (error) {
      if (!(error instanceof TargetError)) throw error;
      const { allowed } = error;
      return fail('upstreams', (name) => t(
        'The setting {0} has "{1}", which is not an address that the guard forwards to; use {2}, or a server on this machine such as http://127.0.0.1:9000.', name, visible(text), allowed.join(', '),
      ));
    }
  };
  const ceilings = (texts: readonly string[]): GuardPolicy['ceilings'] => {
    if (texts.join('') === '') return undefined;
    const found = readCeilings(texts);
    if (!('bad' in found)) return found;
    return fail('maxUnitsPerRequest', (name) => t('The setting {0} has "{1}", which is not an amount above 0; use one such as 10 for video units, or one for each kind of units: 10, 500image-units.', name, visible(found.bad)));
  };
  const models = (names: readonly string[]): GuardPolicy['models'] => {
    if (names.length === 0) return undefined;
    const found = readModels(names, schedules);
    if ('keys' in found) return found;
    const unknown = visible(found.name);
    return fail('models', (name) => found.near.length > 0
      ? t('The setting {0} has "{1}", which is no model of a price schedule and no feature; did you mean {2}?', name, unknown, orList(found.near, t))
      : t('The setting {0} has "{1}", which is no model of a price schedule and no feature; use ids such as kling-v2-6, or features such as lip-sync.', name, unknown));
  };

  const port = read('port', portSchema, t('a number from 1 to {0}, or 0 for any that is free', HIGHEST_PORT));
  const [first, ...others] = read('upstreams', textsSchema, t('a list of addresses in quotes')).map(target);
  const count = t('a whole number above 0');
  const duplicates = read('duplicates', duplicatesSchema, orList(duplicatesSchema.options.map((each) => `"${each}"`), t));
  const policy = policyOf({
    unpriced: read('unpriced', unpricedSchema, orList(unpricedSchema.options.map((each) => `"${each}"`), t)),
    ceilings: ceilings(read('maxUnitsPerRequest', ceilingSchema, t('an amount such as "10"'))),
    models: models(read('models', textsSchema, t('a list of ids in quotes'))),
    duplicates: actions.find((each) => each === duplicates),
    duplicatesMinutes: read('duplicatesMinutes', countSchema, count),
    concurrency: read('concurrency', countSchema.nullable(), count) ?? undefined,
    poll: read('poll', z.boolean(), t('true or false')) || undefined,
    authorizations,
  });
  return { port, targets: [first ?? fail('upstreams', (name) => t('The setting {0} is empty; name the API that the guard stands before.', name)), ...others], policy };
}
