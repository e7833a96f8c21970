import { ASKED_COPIES } from '../estimate/cases';
import type { GivenParameters } from '../providers/provider';
import { readCount, readMode, readResolution, readSeconds, readSwitch, readText } from '../providers/reading';
import type { ScalarReader } from '../providers/reading';
import { FEATURES } from '../request/resolved';
import type { Feature, Parameter, ParameterName } from '../request/resolved';
import type { Scalar } from '../request/value';
import { columnOf, twoColumns } from './listColumns';
import type { ListColumn, TwoColumns } from './listColumns';

/** Where a row stands. */
export interface RowPlace {
  /** The line on which it starts, from 1. */
  readonly line: number;
  /** Its number among the entries of a JSON list, from 1; in other lists the line tells it. */
  readonly entry?: number;
}

/** The number of a row, and its line where that is another. */
export function numberOf({ line, entry }: RowPlace): { readonly row: number; readonly line?: number } {
  return entry === undefined ? { row: line } : { row: entry, line };
}

/** One row of a prompt list. */
export interface ListRow extends RowPlace {
  readonly prompt?: string;
  readonly feature?: Feature;
  readonly provider?: string;
  readonly parameters: GivenParameters;
  /** How often it is sent. */
  readonly copies: number;
  /** The higher, the sooner; with three decimals at most. */
  readonly priority: number;
}

/** Why a row cannot be read. `name` and `value` are as written. */
export type RowFault =
  | { readonly code: 'badValue'; readonly column: ListColumn; readonly name: string; readonly value: string }
  | { readonly code: 'notText'; readonly column: ListColumn; readonly name: string }
  | ({ readonly code: 'twoColumns' } & TwoColumns)
  /** A row with more or fewer cells than the head has names. */
  | { readonly code: 'cells'; readonly cells: number; readonly names: number }
  | { readonly code: 'notJson' }
  | { readonly code: 'notARow' };

/** A row that cannot be read. */
export interface BadRow extends RowPlace {
  readonly fault: RowFault;
}

/** How often a row can be sent, and how many a request can ask for, at most. */
export const MOST_COPIES = 100_000;
const MOST_PRIORITY = 1e9;

const READERS: Readonly<Record<Exclude<ListColumn, 'prompt'>, ScalarReader>> = {
  feature: readFeature,
  provider: readText,
  model: readText,
  mode: readMode,
  resolution: readResolution,
  durationSeconds: (value) => above0(readSeconds(value)),
  audio: readSwitch,
  voice: readSwitch,
  videoInput: readSwitch,
  referenceImage: readSwitch,
  count: (value) => above0(readCount(value)),
  scene: readText,
  copies: (value) => above0(readCount(value)),
  priority: readPriority,
};

/** Reads one row from its cells by the names of their columns; a cell that is empty or null says nothing. */
export function readListRow(place: RowPlace, cells: readonly (readonly [name: string, value: unknown])[]): ListRow | BadRow {
  const given = cells.filter(([, value]) => value !== undefined && value !== null && (typeof value !== 'string' || value.trim() !== ''));
  const twice = twoColumns(given.map(([name]) => name));
  if (twice) return { ...place, fault: { code: 'twoColumns', ...twice } };
  const found = new Map<ListColumn, Scalar>();
  for (const [name, value] of given) {
    const column = columnOf(name);
    if (!column) continue;
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return { ...place, fault: { code: 'notText', column, name } };
    const read = column === 'prompt' ? String(value) : READERS[column](value);
    if (read === undefined || ((column === 'copies' || column === 'count') && Number(read) > MOST_COPIES)) return { ...place, fault: { code: 'badValue', column, name, value: String(value) } };
    found.set(column, read);
  }
  return rowOf(place, found);
}

function rowOf(place: RowPlace, found: ReadonlyMap<ListColumn, Scalar>): ListRow {
  const parameters: Partial<Record<ParameterName, Parameter>> = {};
  for (const [column, value] of found) {
    if (column !== 'prompt' && column !== 'feature' && column !== 'provider' && column !== 'copies' && column !== 'priority') {
      parameters[column] = { values: [value], origin: 'literal' };
    }
  }
  const [prompt, feature, provider] = [found.get('prompt'), found.get('feature'), found.get('provider')];
  return {
    ...place,
    ...(typeof prompt === 'string' ? { prompt } : {}),
    ...(feature === undefined ? {} : { feature: feature as Feature }),
    ...(typeof provider === 'string' ? { provider: provider.toLowerCase() } : {}),
    parameters,
    copies: Number(found.get('copies') ?? 1),
    priority: Number(found.get('priority') ?? 0),
  };
}

/** What a list does not tell of its rows. */
export interface ListDefaults {
  readonly feature: Feature;
  readonly provider: string;
  readonly parameters: GivenParameters;
  readonly copies: number;
}

/** A row with everything filled in: what it does not tell is as given for the whole list, and every row is sent so many times. */
export function filledRow(row: ListRow, { feature, provider, parameters, copies }: ListDefaults): Required<Omit<ListRow, 'prompt' | keyof RowPlace>> {
  const asked = row.feature ?? feature;
  const { count, ...others } = { ...parameters, ...row.parameters };
  const copied = row.copies * copies;
  const filled = { feature: asked, provider: row.provider ?? provider, priority: row.priority };
  // Only of images several can be asked for at once; of anything else it takes as many requests.
  if (!count || ASKED_COPIES.has(asked)) return { ...filled, copies: copied, parameters: count ? { ...others, count } : others };
  return { ...filled, copies: copied * Number(count.values[0] ?? 1), parameters: others };
}

function readFeature(value: Scalar): Scalar | undefined {
  const spelled = (text: string): string => text.toLowerCase().replace(/[-_\s]/g, '').replace(/to(?=video|image|audio)/g, '2');
  return FEATURES.find((feature) => spelled(feature) === spelled(String(value)));
}

function readPriority(value: Scalar): Scalar | undefined {
  const number = /^[-+]?\d+(?:\.\d{1,3})?$/.test(String(value).trim()) ? Number(value) : NaN;
  return Math.abs(number) <= MOST_PRIORITY ? number : undefined;
}

function above0(value: Scalar | undefined): Scalar | undefined {
  return typeof value === 'number' && value > 0 ? value : undefined;
}
