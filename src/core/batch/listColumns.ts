import { normalizeKey } from '../providers/reading';
import type { ParameterName } from '../request/resolved';

/** What a column of a prompt list tells: a parameter, or something about the row. */
export type ListColumn = ParameterName | 'prompt' | 'feature' | 'provider' | 'copies' | 'priority';

/** How columns are spelled, without case, spaces, underscores and dashes; `duration_s` and `duration_sec` are durationseconds. */
const SPELLINGS: Readonly<Record<ListColumn, readonly string[]>> = {
  prompt: ['prompt', 'prompts', 'prompttext', 'positiveprompt', 'text', 'description'],
  feature: ['feature', 'task', 'tasktype'],
  provider: ['provider'],
  model: ['model', 'modelname', 'modelid', 'modelversion'],
  mode: ['mode', 'quality'],
  resolution: ['resolution'],
  durationSeconds: ['duration', 'durationseconds', 'seconds', 'length', 'lengthseconds', 'videolength'],
  audio: ['audio', 'sound', 'generateaudio', 'withaudio', 'enableaudio', 'motionhasaudio', 'hasaudio', 'nativeaudio', 'withsound'],
  voice: ['voice', 'withvoice'],
  videoInput: ['videoinput'],
  referenceImage: ['referenceimage'],
  count: ['count', 'n', 'numimages', 'images'],
  scene: ['scene', 'effectscene'],
  copies: ['copies', 'repeat', 'repeats', 'times', 'variations', 'takes'],
  priority: ['priority', 'prio'],
};

const COLUMNS: ReadonlyMap<string, ListColumn> = new Map(
  (Object.keys(SPELLINGS) as ListColumn[]).flatMap((column) => SPELLINGS[column].map((name): [string, ListColumn] => [name, column])),
);

/** What a column of this name tells; undefined for a name that nothing is known of. */
export function columnOf(name: string): ListColumn | undefined {
  // `Duration (s)` is `duration_s`.
  const plain = name.trim().replace(/\s*[([]\s*(\w+)\s*[)\]]$/, '_$1');
  return COLUMNS.get(normalizeKey(plain).replace(/[^\p{L}\p{N}]/gu, ''));
}

/** Two columns that tell the same. */
export interface TwoColumns {
  readonly column: ListColumn;
  readonly names: readonly [string, string];
}

/** The first two columns that tell the same, as written; undefined when there are none. */
export function twoColumns(names: readonly string[]): TwoColumns | undefined {
  const seen = new Map<ListColumn, string>();
  for (const name of names) {
    const column = columnOf(name);
    if (!column) continue;
    const other = seen.get(column);
    if (other !== undefined) return { column, names: [other, name] };
    seen.set(column, name);
  }
  return undefined;
}
