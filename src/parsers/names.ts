import type { Node } from '@vscode/tree-sitter-wasm';
import type { Field, FieldValue, ObjectValue } from '../core/request/value';
import type { Span } from '../core/text';
import { contains } from '../core/text';
import type { Assembly } from './assembly';
import type { Made } from './changes';
import type { Order } from './order';
import { valuesFrom } from './eachValue';
import { classSpan, propertiesOf } from './properties';
import type { Binding, Imported, TreeIndex } from './treeIndex';
import { spanOf } from './treeIndex';
import { isEmpty, literal, moved, partOf, union } from './values';

/** Where a name comes from that nothing in the text that is read binds: the rest of the document. */
export const AROUND = '';

/** Reads what an imported name stands for in its own file, or one from `AROUND` in the rest of this one. */
export type ImportReader = (imported: Imported, span: Span) => FieldValue | undefined;

/** What reads the values that names are given. */
interface Reader {
  readonly assembly: Assembly;
  valueOf(node: Node, depth?: number): FieldValue;
  objectOf(node: Node, depth?: number): ObjectValue;
  isLeaf(node: Node): boolean;
}

/** What names stand for at a place: constants, variables, parameters, and the properties of the own object. */
export class Names {
  readonly #index: TreeIndex;
  readonly #reader: Reader;
  readonly #order: Order;
  readonly #imports: ImportReader;
  readonly #grownAt = new Map<string, FieldValue>();
  readonly #names = new Map<string, FieldValue>();

  constructor(index: TreeIndex, reader: Reader, order: Order, imports: ImportReader) {
    this.#index = index;
    this.#reader = reader;
    this.#order = order;
    this.#imports = imports;
  }

  /** What a property of the own object is where it is read. */
  propertyValue(key: Node, access: Node, depth: number): FieldValue | undefined {
    return this.#boundValue(propertiesOf(key.text, access, this.#index), spanOf(key), depth, spanOf(access));
  }

  /** What a field of an object that is not known is by default, as an `if` around an assignment says. */
  defaultOf(object: Node, access: Node, depth: number): FieldValue | undefined {
    const span = spanOf(access);
    return this.#boundValue(this.#index.defaultsOf(object.text, access.text, span.start), span, depth, span);
  }

