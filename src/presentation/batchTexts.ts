import type { Amount, Entry } from '../core/ledger/entry';
import { isoText } from '../core/ledger/timestamp';
import type { Micros } from '../core/money';
import { decidingCeiling, dollarsOf, isIncomplete, isOver, overBy, requestsOf, roundsOf, stopsAt, sumsOf } from './batchReport';
import type { BatchCeiling, BatchChange, BatchReport, BatchSum, PlannedRequest } from './batchReport';
import { likelyOf, needsOf } from './batchJson';
import { cannotCountText, poolAmountText } from './budgetTexts';
import { dollars, numberText, quantityText } from './numbers';
import { dollarTotal, requestsText } from './totalText';
import { andList } from './translate';
import type { Translate } from './translate';
import { visible } from './visible';
import { phrase } from './words';

const MINUTE_MS = 60_000;
/** How many rows a sentence names. */
const MOST_ROWS = 12;

/** What a batch takes, in one sentence: `This batch takes 280 units ≈ $39.20 for 60 requests.` */
export function headlineText(report: BatchReport, t: Translate): string {
  const { planned, unpriced, total } = report;
  const requests = requestsText(requestsOf(report), t);
  if (requestsOf(report) === 0) return report.partial ? t('No request is found so far.') : t('There is no request.');
  if (planned.length === 0) return t('This batch is of {0}, and none of them has a known price.', requests);
  const amounts = andList(sumsOf(planned).map((sum) => boundsText(sum.low, sum.high, sum, t)), t);
  const isDollarsOnly = sumsOf(planned).every(({ unit }) => unit === 'usd');
  const cost = isDollarsOnly || total.withoutUsd === planned.length ? amounts : t('{0} ≈ {1}', amounts, dollarTotal(total, t));
  const likely = likelyOf(planned);
  const [sum] = sumsOf(planned);
  const said = sum && likely !== undefined && sum.low !== sum.high ? t('{0}, with defaults for what is not known {1}', cost, amountOf(likely, sum, t)) : cost;
  if (report.partial?.isReading) return unpriced.length > 0 ? t('So far it takes at least {0} for {1}.', said, requests) : t('So far it takes {0} for {1}.', said, requests);
  if (report.partial) return unpriced.length > 0 ? t('What was read takes at least {0} for {1}.', said, requests) : t('What was read takes {0} for {1}.', said, requests);
  return unpriced.length > 0 ? t('This batch takes at least {0} for {1}.', said, requests) : t('This batch takes {0} for {1}.', said, requests);
}

/** What stands in the way of a plain answer: files that were not read, rows without a price, loops that count once. */
export function caveatTexts(report: BatchReport, t: Translate): string[] {
  const without = requestsOf(report) - report.planned.length;
  const { perRequest } = report.total;
  const [read, all] = [report.partial?.read ?? 0, report.partial?.of ?? 0].map((count) => numberText(count * 1_000_000));
  return [
    ...(report.partial?.isReading === false ? [t('Only {0} of {1} files were read; what the others ask for is in no sum.', read ?? '', all ?? '')] : []),
    ...(without > 0 ? [without === 1 ? t('1 request has no known price and is in no sum: it stands first.') : t('{0} requests have no known price and are in no sum: they stand first.', without)] : []),
    ...(perRequest > 0 ? [perRequest === 1 ? t('1 request in a loop of unknown length is counted once.') : t('{0} requests in loops of unknown length are counted once each.', perRequest)] : []),
  ];
}

/** How much is left of each limit and of the packages, and by how much the batch is over; and where the money ends. */
export function fitTexts(report: BatchReport, t: Translate): string[] {
  return [...ceilingTexts(report, t).map(({ text }) => text), ...choiceTexts(report, t)];
}

/** A sentence for each limit and for the packages, or that there is none. */
export function ceilingTexts(report: BatchReport, t: Translate): { readonly text: string; readonly isOver: boolean }[] {
  const { ceilings } = report;
  if (ceilings.length === 0) return [{ text: t('No limit is set and no package is listed, so nothing was checked.'), isOver: false }];
  return ceilings.map((ceiling) => ({ text: ceilingText(ceiling, report, t), isOver: overBy(ceiling) !== 0 }));
}

/** Where the money ends, and what is better for the same money. */
export function choiceTexts(report: BatchReport, t: Translate): string[] {
  const { ceilings, planned } = report;
  const count = planned.filter(({ fits }) => fits).length;
  return ceilings.length === 0 ? [] : [...(count === planned.length ? [] : [cutText(report, count, t)]), ...bestTexts(report, t)];
}

function ceilingText(ceiling: BatchCeiling, report: BatchReport, t: Translate): string {
  if (ceiling.kind === 'packages') {
    return fitText(t('Packages'), ceiling.left, { left: ceiling.left.quantity, needs: ceiling.needs, over: overBy(ceiling) ?? 0, stops: true }, report, t);
  }
  const { before, cannotCount } = ceiling.judgement;
  const { limit, remaining } = before;
  const name = limit.period === 'daily' ? t('Today') : t('This month');
  if (cannotCount) return t('{0}: {1}. {2}.', name, leftText(remaining, limit.amount, t), cannotCountText(cannotCount, limit, t));
  return fitText(name, limit.amount, { left: remaining, needs: needsOf(ceiling) ?? 0, over: overBy(ceiling) ?? 0, stops: stopsAt(ceiling) }, report, t);
}

