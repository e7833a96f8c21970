import { expiryWarning } from '../core/budget/packages';
import type { PackagesStanding, PackageStanding } from '../core/budget/packages';
import type { PeriodStanding } from '../core/budget/usage';
import { DEFAULT_POOL } from '../core/ledger/entry';
import type { Amount } from '../core/ledger/entry';
import type { Micros } from '../core/money';
import { daysText, expiryText, limitAmount, lossText, packageAmount, percentText, periodSentence, uncountedSentence } from './budgetTexts';
import { shortNumber, shortQuantity } from './shortNumbers';
import type { Translate } from './translate';
import { escapeMarkdown, visible } from './visible';

/** The values of `klingCost.statusBar.show`. */
export const STATUS_BAR_SHOW = ['today', 'month', 'package', 'percent', 'iconOnly', 'hidden'] as const;
export type StatusBarShow = (typeof STATUS_BAR_SHOW)[number];

/** Longer texts push others' items out of the bar. */
export const STATUS_TEXT_MAX = 24;

/** What the status bar is to show. */
export interface StatusBarInput {
  readonly show: StatusBarShow;
  /** The limits in force, each with where it stands. */
  readonly periods: readonly PeriodStanding[];
  readonly packages: PackagesStanding;
  readonly zone: string;
  /** How old the data is, in milliseconds, where it could not be read again or comes late. */
  readonly staleMs?: number;
  /** How many entries are not on disk yet. */
  readonly unwritten: number;
  /** Whether a file with a Kling request was seen; before, an item without a budget is not shown. */
  readonly hasSeenRequest: boolean;
}

export interface StatusBarText {
  /** A codicon's name. */
  readonly icon: 'credit-card' | 'warning' | 'error' | 'history' | 'question';
  /** At most 24 characters, icon aside; empty when only the icon is shown. */
  readonly text: string;
  /** Markdown. */
  readonly tooltip: string;
  /** The same in words, for a screen reader. */
  readonly label: string;
  /** The background: none, `statusBarItem.warningBackground` or `statusBarItem.errorBackground`. */
  readonly severity: 'none' | 'warning' | 'error';
}

type Face = Pick<StatusBarText, 'icon' | 'text' | 'severity'> & {
  /** What the text says, in words. */
  readonly words: string;
};

/** The status bar item, or undefined when there is none to show. The gravest of what there is to say is shown. */
export function statusBar(input: StatusBarInput, t: Translate): StatusBarText | undefined {
  const { show, periods, packages, hasSeenRequest, unwritten } = input;
  const hasNothing = periods.length === 0 && packages.packages.length === 0 && unwritten === 0;
  if (show === 'hidden' || (hasNothing && !hasSeenRequest)) return undefined;
  const { words, ...face } = faceOf(input, t);
  const lines = tooltipLines(input, t);
  return {
    ...face,
    text: show === 'iconOnly' ? '' : face.text,
    tooltip: lines.map(escapeMarkdown).join('\n\n'),
    label: [t('Kling Cost: {0}', words), ...lines].join('. '),
  };
}

function faceOf(input: StatusBarInput, t: Translate): Face {
  const { periods, packages, unwritten, staleMs } = input;
  if (unwritten > 0) {
    const words = unwrittenText(unwritten, t);
    return { icon: 'warning', text: fit(words, t('{0} not saved', String(unwritten)), t('Not saved')), severity: 'warning', words };
  }
  const over = periods.filter(({ standing }) => standing.remaining < 0).toSorted((a, b) => b.standing.share - a.standing.share)[0];
  if (over) return overFace(over, t);
  const warning = periods.find(({ standing }) => standing.verdict !== 'fits' && standing.reached !== undefined);
  if (warning) return warningFace(warning, t);
  const expiring = packages.packages.find((standing) => expiryWarning(standing) !== undefined);
  if (expiring) return expiringFace(expiring, packages, t);
  const calm = calmFace(input, t);
  if (staleMs === undefined) return calm;
  return { icon: 'question', text: fit(`${calm.text}?`, calm.text), severity: 'none', words: t('perhaps {0}', calm.words) };
}

/** `115% · 9 over`. */
function overFace({ standing }: PeriodStanding, t: Translate): Face {
  const { limit, remaining } = standing;
  const percent = percentText(standing);
  const shortPercent = percent.length <= 7 ? percent : `${shortNumber(standing.share * 1e8, 'up')}%`;
  const by = shortQuantity(-remaining, limit.amount.unit, 'up');
  const amount = limitAmount(-remaining, limit, t);
  return {
    icon: 'error',
    text: fit(t('{0} · {1} over', percent, by), t('{0} · {1} over', shortPercent, by), shortPercent),
    severity: limit.onExceed === 'stop' ? 'error' : 'warning',
    words: limit.period === 'daily' ? t('{0} of today\'s limit, {1} over', percent, amount) : t('{0} of this month\'s limit, {1} over', percent, amount),
  };
}

