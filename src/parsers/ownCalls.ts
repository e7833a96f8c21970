import type { Node } from '@vscode/tree-sitter-wasm';
import type { Span } from '../core/text';
import { contains } from '../core/text';
import { FUNCTION_TYPE } from './nodeTypes';
import { CLASS_TYPE } from './properties';
import { spanOf } from './treeIndex';
import type { Shape, TreeIndex } from './treeIndex';

/** A called name: what it is called on, how that is joined, and its last part. */
const CALLED = /^(?:(.*?)\s*(\?\.|\?->|->|::|\.)\s*)?([\w$-]+)(?:::)?(?:<[^<>]*>)?$/s;
/** What an own method is called on, alone or as what holds another object. */
const OWN = /^(?:this|self|cls|Self|static|\$this)$/;
const OWN_PROPERTY = /^(?:(?:this|self|cls|Self|static|\$this)(?:\??\.|\??->|::)\$?|@)(\w+)$/;
const PARENT = /^(?:super|parent|base)\b/;
/** Modules of the file itself. */
const OWN_MODULE = /^(?:self|crate|super)$/;
const WORD = /[A-Za-z_]\w*/g;
/** How classes are written, apart from the words of a language that look the same. */
const CLASS_NAME = /^(?!(?:None|True|False)$)[A-Z]\w*[a-z]/;
/** A class is named at the start of what makes an object of it. */
const MADE_LENGTH = 100;
/** How far the name of a function without one of its own stands from it. */
const MAX_CLIMB = 4;

/** A function of the file with the class or object whose method it is. */
interface Own {
  readonly defined: Node;
  readonly owner?: { readonly names: readonly string[]; readonly span?: Span };
}

/** Whether a node takes up a place, no more and no less. */
export function isAt({ startIndex, endIndex }: Node, { start, end }: Span): boolean {
  return start === startIndex && end === endIndex;
}

/** The calls of the functions and methods of a file. */
export class OwnCalls {
  readonly #index: TreeIndex;
  readonly #named = new Map<string, readonly Own[]>();

  constructor(index: TreeIndex) {
    this.#index = index;
  }

  /** Whether a call runs a function of the file in which another of some places is; they are asked for where it may. */
  runsOneOf(call: Node, places: () => readonly Span[]): boolean {
    const functions = this.#functionsOf(call).map(spanOf);
    const others = functions.length > 0 ? places().filter((place) => !isAt(call, place)) : [];
    return functions.some((span) => others.some((place) => contains(span, place)));
  }

