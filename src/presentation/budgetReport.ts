import type { Limit, Verdict } from '../core/budget/limit';
import { localText } from '../core/budget/period';
import type { PeriodStanding } from '../core/budget/usage';
import { poolOf } from '../core/budget/verdict';
import type { Amount } from '../core/ledger/entry';
import { isoText } from '../core/ledger/timestamp';
import type { ClipCosts } from '../core/ledger/clips';
import type { Stretch, Totals } from '../core/ledger/totals';
import { microsToText } from '../core/money';
import type { Micros } from '../core/money';
import type { DraftSavings } from '../core/optimizer/draftSavings';
import type { TextTable } from './breakdown';
import type { BudgetReportJson } from './budgetSchemas';
import { limitAmount, percentText, poolAmountText, uncountedSentence } from './budgetTexts';
import { csvLines } from './csv';
import { joinBlocks } from './hover';
import { markdownTable } from './markdownTable';
import { dollars } from './numbers';
import { alignedTable } from './table';
import type { Translate } from './translate';
import { escapeMarkdown } from './visible';

/** Where the limits stand, and what was used of each model and project. */
export interface BudgetReport {
  readonly zone: string;
  readonly periods: readonly PeriodStanding[];
  /** The calendar's month, of which the sums are. */
  readonly month: Stretch;
  /** Entries that name none are under the empty text. */
  readonly byModel: ReadonlyMap<string, Totals>;
  readonly byProject: ReadonlyMap<string, Totals>;
  /** What a clip cost in the month, its tries counted; absent where the log does not tell. */
  readonly clips?: ClipCosts | undefined;
  /** What the month's clips in std took less than in pro; absent where there are none. */
  readonly drafts?: DraftSavings | undefined;
  /** How many lines of the log could not be read. */
  readonly unreadable: number;
}

type Sums = Omit<BudgetReportJson['byModel'][number], 'model'>;

export function budgetJson({ zone, periods, month, byModel, byProject, clips, drafts, unreadable }: BudgetReport): BudgetReportJson {
  return {
    version: 1,
    timeZone: zone,
    periods: periods.map(({ standing: { limit, spent, reserved, remaining, share, verdict, uncounted }, resetsAt }) => ({
      name: limit.period,
      limit: limitJson(limit),
      spent: microsToText(spent),
      reserved: microsToText(reserved),
      remaining: microsToText(remaining),
      share,
      resetsAt: resetsAt === undefined ? null : isoText(resetsAt),
      verdict,
      uncounted,
    })),
    since: isoText(month.start),
    until: isoText(month.end),
    byModel: named(byModel).map(([name, totals]) => ({ model: name || null, ...sumsJson(totals) })),
    byProject: named(byProject).map(([name, totals]) => ({ project: name || null, ...sumsJson(totals) })),
    clips: clips ? clipsJson(clips) : null,
    drafts: drafts ? draftsJson(drafts) : null,
    unreadable,
  };
}

function clipsJson({ clips, tries, perClip, usdPerClip, withoutDigest }: ClipCosts): BudgetReportJson['clips'] {
  return {
    clips,
    tries,
    perClip: perClip.map(({ quantity, unit, pool }) => ({ quantity: microsToText(quantity), unit, pool: pool ?? null })),
    usdPerClip: usdPerClip === undefined ? null : microsToText(usdPerClip),
    withoutDigest,
  };
}

function draftsJson({ entries, saved, usdSaved, withoutComparison }: DraftSavings): BudgetReportJson['drafts'] {
  return {
    entries,
    saved: saved.map(({ quantity, unit, pool }) => ({ quantity: microsToText(quantity), unit, pool: pool ?? null })),
    usdSaved: usdSaved === undefined ? null : microsToText(usdSaved),
    withoutComparison,
  };
}

/** `12 requests in std took 24 units ≈ $3.36 less than in pro; 3 more cannot be compared`. */
function draftsText({ entries, saved, usdSaved, withoutComparison }: DraftSavings, t: Translate): string {
  const others = withoutComparison === 1 ? t('1 request in std cannot be compared with pro, since the log does not tell all of it') : t('{0} requests in std cannot be compared with pro, since the log does not tell all of them', withoutComparison);
  if (entries === 0) return others;
  const amount = saved.map((each) => poolAmountText(each, t)).join(' + ');
  const less = usdSaved === undefined || saved.every(({ unit }) => unit === 'usd') ? amount : t('{0} ≈ {1}', amount, dollars(usdSaved));
  const told = entries === 1 ? t('1 request in std took {0} less than in pro', less) : t('{0} requests in std took {1} less than in pro', entries, less);
  return withoutComparison === 0 ? told : t('{0} ({1})', told, others);
}

