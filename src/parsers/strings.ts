import type { Node } from '@vscode/tree-sitter-wasm';
import type { TreeSyntax } from './language';

/**
 * A part of a string. A text stands in the document character by character, or is one escape that stands for it;
 * a value is what the program puts in: a node, or a name that has no node of its own.
 */
export type Piece =
  | { readonly kind: 'text'; readonly text: string; readonly start: number; readonly end: number }
  | { readonly kind: 'value'; readonly start: number; readonly end: number; readonly node?: Node; readonly name?: string };

const CONTROL: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f', '0': '\0', '\n': '' };
const ESCAPE_NODE = 'escape_sequence';
/** How grammars name what formats a value that is put into a string. */
const FORMAT = /^(?:format_specifier|type_conversion|interpolation_format_clause|interpolation_alignment_clause)$/;
/** A bracket that stands twice in a text with values stands for itself. */
const DOUBLED = /\{\{|\}\}/g;
const ANY_ESCAPE = /^[\s\S]+$/g;

/** What a string is made of. `isValue` tells whether a part is the value itself rather than brackets around it. */
export function piecesOf(node: Node, syntax: TreeSyntax, isValue: (child: Node) => boolean): Piece[] {
  const pieces: Piece[] = [];
  const { from, to } = boundsOf(node, syntax);
  const addText = (text: string, start: number, type: string): void => {
    for (const piece of unescaped(text, start, type === ESCAPE_NODE ? ANY_ESCAPE : syntax.escapes?.[type])) put(pieces, piece);
  };
  /** Text that the grammar gives no node. */
  const addGap = (start: number, end: number): void => {
    const [a, b] = [Math.max(start, from), Math.min(end, to)];
    if (a < b) addText(node.text.slice(a - node.startIndex, b - node.startIndex), a, node.type);
  };
  const gaps = node.childCount === 0 || syntax.gaps?.has(node.type) === true;
  let at = node.startIndex;
  for (const child of node.children) {
    if (!child) continue;
    if (gaps) addGap(at, child.startIndex);
    at = child.endIndex;
    if (syntax.leaves[child.type] === 'string') {
      for (const piece of piecesOf(child, syntax, isValue)) put(pieces, piece);
    } else if (syntax.fragments.has(child.type)) {
      const doubled = child.namedChildren.some((part) => part?.type === 'escape_interpolation');
      if (doubled) for (const piece of unescaped(child.text, child.startIndex, DOUBLED)) put(pieces, piece);
      else addText(child.text, child.startIndex, child.type);
    } else if (syntax.interpolations.has(child.type)) {
      // A format may make another text of the value.
      const formatted = child.namedChildren.some((part) => part !== null && FORMAT.test(part.type));
      const inner = isValue(child) || formatted ? child : child.namedChildren[0];
      pieces.push({ kind: 'value', start: child.startIndex, end: child.endIndex, ...(inner ? { node: inner } : {}) });
    }
  }
  if (gaps) addGap(at, node.endIndex);
  return syntax.names ? pieces.flatMap((piece) => withNames(piece, syntax.names as RegExp)) : pieces;
}

