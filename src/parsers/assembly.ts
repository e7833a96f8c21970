import type { Node } from '@vscode/tree-sitter-wasm';
import type { Field, FieldValue, ObjectValue } from '../core/request/value';
import type { Span } from '../core/text';
import { contains } from '../core/text';
import type { Shape, TreeIndex } from './treeIndex';
import { CONTENT_NAME } from './calledWords';
import { isWithin, spanOf } from './treeIndex';
import { moved, union } from './values';

/** A chain of calls that each give an object a field: `Request.builder().mode("pro").duration(5)`. */
interface Chain {
  readonly root: Node;
  readonly links: readonly Shape[];
}

/** What reads the values that are put in. */
interface Reader {
  valueOf(node: Node, depth?: number): FieldValue;
  textOf(node: Node, depth?: number): string | undefined;
  passedOn(node: Node): Node | undefined;
  defaultsOf(type: Node | undefined, depth: number): Field[];
}

/** Where an object is made: its statement, where its name is seen, and the statement list that holds it. */
export interface Made {
  readonly span: Span;
  readonly scope: Span;
  readonly block: Span;
}

/** Methods of an object that change it. */
const CHANGING_METHOD = /\.(?:update|setdefault|assign|merge|extend|clear|pop|popitem)$/;
/** Words of calls that read, show or send what they are given. */
const HARMLESS_CALL =
  /(?:^|[._])(?:validate|check|assert|is|has|log|print|console|debug|info|warn|error|json|stringify|dumps|len|str|repr|hash|encode|serialize|estimate|count|size|cost|keys|values|entries|freeze|post|put|request|fetch|send|submit|create|generate|axios|run|http|invoke|call|execute|api|video|image|task|expect|format)(?:$|[._(])/;
const COPYING_CALL = /copy|clone/i;
const MAX_LINKS = 60;
/** Words in front of the field's name in the name of the method that sets it. */
const SETTER = /^(?:[sS]et|[wW]ith|[aA]dd)(?:_|(?=[A-Z]))/;

/** The field that a method sets: `setModelName`, `WithModelName` and `model_name` are one. */
export function fieldOfSetter(name: string): string {
  return name.replace(SETTER, '');
}

/** Objects that are put together by calls and assignments after they are made. */
export class Assembly {
  readonly #index: TreeIndex;
  readonly #evaluator: Reader;

  constructor(index: TreeIndex, evaluator: Reader) {
    this.#index = index;
    this.#evaluator = evaluator;
  }

  /** The chain that ends in a node, back to what it starts from; undefined when the node is no link of one. */
  chainAt(node: Node): Chain | undefined {
    const links: Shape[] = [];
    let at = node;
    while (links.length < MAX_LINKS) {
      const passed = this.#index.shape(at, 'wrap')?.parts['value'];
      const link = passed || this.#index.shape(at, 'fallback') ? undefined : this.#index.shape(at, 'put');
      const target = link?.parts['target'];
      if (link && target) links.unshift(link);
      const next = target ?? (links.length > 0 ? passed : undefined);
      if (!next) break;
      at = next;
    }
    return links.length > 0 ? { root: at, links } : undefined;
  }

  /** The object that a chain or an empty beginning is; undefined when it is neither. */
  objectAt(node: Node, depth: number): ObjectValue | undefined {
    const chain = this.chainAt(node);
    const root = chain?.root ?? node;
    const blank = this.#index.shape(root, 'blank');
    if (!chain && !blank) return undefined;
    const base = blank ? this.#blank(blank, depth) : this.#evaluator.valueOf(root, depth + 1);
    // One link on something else is any call with one argument.
    if (base.kind !== 'object' && (chain?.links.length ?? 0) < 2) return undefined;
    let object: ObjectValue =
      base.kind === 'object' ? base : { kind: 'object', fields: [], open: this.#takesMore(root), span: spanOf(root) };
    for (const link of chain?.links ?? []) object = this.#put(object, link, depth, true);
    return { ...object, span: spanOf(node) };
  }

  /** An object with the fields that a name gives it between the object's binding and an offset. */
  after(object: ObjectValue, name: string, made: Made, until: number, depth = 0): ObjectValue {
    let grown = object;
    for (const use of this.#index.usesOf(name, made.span.end, Math.min(made.scope.end, until))) {
      const added = this.#addedBy(use);
      const first = added[0];
      if (!first && !grown.open && this.#isHandedOver(use)) grown = { ...grown, open: true };
      if (!first) continue;
      const sure = contains(this.#index.blockOf(first.node), made.block);
      for (const shape of added) grown = this.#put(grown, shape, depth, sure);
    }
    return grown;
  }

  /** The assignment or the links of a chain that a use of a name is the target of. */
  #addedBy(use: Node): Shape[] {
    const links: Shape[] = [];
    for (let up = this.#index.parentOf(use); up && !this.#index.syntax.blocks.has(up.type); up = this.#index.parentOf(up)) {
      const assign = this.#index.shape(up, 'assign');
      if (assign) return assign.parts['target']?.startIndex === use.startIndex ? [assign] : [];
      const put = this.#index.shape(up, 'put');
      if (put?.parts['target'] && contains(spanOf(put.parts['target']), spanOf(use)) && put.node.startIndex === use.startIndex) {
        links.push(put);
      } else if (this.#index.shape(up, 'call') && links.length === 0) return [];
    }
    return links;
  }

  /** Whether a use gives an object away to a call that may put fields into it, rather than read or send it. */
  #isHandedOver(use: Node): boolean {
    for (let at: Node = use, up = this.#index.parentOf(use); up && !this.#index.syntax.blocks.has(up.type); at = up, up = this.#index.parentOf(up)) {
      if (['field', 'binding', 'spread', 'object', 'wrap'].some((kind) => this.#index.shape(up, kind))) return false;
      const call = this.#index.shape(up, 'call');
      if (!call) continue;
      const { callee, receiver } = call.parts;
      if (!callee || this.#evaluator.passedOn(up)) return false;
      if (isWithin(at, callee) || isWithin(at, receiver)) return CHANGING_METHOD.test(this.#index.calledName(call));
      // `copy(x)` leaves x alone; `copyInto(from, x)` does not.
      if (COPYING_CALL.test(callee.text) && call.parts['arguments']?.namedChildCount === 1) return false;
      return !HARMLESS_CALL.test(callee.text.replace(/([a-z0-9])([A-Z])/g, '$1_$2').replaceAll('-', '_').toLowerCase());
    }
    return false;
  }

  /** Whether an assignment stands where its target has no value. */
  #isDefault(assign: Node, value: Node): boolean {
    for (let up = assign.parent, steps = 0; up && steps < 4; up = up.parent, steps++) {
      const shape = this.#index.shape(up, 'default');
      if (shape) return shape.parts['value']?.id === value.id;
    }
    return false;
  }

  #put(object: ObjectValue, { node, parts }: Shape, depth: number, sure: boolean): ObjectValue {
    const key = parts['key'] ?? parts['setter'];
    const { value } = parts;
    if (!value) return object;
    const written = this.#evaluator.valueOf(value, depth + 1);
    if (!key) return merged(object, written, sure);
    const fills = !sure && this.#isDefault(node, value);
    const name = parts['key'] ? (this.#evaluator.textOf(key) ?? key.text) : fieldOfSetter(key.text);
    const before = object.fields.find((field) => field.key === name)?.value;
    if (fills && before && before.kind !== 'runtime') return object;
    const either = before ? union([before, written], written.span) : undefined;
    const otherwise = fills && written.kind === 'scalar' ? moved(written, written.span, true) : either;
    const settled: FieldValue = sure ? written : (otherwise ?? { kind: 'runtime', span: written.span });
    const field: Field = { key: name, keySpan: spanOf(key), value: settled };
    return { ...object, fields: [...object.fields.filter((other) => other.key !== name), field] };
  }

  #blank({ node, parts }: Shape, depth: number): ObjectValue {
    const fields = this.#evaluator.defaultsOf(parts['type'], depth);
    let object: ObjectValue = { kind: 'object', fields, open: false, span: spanOf(node) };
    for (const child of parts['arguments']?.namedChildren ?? []) {
      if (!child || this.#index.syntax.leaves[child.type] === 'number') continue;
      const named = this.#index.shape(child, 'field');
      if (named) {
        object = this.#put(object, named, depth, true);
        continue;
      }
      // What a request is made of is no bag of options.
      if (this.#index.syntax.leaves[child.type] === 'name' && CONTENT_NAME.test(child.text)) continue;
      object = merged(object, this.#evaluator.valueOf(child, depth + 1), true);
    }
    return object;
  }

  #takesMore(root: Node): boolean {
    const list = this.#index.shape(root, 'call')?.parts['arguments'];
    return list === undefined || list.namedChildren.length > 0;
  }
}

/** An object into which another's fields are put; one that is not known may bring and replace any. */
function merged(object: ObjectValue, other: FieldValue, sure: boolean): ObjectValue {
  if (other.kind === 'object' && !other.open && sure) {
    const kept = object.fields.filter(({ key }) => other.fields.every((field) => field.key !== key));
    return { ...object, fields: [...kept, ...other.fields] };
  }
  const fields = object.fields.map((field): Field => ({ ...field, value: { kind: 'runtime', span: field.value.span } }));
  return { ...object, fields, open: true };
}
