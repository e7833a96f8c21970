import path from 'node:path';
import { DEFAULT_POOL } from '../core/ledger/entry';
import type { Amount } from '../core/ledger/entry';
import { decimal, fromMicros, multiply, parseDecimal, toMicros } from '../core/money';
import type { Micros } from '../core/money';
import { chooseSchedule } from '../core/pricing/catalog';
import { FEATURES } from '../core/request/resolved';
import { loadBundledSchedules } from '../service/schedules';
import { requestHash } from '../stores/requestHash';
import type { Draft } from '../stores/store';
import { numberOption, oneOf } from './options';
import { UsageError } from './usageError';

/** The options that tell an amount. */
export const AMOUNT_OPTIONS = {
  units: { type: 'string' },
  credits: { type: 'string' },
  usd: { type: 'string' },
  pool: { type: 'string' },
} as const;

/** The options that tell what an amount is for. */
export const REQUEST_OPTIONS = {
  'task-id': { type: 'string' },
  model: { type: 'string' },
  mode: { type: 'string' },
  duration: { type: 'string' },
  prompt: { type: 'string' },
  provider: { type: 'string' },
  feature: { type: 'string' },
  project: { type: 'string' },
} as const;

type Values<Options> = Readonly<Partial<Record<keyof Options, string | undefined>>>;

const PROVIDER = 'kling';
const PREVIEW_CHARACTERS = 100;
/** Its millionths are still added up exactly. */
const MOST = 1e9;

/** An amount with its dollars: those told, else at the list price in force; absent where no schedule tells one. */
export interface Charge {
  readonly amount: Amount;
  readonly usd?: Micros;
  readonly schedule?: string;
}

/** The amount that the options tell, or undefined when they tell none. `date` is YYYY-MM-DD. */
export function chargeOption(values: Values<typeof AMOUNT_OPTIONS>, provider: string | undefined, date: string): Charge | undefined {
  const { units, credits, usd: dollars, pool } = values;
  if (units !== undefined && credits !== undefined) throw new UsageError('--units and --credits are two amounts; use one of them');
  if (pool !== undefined && units === undefined) throw new UsageError('--pool says which units; it needs --units');
  const usd = dollars === undefined ? undefined : microsOption('--usd', dollars);
  if (units === undefined && credits === undefined) return usd === undefined ? undefined : { amount: { quantity: usd, unit: 'usd' }, usd };
  const amount: Amount = units === undefined
    ? { quantity: microsOption('--credits', credits ?? ''), unit: 'credits' }
    : { quantity: microsOption('--units', units), unit: 'units', pool: pool ?? DEFAULT_POOL };
  return usd === undefined ? { amount, ...listPrice(amount, provider ?? PROVIDER, date) } : { amount, usd };
}

function microsOption(option: string, value: string): Micros {
  const number = parseDecimal(value);
  const micros = number && number.scale <= 6 && number.digits >= 0n ? toMicros(number) : NaN;
  if (!(micros >= 0 && micros <= MOST * 1e6)) {
    throw new UsageError(`${option} "${value}" is not an amount; use a number from 0 to ${MOST} with at most six decimals, such as 3.5`);
  }
  return micros;
}

function listPrice({ quantity, unit, pool = DEFAULT_POOL }: Amount, provider: string, date: string): { usd?: Micros; schedule?: string } {
  const choice = chooseSchedule(loadBundledSchedules(), provider, date);
  if (choice.kind !== 'inForce') return {};
  const { id, edition, pools } = choice.schedule;
  const each = pools[pool];
  if (each?.unit !== unit || each.unitPrice === undefined) return {};
  return { usd: toMicros(multiply(fromMicros(quantity), decimal(each.unitPrice))), schedule: `${id} ${edition}` };
}

/** What is told of the request. The project is the folder's name unless told. */
export function draftOptions(values: Values<typeof REQUEST_OPTIONS>, charge: Charge, folder: string, keepsPrompts: boolean, timestamp: number): Draft {
  const { model, mode, prompt } = values;
  const taskId = keyOption('--task-id', values['task-id']);
  const durationSeconds = values.duration === undefined ? undefined : numberOption('--duration', values.duration, false);
  const feature = values.feature === undefined ? undefined : oneOf('--feature', values.feature, FEATURES);
  const provider = keyOption('--provider', values.provider) ?? PROVIDER;
  const project = keyOption('--project', values.project) ?? path.basename(folder);
  return {
    ...charge,
    timestamp,
    provider,
    ...(project === '' ? {} : { project }),
    ...(taskId === undefined ? {} : { taskId }),
    ...(feature === undefined ? {} : { feature }),
    ...(model === undefined ? {} : { model }),
    ...(mode === undefined ? {} : { mode }),
    ...(durationSeconds === undefined ? {} : { durationSeconds }),
    ...(prompt === undefined ? {} : { requestHash: requestHash({ provider, feature, model, mode, durationSeconds, prompt }) }),
    ...(prompt !== undefined && keepsPrompts ? { promptPreview: Array.from(prompt).slice(0, PREVIEW_CHARACTERS).join('') } : {}),
  };
}

/** Text that is not empty. */
export function keyOption(option: string, value: string | undefined): string | undefined {
  if (value?.trim() === '') throw new UsageError(`${option} is empty; write a value, or leave it out`);
  return value;
}
