import { microsToText } from '../core/money';
import { unpricedText } from './batchJson';
import { isOver } from './batchReport';
import type { BatchColumnId } from './batchPage/messages';
import type { BatchPlace, BatchReport, PlannedRequest, UnpricedRow } from './batchReport';
import { amountOf, boundsText, caveatTexts, changeTexts, fitTexts, headlineText, problemTexts, reservedText, timeText } from './batchTexts';
import type { TextTable } from './breakdown';
import { csvLines } from './csv';
import { joinBlocks } from './hover';
import { requestJson } from './json';
import { requestTitle } from './lensTitle';
import { markdownTable } from './markdownTable';
import { dollarRange } from './numbers';
import { rowOf } from './reportRows';
import { alignedTable } from './table';
import type { Translate } from './translate';
import { escapeMarkdown, visible } from './visible';

/** How much of a prompt a table shows. */
const PROMPT_CHARACTERS = 40;

/** For a terminal: the rows, and below them what they come to. */
export function batchTable(report: BatchReport, t: Translate): string {
  const changes = changeTexts(report, t);
  const time = timeText(report, t);
  const blocks = [
    alignedTable(tableOf(report, t)),
    [headlineText(report, t), ...caveatTexts(report, t), ...fitTexts(report, t)],
    changes.length > 0 ? [changesTitle(report, t), ...changes.map((line) => `  ${line}`)] : [],
    time === undefined ? [] : [time],
    [reservedText(report, t) ?? []].flat(),
    report.problems.length > 0 ? [t('Not read:'), ...problemTexts(report, Infinity, t).map((line) => `  ${line}`)] : [],
  ];
  return blocks.filter((block) => block.length > 0).map((block) => `${block.join('\n')}\n`).join('\n');
}

/** The same as Markdown, with the answer first. */
export function batchMarkdown(report: BatchReport, t: Translate): string {
  const lines = (texts: readonly string[]): string => texts.map((text) => `- ${escapeMarkdown(text)}`).join('\n');
  const changes = changeTexts(report, t);
  const time = timeText(report, t);
  return `${joinBlocks([
    `**${escapeMarkdown(headlineText(report, t))}**`,
    lines([...caveatTexts(report, t), ...fitTexts(report, t), ...[time ?? []].flat(), ...[reservedText(report, t) ?? []].flat()]),
    changes.length > 0 ? `${escapeMarkdown(changesTitle(report, t))}\n\n${lines(changes)}` : undefined,
    markdownTable(tableOf(report, t)),
    report.problems.length > 0 ? `${escapeMarkdown(t('Not read:'))}\n\n${lines(problemTexts(report, Infinity, t))}` : undefined,
  ])}\n`;
}

/** One line for each request in the order of the plan, those without a price first. Column names are not translated. */
export function batchCsv(report: BatchReport, t: Translate): string {
  const parameters = (row: PlannedRequest | UnpricedRow): Record<string, string | number | boolean | null | undefined> => {
    const subject = 'why' in row ? (row.why.kind === 'unpriced' ? row.why.subject : undefined) : row.subject;
    if (!subject) return {};
    const { provider, feature, parameters: given } = requestJson(subject, t);
    const value = (name: keyof typeof given): string | number | boolean | null | undefined => given[name]?.values?.join(' | ') ?? given[name]?.value;
    return { provider, feature, model: value('model'), mode: value('mode'), resolution: value('resolution'), duration_seconds: value('durationSeconds'), audio: value('audio') };
  };
  return csvLines(
    ['row', 'path', 'line', 'priority', 'copies', 'prompt', 'provider', 'feature', 'model', 'mode', 'resolution', 'duration_seconds', 'audio', 'status', 'unit', 'pool', 'quantity_low', 'quantity_likely', 'quantity_high', 'usd_low', 'usd_high', 'fits', 'best', 'reason', 'date'],
    [
      ...report.unpriced.map((row) => ({ ...placeCells(row), ...parameters(row), prompt: row.prompt, priority: row.priority, copies: row.copies, status: row.why.kind, reason: unpricedText(row, t), date: report.date })),
      ...report.planned.map((row) => ({
        ...placeCells(row),
        ...parameters(row),
        prompt: row.prompt,
        priority: row.priority,
        copies: 1,
        status: row.subject.estimate.status,
        unit: row.unit,
        pool: row.pool,
        quantity_low: microsToText(row.quantity.low),
        quantity_likely: row.likely === undefined ? undefined : microsToText(row.likely),
        quantity_high: microsToText(row.quantity.high),
        usd_low: row.usd && microsToText(row.usd.low),
        usd_high: row.usd && microsToText(row.usd.high),
        fits: row.fits,
        best: row.isBest,
        date: report.date,
      })),
    ],
  );
}

