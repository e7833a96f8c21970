import type { Node } from '@vscode/tree-sitter-wasm';
import type { FieldValue } from '../core/request/value';
import { literal } from './values';

/** How grammars name what a loop does with each of the values in its head. */
const BODY = /^do_group$|body|block|compound_statement/;
/** What stands for the names of files, when it is not quoted. */
const PATTERN = /[*?[]/;

interface Reader {
  valueOf(node: Node, depth?: number): FieldValue;
  isLeaf(node: Node): boolean;
}

/** The values in a loop's head, from its first on; a text that is not quoted is as many values as it has words. */
export function valuesFrom(first: Node, reader: Reader, depth = 0): FieldValue[] {
  const values: FieldValue[] = [];
  for (let at: Node | null = first; at && !BODY.test(at.type); at = at.nextNamedSibling) values.push(...valuesAt(at, reader, depth));
  return values;
}

function valuesAt(node: Node, reader: Reader, depth: number): FieldValue[] {
  const value = reader.valueOf(node, depth);
  const runtime: FieldValue = { kind: 'runtime', span: value.span };
  if (value.kind !== 'scalar') return [runtime];
  if (reader.isLeaf(node)) return [node.type === 'word' && PATTERN.test(node.text) ? runtime : value];
  const [text, ...others] = value.values;
  if (typeof text !== 'string' || others.length > 0 || value.origin === 'default' || PATTERN.test(text)) return [runtime];
  return text.split(/\s+/).flatMap((word) => (word === '' ? [] : { ...value, ...literal(word, value.span), origin: 'constant' as const }));
}