  /** The functions and methods of the file that a call runs, as far as what it is called on tells. */
  #functionsOf(node: Node): Node[] {
    const call = this.#index.shape(node, 'call');
    const [, on = '', joint = '', name] = (call && CALLED.exec(this.#index.calledName(call))) ?? [];
    if (!call || name === undefined) return [];
    const all = this.#named.get(name) ?? this.#index.mentionsOf(name).flatMap((leaf) => ownAt(leaf, this.#index) ?? []);
    this.#named.set(name, all);
    return all.filter((own) => runs(own, call, { on, joint, name }, this.#index)).map(({ defined }) => defined);
  }
}

/** The function that a name stands for where it is defined with it, put in it, or kept under it. */
function ownAt(leaf: Node, index: TreeIndex): Own | undefined {
  const up = index.parentOf(leaf);
  if (!up) return undefined;
  if (FUNCTION_TYPE.test(up.type)) {
    const named = up.childForFieldName('name') ?? up.namedChildren.find((child) => child && /name|identifier|^word$/.test(child.type));
    return named?.id === leaf.id ? withOwner(up, up, index) : undefined;
  }
  for (let at: Node | null = up, steps = 0; at && steps < MAX_CLIMB && !index.syntax.blocks.has(at.type); at = index.parentOf(at), steps += 1) {
    const value = valueAt(at, index);
    if (!value || value.startIndex < leaf.endIndex) continue;
    const defined = functionIn(value, index);
    if (!defined) return undefined;
    const object = index.shape(up, 'member')?.parts['object'];
    return object ? { defined, owner: { names: object.text.match(WORD) ?? [] } } : withOwner(defined, at, index);
  }
  return undefined;
}

function valueAt(node: Node, index: TreeIndex): Node | undefined {
  const shape = ['binding', 'field', 'property', 'reassign'].map((kind) => index.shape(node, kind)?.parts['value']).find((value) => value !== undefined);
  const value = shape ?? node.childForFieldName('value') ?? node.childForFieldName('right') ?? undefined;
  return value?.type === 'expression_list' ? (value.namedChildren[0] ?? undefined) : value;
}

/** A function, or the one that a call such as `useCallback` makes it of. */
function functionIn(value: Node, index: TreeIndex): Node | undefined {
  if (FUNCTION_TYPE.test(value.type)) return value;
  const given = index.shape(value, 'call')?.parts['arguments']?.namedChildren ?? [];
  return given.find((child) => child && FUNCTION_TYPE.test(child.type)) ?? undefined;
}

function withOwner(defined: Node, at: Node, index: TreeIndex): Own {
  const receiver = defined.childForFieldName('receiver');
  if (receiver) return { defined, owner: { names: receiver.text.match(WORD) ?? [] } };
  for (let up = index.parentOf(at); up && up.id !== index.root.id && !FUNCTION_TYPE.test(up.type); up = index.parentOf(up)) {
    if (CLASS_TYPE.test(up.type)) {
      const body = up.childForFieldName('body')?.startIndex ?? up.endIndex;
      const head = up.text.slice(0, Math.min(body - up.startIndex, MADE_LENGTH));
      return { defined, owner: { names: head.match(WORD) ?? [], span: spanOf(up) } };
    }
    if (index.shape(up, 'object')) {
      const outer = index.parentOf(up);
      const name = outer && (index.shape(outer, 'binding')?.parts['name'] ?? index.shape(outer, 'reassign')?.parts['name']);
      return { defined, owner: { names: name ? [name.text] : [], span: spanOf(up) } };
    }
  }
  return { defined };
}

function runs({ defined, owner }: Own, call: Shape, { on, joint, name }: { on: string; joint: string; name: string }, index: TreeIndex): boolean {
  if (!owner) return on === '' || (joint === '::' && OWN_MODULE.test(on));
  const isInside = owner.span === undefined || contains(owner.span, call.span);
  if (on === '') return owner.span !== undefined && isInside && index.importOf(name) === undefined;
  if (OWN.test(on)) return isInside;
  if (PARENT.test(on)) return owner.span !== undefined && !isInside;
  const words = madeOf(on, call.span.start, index);
  if (words.some((word) => owner.names.includes(word))) return true;
  const classes = words.filter((word) => CLASS_NAME.test(word));
  if (classes.length > 0) return classes.some((word) => isClass(word, index));
  // What it is called on may be anything but what comes from elsewhere, or what the method itself passes on to.
  return !words.some((word) => index.importOf(word)) && !contains(spanOf(defined), call.span);
}

/** The words of what an object is called, made by and declared as. */
function madeOf(on: string, offset: number, index: TreeIndex): string[] {
  const property = OWN_PROPERTY.exec(on)?.[1];
  const given = property === undefined ? index.bindingsAt(on, offset) : [...index.propertiesNamed(property), ...index.propertiesNamed(`@${property}`)];
  const made = given.flatMap(({ value, type }) => [value?.text.slice(0, MADE_LENGTH) ?? '', type?.text ?? '']);
  return [on.slice(0, MADE_LENGTH), ...made].flatMap((text): string[] => text.match(WORD) ?? []);
}

function isClass(name: string, index: TreeIndex): boolean {
  return index.mentionsOf(name).some((leaf) => {
    const up = index.parentOf(leaf);
    return up !== null && (CLASS_TYPE.test(up.type) || /^(?:interface|type)_/.test(up.type)) && up.childForFieldName('name')?.id === leaf.id;
  });
}
