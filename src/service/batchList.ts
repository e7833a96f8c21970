import { CsvError, parse } from 'csv-parse';
import { parseTree } from 'jsonc-parser';
import type { Node, ParseError } from 'jsonc-parser';
import { columnOf, twoColumns } from '../core/batch/listColumns';
import { readListRow } from '../core/batch/listRow';
import type { BadRow, ListRow, RowPlace } from '../core/batch/listRow';
import { LineIndex } from '../core/text';
import type { ListFault } from '../presentation/batchListFault';
import { valueOf } from './jsonFaults';

export const LIST_FORMATS = ['csv', 'tsv', 'json', 'jsonl', 'text'] as const;
export type ListFormat = (typeof LIST_FORMATS)[number];

/** The most rows and the longest row that are read. */
const MOST_ROWS = 200_000;
const LONGEST_ROW = 1_000_000;
/** The longest text of JSON; the other formats are read piece by piece. */
const LONGEST_JSON = 10_000_000;
const DEEPEST_JSON = 50;
/** Where a list stands in a JSON object. */
const LIST_KEYS = ['requests', 'prompts', 'items', 'rows', 'videos', 'images', 'batch', 'data'];

const ENDINGS: Readonly<Record<string, ListFormat>> = {
  csv: 'csv', tsv: 'tsv', tab: 'tsv', json: 'json', jsonl: 'jsonl', ndjson: 'jsonl', txt: 'text', text: 'text',
};

/** A list that cannot be read at all. */
export class ListError extends Error {
  override readonly name = 'ListError';
  readonly fault: ListFault;

  constructor(fault: ListFault) {
    super(fault.code);
    this.fault = fault;
  }
}

/** The rows of a list, those that cannot be read among them, and the columns that tell nothing. */
export interface PromptList {
  readonly rows: readonly (ListRow | BadRow)[];
  /** Names of columns that nothing is known of, as written. */
  readonly unread: readonly string[];
}

/** The format that a file's name tells; undefined for a file that is no list. */
export function listFormatOf(file: string): ListFormat | undefined {
  return ENDINGS[/\.([a-z]+)$/i.exec(file)?.[1]?.toLowerCase() ?? ''];
}

/** Reads a prompt list piece by piece. Throws a ListError when it cannot be read; a bad row is only named. */
export async function readPromptList(format: ListFormat, chunks: AsyncIterable<string> | Iterable<string>): Promise<PromptList> {
  const rows: (ListRow | BadRow)[] = [];
  const unread = new Set<string>();
  const keep = (row: ListRow | BadRow): void => {
    if (rows.length >= MOST_ROWS) throw new ListError({ code: 'tooMany', most: MOST_ROWS });
    rows.push(row);
  };
  const keepCells: KeepCells = (place, cells) => {
    for (const [name] of cells) if (!unread.has(name) && columnOf(name) === undefined) unread.add(name);
    keep(readListRow(place, cells));
  };
  if (format === 'json') await readJson(chunks, keepCells, keep);
  else if (format === 'csv' || format === 'tsv') await readCells(format, chunks, keepCells, keep);
  else {
    for await (const { line, text } of linesOf(chunks)) {
      if (text.trim() === '') continue;
      if (format === 'text') keepCells({ line }, [['prompt', text.trim()]]);
      else readValue({ line }, parsed(text), keepCells, keep);
    }
  }
  if (rows.length === 0) throw new ListError({ code: 'empty' });
  return { rows, unread: [...unread] };
}

type KeepCells = (place: RowPlace, cells: readonly (readonly [string, unknown])[]) => void;
type Keep = (row: BadRow) => void;

/** One value of JSON: an object is a row, a text a prompt. */
function readValue(place: RowPlace, read: { readonly value: unknown } | undefined, keepCells: KeepCells, keep: Keep): void {
  if (!read) keep({ ...place, fault: { code: 'notJson' } });
  else if (typeof read.value === 'string') keepCells(place, [['prompt', read.value]]);
  else if (typeof read.value !== 'object' || read.value === null || Array.isArray(read.value)) keep({ ...place, fault: { code: 'notARow' } });
  else keepCells(place, Object.entries(read.value));
}

function parsed(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    // A SyntaxError is how JSON says no.
    return undefined;
  }
}

async function readJson(chunks: AsyncIterable<string> | Iterable<string>, keepCells: KeepCells, keep: Keep): Promise<void> {
  let text = '';
  for await (const chunk of withoutReturns(chunks)) {
    text += chunk;
    if (text.length > LONGEST_JSON) throw new ListError({ code: 'tooLong', most: LONGEST_JSON });
  }
  if (text.trim() === '') return;
  if (isDeep(text)) throw new ListError({ code: 'tooDeep', most: DEEPEST_JSON });
  const errors: ParseError[] = [];
  const root = parseTree(text, errors);
  const lines = new LineIndex(text);
  const lineOf = (offset: number): number => lines.positionAt(offset).line + 1;
  if (errors[0]) throw new ListError({ code: 'notJson', line: lineOf(errors[0].offset) });
  const list = root && listIn(root);
  if (!list) throw new ListError({ code: 'noList' });
  for (const [index, node] of (list.children ?? []).entries()) readValue({ line: lineOf(node.offset), entry: index + 1 }, { value: valueOf(node) }, keepCells, keep);
}

