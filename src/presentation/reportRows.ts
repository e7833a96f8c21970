import type { Estimate } from '../core/estimate/estimate';
import { headline, requestTitle } from './lensTitle';
import { amountText, dollarRange, quantityText } from './numbers';
import { reasonText } from './reasons';
import { refusedClauses, remarkClauses } from './remarks';
import type { EstimateReport } from './report';
import { isOneWhereOffered, packageUsed, usdBounds } from './subject';
import type { Subject } from './subject';
import type { Translate } from './translate';

/** One request in words, for a line of a table. */
export interface ReportRow {
  readonly place: string;
  readonly request: string;
  readonly quantity: string;
  readonly usd: string;
  readonly note: string;
}

/** Every request of a report in order, in words. */
export function reportRows(report: EstimateReport, t: Translate): ReportRow[] {
  return report.files.flatMap(({ path, requests }) =>
    requests.map(({ line, subject }) => ({ place: `${path}:${line}`, ...rowOf(subject, t) })),
  );
}

/** A request in words, without its place. */
export function rowOf(subject: Subject, t: Translate): Omit<ReportRow, 'place'> {
  const { estimate } = subject;
  const { request, note = '', defaults } = headline(subject, t);
  const unpriced = estimate.status === 'unpriced';
  const usd = usdBounds(estimate);
  const bought = packageUsed(estimate);
  const notes = [
    unpriced ? reasonText(estimate.reason, t) : note,
    defaults ?? '',
    ...remarkClauses(estimate, t),
    // Of one price wherever it is offered, the note says so already.
    ...(isOneWhereOffered(estimate) ? [] : refusedClauses(estimate, t)),
    bought ? t('at the price of {0}', bought.name) : '',
  ];
  return {
    request: unpriced ? requestTitle(subject, t) : request,
    quantity: quantityColumn(estimate, t),
    usd: usd ? dollarRange(usd) : '',
    note: notes.filter((text) => text !== '').join('; '),
  };
}

function quantityColumn(estimate: Estimate, t: Translate): string {
  if (estimate.status !== 'unpriced') {
    return estimate.unit === 'usd' ? '' : quantityText(estimate.quantity, estimate.unit, t);
  }
  const { perSecond } = estimate;
  return perSecond ? t('{0} per second', amountText(perSecond.quantity, perSecond.unit, t)) : t('no price');
}
