import type { Node } from '@vscode/tree-sitter-wasm';
import type { Repetition } from '../core/request/site';
import type { FieldValue } from '../core/request/value';
import { valuesFrom } from './eachValue';
import type { Evaluator } from './evaluate';
import { FUNCTION_TYPE } from './nodeTypes';
import type { FoundRequest } from './parser';
import type { Shape, TreeIndex } from './treeIndex';

/** Names of the number of a try, in a loop's head. */
const RETRY = /^\W*(?:for|foreach|repeat|loop)?\b[^{]*?(?:attempt|retr(?:y|ies)|(?<!en)tries|try_?(?:no|num|count))/i;
const EXIT = /\b(?:return|break)\b/g;
/** Tests of what went wrong: a loop that is left then would have gone on. */
const FAILING = /!|\bnot\b|err|fail|abort|except|catch|null|none|nil\b|unless|>=?\s*4\d\d/i;
/** How much of a statement's beginning is taken for its test. */
const TEST_LENGTH = 60;
/** How lists are called when they grow or shrink. */
const CHANGING = String.raw`\s*(?:\+=|\.\s*(?:push|append|extend|insert|unshift|splice|pop|shift|remove|add|addAll|concat)\b)`;

/** Whether a provider takes what is sent for an item of a list. */
type Takes = (item: FieldValue, all: readonly FieldValue[]) => boolean;

/** The loops around a sending call, out to the function it stands in; undefined when there are none. */
export function repetitionOf(
  call: Node,
  index: TreeIndex,
  evaluator: Evaluator,
  text: string,
  isOurs: Takes,
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

function lengthOf({ parts }: Shape, evaluator: Evaluator, text: string, isOurs: Takes): number | undefined {
  const { list, within, count, from, to, each } = parts;
  const counted = numberOf(count, evaluator) ?? (from && to ? numbersBetween(numberOf(from, evaluator), numberOf(to, evaluator)) : undefined);
  if (counted !== undefined && counted > 0) return counted;
  const given = each && !list ? valuesFrom(each, evaluator) : [];
  if (given.length > 0) return given.every(({ kind }) => kind === 'scalar') ? given.length : undefined;
  const over = list && evaluator.valueOf(list).kind === 'runtime' && within ? within : list;
  const listed = over && evaluator.valueOf(over);
  if (!over || !listed || isChanged(over, text)) return undefined;
  // What a table holds is gone through as often as it has fields.
  if (listed.kind === 'object' && over === within) return listed.open || listed.fields.length === 0 ? undefined : listed.fields.length;
  if (listed.kind !== 'array' || listed.open || listed.items.length === 0) return undefined;
  // Where some of the items name the provider's models, the others are for someone else.
  const ours = listed.items.filter((item) => isOurs(item, listed.items));
  return ours.length > 0 ? ours.length : listed.items.length;
}

/** Whether a list grows or shrinks somewhere in the text. */
function isChanged(list: Node, text: string): boolean {
  return /^[\w$]+$/.test(list.text) && new RegExp(String.raw`(?<![\w$.])${list.text.replaceAll('$', String.raw`\$`)}${CHANGING}`).test(text);
}

/** The whole number that a node surely is. */
function numberOf(node: Node | undefined, evaluator: Evaluator): number | undefined {
  const value = node && evaluator.valueOf(node);
  if (value?.kind !== 'scalar' || value.values.length > 1 || value.origin === 'default') return undefined;
  const number = Number(value.values[0]);
  return Number.isInteger(number) ? number : undefined;
}

function numbersBetween(from: number | undefined, to: number | undefined): number | undefined {
  return from === undefined || to === undefined ? undefined : to - from + 1;
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