/** `Today: 104 units left, 150 units needed: does not fit, by 46 units.`; what has no price may need more than that. */
function fitText(
  name: string,
  kind: Amount,
  { left, needs, over, stops }: { readonly left: Micros; readonly needs: Micros; readonly over: Micros; readonly stops: boolean },
  report: BatchReport,
  t: Translate,
): string {
  const { planned, unpriced } = report;
  const has = leftText(left, kind, t);
  if (planned.length === 0) return t('{0}: {1}; nobody can say what is needed.', name, has);
  const least = amountOf(needs, kind, t);
  const beyond = amountOf(over, kind, t);
  if (over > 0 && !stops) {
    return isIncomplete(report)
      ? t('{0}: {1}, at least {2} needed: over by at least {3}, and this limit only warns.', name, has, least, beyond)
      : t('{0}: {1}, {2} needed: over by {3}, and this limit only warns.', name, has, least, beyond);
  }
  if (isIncomplete(report)) {
    if (over > 0) return t('{0}: {1}, at least {2} needed: does not fit, by at least {3}.', name, has, least, beyond);
    return unpriced.length === 0
      ? t('{0}: {1}, at least {2} needed: what was read fits; nobody can say whether all of it does.', name, has, least)
      : t('{0}: {1}, at least {2} needed: what has a price fits; nobody can say whether all of it does.', name, has, least);
  }
  return over > 0 ? t('{0}: {1}, {2} needed: does not fit, by {3}.', name, has, least, beyond) : t('{0}: {1}, {2} needed: fits.', name, has, least);
}

function leftText(left: Micros, kind: Amount, t: Translate): string {
  return left < 0 ? t('{0} over already', amountOf(-left, kind, t)) : t('{0} left', amountOf(left, kind, t));
}

/** `The first 41 of 60 fit.` */
function cutText(report: BatchReport, count: number, t: Translate): string {
  const { planned, cutAt } = report;
  const all = planned.length;
  if (!isOver(report)) return t('{0} of {1} stay within every limit; the others go over one that only warns.', count, all);
  if (count === 0) return t('None of {0} fits.', all);
  if (cutAt === count) return count === 1 ? t('The first of {0} fits.', all) : t('The first {0} of {1} fit.', count, all);
  if (cutAt === 0) return t('{0} of {1} fit: the first does not, and cheaper ones after it do.', count, all);
  return cutAt === 1
    ? t('{0} of {1} fit: the first, and {2} cheaper further on.', count, all, count - cutAt)
    : t('{0} of {1} fit: the first {2}, and {3} cheaper further on.', count, all, cutAt, count - cutAt);
}

function bestTexts({ planned, best, ceilings }: BatchReport, t: Translate): string[] {
  if (best === 'unknown' && decidingCeiling(ceilings)) return [t('That is by priority, each that still fits; whether another choice would be better is not computed for so many variants.')];
  if (best !== 'better') return [];
  const chosen = planned.filter(({ isBest }) => isBest);
  const rows = chosen.slice(0, MOST_ROWS).map(({ row }) => row).join(', ');
  const named = chosen.length > MOST_ROWS ? t('{0} and {1} more', rows, chosen.length - MOST_ROWS) : rows;
  const [better, present] = [chosen, planned.filter(({ fits }) => fits)].map(sumOfPriorities);
  return [
    better === present
      ? t('Better for the same money: {0}, {1} (rows {2}).', requestsText(chosen.length, t), sumText(chosen, t), named)
      : t('Better for the same money: {0}, {1}, with priorities of {2} in all instead of {3} (rows {4}).', requestsText(chosen.length, t), sumText(chosen, t), better ?? 0, present ?? 0, named),
  ];
}

/** As the best choice is judged: below 0 counts as 0, three decimals at most. */
function sumOfPriorities(requests: readonly PlannedRequest[]): number {
  return Math.round(requests.reduce((sum, { priority }) => sum + Math.max(0, priority) * 1000, 0)) / 1000;
}

/** What one change makes of the whole, each with its figure; the first is to send fewer. */
export function changeTexts(report: BatchReport, t: Translate): string[] {
  const { planned, changes } = report;
  const count = planned.filter(({ fits }) => fits).length;
  const fewer = isOver(report) && count > 0 ? [t('fewer: {0} of {1}, {2}', count, planned.length, sumText(planned.filter(({ fits }) => fits), t))] : [];
  return [...fewer, ...changes.map((change) => changeText(change, report, t))];
}

