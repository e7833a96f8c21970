import { AMOUNT_EXAMPLES, parseAmount } from '../core/budget/amountText';
import type { Limit, PeriodName } from '../core/budget/limit';
import { isTimeZone, periodAt } from '../core/budget/period';
import type { DayKind } from '../core/budget/period';
import { defaults } from '../core/budget/settings';
import { settingErrorLine } from '../presentation/settingError';
import { orList, plainTranslate as t } from '../presentation/translate';
import { readBudgetSettings } from '../service/readBudgetSettings';
import type { BudgetSettings, ReadBudgetSettings } from '../service/readBudgetSettings';
import type { LimitInForce } from '../stores/store';
import { oneOf } from './options';
import { readSettings, settingsFile } from './settingsFile';
import { UsageError } from './usageError';

/** The options of every command that looks at limits. */
export const LIMIT_OPTIONS = {
  daily: { type: 'string' },
  monthly: { type: 'string' },
  'on-exceed': { type: 'string' },
  'time-zone': { type: 'string' },
  day: { type: 'string' },
} as const;

/** The same for a command's help. */
export const LIMIT_HELP = [
  ['--daily AMOUNT', 'limit of a day, such as 100units, 50usd, 200credits or 500image-units; none for no limit'],
  ['--monthly AMOUNT', 'limit of a month, likewise'],
  ['--on-exceed ACTION', 'what going over a limit does: stop or warn; stop unless told'],
  ['--time-zone ZONE', 'time zone of days and months, such as Europe/Berlin; the machine\'s unless told'],
  ['--day KIND', 'calendar, or rolling for the last 24 hours; calendar unless told'],
] as const;

export type LimitOptionValues = Readonly<Partial<Record<keyof typeof LIMIT_OPTIONS, string | undefined>>>;

/** Where limits come from, besides the options. */
export interface LimitSources {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The folder whose `.vscode/settings.json` is read. */
  readonly folder: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** What the user allows, and how days and months are counted. */
export interface Budget {
  readonly limits: readonly LimitInForce[];
  readonly zone: string;
  readonly day: DayKind;
  readonly packages: BudgetSettings['packages'];
}

const VARIABLE: Readonly<Record<PeriodName, string>> = { daily: 'KLING_COST_DAILY', monthly: 'KLING_COST_MONTHLY' };
const WANTED = `use an amount with its unit, such as ${orList(AMOUNT_EXAMPLES.map((text) => `"${text}"`), t)}`;

/**
 * The limits in force: of the options, else of KLING_COST_DAILY and KLING_COST_MONTHLY, else of the folder's settings.
 * Throws a UsageError that names the option, variable or line, and the remedy; a limit that cannot be read is never
 * taken for none.
 */
export function readBudget(values: LimitOptionValues, { env, folder, now }: LimitSources): Budget {
  const { settings, errors } = settingsOf(folder);
  const onExceed = values['on-exceed'] === undefined ? undefined : oneOf('--on-exceed', values['on-exceed'], ['warn', 'stop'] as const);
  const limits = (['daily', 'monthly'] as const).map((period) => {
    const given = limitText(`--${period}`, values[period], period) ?? limitText(VARIABLE[period], env[VARIABLE[period]] || undefined, period);
    return given === undefined ? settings[period] : given === 'none' ? undefined : given;
  });
  const zone = zoneOf(values['time-zone'], settings.timeZone);
  const day = values.day === undefined ? (settings.day ?? 'calendar') : oneOf('--day', values.day, ['calendar', 'rolling'] as const);
  const isGiven = (key: string): boolean => {
    const name = key.slice(key.lastIndexOf('.') + 1);
    if (name === 'daily' || name === 'monthly') return values[name] !== undefined || Boolean(env[VARIABLE[name]]);
    return name === 'timeZone' ? values['time-zone'] !== undefined : name === 'day' && values.day !== undefined;
  };
  const error = errors.find(({ key }) => key === undefined || !isGiven(key));
  if (error) throw new UsageError(settingErrorLine(error, t));
  return {
    limits: limits.flatMap((limit) =>
      limit ? [{ ...limit, ...(onExceed && { onExceed }), stretch: periodAt(limit.period, now, zone, day) }] : [],
    ),
    zone,
    day,
    packages: settings.packages,
  };
}

function limitText(name: string, value: string | undefined, period: PeriodName): Limit | 'none' | undefined {
  if (value === undefined) return undefined;
  if (value.trim().toLowerCase() === 'none') return 'none';
  const amount = parseAmount(value);
  if (!amount) throw new UsageError(`${name} "${value}" is not a limit; ${WANTED}, or "none"`);
  return { period, amount, ...defaults(period) };
}

function zoneOf(option: string | undefined, setting: string | undefined): string {
  if (option !== undefined && !isTimeZone(option)) {
    throw new UsageError(`--time-zone "${option}" is not a time zone; use a name such as Europe/Berlin or UTC`);
  }
  // Where the environment names no zone that is known, there is none.
  const machine = new Intl.DateTimeFormat().resolvedOptions().timeZone as string | undefined;
  return option ?? setting ?? (machine !== undefined && isTimeZone(machine) ? machine : 'UTC');
}

function settingsOf(folder: string): ReadBudgetSettings {
  const file = settingsFile(folder);
  const text = readSettings(file);
  return text === undefined ? { settings: { packages: [] }, errors: [] } : readBudgetSettings(text, file);
}
