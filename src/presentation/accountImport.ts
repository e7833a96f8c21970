import type { TaskCharge } from '../core/account/deduction';
import { importSteps } from '../core/account/match';
import type { ImportPlan, MatchedTask } from '../core/account/match';
import type { Amount, Entry } from '../core/ledger/entry';
import type { Stretch } from '../core/ledger/totals';
import { microsToText } from '../core/money';
import type { Micros } from '../core/money';
import type { AccountImportJson } from './accountSchemas';
import { isoTime } from './accountSync';
import type { TextTable } from './breakdown';
import { csvLines } from './csv';
import { markdownTable } from './markdownTable';
import { amountText, numberText, signed } from './numbers';
import { alignedTable } from './table';
import type { Translate } from './translate';
import { visible, visibleInFull } from './visible';

/** An import that was done, or with `dryRun` only looked at. */
export interface ImportReport {
  readonly plan: ImportPlan;
  readonly stretch: Stretch;
  readonly dryRun: boolean;
}

type Match = AccountImportJson['tasks'][number]['match'];
type Action = AccountImportJson['tasks'][number]['action'];

/** An amount of any currency. */
interface Quantity {
  readonly quantity: Micros;
  readonly unit: string;
  readonly pool?: string;
}

interface Row extends Pick<Entry, 'taskId' | 'feature' | 'model' | 'mode'> {
  readonly match: Match;
  readonly action: Action;
  readonly entryId?: string;
  readonly at: number;
  readonly estimate?: Quantity;
  readonly charge?: Quantity;
  readonly difference?: Micros;
}

/** The most rows of a table in a terminal. */
const MOST_ROWS = 50;

export function importJson(report: ImportReport): AccountImportJson {
  const { plan, stretch, dryRun } = report;
  const steps = importSteps(plan);
  return {
    version: 1,
    dryRun,
    since: isoTime(stretch.start),
    until: isoTime(stretch.end),
    written: { settled: steps.settle.length, corrected: steps.correct.length, recorded: steps.record.length },
    tasks: importRows(plan).map(({ match, action, taskId, entryId, at, feature, model, mode, estimate, charge, difference }) => ({
      match,
      action,
      ...(taskId === undefined ? {} : { taskId }),
      ...(entryId === undefined ? {} : { entryId }),
      time: isoTime(at),
      ...(feature === undefined ? {} : { feature }),
      ...(model === undefined ? {} : { model }),
      ...(mode === undefined ? {} : { mode }),
      ...(estimate && { estimate: quantityJson(estimate) }),
      ...(charge && { charge: quantityJson(charge) }),
      ...(difference === undefined ? {} : { difference: microsToText(difference) }),
    })),
  };
}

/** For a terminal: what was found in numbers, and the tasks that are not as logged. */
export function importText(report: ImportReport, t: Translate): string {
  const { head, rows, right } = differencesTable(report, t);
  const shown = rows.slice(0, MOST_ROWS);
  const more = rows.length > MOST_ROWS ? [t('… and {0} more; --format csv shows all', rows.length - MOST_ROWS)] : [];
  const table = shown.length > 0 ? ['', ...alignedTable({ head, rows: shown, right }), ...more] : [];
  return [...summary(report, t), ...table].map((line) => `${line}\n`).join('');
}

export function importMarkdown(report: ImportReport, t: Translate): string {
  const table = differencesTable(report, t);
  const [first = '', ...more] = summary(report, t);
  const list = more.map((line) => `- ${line.trim()}\n`).join('');
  return `${first}\n${list === '' ? '' : `\n${list}`}${table.rows.length > 0 ? `\n${markdownTable(table)}\n` : ''}`;
}

/** One line for each task. Column names are not translated. */
export function importCsv({ plan }: ImportReport): string {
  const columns = ['match', 'action', 'task_id', 'entry_id', 'time', 'feature', 'model', 'mode', 'estimate', 'estimate_unit', 'charge', 'charge_unit', 'difference'] as const;
  const number = (quantity: Quantity | undefined): number | undefined => quantity && Number(microsToText(quantity.quantity));
  const unit = (quantity: Quantity | undefined): string | undefined => quantity && visibleInFull(unitName(quantity));
  const text = (value: string | undefined): string | undefined => value && visibleInFull(value);
  return csvLines(
    columns,
    importRows(plan).map(({ match, action, taskId, entryId, at, feature, model, mode, estimate, charge, difference }) => ({
      match, action, task_id: text(taskId), entry_id: text(entryId), time: isoTime(at), feature: text(feature), model: text(model), mode: text(mode),
      estimate: number(estimate), estimate_unit: unit(estimate), charge: number(charge), charge_unit: unit(charge),
      difference: difference === undefined ? undefined : Number(microsToText(difference)),
    })),
  );
}

