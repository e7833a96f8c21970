import type { Node } from '@vscode/tree-sitter-wasm';
import { FUNCTION_TYPE } from './nodeTypes';
import type { TreeIndex } from './treeIndex';

/** How grammars name what gives back a value. */
const RETURNING = /^return_(?:statement|expression)$|^return$/;
const YIELDING = /^yield/;
const BODY = /block|body|compound_statement/;
/** A longer function is not read for what it gives back. */
const MAX_LENGTH = 4_000;

/** The functions of a file that have a name: defined with it, or put in a variable of that name. */
export function functionsNamed(name: string, index: TreeIndex): Node[] {
  return index.mentionsOf(name).flatMap((leaf) => {
    const up = index.parentOf(leaf);
    if (!up || up.childForFieldName('name')?.id !== leaf.id) return [];
    if (FUNCTION_TYPE.test(up.type)) return [up];
    const value = up.childForFieldName('value');
    return value && FUNCTION_TYPE.test(value.type) ? [value] : [];
  });
}

/** What a function gives back, at each of its ends; undefined when one of them cannot be told. */
export function returnsOf(defined: Node): Node[] | undefined {
  if (defined.endIndex - defined.startIndex > MAX_LENGTH) return undefined;
  const body = defined.childForFieldName('body');
  if (!body) return undefined;
  if (!BODY.test(body.type)) return [body];
  const last = body.namedChildren.at(-1);
  const end = last?.type === 'statement_list' ? last.namedChildren.at(-1) : last;
  if (!end || !RETURNING.test(end.type)) return undefined;
  const found: Node[] = [];
  const isPlain = (node: Node): boolean => {
    if (YIELDING.test(node.type)) return false;
    if (RETURNING.test(node.type)) {
      const [value] = node.namedChildren;
      const only = value?.type === 'expression_list' ? value.namedChildren[0] : value;
      if (!only || (value?.namedChildCount !== 1 && value?.type === 'expression_list')) return false;
      found.push(only);
      return true;
    }
    return node.namedChildren.every((child) => !child || FUNCTION_TYPE.test(child.type) || isPlain(child));
  };
  return isPlain(body) && found.length > 0 ? found : undefined;
}