/** An average to four decimals; the JSON has all of them. */
function toFourDecimals(micros: Micros): Micros {
  return Math.round(micros / 100) * 100;
}

/** `3 clips in 5 tries cost 4 units ≈ $0.56 each; …`: what a clip costs with all its tries. */
function clipsText({ clips, tries, perClip, usdPerClip, withoutDigest }: ClipCosts, t: Translate): string {
  const amount = perClip.map((each) => poolAmountText({ ...each, quantity: toFourDecimals(each.quantity) }, t)).join(' + ');
  const each = usdPerClip === undefined || perClip.every(({ unit }) => unit === 'usd') ? amount : t('{0} ≈ {1}', amount, dollars(toFourDecimals(usdPerClip)));
  const counted = t('{0} in {1}: {2} for a clip with all its tries', clips === 1 ? t('1 clip') : t('{0} clips', clips), tries === 1 ? t('1 try') : t('{0} tries', tries), each);
  if (withoutDigest === 0) return counted;
  const others = withoutDigest === 1 ? t('1 entry does not tell its request') : t('{0} entries do not tell their request', withoutDigest);
  return t('{0} ({1})', counted, others);
}

function limitJson({ amount, thresholds, onExceed }: Limit): BudgetReportJson['periods'][number]['limit'] {
  return { quantity: microsToText(amount.quantity), unit: amount.unit, pool: poolOf(amount) || null, thresholds: [...thresholds], onExceed };
}

function sumsJson({ entries, amounts, usd, withoutUsd }: Totals): Sums {
  return {
    entries,
    quantities: amounts.map(({ unit, pool, spent, reserved }) => ({ unit, pool: pool ?? null, spent: microsToText(spent), reserved: microsToText(reserved) })),
    usd: { spent: microsToText(usd.spent), reserved: microsToText(usd.reserved) },
    withoutUsd,
  };
}

/** For a terminal: the limits, what they do not count, and the month's usage by model and project. */
export function budgetTable(report: BudgetReport, t: Translate): string {
  const { limits, notes, usages } = partsOf(report, t);
  const blocks = [
    limits.rows.length > 0 ? alignedTable(limits) : [],
    notes,
    ...usages.map(({ title, table }) => [title, ...alignedTable(table).map((line) => `  ${line}`)]),
  ];
  return blocks.filter((block) => block.length > 0).map((block) => `${block.join('\n')}\n`).join('\n');
}

export function budgetMarkdown(report: BudgetReport, t: Translate): string {
  const { limits, notes, usages } = partsOf(report, t);
  return `${joinBlocks([
    limits.rows.length > 0 ? markdownTable(limits) : undefined,
    notes.length > 0 ? notes.map((note) => `- ${escapeMarkdown(note)}`).join('\n') : undefined,
    ...usages.map(({ title, table }) => `**${escapeMarkdown(title)}**\n\n${markdownTable(table)}`),
  ])}\n`;
}

/** One line for each limit, and one for each unit of each model and project. Column names are not translated. */
export function budgetCsv(report: BudgetReport): string {
  const { periods, byModel, byProject } = budgetJson(report);
  const sums = (kind: string, name: string | null, { quantities, usd, entries, withoutUsd }: Sums) =>
    quantities.map((quantity) => ({ kind, name, ...quantity, entries, usd_spent: usd.spent, usd_reserved: usd.reserved, without_usd: withoutUsd }));
  return csvLines(
    ['kind', 'name', 'unit', 'pool', 'limit', 'spent', 'reserved', 'remaining', 'share', 'resets_at', 'verdict', 'uncounted', 'entries', 'usd_spent', 'usd_reserved', 'without_usd'],
    [
      ...periods.map(({ name, limit, resetsAt, ...rest }) => ({ kind: 'period', name, limit: limit.quantity, unit: limit.unit, pool: limit.pool, resets_at: resetsAt, ...rest })),
      ...byModel.flatMap(({ model, ...rest }) => sums('model', model, rest)),
      ...byProject.flatMap(({ project, ...rest }) => sums('project', project, rest)),
    ],
  );
}

