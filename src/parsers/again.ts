import type { Node } from '@vscode/tree-sitter-wasm';
import type { ProviderDefinition } from '../core/providers/provider';
import type { Resolution } from '../core/request/resolved';
import type { RequestSite } from '../core/request/site';
import { contains } from '../core/text';
import { madeAt } from './aside';
import type { Evaluator } from './evaluate';
import { FUNCTION_TYPE } from './nodeTypes';
import { isBodyKey } from './links';
import type { FoundRequest } from './parser';
import type { Shape, TreeIndex } from './treeIndex';
import { spanOf } from './treeIndex';

/** How grammars name a choice between branches, and what ends a function or a round of a loop. */
const CHOICE = /^(?:if|elif|elsif|else|case|when|unless)(?:_(?:statement|expression|clause|then))?$|^(?:switch|match|conditional|ternary)_?(?:statement|expression|block|body)?$/;
const LEAVING = /^(?:return|throw|raise|continue|break)(?:_(?:statement|expression))?$|^jump_expression$/;
/** How grammars name what runs only when something failed. */
const FAILED = /^(?:catch|except|rescue)(?:_clause|_block)?$/;

interface Reading {
  readonly index: TreeIndex;
  readonly evaluator: Evaluator;
  readonly providers: readonly ProviderDefinition[];
}

/**
 * A call with what it sends that another call sent before, with the values it has by then: each sending is charged.
 * Undefined where only one of the two runs and their provider reads the same in both: that is one charge.
 */
export function withSentAgain(call: Shape, site: RequestSite, found: readonly FoundRequest[], reading: Reading): RequestSite | undefined {
  const { index, evaluator } = reading;
  const again = bodiesOf(call.parts['arguments'], index, evaluator).flatMap((node) => {
    const value = evaluator.valueOf(node);
    const before = value.kind === 'object' ? sitesOf(node, call, found, index, evaluator) : [];
    return value.kind === 'object' && before.length > 0 ? [{ value, before }] : [];
  });
  if (again.length === 0) return site;
  const whole = { ...site, fields: again.flatMap(({ value }) => value.fields), open: again.some(({ value }) => value.open) };
  return again.some(({ before }) => isSentEither(call, whole, before, reading)) ? undefined : whole;
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

function isSentEither(call: Shape, site: RequestSite, before: readonly FoundRequest[], { index, providers }: Reading): boolean {
  return before.some(({ site: { call: at }, resolution }) => {
    const sending = at && index.root.descendantForIndex(at.start, at.end);
    if (!sending || !runsInsteadOf(call.node, sending, index)) return false;
    const other = providers.map((provider) => provider.read(site)).find((read) => read !== undefined);
    return other !== undefined && asPriced(other) === asPriced(resolution);
  });
}

/** Whether a node runs only where an earlier one does not: in another branch of a choice, or behind a branch that ends. */
function runsInsteadOf(node: Node, earlier: Node, index: TreeIndex): boolean {
  let inside = earlier;
  for (let up = index.parentOf(earlier); up; up = index.parentOf(up)) {
    const isShared = contains(spanOf(up), spanOf(node));
    const isInCondition = up.childForFieldName('condition')?.id === inside.id;
    if (CHOICE.test(up.type) && !isInCondition && (isShared || leaves(inside))) return true;
    if (isShared || FUNCTION_TYPE.test(up.type)) return false;
    inside = up;
  }
  return false;
}

/** Whether nothing behind a branch runs after it. */
function leaves(branch: Node): boolean {
  const last = branch.namedChildren.findLast((child) => child && !child.type.includes('comment'));
  return last ? LEAVING.test(last.type) : false;
}

/** What decides the price; whether a video starts from a text or an image does not, where all else is the same. */
function asPriced({ request }: Resolution): string {
  const feature = request.feature === 'image2video' ? 'text2video' : request.feature;
  return JSON.stringify([request.provider, feature, Object.entries(request.parameters).map(([name, { values }]) => [name, values])]);
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