/** The list itself, or the one under a key of an object that usually holds one. */
function listIn(root: Node): Node | undefined {
  if (root.type === 'array') return root;
  const members = root.type === 'object' ? (root.children ?? []) : [];
  return LIST_KEYS.flatMap((key) => members.find(({ children }) => children?.[0]?.value === key)?.children?.[1] ?? []).find(({ type }) => type === 'array');
}

/** Whether brackets outside of strings nest deeper than a list does. */
function isDeep(text: string): boolean {
  let depth = 0;
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[[{\]}]/g)) {
    if (token === '[' || token === '{') depth += 1;
    else if (token === ']' || token === '}') depth -= 1;
    if (depth > DEEPEST_JSON) return true;
  }
  return false;
}

async function readCells(format: 'csv' | 'tsv', chunks: AsyncIterable<string> | Iterable<string>, keepCells: KeepCells, keep: Keep): Promise<void> {
  let head: readonly string[] | undefined;
  let lastLine = 0;
  const take = (record: readonly string[], endLine: number): void => {
    const line = endLine - record.reduce((breaks, cell) => breaks + (cell.split('\n').length - 1), 0);
    lastLine = endLine;
    if (!head) {
      head = headOf(record);
      return;
    }
    const names = head;
    const isFull = record.length >= names.length && record.slice(names.length).every((cell) => cell.trim() === '');
    if (record.every((cell) => cell.trim() === '')) return;
    if (isFull) keepCells({ line }, names.map((name, at) => [name, record[at]]));
    else keep({ line, fault: { code: 'cells', cells: record.length, names: names.length } });
  };
  const pieces = withoutReturns(chunks)[Symbol.asyncIterator]();
  let piece: IteratorResult<string, unknown> = await pieces.next();
  if (piece.done) return;
  const parser = parse({
    bom: true,
    delimiter: format === 'tsv' ? '\t' : delimiterOf(piece.value),
    record_delimiter: '\n',
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: LONGEST_ROW,
    on_record: (record: string[], { lines }) => {
      take(record, lines);
      return null;
    },
  });
  const done = new Promise<void>((resolve, reject) => {
    parser.once('end', resolve);
    parser.once('error', reject);
  });
  done.catch(() => undefined);
  parser.resume();
  try {
    for (; !piece.done && !parser.destroyed; piece = await pieces.next()) {
      if (!parser.write(piece.value)) await Promise.race([done, new Promise((resolve) => parser.once('drain', resolve))]);
    }
    parser.end();
    await done;
  } catch (error) {
    if (error instanceof CsvError) throw new ListError(csvFault(error, lastLine));
    throw error;
  }
}

function headOf(record: readonly string[]): readonly string[] {
  const twice = twoColumns(record);
  if (twice) throw new ListError({ code: 'twoColumns', ...twice });
  if (!record.some((name) => columnOf(name) !== undefined)) throw new ListError({ code: 'noColumns', names: record.slice(0, 5) });
  return record;
}

/** Spreadsheets of some countries write semicolons. */
function delimiterOf(text: string): ',' | ';' | '\t' {
  const line = (text.split('\n', 1)[0] ?? '').replace(/"[^"]*"/g, '');
  const count = (mark: string): number => line.split(mark).length;
  if (count(',') > 1) return ',';
  return count(';') > 1 ? ';' : count('\t') > 1 ? '\t' : ',';
}

function csvFault(error: CsvError, lastLine: number): ListFault {
  const lines: unknown = error['lines'];
  const line = typeof lines === 'number' ? lines : lastLine + 1;
  switch (error.code) {
    case 'CSV_QUOTE_NOT_CLOSED': return { code: 'openQuote', line: lastLine + 1 };
    case 'CSV_MAX_RECORD_SIZE': return { code: 'longRow', line: lastLine + 1, most: LONGEST_ROW };
    case 'INVALID_OPENING_QUOTE':
    case 'CSV_INVALID_CLOSING_QUOTE': return { code: 'quote', line };
    default: return { code: 'badCsv', line, detail: error.code };
  }
}

/** Lines with their number, from 1. */
async function* linesOf(chunks: AsyncIterable<string> | Iterable<string>): AsyncGenerator<{ readonly line: number; readonly text: string }> {
  let [rest, line] = ['', 0];
  for await (const chunk of withoutReturns(chunks)) {
    const pieces = (rest + chunk).split('\n');
    rest = pieces.pop() ?? '';
    if (rest.length > LONGEST_ROW) throw new ListError({ code: 'longRow', line: line + pieces.length + 1, most: LONGEST_ROW });
    for (const text of pieces) yield { line: ++line, text };
  }
  if (rest !== '') yield { line: line + 1, text: rest };
}

/** With `\n` for every line end, also within quotes, and without a byte order mark; what looks binary is refused. */
async function* withoutReturns(chunks: AsyncIterable<string> | Iterable<string>): AsyncGenerator<string> {
  let [held, isFirst] = ['', true];
  for await (const chunk of chunks) {
    let text = held + chunk;
    if (isFirst) text = text.replace(/^\uFEFF/, '');
    if (text.includes('\0')) throw new ListError({ code: 'binary' });
    held = text.endsWith('\r') ? '\r' : '';
    isFirst &&= text === '';
    const piece = (held === '' ? text : text.slice(0, -1)).replace(/\r\n?/g, '\n');
    if (piece !== '') yield piece;
  }
  if (held !== '') yield '\n';
}
