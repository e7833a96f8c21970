import type { Bounds } from '../core/estimate/estimate';
import { isoText } from '../core/ledger/timestamp';
import { microsToText } from '../core/money';
import type { Optimization, PlacedSuggestion } from '../core/optimizer/optimize';
import type { TextTable } from './breakdown';
import { csvLines } from './csv';
import { joinBlocks } from './hover';
import { sentTitle } from './lensTitle';
import { markdownTable } from './markdownTable';
import { dollarRange, quantityText } from './numbers';
import { scheduleName } from './subject';
import type { Subject } from './subject';
import type { OptimizeReportJson } from './suggestionSchemas';
import { adviceText } from './suggestionAdvice';
import { givenUpText, percentOf, savedText, suggestionTitle } from './suggestionText';
import { alignedTable } from './table';
import type { Translate } from './translate';
import { escapeMarkdown } from './visible';

/** A request where it stands. Lines are 1-based. */
export interface PlacedSubject extends Subject {
  readonly path: string;
  readonly line: number;
}

/** What the optimizer found in a list of requests. */
export interface OptimizeReport {
  /** The day of the prices, YYYY-MM-DD. */
  readonly date: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly requests: readonly PlacedSubject[];
  readonly optimization: Optimization;
  /** What could not be read, a line each. */
  readonly problems: readonly string[];
}

interface Row {
  readonly suggestion: PlacedSuggestion;
  readonly at: PlacedSubject;
}

function rowsOf({ requests, optimization }: OptimizeReport): Row[] {
  return optimization.suggestions.flatMap((suggestion) => {
    const at = requests[suggestion.index];
    return at ? [{ suggestion, at }] : [];
  });
}

export function optimizeReportJson(report: OptimizeReport, t: Translate): OptimizeReportJson {
  const { date, requests, optimization, problems } = report;
  return {
    version: 1,
    date,
    suggestions: rowsOf(report).map(({ suggestion, at }) => {
      const { rule, changes, twin, saving, before, excludes } = suggestion;
      const percent = percentOf(saving.quantity, before.quantity);
      const first = twin?.kind === 'request' ? requests[twin.index] : undefined;
      return {
        rule,
        path: at.path,
        line: at.line,
        request: sentTitle(at, t),
        title: suggestionTitle(suggestion, at, t),
        changes: [...changes],
        ...(first ? { sameAs: { path: first.path, line: first.line } } : twin?.kind === 'logged' ? { sameAs: { loggedAt: isoText(twin.timestamp) } } : {}),
        definedAt: changes.flatMap(({ parameter }) => {
          const { line, path } = at.request.parameters[parameter]?.definedAt ?? {};
          return line === undefined ? [] : [{ parameter, line, ...(path === undefined ? {} : { path }) }];
        }),
        saving: {
          quantity: boundsJson(saving.quantity),
          unit: before.unit,
          pool: before.pool,
          ...(saving.usd ? { usd: boundsJson(saving.usd) } : {}),
          ...(percent === undefined ? {} : { percent }),
        },
        givesUp: givesUp({ suggestion, at }, report, t),
        excludes: [...excludes],
      };
    }),
    advice: optimization.advice.map((advice) => ({ rule: advice.rule, text: adviceText(advice, requests, t) })),
    total: optimization.total.map(({ example, before, saving }) => ({
      schedule: scheduleName(example) ?? '',
      pool: example.pool,
      unit: example.unit,
      before: boundsJson(before),
      saving: boundsJson(saving),
    })),
    ...(optimization.usd ? { usd: boundsJson(optimization.usd) } : {}),
    problems: [...problems],
  };
}

/** What is given up; of a duplicate also where the first one stands. */
function givesUp({ suggestion, at }: Row, { requests, now }: OptimizeReport, t: Translate): string {
  const text = givenUpText(suggestion, at, now, t);
  const first = suggestion.twin?.kind === 'request' ? requests[suggestion.twin.index] : undefined;
  return first ? t('{0}, at {1}', text, `${first.path}:${String(first.line)}`) : text;
}

function boundsJson({ low, high }: Bounds): { low: string; high: string } {
  return { low: microsToText(low), high: microsToText(high) };
}

