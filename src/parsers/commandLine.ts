import type { Node } from '@vscode/tree-sitter-wasm';
import type { Field, FieldValue, Scalar } from '../core/request/value';
import type { Evaluator } from './evaluate';
import type { Piece } from './strings';
import { spanOf } from './treeIndex';

/** What the words of a command that sends a request say. */
export interface CommandLine {
  /** The words that can name where it is sent. */
  readonly addresses: readonly Node[];
  readonly reads: boolean;
  /** The fields of a body that is written word by word: `model_name=x`. */
  readonly fields: readonly Field[];
}

type FlagKind = 'address' | 'body' | 'method' | 'other' | 'reads';

/** A tool that sends requests, with its flags that take a word, or that make it read. */
interface Tool {
  readonly name: RegExp;
  readonly flags: ReadonlyMap<string, FlagKind>;
  /** Whether its words can be fields of the body. */
  readonly pairs?: true;
  /** What makes it send, when it does other things too. */
  readonly verbs?: RegExp;
  /** Whether each of its other flags is a field of the body, with the word behind it. */
  readonly options?: true;
  /** Whether case in its flags does not matter. */
  readonly anyCase?: true;
}

function flags(groups: Readonly<Partial<Record<FlagKind, string>>>): ReadonlyMap<string, FlagKind> {
  return new Map(
    Object.entries(groups).flatMap(([kind, names]) => names.split(' ').map((name) => [name, kind as FlagKind] as const)),
  );
}

const TOOLS: readonly Tool[] = [
  {
    name: /^curl(?:\.exe|ie)?$/,
    flags: flags({
      address: '--url',
      body: '-d --data --data-raw --data-binary --data-ascii --data-urlencode --json -F --form --form-string',
      method: '-X --request',
      reads: '-G --get -I --head',
      other:
        '-H --header -o --output -A --user-agent -u --user -e --referer -b --cookie -c --cookie-jar -w --write-out -m --max-time ' +
        '--connect-timeout --retry --retry-delay --retry-max-time -x --proxy --cacert --cert --key -K --config -D --dump-header ' +
        '-T --upload-file -E -r --range --resolve --oauth2-bearer --limit-rate',
    }),
  },
  {
    name: /^wget$/,
    flags: flags({
      body: '--post-data --post-file --body-data --body-file',
      method: '--method',
      other: '--header -O --output-document -o --output-file -U --user-agent -T --timeout -t --tries -P',
    }),
  },
  {
    name: /^(?:https?|xhs?)$/,
    pairs: true,
    flags: flags({ body: '--raw', other: '-a --auth -A --auth-type -o --output --timeout --verify --proxy --session -p --print' }),
  },
  {
    name: /^replicate$/,
    pairs: true,
    verbs: /^(?:run|create)$/,
    flags: flags({ body: '-i --input', other: '-o --output --output-directory --webhook --json-input' }),
  },
  { name: /^genmedia$/, options: true, verbs: /^(?:run|submit)$/, flags: flags({ other: '--download --timeout --logs --output' }) },
  {
    name: /^(?:invoke-restmethod|invoke-webrequest|irm|iwr)$/i,
    anyCase: true,
    flags: flags({
      address: '-uri',
      body: '-body -form -infile',
      method: '-method -custommethod',
      other: '-headers -contenttype -outfile -timeoutsec -useragent -websession -credential -authentication -token -erroraction -sessionvariable -maximumretrycount -retryintervalsec -responseheadersvariable -statuscodevariable',
    }),
  },
];

/** How far behind commands such as `sudo` or `timeout 30` the tool may stand. */
const MAX_LEAD = 3;
const READING = /^(?:get|head|delete|options)$/i;
const METHOD = /^(?:get|head|delete|options|post|put|patch)$/i;
const PAIR = /^([A-Za-z_][\w.[\]-]*)(:?=@?)/;

