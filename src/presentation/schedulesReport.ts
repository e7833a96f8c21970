import { decimal, microsToText, toMicros } from '../core/money';
import type { PriceSchedule } from '../core/pricing/schedule';
import type { TextTable } from './breakdown';
import type { SchedulesReportJson } from './jsonSchemas';
import { dollars } from './numbers';
import { andList } from './translate';
import type { Translate } from './translate';

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
      packages: schedule.packages.map(({ id, name, pool, price, units }) => ({
        id,
        name,
        pool,
        usd: price,
        quantity: units,
        usdEach: microsToText(toMicros(decimal(price), decimal(units))),
      })),
      sources: Object.values(schedule.sources).map(({ title, date: stated, readOn, kind, address }) => ({
        title,
        date: stated ?? readOn ?? '',
        kind,
        ...(address === undefined ? {} : { address }),
      })),
    })),
  };
}

/** The schedules as a table: edition, first day, who bills by it, the price of a unit, packages and source. */
export function schedulesTable(listed: readonly ListedSchedule[], t: Translate): TextTable {
  return {
    head: [t('Schedule'), t('Edition'), t('From'), t('In force'), t('Bills'), t('Price of one'), t('Packages'), t('Source')],
    rows: listed.map(({ schedule, inForce }) => [
      schedule.id,
      schedule.edition,
      schedule.effectiveFrom ?? t('any day'),
      inForce ? t('yes') : t('no'),
      schedule.providers.join(', '),
      poolsText(schedule, t),
      schedule.packages.map(({ id }) => id).join(', '),
      sourceText(schedule, t),
    ]),
    right: [],
  };
}

function poolsText({ pools }: PriceSchedule, t: Translate): string {
  const texts = Object.entries(pools).map(([name, { unit, unitPrice }]) => {
    if (unit === 'usd') return t('billed in dollars');
    if (unitPrice === undefined) return t('{0}: no price in dollars', name);
    const each = dollars(toMicros(decimal(unitPrice)));
    return t('{0}: {1}', name, unit === 'units' ? t('{0} per unit', each) : t('{0} per credit', each));
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
