import type { Neighbor } from '../core/estimate/neighbors';
import { decimal, toMicros } from '../core/money';
import type { PriceSchedule } from '../core/pricing/schedule';
import type { TextTable } from './breakdown';
import { hoverMarkdown, joinBlocks } from './hover';
import { markdownTable } from './markdownTable';
import { dollars, numberText } from './numbers';
import type { Subject } from './subject';
import type { Translate } from './translate';
import { escapeMarkdown, visibleInFull } from './visible';
import { PARAMETERS } from '../core/request/resolved';
import { parameterName, valueText } from './words';

/** Everything known about a request and the schedule that prices it, as a Markdown document. `where` names its place. */
export function detailsMarkdown(subject: Subject, neighbors: readonly Neighbor[], where: string, t: Translate): string {
  const { schedule } = subject;
  return `${joinBlocks([
    `# ${escapeMarkdown(t('Kling cost: {0}', visibleInFull(where)))}`,
    hoverMarkdown(subject, neighbors, t),
    section(t('The request'), markdownTable(parameterTable(subject, t))),
    ...(schedule ? scheduleSections(subject, schedule, t) : []),
  ])}\n`;
}

function section(title: string, body: string): string | undefined {
  return body === '' ? undefined : `## ${escapeMarkdown(title)}\n\n${body}`;
}

function list(items: readonly string[]): string {
  return items.map((item) => `- ${escapeMarkdown(item)}`).join('\n');
}

function parameterTable({ request }: Subject, t: Translate): TextTable {
  const rows = PARAMETERS.flatMap((name) => {
    const parameter = request.parameters[name];
    if (!parameter) return [];
    const values = parameter.values.map((value) => valueText(name, value, t));
    const assumed = 'assumed' in request && request.assumed.includes(name);
    const origin = assumed ? t('API default') : originName(parameter.origin, t);
    return [[parameterName(name, t), values.length > 0 ? values.join(', ') : t('not known here'), origin]];
  });
  return { head: [t('Parameter'), t('Value'), t('From')], rows, right: [] };
}

function originName(origin: 'literal' | 'constant' | 'default' | 'runtime', t: Translate): string {
  switch (origin) {
    case 'literal': return t('written here');
    case 'constant': return t('a constant');
    case 'default': return t('a default');
    case 'runtime': return t('the running program');
  }
}

function scheduleSections({ estimate }: Subject, schedule: PriceSchedule, t: Translate): (string | undefined)[] {
  const pool = estimate.status === 'unpriced' ? undefined : estimate.pool;
  const packages = schedule.packages.filter((item) => pool === undefined || item.pool === pool);
  const sources = Object.values(schedule.sources).map(({ title, date, readOn, address }) => {
    const dated = date ?? t('read on {0}', readOn ?? '');
    return address === undefined ? t('{0} ({1})', title, dated) : t('{0} ({1}): {2}', title, dated, address);
  });
  return [
    section(t('Billing rules'), list(schedule.rules.map(({ text }) => text))),
    section(t('Resource packages'), packages.length > 0 ? markdownTable(packageTable(packages, t)) : ''),
    section(
      t('Where sources disagree'),
      list(schedule.disagreements.map((row) => t('{0}: {1}. Elsewhere: {2}. Taken because {3}.', row.topic, row.chosen, row.other, row.why))),
    ),
    section(t('What no source tells'), list(schedule.gaps)),
    section(t('Sources of the price schedule'), list([...(schedule.effectiveNote === undefined ? [] : [schedule.effectiveNote]), ...sources])),
  ];
}

function packageTable(packages: PriceSchedule['packages'], t: Translate): TextTable {
  return {
    head: [t('Package'), t('Price'), t('Holds'), t('Each'), t('Days'), t('Concurrent tasks')],
    rows: packages.map((item) => [
      item.oncePerAccount ? t('{0} (one per account)', item.name) : item.name,
      dollars(toMicros(decimal(item.price))),
      numberText(toMicros(decimal(item.units))),
      dollars(toMicros(decimal(item.price), decimal(item.units))),
      item.validityDays === undefined ? '' : String(item.validityDays),
      item.concurrency === undefined ? '' : String(item.concurrency),
    ]),
    right: [1, 2, 3, 4, 5],
  };
}
