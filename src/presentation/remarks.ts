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
  return [...remarkClauses(estimate, t), ...refusedClauses(estimate, t)].map((clause) => sentence(clause, t));
}

/** The remarks as clauses, for a line that joins them: small at the start and without a full stop. */
export function remarkClauses({ remarks }: Estimate, t: Translate): string[] {
  return remarks.map((remark) => remarkClause(remark, t));
}

/** What a request with open values can turn out to be and is not offered, as clauses. */
export function refusedClauses(estimate: Estimate, t: Translate): string[] {
  const refused = estimate.status === 'unpriced' ? [] : estimate.refused;
  return refused.map((reason) => t('some values that it can have are not offered: {0}', reasonText(reason, t)));
}

/** What the user should know about a request, as a sentence. */
export function remarkText(remark: Remark, t: Translate): string {
  return sentence(remarkClause(remark, t), t);
}

function remarkClause(remark: Remark, t: Translate): string {
  switch (remark.code) {
    case 'modelSpelling':
      return t('the API spells this model "{0}", not "{1}"', remark.official, visible(remark.written));
    case 'fieldIgnored':
      return remark.why === 'notOffered'
        ? t('the API ignores {0} here: this model does not offer the choice', fieldName(remark.field, t))
        : t('the API does not read {0} here', fieldName(remark.field, t));
    case 'wrongKey':
      return t('the API reads "{0}", not "{1}"', remark.official, visible(remark.field));
    case 'retiredModel':
      return t('{0} was retired on {1}', visible(remark.model), remark.date);
    case 'scheduleNote':
      return remark.text.replace(/\.$/, '');
  }
}

function sentence(clause: string, t: Translate): string {
  return t('{0}.', clause.charAt(0).toUpperCase() + clause.slice(1));
}

function fieldName(field: string, t: Translate): string {
  const name = PARAMETERS.find((parameter): parameter is ParameterName => parameter === field);
  return name ? parameterName(name, t) : `"${visible(field)}"`;
}