/** Where a string's text is, when its marks have no nodes. */
function boundsOf(node: Node, syntax: TreeSyntax): { from: number; to: number } {
  const whole = { from: node.startIndex, to: node.endIndex };
  if (node.childCount > 0 && !syntax.gaps?.has(node.type)) return whole;
  const { text } = node;
  const open = /^(?:@["']\r?\n|[$@]?["'`]|:(?=\w))/.exec(text)?.[0] ?? '';
  const close = open.startsWith('@') && open.endsWith('\n') ? /\r?\n["']@$/.exec(text)?.[0] : open.endsWith(text.at(-1) ?? '') ? text.at(-1) : '';
  if (text.length < open.length + (close ?? '').length) return whole;
  return { from: whole.from + open.length, to: whole.to - (close ?? '').length };
}

/** Adds a text to the one it continues, so that a name or an escape is never cut in two. */
function put(pieces: Piece[], piece: Piece): void {
  const last = pieces.at(-1);
  const plain = (one: Piece): boolean => one.kind === 'text' && one.text.length === one.end - one.start;
  if (last?.kind === 'text' && piece.kind === 'text' && last.end === piece.start && plain(last) && plain(piece)) {
    pieces[pieces.length - 1] = { ...last, text: last.text + piece.text, end: piece.end };
  } else {
    pieces.push(piece);
  }
}

function unescaped(text: string, start: number, escapes: RegExp | undefined): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  const plain = (end: number): void => {
    if (end > at) pieces.push({ kind: 'text', text: text.slice(at, end), start: start + at, end: start + end });
    at = end;
  };
  for (const { 0: escape, index } of escapes ? text.matchAll(escapes) : []) {
    plain(index);
    at = index + escape.length;
    pieces.push({ kind: 'text', text: decoded(escape), start: start + index, end: start + at });
  }
  plain(text.length);
  return pieces;
}

/** The character that an escape stands for: a control character, a code point, or the character after its mark. */
function decoded(escape: string): string {
  const rest = escape.slice(1);
  const code = /^(?:u\{?([0-9a-f]{1,6})\}?|U([0-9a-f]{8})|x([0-9a-f]{2}))$/i.exec(rest);
  const point = code ? Number.parseInt(code[1] ?? code[2] ?? code[3] ?? '', 16) : Number.NaN;
  if (point <= 0x10ffff) return String.fromCodePoint(point);
  return CONTROL[rest] ?? rest;
}

/** Cuts out names that stand in a text without a node of their own. */
function withNames(piece: Piece, names: RegExp): Piece[] {
  if (piece.kind !== 'text' || piece.text.length !== piece.end - piece.start) return [piece];
  const cut: Piece[] = [];
  let at = 0;
  const text = (end: number): void => {
    if (end > at) cut.push({ kind: 'text', text: piece.text.slice(at, end), start: piece.start + at, end: piece.start + end });
  };
  for (const match of piece.text.matchAll(names)) {
    const name = match[1];
    if (name === undefined) continue;
    text(match.index);
    at = match.index + match[0].length;
    cut.push({ kind: 'value', start: piece.start + match.index, end: piece.start + at, name });
  }
  text(piece.text.length);
  return cut;
}

/** The pieces of a text with placeholders, each filled with the value it stands for. */
export function filledIn(pieces: readonly Piece[], placeholders: RegExp, values: readonly Node[]): Piece[] {
  let next = 0;
  return pieces.flatMap((piece): Piece[] => {
    if (piece.kind !== 'text') return [piece];
    const cut: Piece[] = [];
    const plain = piece.text.length === piece.end - piece.start;
    const place = (from: number, to: number) => (plain ? { start: piece.start + from, end: piece.start + to } : { start: piece.start, end: piece.end });
    let at = 0;
    const text = (end: number): void => {
      if (end > at) cut.push({ kind: 'text', text: piece.text.slice(at, end), ...place(at, end) });
    };
    for (const match of piece.text.matchAll(placeholders)) {
      text(match.index);
      at = match.index + match[0].length;
      // A mark that stands twice stands for itself.
      if (/^(.)\1$/.test(match[0])) {
        cut.push({ kind: 'text', text: match[0].slice(1), ...place(match.index, at) });
        continue;
      }
      const name = match[1];
      const node = name === undefined || name === '' ? values[next++] : values[Number(name)];
      const named = name !== undefined && /^[a-z_]/i.test(name) ? { name } : {};
      cut.push({ kind: 'value', ...place(match.index, at), ...(node ? { node } : named) });
    }
    text(piece.text.length);
    return cut;
  });
}

/** Whether a text can name a place to send to, rather than be a body or a header that holds a slash. */
export function isAddress(text: string): boolean {
  return text.includes('/') && !/^\s*(?:\{(?!\})|\[|[A-Za-z-]+:\s)/.test(text);
}
