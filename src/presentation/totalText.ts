import { dollarRange, packageEach, quantityText } from './numbers';
import type { EstimateReport, ReportTotal } from './report';
import { andList } from './translate';
import type { Translate } from './translate';
import { visibleInFull } from './visible';

const MOST_NAMES = 3;

/** `12 requests: 9 priced, 2 ranges, 1 unpriced`. */
export function countsText({ requests, priced, ranges, unpriced }: ReportTotal, t: Translate): string {
  const all = requestsText(requests, t);
  const kinds = [
    priced > 0 ? t('{0} priced', priced) : [],
    ranges > 0 ? (ranges === 1 ? t('1 range') : t('{0} ranges', ranges)) : [],
    unpriced > 0 ? t('{0} unpriced', unpriced) : [],
  ].flat();
  return kinds.length > 0 ? t('{0}: {1}', all, kinds.join(', ')) : all;
}

export function requestsText(requests: number, t: Translate): string {
  return requests === 1 ? t('1 request') : t('{0} requests', requests);
}

/**
 * The sums, one line for each pool and one for the dollars; `at least` where a request without a price could belong.
 * Then what the sums stand on: the package whose price was used, and loops that are counted once.
 */
export function totalLines(total: ReportTotal, t: Translate): string[] {
  if (total.requests === 0) return [];
  const quantities = total.quantities.map((row) => {
    const text = t('{0} ({1}, {2})', quantityText(row, row.unit, t), row.pool, row.schedule);
    return row.isAtLeast ? t('at least {0}', text) : text;
  });
  return [...quantities, dollarTotal(total, t), ...packageLines(total, t), ...loopLines(total, t)];
}

/** `video: dollars at the price of Package 3 ($0.126 per unit)`. */
function packageLines({ quantities }: ReportTotal, t: Translate): string[] {
  return quantities.flatMap(({ pool, unit, package: bought }) =>
    bought ? [t('{0}: dollars at the price of {1} ({2})', pool, bought.name, packageEach(bought, unit, t))] : [],
  );
}

function loopLines({ perRequest }: ReportTotal, t: Translate): string[] {
  if (perRequest === 0) return [];
  return [
    perRequest === 1
      ? t('1 request in a loop of unknown length is counted once')
      : t('{0} requests in loops of unknown length are counted once each', perRequest),
  ];
}

/** The dollars of a total: exact, a range, a lower bound, or not known. Never 0 for what is not known. */
export function dollarTotal({ requests, usd, withoutUsd }: ReportTotal, t: Translate): string {
  if (withoutUsd === 0) return dollarRange(usd);
  return withoutUsd === requests ? t('dollars not known') : t('at least {0}', dollarRange(usd));
}

/** What could not be read, a line each; skipped binary files share one line with up to three names. */
export function problemLines({ files }: Pick<EstimateReport, 'files'>, t: Translate): string[] {
  const binaries = files.filter(({ problems }) => problems.some(({ whole }) => whole === 'binary'));
  const lines = files.flatMap(({ path, problems }) =>
    problems
      .filter(({ whole }) => whole !== 'binary')
      .map(({ line, message, whole }) => {
        const place = visibleInFull(path);
        return t('{0}: {1}', whole ? place : `${place}:${line}`, message);
      }),
  );
  if (binaries.length === 0) return lines;
  const names = binaries.slice(0, MOST_NAMES).map(({ path }) => visibleInFull(path));
  const more = binaries.length - names.length;
  const named = andList(more > 0 ? [...names, t('{0} more', more)] : names, t);
  const skipped =
    binaries.length === 1 ? t('1 binary file skipped: {0}', named) : t('{0} binary files skipped: {1}', binaries.length, named);
  return [...lines, skipped];
}