/** Reads the words of a command; undefined when it is none of the tools known here. */
export function readCommand(name: string, words: readonly Node[], evaluator: Evaluator): CommandLine | undefined {
  const texts = words.map((word) => evaluator.textOf(word) ?? '');
  const named = [name, ...texts.slice(0, MAX_LEAD)].map((text) => text.replace(/^.*[/\\]/, ''));
  const at = named.findIndex((text) => TOOLS.some((tool) => tool.name.test(text)));
  const tool = TOOLS.find((known) => known.name.test(named[at] ?? ''));
  if (!tool) return undefined;

  const addresses: Node[] = [];
  const fields: Field[] = [];
  let method: string | undefined;
  let hasBody = false;
  let reads = false;
  for (let index = at; index < words.length; index += 1) {
    const word = words[index];
    const text = texts[index] ?? '';
    if (!word) continue;
    const flag = flagIn(text, tool);
    const behind = words[index + 1];
    if (!flag && tool.options && /^--\w/.test(text)) {
      if (!behind || /^-/.test(texts[index + 1] ?? '')) continue;
      fields.push({ key: text.slice(2), keySpan: spanOf(word), value: evaluator.valueOf(behind) });
      index += 1;
      continue;
    }
    if (!flag) {
      const pair = tool.pairs && PAIR.exec(text);
      if (pair) fields.push(pairOf(word, pair, evaluator));
      else if (tool.pairs && METHOD.test(text)) method ??= text;
      else if (!text.startsWith('-')) addresses.push(word);
      continue;
    }
    const { kind, attached } = flag;
    if (kind === 'reads') {
      reads = true;
      continue;
    }
    if (attached === undefined) index += 1;
    const value = attached === undefined ? words[index] : word;
    const written = attached ?? texts[index] ?? '';
    if (kind === 'address' && value) addresses.push(value);
    if (kind === 'method') method = written;
    if (kind !== 'body') continue;
    hasBody = true;
    const pair = attached === undefined ? PAIR.exec(written) : null;
    if (value && pair) fields.push(pairOf(value, pair, evaluator));
  }
  if (tool.verbs) return { addresses, fields, reads: !texts.slice(at, at + MAX_LEAD).some((text) => tool.verbs?.test(text)) };
  const silent = method === undefined && !hasBody && fields.length === 0;
  return { addresses, fields, reads: reads || silent || (method !== undefined && READING.test(method)) };
}

function flagIn(text: string, tool: Tool): { readonly kind: FlagKind; readonly attached?: string } | undefined {
  const spelled = tool.anyCase ? text.toLowerCase() : text;
  const whole = tool.flags.get(spelled);
  if (whole) return { kind: whole };
  const long = /^(--[\w-]+)=([^]*)$/.exec(spelled);
  const kind = long?.[1] === undefined ? undefined : tool.flags.get(long[1]);
  if (kind) return { kind, attached: long?.[2] ?? '' };
  if (tool.anyCase || !/^-[A-Za-z]/.test(text)) return undefined;
  // Letters in a row: the first that takes a value takes what follows, or the next word.
  for (let at = 1; /[A-Za-z]/.test(text[at] ?? ''); at += 1) {
    const short = tool.flags.get(`-${text[at] ?? ''}`);
    if (short === 'reads') return { kind: short };
    if (short) return at + 1 < text.length ? { kind: short, attached: text.slice(at + 1) } : { kind: short };
  }
  return undefined;
}

/** A field that is written as a word: `mode=pro`, `duration:=5`, `prompt="a $thing"`. */
function pairOf(word: Node, pair: RegExpExecArray, evaluator: Evaluator): Field {
  const [all, key = '', operator = '='] = pair;
  const pieces = evaluator.piecesOf(word);
  const first = pieces[0];
  const start = first?.start ?? word.startIndex;
  const keySpan = { start, end: start + key.length };
  const span = { start: start + all.length, end: word.endIndex };
  const runtime: FieldValue = { kind: 'runtime', span };
  if (operator.endsWith('@') || first?.kind !== 'text') return { key, keySpan, value: runtime };
  const rest: Piece[] = [{ ...first, text: first.text.slice(all.length) }, ...pieces.slice(1)];
  const parts = rest.filter((piece) => piece.kind === 'value' || piece.text !== '');
  const only = parts.length === 1 ? parts[0] : undefined;
  if (only) {
    const value = evaluator.pieceValue(only);
    if (value.kind !== 'scalar' || only.kind === 'value') return { key, keySpan, value: { ...value, span } };
    const text = String(value.values[0]);
    return { key, keySpan, value: { ...value, values: [operator === ':=' ? plain(text) : text], span } };
  }
  const values = parts.map((piece) => evaluator.pieceValue(piece));
  const texts = values.map((value) => (value.kind === 'scalar' && value.values.length === 1 ? String(value.values[0]) : undefined));
  if (texts.includes(undefined)) return { key, keySpan, value: runtime };
  return { key, keySpan, value: { kind: 'scalar', values: [texts.join('')], origin: 'constant', span } };
}

function plain(text: string): Scalar {
  if (text === 'true' || text === 'false') return text === 'true';
  return /^-?\d+(?:\.\d+)?$/.test(text) ? Number(text) : text;
}
