import type { Neighbor } from '../core/estimate/neighbors';
import type { PriceSchedule } from '../core/pricing/schedule';
import type { TextTable } from './breakdown';
import { hoverMarkdown, joinBlocks } from './hover';
import { markdownTable } from './markdownTable';
import { placeText } from './places';
import { scheduleSections, section } from './scheduleSections';
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
    section('##', t('The request'), markdownTable(parameterTable(subject, t))),
    ...(schedule ? scheduleSections(schedule, packagesFor(subject, schedule), '##', t) : []),
  ])}\n`;
}

/** The packages that hold what the request is paid in; all of them when that is not known. */
function packagesFor({ estimate }: Subject, { packages }: PriceSchedule): PriceSchedule['packages'] {
  return estimate.status === 'unpriced' ? packages : packages.filter(({ pool }) => pool === estimate.pool);
}

function parameterTable({ request }: Subject, t: Translate): TextTable {
  const rows = PARAMETERS.flatMap((name) => {
    const parameter = request.parameters[name];
    if (!parameter) return [];
    const values = parameter.values.map((value) => valueText(name, value, t));
    const assumed = 'assumed' in request && request.assumed.includes(name);
    const origin = assumed ? t('API default') : originName(parameter.origin, t);
    const place = placeText(parameter, t);
    return [[parameterName(name, t), values.length > 0 ? values.join(', ') : t('not known here'), place === undefined ? origin : t('{0}, {1}', origin, place)]];
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
