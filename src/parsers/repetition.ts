import type { Node } from '@vscode/tree-sitter-wasm';
import type { Repetition } from '../core/request/site';
import type { FieldValue } from '../core/request/value';
import type { Evaluator } from './evaluate';
import { FUNCTION_TYPE } from './nodeTypes';
import type { FoundRequest } from './parser';
import type { Shape, TreeIndex } from './treeIndex';

/** Names of the number of a try, in a loop's head. */
const RETRY = /^\W*(?:for|foreach|repeat|loop)?\b[^{]*?(?:attempt|retr(?:y|ies)|tries|try_?(?:no|num|count))/i;
const EXIT = /\b(?:return|break)\b/g;
/** Tests of what went wrong: a loop that is left then would have gone on. */
const FAILING = /!|\bnot\b|err|fail|abort|except|catch|null|none|nil\b|unless|>=?\s*4\d\d/i;
/** How much of a statement's beginning is taken for its test. */
const TEST_LENGTH = 60;
/** How lists are called when they grow or shrink. */
const CHANGING = String.raw`\s*(?:\+=|\.\s*(?:push|append|extend|insert|unshift|splice|pop|shift|remove|add|addAll|concat)\b)`;

/**
 * The loops around a sending call, out to the function it stands in; undefined when there are none. `isOurs` tells whether an id
 * or path is the provider's that takes the request.
 */
export function repetitionOf(
  call: Node,
  index: TreeIndex,
  evaluator: Evaluator,
  text: string,
  isOurs: (address: string) => boolean,
): Repetition | undefined {
  let times = 1;
  let open = false;
  let loops = 0;
  for (let at: Node = call, up = call.parent; up; at = up, up = up.parent) {
    const loop = index.shape(up, 'loop');
    if (loop && !isHead(at, loop) && !isRetry(loop, text)) {
      loops += 1;
      const length = lengthOf(loop, evaluator, text, isOurs);
      if (length === undefined || endsEarly(loop.node, call, index, text)) open = true;
      else times *= length;
    }
    if (FUNCTION_TYPE.test(up.type) && !isCallback(up, index)) break;
  }
  return loops === 0 ? undefined : { times, open };
}

/** A found request with how often it is sent. */
export function repeated(found: FoundRequest, repetition: Repetition | undefined): FoundRequest {
  if (!repetition) return found;
  const site = { ...found.site, repetition };
  const { resolution } = found;
  if (resolution.kind === 'unresolved') return { site, resolution };
  return { site, resolution: { kind: 'resolved', request: { ...resolution.request, repetition } } };
}

function lengthOf({ parts }: Shape, evaluator: Evaluator, text: string, isOurs: (address: string) => boolean): number | undefined {
  const { list, count, each } = parts;
  if (each) return eachOf(each, evaluator);
  const counted = count && evaluator.valueOf(count);
  if (counted?.kind === 'scalar' && counted.values.length === 1 && counted.origin !== 'default') {
    const value = Number(counted.values[0]);
    if (Number.isInteger(value) && value > 0) return value;
  }
  const listed = list && evaluator.valueOf(list);
  if (!list || listed?.kind !== 'array' || listed.open || listed.items.length === 0) return undefined;
  const changes = /^[\w$]+$/.test(list.text) && new RegExp(String.raw`(?<![\w$.])${list.text.replaceAll('$', String.raw`\$`)}${CHANGING}`).test(text);
  if (changes) return undefined;
  // Where some of the items name the provider's models, the others are for someone else.
  const ours = listed.items.filter((item) => addressesIn(item).some(isOurs));
  return ours.length > 0 ? ours.length : listed.items.length;
}

/** Whether a loop only tries again until it works, by the words of its head. */
function isRetry({ node }: Shape, text: string): boolean {
  const end = text.indexOf('\n', node.startIndex);
  return RETRY.test(text.slice(node.startIndex, Math.min(end < 0 ? node.endIndex : end, node.endIndex)));
}

/** Whether a loop is left once a request in it succeeded: how often it is sent, only the run knows. */
function endsEarly(loop: Node, call: Node, index: TreeIndex, text: string): boolean {
  for (const exit of text.slice(call.endIndex, loop.endIndex).matchAll(EXIT)) {
    let test = '';
    let up = index.root.descendantForIndex(call.endIndex + exit.index, call.endIndex + exit.index);
    for (; up && up.id !== loop.id && !FUNCTION_TYPE.test(up.type); up = up.parent) {
      if (/^(?:if|elsif|unless|catch|except|case|switch|match)_?/.test(up.type)) test ||= text.slice(up.startIndex, up.startIndex + TEST_LENGTH);
    }
    if (up?.id === loop.id && !FAILING.test(test)) return true;
  }
  return false;
}

/** The ids, paths and URLs in an item of a list. */
function addressesIn(item: FieldValue): string[] {
  if (item.kind === 'object') return item.fields.flatMap(({ value }) => addressesIn(value));
  return item.kind === 'scalar' ? item.values.map(String).filter((text) => text.includes('/')) : [];
}

/** How many values stand in a loop's head, when each of them is known. */
function eachOf(first: Node, evaluator: Evaluator): number | undefined {
  let values = 0;
  for (let at: Node | null = first; at; at = at.nextNamedSibling) {
    const isValue: boolean = evaluator.isLeaf(at);
    if (!isValue && values > 0 && at.nextNamedSibling === null) return values;
    if (!isValue || evaluator.piecesOf(at).some(({ kind }) => kind === 'value')) return undefined;
    values += 1;
  }
  return undefined;
}

/** Whether a node is what a loop goes over rather than what it does. */
function isHead(node: Node, { parts }: Shape): boolean {
  return Object.values(parts).some((part) => part !== undefined && part.startIndex <= node.startIndex && node.endIndex <= part.endIndex);
}

/** Whether a function is the one that a loop such as `list.map(…)` calls for each item. */
function isCallback(node: Node, index: TreeIndex): boolean {
  for (let up = node.parent, steps = 0; up && steps < 3; up = up.parent, steps++) {
    if (index.shape(up, 'loop')) return true;
  }
  return false;
}