function placeCells({ row, path, line }: BatchPlace): BatchPlace {
  return { row, ...(path === undefined ? {} : { path }), ...(line === undefined ? {} : { line }) };
}

/** The heading of what would change the batch. */
export function changesTitle(report: BatchReport, t: Translate): string {
  return isOver(report) ? t('What would make it fit:') : t('What would make it cheaper:');
}

/** A row of the table: a request with a price, or one without. */
export type BatchTableRow = PlannedRequest | UnpricedRow;

/** A column of the table, in words; `key` sorts it. */
export interface BatchColumn {
  readonly id: BatchColumnId;
  readonly head: string;
  readonly right?: true;
  readonly cell: (row: BatchTableRow) => string;
  readonly key: (row: BatchTableRow) => number | string;
}

/** The columns of a batch; those that tell nothing are left out. */
export function batchColumns(report: BatchReport, t: Translate): BatchColumn[] {
  const { planned, unpriced, ceilings } = report;
  const rows = [...unpriced, ...planned];
  const place = ({ path = '', line }: BatchPlace): string => (line === undefined ? path : `${path}:${String(line)}`);
  const yes = (is: boolean | undefined): string => (is ? t('yes') : t('no'));
  // What goes over a limit that only warns is sent all the same.
  const fits = (is: boolean): string => (is || isOver(report) ? yes(is) : t('over, is sent'));
  const columns: (BatchColumn & { readonly shown: boolean })[] = [
    { id: 'row', head: t('Row'), shown: true, right: true, cell: ({ row }) => String(row), key: ({ row }) => row },
    { id: 'place', head: t('Place'), shown: rows.some(({ path }) => path !== undefined), cell: place, key: ({ path = '', line = 0 }) => `${path} ${String(line).padStart(9, '0')}` },
    { id: 'priority', head: t('Priority'), shown: rows.some(({ priority }) => priority !== 0), right: true, cell: ({ priority }) => String(priority), key: ({ priority }) => priority },
    { id: 'prompt', head: t('Prompt'), shown: rows.some(({ prompt }) => prompt !== undefined), cell: ({ prompt = '' }) => startOf(prompt), key: ({ prompt = '' }) => prompt },
    { id: 'request', head: t('Request'), shown: true, cell: (row) => requestText(row, t), key: (row) => requestText(row, t) },
    { id: 'quantity', head: t('Quantity'), shown: true, right: true, cell: (row) => ('why' in row ? t('no price') : boundsText(row.quantity.low, row.quantity.high, row, t)), key: (row) => ('why' in row ? 0 : row.quantity.high) },
    {
      id: 'likely', head: t('Likely'), shown: planned.some(({ quantity }) => quantity.low !== quantity.high), right: true,
      cell: (row) => ('why' in row || row.likely === undefined ? '' : amountOf(row.likely, row, t)), key: (row) => ('why' in row ? 0 : (row.likely ?? 0)),
    },
    { id: 'dollars', head: t('Dollars'), shown: true, right: true, cell: (row) => ('why' in row || !row.usd ? '' : dollarRange(row.usd)), key: (row) => ('why' in row ? 0 : (row.usd?.high ?? 0)) },
    { id: 'fits', head: t('Fits'), shown: ceilings.length > 0, cell: (row) => ('why' in row ? '' : fits(row.fits)), key: (row) => ('why' in row ? 0 : Number(row.fits)) },
    { id: 'better', head: t('Better'), shown: report.best === 'better', cell: (row) => ('why' in row ? '' : yes(row.isBest)), key: (row) => ('why' in row ? 0 : Number(row.isBest)) },
    {
      id: 'note', head: t('Note'), shown: true,
      cell: (row) => ('why' in row ? unpricedText(row, t) : rowOf(row.subject, t).note), key: (row) => ('why' in row ? unpricedText(row, t) : rowOf(row.subject, t).note),
    },
  ];
  return columns.filter(({ shown }) => shown);
}

/** The rows in words, those without a price first, then in the order of the plan. */
function tableOf(report: BatchReport, t: Translate): TextTable {
  const columns = batchColumns(report, t);
  return {
    head: columns.map(({ head }) => head),
    rows: [...report.unpriced, ...report.planned].map((row) => columns.map(({ cell }) => cell(row))),
    right: columns.flatMap(({ right }, index) => (right ? [index] : [])),
  };
}

function startOf(prompt: string): string {
  return visible(prompt.length > PROMPT_CHARACTERS ? `${prompt.slice(0, PROMPT_CHARACTERS - 1)}…` : prompt);
}

function requestText(row: BatchTableRow, t: Translate): string {
  if (!('why' in row)) return rowOf(row.subject, t).request;
  if (row.why.kind === 'unread') return '';
  const title = requestTitle(row.why.subject, t);
  return row.copies === 1 ? title : t('{0} × {1}', title, row.copies);
}
