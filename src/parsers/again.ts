import type { Node } from '@vscode/tree-sitter-wasm';
import type { ObjectValue } from '../core/request/value';
import { contains } from '../core/text';
import { madeAt } from './aside';
import type { Evaluator } from './evaluate';
import { isBodyKey } from './links';
import type { FoundRequest } from './parser';
import type { Shape, TreeIndex } from './treeIndex';
import { spanOf } from './treeIndex';

/** How grammars name what runs only when something failed. */
const FAILED = /^(?:catch|except|rescue)(?:_clause|_block)?$/;

/** What a call sends that another call sent before, with the values it has by then: each sending is charged. */
export function sentAgain(call: Shape, found: readonly FoundRequest[], index: TreeIndex, evaluator: Evaluator): ObjectValue[] {
  return bodiesOf(call.parts['arguments'], index, evaluator).flatMap((node) => {
    const value = evaluator.valueOf(node);
    return value.kind === 'object' && sitesOf(node, call, found, index, evaluator).length > 0 ? [value] : [];
  });
}

/** Whether a call sends once more what failed before, which was not charged. */
export function isRetried(call: Shape, found: readonly FoundRequest[], index: TreeIndex, evaluator: Evaluator): boolean {
  for (let up = index.parentOf(call.node); up; up = index.parentOf(up)) {
    const tried = FAILED.test(up.type) ? index.parentOf(up) : undefined;
    if (!tried) continue;
    const nodes = bodiesOf(call.parts['arguments'], index, evaluator);
    const isAgain = nodes.some((node) => sitesOf(node, call, found, index, evaluator).length > 0);
    if (isAgain && found.some(({ site }) => contains(spanOf(tried), site.call ?? site.span))) return true;
  }
  return false;
}

function sitesOf(node: Node, call: Shape, found: readonly FoundRequest[], index: TreeIndex, evaluator: Evaluator): FoundRequest[] {
  const made = madeAt(node, index, evaluator);
  return found.filter(({ site }) => site.call && site.call.start < call.span.start && made.some((at) => contains(site.span, spanOf(at))));
}

/** What a call gets as a body: by its place, or under a key such as `json` or `body`. */
function bodiesOf(list: Node | undefined, index: TreeIndex, evaluator: Evaluator): Node[] {
  return (list?.namedChildren ?? []).flatMap((child): Node[] => {
    if (!child) return [];
    const field = index.shape(child, 'field')?.parts;
    if (field?.['key'] && field['value']) return isBodyKey(evaluator.keyOf(field['key'])) ? [field['value']] : [];
    return index.shape(child, 'object') ? bodiesOf(child, index, evaluator) : [child];
  });
}