/** For a terminal: the suggestions by what they save, what they come to together, and advice. */
export function optimizeTable(report: OptimizeReport, t: Translate): string {
  const table = tableOf(report, t);
  const blocks = [
    table.rows.length > 0 ? alignedTable(table) : [t('No cheaper way was found.')],
    totalLines(report, t),
    listed(t('Besides:'), report.optimization.advice.map((advice) => adviceText(advice, report.requests, t))),
    listed(t('Not read:'), report.problems),
  ];
  return blocks.filter((block) => block.length > 0).map((block) => `${block.join('\n')}\n`).join('\n');
}

function listed(head: string, lines: readonly string[]): string[] {
  return lines.length > 0 ? [head, ...lines.map((line) => `  ${line}`)] : [];
}

export function optimizeMarkdown(report: OptimizeReport, t: Translate): string {
  const table = tableOf(report, t);
  const list = (lines: readonly string[]): string => lines.map((line) => `- ${escapeMarkdown(line)}`).join('\n');
  const [first, ...more] = totalLines(report, t);
  const advice = report.optimization.advice.map((each) => adviceText(each, report.requests, t));
  return `${joinBlocks([
    `## ${escapeMarkdown(t('Cheaper ways on {0}', report.date))}`,
    table.rows.length > 0 ? markdownTable(table) : escapeMarkdown(t('No cheaper way was found.')),
    first === undefined ? undefined : [`**${escapeMarkdown(first)}**`, ...(more.length > 0 ? ['', list(more.map((line) => line.trim()))] : [])].join('\n'),
    advice.length > 0 ? `${escapeMarkdown(t('Besides:'))}\n\n${list(advice)}` : undefined,
    report.problems.length > 0 ? `${escapeMarkdown(t('Not read:'))}\n\n${list(report.problems)}` : undefined,
  ])}\n`;
}

const COLUMNS = [
  'rule', 'path', 'line', 'request', 'suggestion', 'saving_low', 'saving_high', 'unit', 'pool', 'usd_low', 'usd_high', 'percent', 'gives_up',
  'excludes_lines', 'date',
] as const;

/** A line for each suggestion; they are not to be added up where one excludes another. */
export function optimizeCsv(report: OptimizeReport, t: Translate): string {
  const { date, suggestions } = optimizeReportJson(report, t);
  return csvLines(COLUMNS, suggestions.map(({ saving, title, givesUp: lost, excludes, rule, path, line, request }) => ({
    rule, path, line, request,
    suggestion: title,
    saving_low: saving.quantity.low,
    saving_high: saving.quantity.high,
    unit: saving.unit,
    pool: saving.pool,
    usd_low: saving.usd?.low,
    usd_high: saving.usd?.high,
    percent: saving.percent,
    gives_up: lost,
    // The head is line 1.
    excludes_lines: excludes.map((index) => index + 2).join(' '),
    date,
  })));
}

function tableOf(report: OptimizeReport, t: Translate): TextTable {
  return {
    head: [t('Where'), t('Request'), t('Saves'), t('Dollars'), t('Suggestion'), t('Given up'), t('Rule')],
    rows: rowsOf(report).map(({ suggestion, at }) => [
      `${at.path}:${String(at.line)}`,
      sentTitle(at, t),
      savedText(suggestion, t),
      suggestion.saving.usd ? dollarRange(suggestion.saving.usd) : '',
      suggestionTitle(suggestion, at, t),
      givesUp({ suggestion, at }, report, t),
      suggestion.rule,
    ]),
    right: [2, 3],
  };
}

function totalLines({ optimization, date }: OptimizeReport, t: Translate): string[] {
  const { total, usd, suggestions } = optimization;
  if (suggestions.length === 0) return [];
  const pools = total
    .filter(({ saving }) => saving.high > 0)
    .map(({ example, before, saving }) => {
      const after = { low: before.low - saving.low, high: before.high - saving.high };
      const amount = t('{0} of {1}, down to {2}', quantityText(saving, example.unit, t), quantityText(before, example.unit, t), quantityText(after, example.unit, t));
      return t('{0} ({1}, {2})', amount, example.pool, scheduleName(example) ?? '');
    });
  const dollars = usd && usd.high > 0 ? [dollarRange(usd)] : [];
  return [t('Saved at most on {0}, with suggestions that can be followed together:', date), ...[...pools, ...dollars].map((line) => `  ${line}`)];
}
