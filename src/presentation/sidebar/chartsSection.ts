import type { Limit } from '../../core/budget/limit';
import { poolOf } from '../../core/budget/verdict';
import type { Amount } from '../../core/ledger/entry';
import type { Totals } from '../../core/ledger/totals';
import type { Micros } from '../../core/money';
import { limitAmount, poolAmountText, unitsText } from '../budgetTexts';
import type { Translate } from '../translate';
import { visible } from '../visible';
import type { Charts, PageView, Sections } from './messages';

/** A day with what was used then, and from the start of its month to its end. */
export interface ChartDay {
  /** `2026-11-21`. */
  readonly name: string;
  /** Entries that name no model, or no project, are under the empty text. */
  readonly byModel: ReadonlyMap<string, Totals>;
  readonly byProject: ReadonlyMap<string, Totals>;
  readonly monthToDate: Totals;
}

export interface ChartsInput {
  readonly days: readonly ChartDay[];
  /** Of all the days. */
  readonly totals: Totals;
  readonly monthly: Limit | undefined;
  readonly view: PageView;
}

/** More colors can hardly be told from each other; the rest is one. */
const MOST_SERIES = 6;

type Kind = Pick<Amount, 'unit' | 'pool'>;

/** What was used in the days, in one unit; reserved amounts are counted as used. */
export function chartsSection(input: ChartsInput, t: Translate): Sections['charts'] {
  const kinds = kindsOf(input.totals);
  const kind = kinds.find((candidate) => idOf(candidate) === input.view.unit) ?? kinds[0];
  if (!kind) return { shown: null, notice: { text: t('Nothing was spent in these days.'), isFault: false, actions: [] } };
  const text = (quantity: Micros): string => poolAmountText({ quantity, ...kind }, t);
  return {
    shown: {
      units: kinds.map((each) => ({ id: idOf(each), label: unitsText(each, t) })),
      unit: idOf(kind),
      range: input.view.range,
      days: input.days.map(({ name }) => name),
      spend: spendOf(input, kind, text, t),
      running: runningOf(input, kind, text, t),
      projects: projectsOf(input, kind, text, t),
      notes: kind.unit === 'usd' ? unpricedNotes(input.totals.withoutUsd, t) : [],
    },
    notice: null,
  };
}

/** Every unit and pool that occurs, the one with the most entries first, then the dollars where any are known. */
function kindsOf({ amounts, entries, withoutUsd }: Totals): Kind[] {
  const own = amounts.filter(({ unit }) => unit !== 'usd').toSorted((a, b) => b.entries - a.entries).map(({ unit, pool }) => ({ unit, ...(pool === undefined ? {} : { pool }) }));
  return withoutUsd < entries ? [...own, { unit: 'usd' }] : own;
}

const idOf = (kind: Kind): string => [kind.unit, poolOf(kind)].filter((part) => part !== '').join(' ');

function unpricedNotes(count: number, t: Translate): string[] {
  if (count === 0) return [];
  return [count === 1 ? t('1 entry has no price in dollars and is not in these charts') : t('{0} entries have no price in dollars and are not in these charts', count)];
}

/** Spent and reserved of one unit. */
function usedOf({ amounts, usd }: Totals, { unit, pool }: Kind): Micros {
  if (unit === 'usd') return usd.spent + usd.reserved;
  const sum = amounts.find((amount) => amount.unit === unit && amount.pool === pool);
  return sum ? sum.spent + sum.reserved : 0;
}

function spendOf({ days }: ChartsInput, kind: Kind, text: (quantity: Micros) => string, t: Translate): Charts['spend'] {
  const models = mostUsed(days.map(({ byModel }) => byModel), kind).map(([model]) => model);
  const [shown, rest] = models.length > MOST_SERIES ? [models.slice(0, MOST_SERIES - 1), models.slice(MOST_SERIES - 1)] : [models, []];
  const valuesOf = (names: readonly string[]): Micros[] => days.map(({ byModel }) => names.reduce((sum, model) => sum + usedIn(byModel, model, kind), 0));
  const series = [
    ...shown.map((model) => ({ name: nameOf(model, t), values: valuesOf([model]) })),
    ...(rest.length > 0 ? [{ name: t('{0} other models', rest.length), values: valuesOf(rest) }] : []),
  ];
  const totals = days.map((_, index) => series.reduce((sum, { values }) => sum + (values[index] ?? 0), 0));
  return {
    series,
    totals: totals.map(text),
    most: text(greatest(totals)),
    table: {
      caption: t('Spend per day, by model'),
      head: [t('Day'), t('Together'), ...series.map(({ name }) => name)],
      rows: days.map(({ name }, index) => [name, text(totals[index] ?? 0), ...series.map(({ values }) => text(values[index] ?? 0))]),
    },
  };
}

function runningOf({ days, monthly }: ChartsInput, kind: Kind, text: (quantity: Micros) => string, t: Translate): Charts['running'] {
  const values = days.map(({ monthToDate }) => usedOf(monthToDate, kind));
  const limit = monthly && idOf(monthly.amount) === idOf(kind) ? monthly : undefined;
  const limitText = limit ? t('Limit: {0}', limitAmount(limit.amount.quantity, limit, t)) : t('No monthly limit in {0} is set', unitsText(kind, t));
  return {
    values,
    limit: limit?.amount.quantity ?? null,
    limitText,
    most: limit && limit.amount.quantity > greatest(values) ? limitText : text(greatest(values)),
    table: { caption: t('Month to date, against the limit'), head: [t('Day'), t('Month to date')], rows: days.map(({ name }, index) => [name, text(values[index] ?? 0)]) },
  };
}

function projectsOf({ days }: ChartsInput, kind: Kind, text: (quantity: Micros) => string, t: Translate): Charts['projects'] {
  const sums = mostUsed(days.map(({ byProject }) => byProject), kind).map(([project, used]) => ({ name: nameOf(project, t), used }));
  const most = greatest(sums.map(({ used }) => used));
  return {
    rows: sums.slice(0, 2 * MOST_SERIES).map(({ name, used }) => ({ name, amount: text(used), share: Math.floor((used / most) * 100) })),
    table: { caption: t('By project'), head: [t('Project'), t('Spent')], rows: sums.map(({ name, used }) => [name, text(used)]) },
  };
}

/** The names under which anything was used, the one with the most first. */
function mostUsed(days: readonly ReadonlyMap<string, Totals>[], kind: Kind): (readonly [name: string, used: Micros])[] {
  const sums = new Map<string, Micros>();
  for (const day of days) for (const [name, totals] of day) sums.set(name, (sums.get(name) ?? 0) + usedOf(totals, kind));
  return [...sums].filter(([, sum]) => sum > 0).sort(([, a], [, b]) => b - a);
}

function usedIn(byModel: ReadonlyMap<string, Totals>, model: string, kind: Kind): Micros {
  const totals = byModel.get(model);
  return totals ? usedOf(totals, kind) : 0;
}

const nameOf = (name: string, t: Translate): string => (name === '' ? t('(not told)') : visible(name));
const greatest = (values: readonly Micros[]): Micros => values.reduce((a, b) => Math.max(a, b), 0);
