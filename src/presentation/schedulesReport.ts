import { decimal, microsToText, toMicros } from '../core/money';
import type { PriceSchedule, ResourcePackage } from '../core/pricing/schedule';
import type { TextTable } from './breakdown';
import { csvLines } from './csv';
import { joinBlocks } from './hover';
import type { SchedulesReportJson } from './jsonSchemas';
import { markdownTable } from './markdownTable';
import { perOne } from './numbers';
import { packageTable, scheduleSections } from './scheduleSections';
import { alignedTable } from './table';
import { andList } from './translate';
import type { Translate } from './translate';
import { escapeMarkdown } from './visible';

/** A schedule and whether it prices requests on the day of the report. */
export interface ListedSchedule {
  readonly schedule: PriceSchedule;
  readonly inForce: boolean;
}

/** The schedules as the contract of the command line has it. */
export function schedulesJson(date: string, listed: readonly ListedSchedule[]): SchedulesReportJson {
  return {
    version: 1,
    date,
    schedules: listed.map(({ schedule, inForce }) => ({
      id: schedule.id,
      edition: schedule.edition,
      title: schedule.title,
      providers: schedule.providers,
      default: schedule.default,
      effectiveFrom: schedule.effectiveFrom,
      inForce,
      pools: Object.fromEntries(
        Object.entries(schedule.pools).map(([name, { unit, unitPrice }]) => [
          name,
          { unit, ...(unitPrice === undefined ? {} : { usdEach: unitPrice }) },
        ]),
      ),
      models: schedule.models.map(({ id }) => id),
      packages: schedule.packages.map(packageJson),
      rules: schedule.rules.map(({ text, source }) => ({ text, source: schedule.sources[source]?.title ?? source })),
      disagreements: schedule.disagreements.map(({ topic, chosen, other, why }) => ({ topic, chosen, other, why })),
      gaps: schedule.gaps,
      sources: Object.values(schedule.sources).map(({ title, date: stated, readOn, kind, address }) => ({
        title,
        date: stated ?? readOn ?? '',
        kind,
        ...(address === undefined ? {} : { address }),
      })),
    })),
  };
}

function packageJson(item: ResourcePackage): SchedulesReportJson['schedules'][number]['packages'][number] {
  const { id, name, pool, price, units, validityDays, concurrency, oncePerAccount } = item;
  return {
    id,
    name,
    pool,
    usd: price,
    quantity: units,
    usdEach: microsToText(toMicros(decimal(price), decimal(units))),
    ...(validityDays === undefined ? {} : { validityDays }),
    ...(concurrency === undefined ? {} : { concurrency }),
    oncePerAccount,
  };
}

/** For a terminal: the schedules, and below them their packages with id and price. */
export function schedulesText(listed: readonly ListedSchedule[], t: Translate): string {
  const blocks = [schedulesTable(listed, t), packagesTable(listed, t)].filter(({ rows }) => rows.length > 0);
  return blocks.map((table) => `${alignedTable(table).join('\n')}\n`).join('\n');
}

/** In Markdown: the schedules, and a section for each with its rules, packages, disagreements, gaps and sources. */
export function schedulesMarkdown(listed: readonly ListedSchedule[], t: Translate): string {
  const sections = listed.flatMap(({ schedule }) => [
    `## ${escapeMarkdown(t('{0} {1}: {2}', schedule.id, schedule.edition, schedule.title))}`,
    ...scheduleSections(schedule, schedule.packages, '###', t),
  ]);
  return `${joinBlocks([markdownTable(schedulesTable(listed, t)), ...sections])}\n`;
}

/** As CSV, one line for each schedule; packages by id. Column names are not translated. */
export function schedulesCsv(listed: readonly ListedSchedule[], t: Translate): string {
  return csvLines(
    ['id', 'edition', 'effective_from', 'in_force', 'providers', 'prices', 'packages', 'source'],
    listed.map(({ schedule, inForce }) => ({
      id: schedule.id,
      edition: schedule.edition,
      effective_from: schedule.effectiveFrom,
      in_force: inForce,
      providers: schedule.providers.join(' | '),
      prices: poolsText(schedule, t),
      packages: schedule.packages.map(({ id }) => id).join(' | '),
      source: sourceText(schedule, t),
    })),
  );
}

function packagesTable(listed: readonly ListedSchedule[], t: Translate): TextTable {
  const tables = listed.map(({ schedule }) => ({ schedule, table: packageTable(schedule, schedule.packages, t) }));
  return {
    head: [t('Packages of'), ...(tables[0]?.table.head ?? [])],
    rows: tables.flatMap(({ schedule, table }) => table.rows.map((row) => [`${schedule.id} ${schedule.edition}`, ...row])),
    right: (tables[0]?.table.right ?? []).map((column) => column + 1),
  };
}

/** The schedules as a table: edition, first day, who bills by it, the price of a unit, and source. */
function schedulesTable(listed: readonly ListedSchedule[], t: Translate): TextTable {
  return {
    head: [t('Schedule'), t('Edition'), t('From'), t('In force'), t('Bills'), t('Price of one'), t('Source')],
    rows: listed.map(({ schedule, inForce }) => [
      schedule.id,
      schedule.edition,
      schedule.effectiveFrom ?? t('any day'),
      inForce ? t('yes') : t('no'),
      schedule.providers.join(', '),
      poolsText(schedule, t),
      sourceText(schedule, t),
    ]),
    right: [],
  };
}

function poolsText({ pools }: PriceSchedule, t: Translate): string {
  const texts = Object.entries(pools).map(([name, { unit, unitPrice }]) => {
    if (unit === 'usd') return t('billed in dollars');
    if (unitPrice === undefined) return t('{0}: no price in dollars', name);
    return t('{0}: {1}', name, perOne(toMicros(decimal(unitPrice)), unit, t));
  });
  return texts.join(', ');
}

function sourceText({ pools, sources }: PriceSchedule, t: Translate): string {
  const keys = [...new Set(Object.values(pools).map(({ source }) => source))];
  const texts = keys.flatMap((key) => {
    const source = sources[key];
    return source ? [t('{0} ({1})', source.title, source.date ?? source.readOn ?? '')] : [];
  });
  return andList(texts, t);
}