function changeText({ parameter, value, requests, amount, usd, fits }: BatchChange, report: BatchReport, t: Translate): string {
  const name = parameter === 'durationSeconds' ? t('shorter') : parameter === 'audio' ? t('silent') : parameter === 'mode' ? t('lower mode') : t('lower resolution');
  const what = phrase(parameter, value, t);
  const money = usd === undefined ? undefined : dollars(usd);
  const sum = !amount ? (money ?? '') : amount.unit === 'usd' || money === undefined ? poolAmountText(amount, t) : t('{0} ≈ {1}', poolAmountText(amount, t), money);
  const [before] = sumsOf(report.planned);
  const saved = amount && before ? savedText(before.high, amount.quantity, t) : '';
  const partly = requests === report.planned.length ? '' : t(' for {0}', requestsText(requests, t));
  const verdict = !isOver(report) ? '' : fits ? t(', fits') : t(', does not fit');
  return t('{0}: {1}{2}: {3}{4}{5}', name, what, partly, sum, saved, verdict);
}

/** ` (−57 %)`, rounded to whole percent toward none. */
function savedText(before: Micros, after: Micros, t: Translate): string {
  return before > 0 ? t(' (−{0} %)', Math.floor(((before - after) / before) * 100)) : '';
}

/** How long it takes, where it is known how many tasks may run at once. */
export function timeText(report: BatchReport, t: Translate): string | undefined {
  const { concurrency, taskTime } = report;
  const rounds = roundsOf(report);
  if (rounds === undefined || concurrency === undefined) return undefined;
  const turns = rounds === 1 ? t('1 round') : t('{0} rounds', rounds);
  // A loop of unknown length runs once in it.
  const start = report.total.perRequest > 0 || report.partial ? t('{0} at once: at least {1}', concurrency, turns) : t('{0} at once: {1}', concurrency, turns);
  if (!taskTime) return t('{0}; how long a task takes is not known yet: the log has fewer than three of yours.', start);
  const each = minutesText(taskTime.medianMs, t);
  return t('{0}; a task takes {1} (median of your last {2}): about {3}.', start, each, taskTime.tasks, minutesText(taskTime.medianMs * rounds, t));
}

/** What was reserved, and how it is given back; undefined when nothing was. */
export function reservedText({ reserved }: BatchReport, t: Translate): string | undefined {
  if (!reserved) return undefined;
  const requests = reserved.entries.map(({ request }) => request);
  return t('Reserved as {0}: {1}, {2}, until {3} UTC. kling-cost plan --release {0} gives it back.', reserved.id, requestsText(requests.length, t), sumText(requests, t), isoText(reserved.expiresAt).slice(0, 16).replace('T', ' '));
}

/** What was given back of a plan. */
export function releasedText(id: string, entries: readonly Entry[], t: Translate): string {
  if (entries.length === 0) return t('{0}: nothing of it was still reserved.', visible(id));
  const kinds = new Map(entries.map(({ amount: { unit, pool } }) => [`${unit} ${pool ?? ''}`, { unit, ...(pool === undefined ? {} : { pool }) }]));
  const sums = [...kinds.values()].map((kind) => amountOf(entries.reduce((sum, { amount }) => sum + (amount.unit === kind.unit && amount.pool === kind.pool ? amount.quantity : 0), 0), kind, t));
  return t('{0}: {1} given back, {2}.', visible(id), requestsText(entries.length, t), sums.join(' + '));
}

/** `45 s`, `12 min`, `3 h 20 min`. */
function minutesText(ms: number, t: Translate): string {
  if (ms < 2 * MINUTE_MS) return t('{0} s', Math.round(ms / 1000));
  const minutes = Math.round(ms / MINUTE_MS);
  return minutes < 120 ? t('{0} min', minutes) : t('{0} h {1} min', Math.floor(minutes / 60), minutes % 60);
}

function sumText(requests: readonly PlannedRequest[], t: Translate): string {
  const amounts = sumsOf(requests).map((sum) => amountOf(sum.high, sum, t));
  const usd = dollarsOf(requests);
  const text = amounts.join(' + ');
  return usd && sumsOf(requests).some(({ unit }) => unit !== 'usd') ? t('{0} ≈ {1}', text, dollars(usd.high)) : text;
}

/** A quantity with its unit, and its pool where it is not the usual one: `2–7 units`, `16 image units`. */
export function boundsText(low: Micros, high: Micros, kind: Pick<BatchSum, 'unit' | 'pool'>, t: Translate): string {
  const isPlain = kind.unit !== 'units' || kind.pool === undefined || kind.pool === 'video';
  if (isPlain) return quantityText({ low, high }, kind.unit, t);
  return low === high ? amountOf(low, kind, t) : t('{0}–{1}', numberText(low), amountOf(high, kind, t));
}

/** One quantity, likewise. */
export function amountOf(quantity: Micros, { unit, pool }: Pick<BatchSum, 'unit' | 'pool'>, t: Translate): string {
  return poolAmountText({ quantity, unit, ...(pool === undefined ? {} : { pool }) }, t);
}

/** What could not be read, in so many lines at most. */
export function problemTexts({ problems }: BatchReport, most: number, t: Translate): string[] {
  const named = problems.slice(0, most);
  return problems.length > most ? [...named, t('and {0} more', problems.length - most)] : named;
}