/** `9 of 60 left today`. */
function warningFace({ standing }: PeriodStanding, t: Translate): Face {
  const { limit, remaining } = standing;
  const { unit, quantity } = limit.amount;
  const [left, all] = [shortQuantity(remaining, unit, 'down'), shortQuantity(quantity, unit, 'down')];
  const isDaily = limit.period === 'daily';
  const words = isDaily
    ? t('{0} of {1} left today', limitAmount(remaining, limit, t), limitAmount(quantity, limit, t))
    : t('{0} of {1} left this month', limitAmount(remaining, limit, t), limitAmount(quantity, limit, t));
  const text = isDaily ? t('{0} of {1} left today', left, all) : t('{0} of {1} left this month', left, all);
  return { icon: 'warning', text: fit(text, t('{0} of {1} left', left, all), t('{0} left', left)), severity: 'warning', words };
}

/** `258 units expire in 6 d`. */
function expiringFace(standing: PackageStanding, { paces }: PackagesStanding, t: Translate): Face {
  const { item, left, leftMs = 0 } = standing;
  const days = String(Math.ceil(leftMs / 86_400_000));
  const amount = shortAmount(left, item.size, t);
  return {
    icon: 'history',
    text: fit(t('{0} expire in {1} d', amount, days), t('{0} expire in {1} d', shortQuantity(left, item.size.unit, 'down'), days)),
    severity: 'warning',
    words: expiryText(standing, paces, t) ?? amount,
  };
}

/** Nothing to warn of: what the setting asks for, or the nearest that there is. */
function calmFace({ show, periods, packages }: StatusBarInput, t: Translate): Face {
  const period = periods.find(({ standing }) => (standing.limit.period === 'monthly') === (show === 'month')) ?? periods[0];
  const active = packages.packages.find(({ state }) => state === 'active') ?? packages.packages[0];
  const face = (text: string, words: string): Face => ({ icon: 'credit-card', text, severity: 'none', words });
  if (active && (show === 'package' || !period)) {
    return face(leftText(active.left, active.item.size, t), t('{0} left of {1}', packageAmount(active.left, active.item, t), visible(active.item.name)));
  }
  if (!period) return face('Kling', t('no budget is set'));
  const { standing } = period;
  const { limit, remaining } = standing;
  const isDaily = limit.period === 'daily';
  const amount = limitAmount(remaining, limit, t);
  if (show === 'percent') return face(percentText(standing), isDaily ? t('{0} of today\'s limit used', percentText(standing)) : t('{0} of this month\'s limit used', percentText(standing)));
  return face(leftText(remaining, limit.amount, t), isDaily ? t('{0} left today', amount) : t('{0} left this month', amount));
}

function leftText(micros: Micros, kind: Amount, t: Translate): string {
  return fit(t('{0} left', shortAmount(micros, kind, t)), t('{0} left', shortQuantity(micros, kind.unit, 'down')));
}

/** `22 units`, `16 image units`, `$9.50`; rounded down to what there is room for. */
function shortAmount(micros: Micros, { unit, pool = DEFAULT_POOL }: Amount, t: Translate): string {
  const number = shortQuantity(micros, unit, 'down');
  const one = number === '1';
  switch (unit) {
    case 'usd': return number;
    case 'credits': return one ? t('{0} credit', number) : t('{0} credits', number);
    case 'units':
      if (pool !== DEFAULT_POOL) return t('{0} {1} units', number, visible(pool));
      return one ? t('{0} unit', number) : t('{0} units', number);
  }
}

function tooltipLines({ periods, packages, zone, staleMs, unwritten }: StatusBarInput, t: Translate): string[] {
  return [
    ...periods.flatMap((period) => [periodSentence(period, zone, t), ...[uncountedSentence(period.standing, t) ?? []].flat()]),
    ...packages.packages.filter(({ state }) => state === 'active').map((standing) => packageLine(standing, packages, t)),
    ...(staleMs === undefined ? [] : [t('These numbers are {0} old', ageText(staleMs, t))]),
    ...(unwritten > 0 ? [t('{0}; they are counted, and will be tried again', unwrittenText(unwritten, t))] : []),
    ...(periods.length === 0 ? [t('No budget is set')] : []),
  ];
}

/** `Package 2: 412 units of 1,000 units left, expires in 12 days, at the pace … will be lost`. */
function packageLine(standing: PackageStanding, { paces }: PackagesStanding, t: Translate): string {
  const { item, left, leftMs } = standing;
  return [
    t('{0}: {1} of {2} left', visible(item.name), packageAmount(left, item, t), packageAmount(item.size.quantity, item, t)),
    ...(leftMs === undefined ? [] : [t('expires in {0}', daysText(leftMs, t))]),
    ...[lossText(standing, paces, t) ?? []].flat(),
  ].join(', ');
}

function unwrittenText(count: number, t: Translate): string {
  return count === 1 ? t('1 entry is not saved') : t('{0} entries are not saved', count);
}

/** `9 hours`, `3 days`. */
function ageText(ms: number, t: Translate): string {
  const hours = Math.floor(ms / 3_600_000);
  if (hours >= 48) return t('{0} days', Math.floor(hours / 24));
  if (hours >= 1) return hours === 1 ? t('1 hour') : t('{0} hours', hours);
  const minutes = Math.max(1, Math.floor(ms / 60_000));
  return minutes === 1 ? t('1 minute') : t('{0} minutes', minutes);
}

/** The first text that there is room for; else the last, cut. */
function fit(...texts: readonly string[]): string {
  const last = texts.at(-1) ?? '';
  return texts.find(({ length }) => length <= STATUS_TEXT_MAX) ?? `${last.slice(0, STATUS_TEXT_MAX - 1)}…`;
}
