import type { Estimate } from '../core/estimate/estimate';
import { headline, requestTitle } from './lensTitle';
import { amountText, dollarRange, quantityText } from './numbers';
import { reasonText } from './reasons';
import { refusedClauses, remarkClauses } from './remarks';
import { totalOf } from './report';
import type { EstimateReport, ReportFile } from './report';
import { isOneWhereOffered, packageUsed, usdBounds } from './subject';
import type { Subject } from './subject';
import { dollarTotal, requestsText } from './totalText';
import type { Translate } from './translate';

/** One request in words, for a line of a table. */
export interface ReportRow {
  /** 1-based. */
  readonly line: number;
  readonly request: string;
  readonly quantity: string;
  readonly usd: string;
  readonly note: string;
}

/** The requests of a file in order, in words, and their sum. */
export interface FileRows {
  readonly path: string;
  readonly rows: readonly ReportRow[];
  readonly sum: FileSum;
}

/** What the requests of a file take together. */
export interface FileSum {
  readonly requests: string;
  /** Empty where none is in units or credits. */
  readonly quantity: string;
  readonly usd: string;
}

/** The files that have requests, in words. */
export function fileRows(report: EstimateReport, t: Translate): FileRows[] {
  return report.files
    .filter(({ requests }) => requests.length > 0)
    .map((file) => ({
      path: file.path,
      rows: file.requests.map(({ line, subject }) => ({ line, ...rowOf(subject, t) })),
      sum: sumOf(file, t),
    }));
}

function sumOf({ requests }: ReportFile, t: Translate): FileSum {
  const total = totalOf(requests.map(({ subject }) => subject));
  const quantities = total.quantities.map((row) => {
    const text = quantityText(row, row.unit, t);
    const named = total.quantities.length > 1 ? t('{0} ({1})', text, row.pool) : text;
    return row.isAtLeast ? t('at least {0}', named) : named;
  });
  return { requests: requestsText(requests.length, t), quantity: quantities.join('; '), usd: dollarTotal(total, t) };
}

/** A request in words, without its place. */
export function rowOf(subject: Subject, t: Translate): Omit<ReportRow, 'line'> {
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
