import type { Estimate } from '../core/estimate/estimate';
import type { Remark } from '../core/request/resolved';
import { PARAMETERS } from '../core/request/resolved';
import type { ParameterName } from '../core/request/resolved';
import { reasonText } from './reasons';
import type { Translate } from './translate';
import { visible } from './visible';
import { parameterName } from './words';

/** All that the user should know about an estimate besides its price, a sentence each. */
export function remarkTexts(estimate: Estimate, t: Translate): string[] {
  const refused = estimate.status === 'unpriced' ? [] : estimate.refused;
  return [
    ...estimate.remarks.map((remark) => remarkText(remark, t)),
    ...refused.map((reason) => t('Some values that it can have are not offered: {0}.', reasonText(reason, t))),
  ];
}

/** What the user should know about a request, as a sentence. */
export function remarkText(remark: Remark, t: Translate): string {
  switch (remark.code) {
    case 'modelSpelling':
      return t('The API spells this model "{0}", not "{1}".', remark.official, visible(remark.written));
    case 'fieldIgnored':
      return remark.why === 'notOffered'
        ? t('The API ignores {0} here: this model does not offer the choice.', fieldName(remark.field, t))
        : t('The API does not read {0} here.', fieldName(remark.field, t));
    case 'wrongKey':
      return t('The API does not read "{0}"; it reads "{1}".', visible(remark.field), remark.official);
    case 'retiredModel':
      return t('{0} was retired on {1}.', visible(remark.model), remark.date);
    case 'scheduleNote':
      return remark.text;
  }
}

function fieldName(field: string, t: Translate): string {
  const name = PARAMETERS.find((parameter): parameter is ParameterName => parameter === field);
  return name ? parameterName(name, t) : `"${visible(field)}"`;
}
