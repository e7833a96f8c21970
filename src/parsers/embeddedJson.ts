import type { Field, FieldValue, ObjectValue, Scalar } from '../core/request/value';
import { readJsonText } from './jsonReader';
import { TextBuilder, moveSpans } from './mappedText';
import type { Piece } from './strings';

/** Stand-ins for the values that are put into a text; no text has such characters itself. */
const FIRST_HOLE = 0xe000;
const MAX_HOLES = 0x1000;
const HOLE = /[\ue000-\uf000]/;
const HOLES = /[\ue000-\uf000]/g;
/** What stands in a text for a value that a formatting function or a template puts in. */
const PLACEHOLDER = /^(?:%(?:\d+\$)?[-+.\d]*[a-zA-Z@]|\{\d*\}|\{\{[^{}]*\}\}|\$?\{[\w.]*\}|<%.*%>)$/;
const UNQUOTED = /(?:%(?:\d+\$)?[-+.\d]*[sdvqfti@]|\(?\s*\$([A-Za-z_]\w*)\s*(?:\|\s*\w+\s*)*\)?)/;
const UNQUOTED_KEY = /(?<=[{,]\s*)([A-Za-z_]\w*)(?=\s*:)/;
const OUTSIDE = new RegExp(`${UNQUOTED.source}|${UNQUOTED_KEY.source}`, 'g');
const START = /^\s*(?=\{)/;
/** A flag that a body is written right behind: `-d'{…}'`. */
const FLAG = /^-{1,2}[\w-]*=?/;
const MAX_ERRORS = 6;

/** The object that a string holds as JSON, at its places in the document; undefined when it holds none. */
export function embeddedObject(given: readonly Piece[], valueOf: (piece: Piece) => FieldValue): ObjectValue | undefined {
  const pieces = unescaped(withoutFlag(given));
  const [first] = pieces;
  const prefix = first?.kind === 'text' ? START.exec(first.text)?.[0] : undefined;
  if (prefix === undefined || pieces.length > MAX_HOLES) return undefined;
  const builder = new TextBuilder();
  const holes: Piece[] = [];
  let quoted = false;
  const putHole = (piece: Piece): void => {
    const hole = String.fromCharCode(FIRST_HOLE + (holes.length % MAX_HOLES));
    holes.push(piece);
    builder.put(quoted ? hole : `"${hole}"`, piece.start, piece.end - piece.start);
  };
  const put = (text: string, piece: Piece, at: number): void => {
    if (text.length === 0) return;
    const exact = piece.kind === 'text' && piece.text.length === piece.end - piece.start;
    if (exact) builder.keep(text, piece.start + at);
    else builder.put(text, piece.start, piece.end - piece.start);
  };
  /** Text outside of JSON's strings, where names and verbs of formats can stand for values. */
  const putOutside = (text: string, piece: Piece, from: number): void => {
    let at = 0;
    for (const match of text.matchAll(OUTSIDE)) {
      put(text.slice(at, match.index), piece, from + at);
      at = match.index + match[0].length;
      const span = { start: piece.start + from + match.index, end: piece.start + from + at };
      if (match[2] !== undefined) builder.put(`"${match[2]}"`, span.start, span.end - span.start);
      else putHole({ kind: 'value', ...span, ...(match[1] === undefined ? {} : { name: match[1] }) });
    }
    put(text.slice(at), piece, from + at);
  };
  let escaped = false;
  for (const [index, piece] of pieces.entries()) {
    if (piece.kind === 'value') {
      putHole(piece);
      continue;
    }
    let at = index === 0 ? prefix.length : 0;
    for (let end = at; end <= piece.text.length; end += 1) {
      const char = piece.text[end];
      const closes = char === '"' && !(quoted && escaped);
      escaped = quoted && char === '\\' && !escaped;
      if (!closes && char !== undefined) continue;
      if (quoted || closes || char === undefined) {
        const text = piece.text.slice(at, end);
        if (quoted) put(text, piece, at);
        else putOutside(text, piece, at);
        if (closes) put('"', piece, end);
        at = end + 1;
      }
      if (closes) quoted = !quoted;
    }
  }
  return read(builder, holes, valueOf);
}

/** The text without the backslashes that a Windows shell wants before the quotes inside single quotes. */
function unescaped(pieces: readonly Piece[]): readonly Piece[] {
  const [first] = pieces;
  if (first?.kind !== 'text' || !/^\s*\{\s*\\"/.test(first.text)) return pieces;
  return pieces.flatMap((piece): Piece[] => {
    if (piece.kind !== 'text' || piece.text.length !== piece.end - piece.start) return [piece];
    return [...piece.text.matchAll(/\\"|(?:(?!\\")[^])+/g)].map(({ 0: text, index }): Piece => {
      const start = piece.start + index;
      return { kind: 'text', text: text === '\\"' ? '"' : text, start, end: start + text.length };
    });
  });
}

function withoutFlag(pieces: readonly Piece[]): readonly Piece[] {
  const [first, ...rest] = pieces;
  const flag = first?.kind === 'text' ? FLAG.exec(first.text)?.[0] : undefined;
  if (first?.kind !== 'text' || flag === undefined) return pieces;
  const left: Piece = { ...first, text: first.text.slice(flag.length), start: first.start + flag.length };
  return left.text === '' ? rest : [left, ...rest];
}

function read(builder: TextBuilder, holes: readonly Piece[], valueOf: (piece: Piece) => FieldValue): ObjectValue | undefined {
  const { text, place } = builder.build();
  const { value, errors } = readJsonText(text, { code: [], variables: new Map(), parts: [] });
  if (value?.kind !== 'object' || value.fields.length === 0 || errors.length > MAX_ERRORS) return undefined;
  const filled = fill(moveSpans(value, place), holes, valueOf);
  return filled.kind === 'object' ? { ...filled, open: errors.length > 0 } : undefined;
}

/** Puts the values in. */
function fill(value: FieldValue, holes: readonly Piece[], valueOf: (piece: Piece) => FieldValue): FieldValue {
  const again = (inner: FieldValue): FieldValue => fill(inner, holes, valueOf);
  if (value.kind === 'object') {
    return { ...value, fields: value.fields.map((field): Field => ({ ...field, value: again(field.value) })) };
  }
  if (value.kind === 'array') return { ...value, items: value.items.map(again) };
  if (value.kind !== 'scalar') return value;
  const [text] = value.values;
  if (typeof text !== 'string') return value;
  if (PLACEHOLDER.test(text)) return { kind: 'runtime', span: value.span };
  if (!HOLE.test(text)) return value;
  const of = (hole: string): FieldValue => {
    const piece = holes[hole.charCodeAt(0) - FIRST_HOLE];
    return piece ? valueOf(piece) : { kind: 'runtime', span: value.span };
  };
  if (text.length === 1) return { ...of(text), span: value.span };
  const known = [...text.matchAll(HOLES)].map(([hole]) => of(hole));
  const single = (inner: FieldValue | undefined): Scalar | undefined =>
    inner?.kind === 'scalar' && inner.values.length === 1 ? inner.values[0] : undefined;
  if (known.some((inner) => single(inner) === undefined)) return { kind: 'runtime', span: value.span };
  let at = 0;
  const whole = text.replace(HOLES, () => String(single(known[at++])));
  return { kind: 'scalar', values: [whole], origin: 'constant', span: value.span };
}
