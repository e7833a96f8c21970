import type { Node } from '@vscode/tree-sitter-wasm';
import type { Field, FieldValue, ObjectValue } from '../core/request/value';
import { CONTENT_NAME } from './calledWords';
import { Changes } from './changes';
import type { Change, Made, Way } from './changes';
import { nameOfKey } from './keys';
import type { Order } from './order';
import { spanOf } from './treeIndex';
import type { Shape, TreeIndex } from './treeIndex';
import { isNull, moved, union } from './values';

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
  objectOf(node: Node, depth?: number): ObjectValue;
}

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
  readonly #order: Order;
  readonly #changes: Changes;

  constructor(index: TreeIndex, evaluator: Reader, order: Order) {
    this.#index = index;
    this.#evaluator = evaluator;
    this.#order = order;
    this.#changes = new Changes(index, evaluator);
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
    for (const link of chain?.links ?? []) object = this.#putShape(object, link, depth, true);
    return { ...object, span: spanOf(node) };
  }

  /** An object with what is done to it by a name from where it is made until it is read, or to the end of its block. */
  after(object: ObjectValue, name: string, made: Made, read: Node, end?: number, depth = 0): ObjectValue {
    const timed = this.#changes.of(name, made).flatMap((change) => {
      const when = this.#order.when(change, read, made.span, end);
      const isEarlier = change.span.start < made.span.start && (when?.kind === 'sure' || when?.kind === 'maybe');
      return when && !isEarlier ? [{ change, kind: when.kind }] : [];
    });
    const inLine = timed.filter(({ kind }) => kind === 'sure' || kind === 'maybe');
    // What may run at any time can undo what ran before.
    const anytime = timed.filter(({ kind }) => kind === 'again' || kind === 'elsewhere');
    return [...inLine, ...anytime].reduce(
      (grown, { change, kind }) => this.#changed(grown, change, kind === 'sure' && change.inside !== true, depth),
      object,
    );
  }

  /** Whether anything is done to a list by a name before it is read. */
  isChanged(name: string, made: Made, read: Node): boolean {
    return this.#changes.of(name, made).some((change) => this.#order.when(change, read, made.span) !== undefined);
  }

  #changed(object: ObjectValue, { way, does, span }: Change, sure: boolean, depth: number): ObjectValue {
    switch (does.kind) {
      case 'shape':
        return atWay(object, way, (inner) => this.#putShape(inner, does.shape, depth, sure));
      case 'merge':
        return atWay(object, way, (inner) => {
          const named = does.call && this.#evaluator.objectOf(does.call, depth + 1);
          const from: FieldValue[] = does.from.map((node) => this.#evaluator.valueOf(node, depth + 1));
          return [...from, ...(named ? [named] : [])].reduce((into: ObjectValue, value) => merged(into, value, sure), inner);
        });
      case 'put': {
        const value: FieldValue = does.value ? this.#evaluator.valueOf(does.value, depth + 1) : { kind: 'runtime', span };
        const key = way.at(-1) ?? '';
        return atWay(object, way.slice(0, -1), (inner) => put(inner, { key, keySpan: spanOf(does.key), value }, sure));
      }
      case 'take': {
        const key = way.at(-1);
        return atWay(object, way.slice(0, -1), (inner) => {
          if (key === undefined) return opened(inner);
          if (sure) return { ...inner, fields: inner.fields.filter((field) => field.key !== key) };
          const fields = inner.fields.map((field): Field => (field.key === key ? unread(field) : field));
          return { ...inner, fields };
        });
      }
      case 'any':
        return way.length > 0 && way.at(-1) !== undefined
          ? atWay(object, way.slice(0, -1), (inner) => {
              const fields = inner.fields.map((field): Field => {
                if (field.key !== way.at(-1)) return field;
                return field.value.kind === 'object' ? { ...field, value: opened(field.value) } : field.value.kind === 'array' ? unread(field) : field;
              });
              return { ...inner, fields };
            })
          : atWay(object, way.slice(0, -1), opened);
    }
  }

  /** Whether an assignment stands where its target has no value. */
  #isDefault(assign: Node, value: Node): boolean {
    for (let up = assign.parent, steps = 0; up && steps < 4; up = up.parent, steps++) {
      const shape = this.#index.shape(up, 'default');
      if (shape) return shape.parts['value']?.id === value.id;
    }
    return false;
  }

  #putShape(object: ObjectValue, { node, parts }: Shape, depth: number, sure: boolean): ObjectValue {
    const key = parts['key'] ?? parts['setter'];
    const { value } = parts;
    if (!value) return object;
    const written = this.#evaluator.valueOf(value, depth + 1);
    if (!key) return merged(object, written, sure);
    const name = parts['key'] ? nameOfKey(key, this.#index, this.#evaluator, depth + 1) : fieldOfSetter(key.text);
    if (name === undefined) return opened(object);
    const fills = !sure && this.#isDefault(node, value);
    const before = object.fields.find((field) => field.key === name)?.value;
    if (fills && before && before.kind !== 'runtime') return object;
    const given = fills && written.kind === 'scalar' ? moved(written, written.span, true) : written;
    return put(object, { key: name, keySpan: spanOf(key), value: given }, sure || given !== written);
  }

  #blank({ node, parts }: Shape, depth: number): ObjectValue {
    const fields = this.#evaluator.defaultsOf(parts['type'], depth);
    let object: ObjectValue = { kind: 'object', fields, open: false, span: spanOf(node) };
    for (const child of parts['arguments']?.namedChildren ?? []) {
      if (!child || this.#index.syntax.leaves[child.type] === 'number') continue;
      const named = this.#index.shape(child, 'field');
      if (named) {
        object = this.#putShape(object, named, depth, true);
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

/** An object with a field; one that is perhaps given has either value. */
function put(object: ObjectValue, field: Field, sure: boolean): ObjectValue {
  const before = object.fields.find(({ key }) => key === field.key)?.value;
  const { span } = field.value;
  const either = before && !isNull(before) ? union([before, field.value], span) : undefined;
  const value: FieldValue = sure ? field.value : (either ?? { kind: 'runtime', span });
  return { ...object, fields: [...object.fields.filter(({ key }) => key !== field.key), { ...field, value }] };
}

function unread(field: Field): Field {
  return { ...field, value: { kind: 'runtime', span: field.value.span } };
}

/** An object of which only the running program knows what it still holds. */
function opened(object: ObjectValue): ObjectValue {
  return { ...object, fields: object.fields.map(unread), open: true };
}

/** An object in which something is done to what stands at the end of a way. */
function atWay(object: ObjectValue, way: Way, change: (inner: ObjectValue) => ObjectValue): ObjectValue {
  if (way.length === 0) return change(object);
  const [key, ...rest] = way;
  if (key === undefined) return opened(object);
  const fields = object.fields.map((field): Field => {
    if (field.key !== key) return field;
    return field.value.kind === 'object' ? { ...field, value: atWay(field.value, rest, change) } : unread(field);
  });
  return { ...object, fields };
}

/** An object into which another's fields are put; one that is not known may bring and replace any. */
function merged(object: ObjectValue, other: FieldValue, sure: boolean): ObjectValue {
  if (other.kind !== 'object' || other.open) return opened(object);
  return other.fields.reduce((into, field) => put(into, field, sure), object);
}
