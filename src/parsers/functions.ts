import type { Node } from '@vscode/tree-sitter-wasm';
import type { Span } from '../core/text';
import { FUNCTION_TYPE } from './nodeTypes';
import { classAround } from './properties';
import { spanOf } from './treeIndex';
import type { Shape, TreeIndex } from './treeIndex';

/** How grammars name what gives back a value. */
export const RETURNING = /^return_(?:statement|expression)$|^return$/;
const YIELDING = /^yield/;
const BODY = /block|body|compound_statement/;
const FAILING = /^(?:throw|raise)(?:_(?:statement|expression))?$/;
/** A call that ends the program, in place of a failure. */
const PANIC = /^(?:panic|process\.exit|sys\.exit|os\.Exit)\(/;
const HEAD = 20;
/** What an own method is called on. */
const OWN = /^(?:self|this|cls|Self|static|\$this)(?:\.|->|::)/;
/** How much of a value is looked at for the class that makes it. */
const MADE_LENGTH = 200;
/** How far a called name stands inside of its call. */
const MAX_CLIMB = 3;
const SWITCH = /^(?:expression_)?(?:switch|match)_(?:statement|expression)$/;
const CASE = /case|default|section|group|rule/;
/** How the case begins that is for all that fits no other. */
const OTHERWISE = /^(?:default\b|case\s+_\s*:|else\b)/;
const ASKING_AGAIN = /^(?:elif|elsif|else_if)/;
/** What holds statements one after the other. */
const GROUP = /block|body|compound_statement|statement_list|^else|^elif|^elsif|case|default|section|group|rule/;
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

/** The function around a place, or what else hides its names; undefined outside of all. */
export function scopeAround({ start, end }: Span, index: TreeIndex): Span | undefined {
  for (let up = index.root.descendantForIndex(start, end); up; up = index.parentOf(up)) if (index.syntax.scopes.has(up.type)) return spanOf(up);
  return undefined;
}

/** The calls of a function by its name, or of a method on the own object or on one of its class. */
export function callsOf(defined: Node, index: TreeIndex): Node[] {
  const name = (defined.childForFieldName('name') ?? defined.parent?.childForFieldName('name'))?.text;
  if (name === undefined) return [];
  return index.mentionsOf(name).flatMap((leaf): Node[] => {
    for (let up = index.parentOf(leaf), steps = 0; up && steps < MAX_CLIMB; up = index.parentOf(up), steps += 1) {
      const call = index.shape(up, 'call');
      if (call) return isCallOf(defined, name, call, index) ? [up] : [];
    }
    return [];
  });
}

function isCallOf(defined: Node, name: string, call: Shape, index: TreeIndex): boolean {
  const called = index.calledName(call);
  if (called.replace(OWN, '') === name) return true;
  const on = /^(.*)(?:\.|->|::)\s*\w+$/s.exec(called)?.[1];
  const owner = classAround(defined, index)?.childForFieldName('name')?.text;
  if (on === undefined || owner === undefined || !called.endsWith(name)) return false;
  const made = index.bindingsAt(on, call.span.start).map(({ value, type }) => `${value?.text ?? ''} ${type?.text ?? ''}`);
  return [on, ...made].some((text) => new RegExp(`\\b${owner}\\b`).test(text.slice(0, MADE_LENGTH)));
}

/** What a function gives back, at each of its ends; undefined when one of them cannot be told. */
export function returnsOf(defined: Node): Node[] | undefined {
  if (defined.endIndex - defined.startIndex > MAX_LENGTH) return undefined;
  const body = defined.childForFieldName('body');
  if (!body) return undefined;
  if (!BODY.test(body.type)) return [body];
  const ends = isLeft(body) ? endsIn(body) : [];
  return ends.length > 0 && ends.every((end) => end !== undefined) ? ends : undefined;
}

/** What a function gives back, at those of its ends where it can be told. */
export function endsOf(defined: Node): Node[] {
  const body = defined.endIndex - defined.startIndex > MAX_LENGTH ? undefined : defined.childForFieldName('body');
  return body ? endsIn(body).filter((end) => end !== undefined) : [];
}

/** The values behind each `return`; undefined for one that gives back none or several, or one after the other. */
function endsIn(node: Node): (Node | undefined)[] {
  if (YIELDING.test(node.type)) return [undefined];
  if (!RETURNING.test(node.type)) return node.namedChildren.flatMap((child) => (!child || FUNCTION_TYPE.test(child.type) ? [] : endsIn(child)));
  const [value] = node.namedChildren;
  const only = value?.type === 'expression_list' ? value.namedChildren[0] : value;
  return [value?.type === 'expression_list' && value.namedChildCount !== 1 ? undefined : (only ?? undefined)];
}

/** Whether a statement or block surely ends in leaving the function, with a value or a failure. */
function isLeft(node: Node): boolean {
  if (RETURNING.test(node.type) || FAILING.test(node.type) || PANIC.test(node.text.slice(0, HEAD))) return true;
  if (node.type === 'if_statement') {
    const otherwise = node.childrenForFieldName('alternative').filter((child) => child !== null);
    const last = otherwise.at(-1);
    const first = node.childForFieldName('consequence') ?? node.childForFieldName('body');
    return last !== undefined && !ASKING_AGAIN.test(last.type) && [first, ...otherwise].every((branch) => branch !== null && isLeft(branch));
  }
  if (SWITCH.test(node.type)) {
    const cases = (node.childForFieldName('body') ?? node).namedChildren.flatMap((child) => (child && CASE.test(child.type) ? [child] : []));
    const isFallingThrough = (one: Node): boolean => one !== cases.at(-1) && one.text.trimEnd().endsWith(':');
    return cases.some(({ text }) => OTHERWISE.test(text)) && cases.every((one) => isFallingThrough(one) || endsLeft(one));
  }
  return GROUP.test(node.type) && endsLeft(node);
}

function endsLeft(group: Node): boolean {
  const last = group.namedChildren.findLast((child) => child && !child.type.includes('comment'));
  return last ? isLeft(last) : false;
}
