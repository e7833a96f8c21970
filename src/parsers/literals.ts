import type { Node } from '@vscode/tree-sitter-wasm';
import type { Field, FieldValue, ObjectValue } from '../core/request/value';
import type { Span } from '../core/text';
import { fieldOfSetter } from './assembly';
import { nameOfKey } from './keys';
import type { TreeIndex } from './treeIndex';
import { spanOf } from './treeIndex';
import { isNull, moved } from './values';

/** What reads the values of the fields. */
interface Reader {
  valueOf(node: Node, depth: number): FieldValue;
  textOf(node: Node, depth?: number): string | undefined;
  nameValue(name: string, span: Span, depth: number): FieldValue;
}

/** Objects that are written with their keys and values, and classes with the defaults of their fields. */
export class Literals {
  readonly #index: TreeIndex;
  readonly #reader: Reader;

  constructor(index: TreeIndex, reader: Reader) {
    this.#index = index;
    this.#reader = reader;
  }

  /** The fields of an object literal, or of a call's named arguments. */
  objectOf(node: Node, depth: number): ObjectValue {
    const written = this.#index.shape(node, 'object')?.parts ?? {};
    const list = written['body'] ?? written['pairs'] ?? this.#index.shape(node, 'call')?.parts['arguments'] ?? node;
    const fields = new Map(this.defaultsOf(written['type'], depth).map((field) => [field.key, field]));
    let open = false;
    const put = (field: Field): void => {
      fields.delete(field.key);
      fields.set(field.key, field);
    };
    // What is only known at run time may replace what stands before it.
    const opens = (): void => {
      open = true;
      for (const [key, field] of fields) fields.set(key, { ...field, value: { kind: 'runtime', span: field.value.span } });
    };
    if (written['pairs']) {
      const items = list.namedChildren.filter((child) => child !== null);
      for (let at = 0; at + 1 < items.length; at += 2) {
        const [key, value] = items.slice(at, at + 2) as [Node, Node];
        const name = nameOfKey(key, this.#index, this.#reader, depth + 1);
        if (name === undefined) opens();
        else put({ key: name, keySpan: spanOf(key), value: this.#reader.valueOf(value, depth + 1) });
      }
      return { kind: 'object', fields: [...fields.values()], open, span: spanOf(node) };
    }
    const isRecord = this.#index.shape(node, 'record') !== undefined;
    const isCalled = !written['body'] && list.id !== node.id;
    // `dict(base, mode="pro")` starts with the fields of what it is called with.
    const base = written['base'] ?? (isCalled && this.#index.shape(node, 'object') ? this.#firstGiven(list) : undefined);
    const values = new Set<number>();
    for (const child of [base, ...list.namedChildren]) {
      // A value may be a leaf that would be a field of its own elsewhere.
      if (!child || values.has(child.id)) continue;
      const spread = child === base ? base : this.#index.shape(child, 'spread')?.parts['value'];
      if (spread) {
        const value = this.#reader.valueOf(spread, depth + 1);
        if (value.kind === 'object') {
          const inline = value.span.start === spread.startIndex && this.#index.shape(spread, 'object') !== undefined;
          for (const field of value.fields) {
            put(inline || field.value.kind !== 'scalar' ? field : { ...field, value: moved(field.value, field.value.span, false) });
          }
        }
        if (value.kind !== 'object' || value.open) opens();
        continue;
      }
      const field = this.#index.shape(child, 'field')?.parts ?? {};
      const setter = field['setter'];
      const key = field['key'] ?? setter;
      if (!key) {
        // A getter or a method is a field whose value it makes.
        const named = isRecord || isCalled ? null : child.childForFieldName('name');
        if (named) put({ key: named.text, keySpan: spanOf(named), value: { kind: 'runtime', span: spanOf(child) } });
        continue;
      }
      const name = setter ? fieldOfSetter(setter.text) : isRecord ? key.text : nameOfKey(key, this.#index, this.#reader, depth + 1);
      if (name === undefined) {
        opens();
        continue;
      }
      if (field['value'] && field['value'].id !== child.id) values.add(field['value'].id);
      const value = field['value'] ? this.#reader.valueOf(field['value'], depth + 1) : this.#reader.nameValue(key.text, spanOf(key), depth + 1);
      put({ key: name, keySpan: spanOf(key), value });
    }
    return { kind: 'object', fields: [...fields.values()], open, span: spanOf(node) };
  }

  #firstGiven(list: Node): Node | undefined {
    const [first] = list.namedChildren;
    return first && !this.#index.shape(first, 'field') && !this.#index.shape(first, 'spread') ? first : undefined;
  }

  /** The values that the fields of a named type have when nothing else is said. */
  defaultsOf(type: Node | undefined, depth: number): Field[] {
    const binding = type && this.#index.bindingsAt(type.text, type.startIndex).find(({ value }) => value && this.#index.shape(value, 'record'));
    if (!binding?.value) return [];
    return this.objectOf(binding.value, depth + 1).fields.flatMap((field): Field[] =>
      field.value.kind === 'scalar' && !isNull(field.value) ? [{ ...field, value: moved(field.value, field.value.span, true) }] : [],
    );
  }
}