  /** What a name stands for where it is used. */
  valueOf(name: string, span: Span, depth: number): FieldValue {
    const key = `${name} ${span.start}`;
    const known = this.#names.get(key);
    if (known) return { ...known, span };
    const runtime: FieldValue = { kind: 'runtime', span };
    // What is asked for by itself is not known.
    this.#names.set(key, runtime);
    const bindings = this.#index.bindingsAt(name, span.start);
    const around = bindings.length === 0 ? { source: AROUND, imported: name } : undefined;
    const imported = bindings.every(({ kind }) => kind === 'imported') ? (this.#index.importOf(name) ?? around) : undefined;
    const value = imported ? this.#imported(imported, name, span, depth) : this.#boundValue(this.#withProperties(name, bindings), span, depth, span, name);
    this.#names.set(key, value ?? runtime);
    return value ?? runtime;
  }

  /** What another file gives a name, with what this file does to it. */
  #imported(imported: Imported, name: string, span: Span, depth: number): FieldValue | undefined {
    const value = this.#imports(imported, span);
    const whole = spanOf(this.#index.root);
    const made = { span: { start: whole.start, end: whole.start }, scope: whole };
    return value && this.#grown(value, name, made, span, depth);
  }

  /** A field of a class that is read without its object is also given values through the object. */
  #withProperties(name: string, bindings: readonly Binding[]): readonly Binding[] {
    const field = bindings.find(({ at }) => this.#index.isField(name, at));
    if (!field) return bindings;
    const place = classSpan(field.at, this.#index);
    const others = this.#index.propertiesNamed(name).filter(({ at }) => place && contains(place, spanOf(at)) && bindings.every((binding) => binding.at.id !== at.id));
    return [...bindings, ...others];
  }

  /** The bindings whose value can still stand at a place. */
  reaching(bindings: readonly Binding[], at: Span): Binding[] {
    const read = this.#index.root.descendantForIndex(at.start, at.end) ?? this.#index.root;
    const declared = bindings.find(({ kind }) => kind !== 'property' && kind !== 'reassign' && kind !== 'lent');
    const reaching = this.#order.reaching(bindings, read, declared?.scope ?? spanOf(this.#index.root));
    return reaching.length > 0 ? reaching : bindings.filter(({ span }) => !contains(span, at));
  }

  #boundValue(all: readonly Binding[], at: Span, depth: number, span: Span, name?: string): FieldValue | undefined {
    const isRecord = ({ value }: Binding): boolean => value !== undefined && this.#index.shape(value, 'record') !== undefined;
    const defaults = all.filter(({ kind }) => kind === 'default');
    const reachable = this.reaching(all.filter(({ kind }) => kind !== 'default'), at);
    // A name that is declared without a value gets one before it is read.
    const given = reachable.filter(({ kind, value }) => value !== undefined || kind !== 'binding');
    const reaching = given.length > 0 ? given : reachable;
    const isLent = reaching.some(({ kind }) => kind === 'lent');
    const values = reaching.filter(({ kind }) => kind !== 'lent').map((binding): FieldValue => {
      if (!binding.value || (contains(spanOf(binding.value), at) && !isRecord(binding))) return this.#declared(binding, name, span, depth);
      const value = this.#bound(binding, binding.value, depth + 1, span);
      const grown = name !== undefined && reaching.length === 1 ? this.#grown(value, name, binding, at, depth) : value;
      return grown.kind === 'scalar' ? moved(grown, span, binding.replaceable) : { ...grown, span };
    });
    // A pointer to a number or a text is there for others to write through.
    if (isLent && values.some(({ kind }) => kind === 'scalar')) return undefined;
    // A default stands where the name may have no value: what else it can be, a caller says.
    if (defaults.length > 0 && values.every((value) => value.kind === 'runtime' || (value.kind === 'scalar' && isEmpty(value)))) {
      const standing = defaults.map(({ value }): FieldValue => (value ? this.#reader.valueOf(value, depth + 1) : { kind: 'runtime', span }));
      return union(standing.map((value) => (value.kind === 'scalar' ? moved(value, span, true) : value)), span);
    }
    return values.some(({ kind }) => kind === 'runtime') ? undefined : union(values, span);
  }

  /** An object in a variable, with what is done to it by the time it is read; a list that is changed is open. */
  #grown(value: FieldValue, name: string, made: Made, at: Span, depth: number): FieldValue {
    if (value.kind !== 'object' && value.kind !== 'array') return value;
    const key = `${name} ${at.start}`;
    const known = this.#grownAt.get(key);
    if (known) return known;
    const read = this.#index.root.descendantForIndex(at.start, at.end) ?? this.#index.root;
    const { assembly } = this.#reader;
    const isOpen = value.kind === 'array' && (value.open || assembly.isChanged(name, made, read));
    const grown = value.kind === 'array' ? { ...value, open: isOpen } : assembly.after(value, name, made, read, undefined, depth);
    this.#grownAt.set(key, grown);
    return grown;
  }

  /** The value that a binding gives its name: for an item of a list, any of the items. */
  #bound(binding: Binding, node: Node, depth: number, span: Span): FieldValue {
    const { path } = binding;
    if (path && binding.kind !== 'item') return this.#part(binding, node, path, depth, span);
    if (binding.kind === 'each') return union(valuesFrom(node, this.#reader, depth), span) ?? { kind: 'runtime', span };
    const value = this.#reader.valueOf(node, depth);
    if (binding.kind !== 'item') return value;
    const fallback = binding.otherwise && this.#reader.valueOf(binding.otherwise, depth);
    if (value.kind !== 'array' || value.open) return fallback?.kind === 'scalar' ? moved(fallback, span, true) : { kind: 'runtime', span };
    const parts = path ? value.items.map((item) => path.reduce<FieldValue | undefined>(partOf, item) ?? fallback ?? literal(null, span)) : value.items;
    return union(parts, span) ?? { kind: 'runtime', span };
  }

  /** A part of a value that is taken apart, or what stands for it where the value may lack it. */
  #part({ otherwise }: Binding, node: Node, path: readonly (string | number)[], depth: number, span: Span): FieldValue {
    const listed = /_list$/.test(node.type) && node.namedChildCount > 1 && this.#index.shape(node, 'array') === undefined;
    const only = /_list$/.test(node.type) && node.namedChildCount === 1 ? (node.namedChildren[0] ?? node) : node;
    const first = listed ? node.namedChildren[Number(path[0])] : only;
    let value: FieldValue | undefined = first ? this.#reader.valueOf(first, depth) : { kind: 'runtime', span };
    for (const key of listed ? path.slice(1) : path) value = partOf(value, key);
    const fallback = otherwise && this.#reader.valueOf(otherwise, depth);
    if (!value) return fallback ?? literal(null, span);
    if (value.kind === 'runtime' && fallback?.kind === 'scalar') return moved(fallback, span, true);
    if (value.kind === 'runtime' && typeof path.at(-1) === 'string') return this.option(String(path.at(-1)), span, depth) ?? value;
    return value.kind === 'scalar' && value.values.includes(null) && fallback ? (union([value, fallback], span) ?? { kind: 'runtime', span }) : value;
  }

  /** What a parameter without a default is known to be: an object of a class with defaults, or an option with one. */
  #declared({ type, kind }: Binding, name: string | undefined, span: Span, depth: number): FieldValue {
    const record = type && this.#index.bindingsAt(type.text, type.startIndex).find(({ value }) => value && this.#index.shape(value, 'record'));
    const option = name !== undefined && kind === 'parameter' ? this.option(name, span, depth) : undefined;
    if (!record?.value) return option ?? { kind: 'runtime', span };
    const fields = this.#reader.objectOf(record.value, depth + 1).fields.map((field): Field =>
      field.value.kind === 'scalar' ? { ...field, value: moved(field.value, field.value.span, true) } : field,
    );
    return { kind: 'object', fields, open: true, span };
  }

  /** The default of a command line's or a schema's option, for a value that only a run has. */
  option(name: string, span: Span, depth: number): FieldValue | undefined {
    const values = this.#index.optionDefaults(name, span.start).map((node) => this.#reader.valueOf(node, depth + 1));
    const value = union(values, span);
    return value?.kind === 'scalar' ? moved(value, span, true) : undefined;
  }
}
