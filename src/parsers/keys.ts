import type { Node } from '@vscode/tree-sitter-wasm';
import type { FieldValue } from '../core/request/value';
import type { TreeIndex } from './treeIndex';

/** What reads the values of keys. */
interface Reader {
  valueOf(node: Node, depth?: number): FieldValue;
  textOf(node: Node, depth?: number): string | undefined;
}

/** How grammars name what holds a key that is an expression, rather than a name of its own. */
const COMPUTING =
  /subscript|^index_expression$|element_(?:access|reference)|^bracketed|^computed|^array_access$|^arguments$|argument_list$|value_arguments$|^value_argument$|^pair$|^array_element_initializer$|^infix_expression$/;
const EXPRESSION = /call|invocation|attribute|member|binary|ternary|conditional|subscript|template|selector|navigation|field_access|interpolat|concat|scoped|scope_resolution/;
const MAX_UP = 6;

/** The name that a key stands for; undefined when only the running program knows it. */
export function nameOfKey(given: Node, index: TreeIndex, reader: Reader, depth = 0): string | undefined {
  const inner = given.type === 'computed_property_name' ? given.namedChildren[0] : undefined;
  const key = index.plain(inner ?? given);
  const kind = index.leafOf(key);
  if (kind === 'string' && !index.isShape(key)) {
    const text = reader.textOf(key, depth);
    return text?.includes('{}') ? undefined : text;
  }
  const computed = inner !== undefined || isComputed(given, index);
  if (kind === 'name' ? !computed : kind === undefined && !computed && !EXPRESSION.test(key.type)) return key.text;
  if (kind !== 'name' && !EXPRESSION.test(key.type) && kind !== 'string') return key.text;
  const value = reader.valueOf(key, depth);
  return value.kind === 'scalar' && value.values.length === 1 ? String(value.values[0]) : undefined;
}

function isComputed(key: Node, index: TreeIndex): boolean {
  let up = index.parentOf(key);
  // The name of an argument, as in `f(mode: "pro")`, is written as it is.
  const isNamed = (at: Node): boolean => /argument$/.test(at.type) && at.children.some((child) => child?.type === ':' || child?.type === '=');
  while (up && !isNamed(up) && !COMPUTING.test(up.type) && (index.syntax.transparent?.has(up.type) || up.type === 'argument')) up = index.parentOf(up);
  if (!up || isNamed(up)) return false;
  return up.type === 'keyed_element' ? isInMap(up, index) : COMPUTING.test(up.type);
}

/** Whether a Go literal's keys are values, as a map's are, and not the names of a struct's fields. */
function isInMap(element: Node, index: TreeIndex): boolean {
  let up = index.parentOf(element);
  for (let steps = 0; up && steps < MAX_UP; steps += 1, up = index.parentOf(up)) {
    const type = up.childForFieldName('type');
    if (type) return type.type === 'map_type';
  }
  return false;
}