function importRows(plan: ImportPlan): Row[] {
  const { settle } = importSteps(plan);
  const settled = new Set(settle);
  const matched = (match: 'equal' | 'different') => (task: MatchedTask): Row => {
    const { entry, charge, estimate } = task;
    const isComparable = unitName(estimate) === unitName(charge.amount);
    return {
      ...entryRow(entry, match),
      action: settled.has(task) ? 'settle' : match === 'different' ? 'correct' : 'none',
      at: charge.at,
      estimate,
      charge: charge.amount,
      ...(isComparable ? { difference: charge.amount.quantity - estimate.quantity } : {}),
    };
  };
  return [
    ...plan.different.map(matched('different')),
    ...plan.unknown.map((charge): Row => chargeRow(charge, 'unknown', 'record')),
    ...plan.unclear.flatMap(({ charges, reason }) => charges.map((charge) => chargeRow(charge, reason, 'none'))),
    ...plan.uncharged.map((entry): Row => ({ ...entryRow(entry, 'uncharged'), estimate: entry.amount })),
    ...plan.withoutTask.map((entry): Row => ({ ...entryRow(entry, 'withoutTask'), estimate: entry.amount })),
    ...plan.equal.map(matched('equal')),
  ];
}

function chargeRow({ taskId, at, feature, model, mode, amount, quantity, charged }: TaskCharge, match: Match, action: Action): Row {
  return { match, action, taskId, at, ...details({ feature, model, mode }), charge: amount ?? { quantity, unit: charged } };
}

function entryRow({ id, taskId, timestamp, feature, model, mode }: Entry, match: Match): Row {
  return { match, action: 'none', entryId: id, at: timestamp, ...(taskId === undefined ? {} : { taskId }), ...details({ feature, model, mode }) };
}

function details({ feature, model, mode }: { feature: string | undefined; model: string | undefined; mode: string | undefined }): Pick<Row, 'feature' | 'model' | 'mode'> {
  return { ...(feature === undefined ? {} : { feature }), ...(model === undefined ? {} : { model }), ...(mode === undefined ? {} : { mode }) };
}

function summary({ plan, stretch, dryRun }: ImportReport, t: Translate): string[] {
  const { settle, correct, record } = importSteps(plan);
  const tasks = plan.equal.length + plan.different.length + plan.unknown.length + plan.unclear.length;
  const lines: [count: number, text: string][] = [
    [plan.equal.length, t('as logged')],
    [plan.different.length, t('other than logged')],
    [plan.unknown.length, t('not in the log')],
    [plan.unclear.length, t('charged in other money or in two ways: left as they are')],
    [plan.uncharged.length, t('in the log, without a charge: left as they are')],
    [plan.withoutTask.length, t('in the log, without a task id to find a charge by')],
  ];
  const counts = [settle.length, correct.length, record.length] as const;
  const written = dryRun ? t('To write: {0} settled, {1} corrected, {2} recorded; nothing is written yet', ...counts) : t('Written: {0} settled, {1} corrected, {2} recorded', ...counts);
  const [from, to] = [isoTime(stretch.start), isoTime(stretch.end)].map((time) => `${time.slice(0, 16).replace('T', ' ')} UTC`);
  return [
    t('Tasks that Kling charged from {0} to {1}: {2}', from ?? '', to ?? '', tasks),
    ...lines.filter(([count]) => count > 0).map(([count, text]) => `  ${count} ${text}`),
    `  ${counts.some((count) => count > 0) ? written : t('nothing to write')}`,
  ];
}

function differencesTable({ plan }: ImportReport, t: Translate): TextTable {
  const text = (quantity: Quantity | undefined): string => (quantity ? textOf(quantity, t) : '');
  return {
    head: [t('Task'), t('Model'), t('Estimate'), t('Charge'), t('Difference'), t('What it is')],
    rows: importRows({ ...plan, equal: [] }).map(({ match, taskId, entryId, model, estimate, charge, difference }) => [
      visible(taskId ?? entryId ?? ''),
      visible(model ?? ''),
      text(estimate),
      text(charge),
      difference === undefined || !estimate ? '' : signed(difference, (quantity) => text({ ...estimate, quantity })),
      matchText(match, t),
    ]),
    right: [2, 3, 4],
  };
}

function matchText(match: Match, t: Translate): string {
  switch (match) {
    case 'equal': return t('as logged');
    case 'different': return t('other than logged');
    case 'unknown': return t('not in the log');
    case 'uncharged': return t('no charge');
    case 'withoutTask': return t('no task id');
    case 'currency': return t('in other money');
    case 'severalUnits': return t('charged in two ways');
  }
}

function unitName({ unit, pool }: Quantity): string {
  return unit === 'units' ? `${pool ?? 'video'} units` : unit;
}

function textOf({ quantity, unit, pool }: Quantity, t: Translate): string {
  if (unit === 'units' && pool !== undefined && pool !== 'video') return t('{0} {1} units', numberText(quantity), visible(pool));
  return isUnit(unit) ? amountText(quantity, unit, t) : `${numberText(quantity)} ${visible(unit)}`;
}

function isUnit(unit: string): unit is Amount['unit'] {
  return unit === 'units' || unit === 'credits' || unit === 'usd';
}

function quantityJson({ quantity, unit, pool }: Quantity): { quantity: string; unit: string; pool?: string } {
  return { quantity: microsToText(quantity), unit, ...(pool === undefined ? {} : { pool }) };
}