interface Parts {
  readonly limits: TextTable;
  readonly notes: readonly string[];
  readonly usages: readonly { readonly title: string; readonly table: TextTable }[];
}

function partsOf({ zone, periods, month, byModel, byProject, clips, drafts, unreadable }: BudgetReport, t: Translate): Parts {
  const since = localText(month.start, zone).slice(0, 10);
  const usage = (head: string, title: string, byName: ReadonlyMap<string, Totals>) =>
    byName.size === 0 ? [] : [{ title, table: { head: [head, t('Entries'), t('Spent'), t('Reserved'), t('Dollars')], rows: named(byName).map(([name, totals]) => usageRow(name, totals, t)), right: [1, 2, 3, 4] } }];
  return {
    limits: {
      head: [t('Limit'), t('Spent'), t('Reserved'), t('Of'), t('Left'), t('Share'), t('Verdict'), t('Resets ({0})', zone)],
      rows: periods.map((period) => limitRow(period, zone, t)),
      right: [1, 2, 3, 4, 5],
    },
    notes: [
      ...(periods.length === 0 ? [t('No limit is set; use --daily 100units, or klingCost.budget.daily in .vscode/settings.json.')] : []),
      ...periods.flatMap(({ standing }) => {
        const sentence = uncountedSentence(standing, t);
        return sentence === undefined ? [] : [t('{0}: {1}', periodText(standing.limit, t), sentence)];
      }),
      ...(unreadable > 0 ? [unreadable === 1 ? t('1 line of the usage log could not be read; see kling-cost log') : t('{0} lines of the usage log could not be read; see kling-cost log', unreadable)] : []),
      ...(clips ? [t('Since {0}, {1}.', since, clipsText(clips, t))] : []),
      ...(drafts ? [t('Since {0}, {1}.', since, draftsText(drafts, t))] : []),
      ...(byModel.size === 0 ? [t('The usage log has no entries since {0}.', since)] : []),
    ],
    usages: [
      ...usage(t('Model'), t('Since {0}, by model:', since), byModel),
      ...usage(t('Project'), t('Since {0}, by project:', since), byProject),
    ],
  };
}

function limitRow({ standing, resetsAt }: PeriodStanding, zone: string, t: Translate): string[] {
  const { limit, spent, reserved, remaining, verdict } = standing;
  return [
    periodText(limit, t), limitAmount(spent, limit, t), limitAmount(reserved, limit, t), limitAmount(limit.amount.quantity, limit, t),
    limitAmount(remaining, limit, t), percentText(standing), verdictText(verdict, t), resetsAt === undefined ? '' : localText(resetsAt, zone),
  ];
}

/** A name with its sums. */
function usageRow(name: string, totals: Totals, t: Translate): string[] {
  return [name === '' ? t('(not told)') : name, String(totals.entries), sumsText('spent', totals, t), sumsText('reserved', totals, t), totalDollars(totals, t)];
}

/** The sums of one kind; what two units came to is told with a `+` between, never added up. */
function sumsText(kind: 'spent' | 'reserved', { amounts }: Totals, t: Translate): string {
  return amounts.filter((sum) => sum[kind] > 0).map(({ unit, pool, ...sum }) => poolAmountText(amountOf(sum[kind], unit, pool), t)).join(' + ');
}

/** The dollars that were spent and are reserved: a lower bound where an entry has no price. */
export function totalDollars({ entries, usd, withoutUsd }: Totals, t: Translate): string {
  const total = dollars(usd.spent + usd.reserved);
  if (withoutUsd === 0) return total;
  return withoutUsd === entries ? t('no price') : t('at least {0}', total);
}

function amountOf(quantity: number, unit: Amount['unit'], pool: string | undefined): Amount {
  return { quantity, unit, ...(pool === undefined ? {} : { pool }) };
}

function periodText({ period }: Limit, t: Translate): string {
  return period === 'daily' ? t('day') : t('month');
}

function verdictText(verdict: Verdict, t: Translate): string {
  switch (verdict) {
    case 'fits': return t('fits');
    case 'warns': return t('warns');
    case 'stops': return t('stops');
  }
}

/** By name; what is not named comes last. */
function named(totals: ReadonlyMap<string, Totals>): [string, Totals][] {
  return [...totals].sort(([a], [b]) => (a === '' ? 1 : b === '' ? -1 : a < b ? -1 : 1));
}
