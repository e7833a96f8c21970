import { parseArgs } from 'node:util';
import type { ParseArgsConfig } from 'node:util';
import { plainTranslate, orList } from '../presentation/translate';
import { UsageError } from './usageError';

export const FORMATS = ['table', 'json', 'markdown', 'csv'] as const;
export type Format = (typeof FORMATS)[number];

type OptionTypes = NonNullable<ParseArgsConfig['options']>;

/** The options of every command. */
export const COMMON_OPTIONS = {
  format: { type: 'string' },
  schedule: { type: 'string' },
  'schedules-file': { type: 'string', multiple: true },
  date: { type: 'string' },
  package: { type: 'string' },
  strict: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const satisfies OptionTypes;

const TRUE = new Set(['on', 'true', 'yes', '1']);
const FALSE = new Set(['off', 'false', 'no', '0']);

/** Splits arguments by the given options. Throws a UsageError that names an unknown option or a missing value. */
export function parseCommand<Options extends OptionTypes>(
  args: readonly string[],
  options: Options,
  command: string,
): ReturnType<typeof parseArgs<{ args: string[]; options: Options; allowPositionals: true; strict: true }>> {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const [message = ''] = error.message.split('. To specify');
    throw new UsageError(`${message.replace(/\.$/, '').replaceAll('\n', ' ')}. See kling-cost ${command} --help`);
  }
}

/** The value of an option as one of its allowed values, or a UsageError that lists them. */
export function oneOf<Value extends string>(option: string, value: string, allowed: readonly Value[]): Value {
  const found = allowed.find((item) => item.toLowerCase() === value.toLowerCase());
  if (found === undefined) throw new UsageError(`${option} "${value}" is not known; use ${orList(allowed, plainTranslate)}`);
  return found;
}

/** A real day of the calendar, YYYY-MM-DD. */
export function dayOption(value: string): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value);
  const day = match && new Date(`${value}T00:00:00Z`);
  if (!day || Number.isNaN(day.getTime()) || day.toISOString().slice(0, 10) !== value) {
    throw new UsageError(`--date "${value}" is not a day; write it as YYYY-MM-DD, such as 2026-11-21`);
  }
  return value;
}

/** The value of a switch that may be written with or without one. */
export function switchOption(option: string, value: string): boolean {
  const word = value.toLowerCase();
  if (TRUE.has(word)) return true;
  if (FALSE.has(word)) return false;
  throw new UsageError(`${option} "${value}" is not known; use on or off`);
}

/** A number above 0; with `whole`, a whole one. */
export function numberOption(option: string, value: string, whole: boolean): number {
  const text = value.replace(/\s*s$/i, '');
  const number = /^\d+(\.\d{1,6})?$/.test(whole ? value : text) ? Number(whole ? value : text) : NaN;
  if (!(number > 0) || (whole && !Number.isSafeInteger(number))) {
    const wanted = whole ? 'a whole number above 0, such as 4' : 'seconds above 0, such as 5';
    throw new UsageError(`${option} "${value}" is not a number that can be used; use ${wanted}`);
  }
  return number;
}

/** Writes `--audio` as `--audio=on` where no value follows, since parseArgs knows no optional values. */
export function fillSwitches(args: readonly string[], switches: readonly string[], positional: (text: string) => boolean): string[] {
  return args.map((arg, index) => {
    if (!switches.includes(arg)) return arg;
    const next = args[index + 1];
    return next === undefined || next.startsWith('-') || positional(next) ? `${arg}=on` : arg;
  });
}
