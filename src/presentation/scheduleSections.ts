import { decimal, toMicros } from '../core/money';
import type { PriceSchedule, ResourcePackage } from '../core/pricing/schedule';
import type { TextTable } from './breakdown';
import { markdownTable } from './markdownTable';
import { amountText, dollars } from './numbers';
import type { Translate } from './translate';
import { escapeMarkdown } from './visible';

/** What a schedule tells besides its rates, in Markdown; `heading` is the mark of its headings, such as `##`. */
export function scheduleSections(
  schedule: PriceSchedule,
  packages: readonly ResourcePackage[],
  heading: string,
  t: Translate,
): (string | undefined)[] {
  const { rules, disagreements, gaps, effectiveNote } = schedule;
  const part = (title: string, items: readonly string[]): string | undefined => section(heading, title, list(items));
  return [
    part(t('Billing rules'), rules.map(({ text }) => text)),
    section(heading, t('Resource packages'), packages.length > 0 ? markdownTable(packageTable(schedule, packages, t)) : ''),
    part(
      t('Where sources disagree'),
      disagreements.map((row) => t('{0}: {1}. Elsewhere: {2}. Taken because {3}.', row.topic, row.chosen, row.other, row.why)),
    ),
    part(t('What no source tells'), gaps),
    part(t('Sources of the price schedule'), [...(effectiveNote === undefined ? [] : [effectiveNote]), ...sourceTexts(schedule, t)]),
  ];
}

/** A heading and its text; undefined when there is no text. */
export function section(heading: string, title: string, body: string): string | undefined {
  return body === '' ? undefined : `${heading} ${escapeMarkdown(title)}\n\n${body}`;
}

/** Packages with their ids, as the options and settings take them. */
export function packageTable({ pools }: PriceSchedule, packages: readonly ResourcePackage[], t: Translate): TextTable {
  return {
    head: [t('Package'), t('Id'), t('For'), t('Price'), t('Holds'), t('Each'), t('Days'), t('Concurrent tasks')],
    rows: packages.map((item) => [
      item.oncePerAccount ? t('{0} (one per account)', item.name) : item.name,
      item.id,
      item.pool,
      dollars(toMicros(decimal(item.price))),
      amountText(toMicros(decimal(item.units)), pools[item.pool]?.unit ?? 'units', t),
      dollars(toMicros(decimal(item.price), decimal(item.units))),
      item.validityDays === undefined ? '' : String(item.validityDays),
      item.concurrency === undefined ? '' : String(item.concurrency),
    ]),
    right: [3, 4, 5, 6, 7],
  };
}

function sourceTexts({ sources }: PriceSchedule, t: Translate): string[] {
  return Object.values(sources).map(({ title, date, readOn, address }) => {
    const dated = date ?? t('read on {0}', readOn ?? '');
    return address === undefined ? t('{0} ({1})', title, dated) : t('{0} ({1}): {2}', title, dated, address);
  });
}

function list(items: readonly string[]): string {
  return items.map((item) => `- ${escapeMarkdown(item)}`).join('\n');
}
