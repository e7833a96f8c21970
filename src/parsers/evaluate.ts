import type { Node } from '@vscode/tree-sitter-wasm';
import type { Endpoint } from '../core/request/site';
import type { ArrayValue, Field, FieldValue, ObjectValue, Scalar } from '../core/request/value';
import type { Span } from '../core/text';
import { Assembly } from './assembly';
import { computed, converted, extreme } from './arithmetic';
import { functionsNamed, returnsOf } from './functions';
import { nameOfKey } from './keys';
import { Literals } from './literals';
import { Order } from './order';
import { Names } from './names';
import type { ImportReader } from './names';
import { embeddedObject } from './embeddedJson';
import { filledIn, isAddress, piecesOf } from './strings';
import type { Piece } from './strings';
import type { Shape, TreeIndex } from './treeIndex';
import { isWithin, spanOf } from './treeIndex';
import { eitherObject, literal, moved, numberIn, partOf, union } from './values';

/** A chain of constants longer than this is taken to be only known at run time. */
const MAX_DEPTH = 16;
/** How many names and choices an address is followed through. */
const MAX_HOPS = 3;
/** A string with more possible texts than this is taken to be only known at run time. */
const MAX_TEXTS = 12;
/** A string of more parts put together than this is not read. */
const MAX_JOINED = 200;

/** Reads values out of a syntax tree: literals, constants in reach, defaults, closed choices; the rest is runtime. */
export class Evaluator {
  readonly #index: TreeIndex;
  readonly assembly: Assembly;
  readonly #literals: Literals;
  readonly #names: Names;
  /** What functions give back, by their nodes. */
  readonly #given = new Map<number, FieldValue | undefined>();
  readonly #imports: ImportReader;

  constructor(index: TreeIndex, imports: ImportReader = () => undefined) {
    this.#index = index;
    this.#imports = imports;
    const order = new Order(index);
    this.assembly = new Assembly(index, this, order);
    this.#names = new Names(index, this, order, imports);
    this.#literals = new Literals(index, this);
  }

  /** What a node's value is as far as the text tells. */
  valueOf(given: Node, depth = 0): FieldValue {
    const node = this.#index.plain(given);
    const span = spanOf(node);
    const runtime: FieldValue = { kind: 'runtime', span };
    if (depth > MAX_DEPTH) return runtime;
    const leaf = this.#index.leafOf(node);
    if (leaf === 'name') return this.#names.valueOf(node.text, span, depth);
    if (leaf) return this.#leafValue(node, leaf, depth);
    const is = (kind: string) => this.#index.shape(node, kind)?.parts;

    if (is('object') ?? is('record')) return this.objectOf(node, depth);
    const array = is('array');
    if (array) {
      const items = (array['body'] ?? node).namedChildren.filter((child) => child !== null);
      const open = items.some((child) => this.#index.shape(child, 'spread') !== undefined);
      return { kind: 'array', items: items.map((child) => this.valueOf(child, depth + 1)), open, span };
    }
    const wrapped = is('wrap')?.['value'] ?? this.passedOn(node);
    if (wrapped) return converted({ ...this.valueOf(wrapped, depth + 1), span }, node, wrapped);
    const fallback = is('fallback');
    if (fallback) return this.#fallback(node, fallback, depth, span) ?? runtime;
    const maybe = is('maybe')?.['value'];
    if (maybe) {
      const value = this.valueOf(maybe, depth + 1);
      return value.kind === 'object' ? eitherObject([value, { ...value, fields: [], open: false }], span) : runtime;
    }
    const choice = is('choice');
    if (choice) return this.#oneOf([choice['a'], choice['b']], depth, span) ?? runtime;
    const own = is('own')?.['key'];
    if (own) return this.#names.propertyValue(own, node, depth) ?? runtime;
    const member = is('member');
    if (member?.['object'] && member['key']) {
      const known = this.#member(member['object'], member['key'], depth, span);
      if (known && known.kind !== 'runtime') return known;
      return this.#names.defaultOf(member['object'], node, depth) ?? runtime;
    }
    const pick = is('pick');
    if (pick?.['object'] && pick['key']) return this.#picked(node, pick['object'], pick['key'], pick['otherwise'], depth) ?? runtime;
    if (is('format')) return this.#stringValue(node, depth);
    const assembled = this.assembly.objectAt(node, depth);
    if (assembled) return assembled;
    const number = computed(node, (part) => this.valueOf(part, depth + 1));
    if (number) return number;
    const call = this.#index.shape(node, 'call');
    const returned = call && (this.#extreme(call, depth, span) ?? this.#returned(call, depth, span));
    if (returned) return returned;
    const text = this.textOf(node, depth);
    return text !== undefined && !text.includes('{}') ? literal(text, span) : runtime;
  }

  /** The argument that a call such as `JSON.stringify(x)` only passes on. */
  passedOn(node: Node): Node | undefined {
    const call = this.#index.shape(node, 'call');
    if (!call || !this.#index.syntax.passing.has(this.#index.calledName(call))) return undefined;
    const { commands, leaves } = this.#index.syntax;
    return this.#index.wordsOf(call).find(({ type, text }) => !(commands && text.startsWith('-') && leaves[type] === 'string'));
  }

  /** The node whose value a node only passes on. */
  sourceOf(node: Node): Node {
    const at = this.#index.plain(node);
    const wrapped = this.#index.shape(at, 'wrap')?.parts['value'] ?? this.passedOn(at);
    return wrapped ? this.sourceOf(wrapped) : at;
  }

  /** What a name stands for where it is used. */
  nameValue(name: string, span: Span, depth: number): FieldValue {
    return this.#names.valueOf(name, span, depth);
  }

  /** A string with `{}` for each part that only the running program knows; undefined when it is no string. */
  textOf(given: Node, depth = 0): string | undefined {
    if (depth > MAX_DEPTH) return undefined;
    const node = this.#index.plain(given);
    const { syntax } = this.#index;
    if (syntax.leaves[node.type] === 'string' || this.#index.shape(node, 'format')) {
      return this.piecesOf(node)
        .map((piece) => {
          if (piece.kind === 'text') return piece.text;
          const inner = piece.node ? this.textOf(piece.node, depth + 1) : this.#nameText(piece.name, piece.start, depth + 1);
          return inner ?? '{}';
        })
        .join('');
    }
    const concat = this.#joinedIn(node);
    if (concat) {
      const texts = concat.map((part) => this.textOf(part, depth + 1));
      return texts.every((text) => text === undefined) ? undefined : texts.map((text) => text ?? '{}').join('');
    }
    if (syntax.leaves[node.type] === 'name') {
      const text = this.#nameText(node.text, node.startIndex, depth);
      if (text !== undefined) return text;
    }
    const wrapped = this.#index.shape(node, 'wrap')?.parts['value'] ?? this.passedOn(node);
    if (wrapped) return this.textOf(wrapped, depth + 1);
    const { left, right } = this.#index.shape(node, 'path')?.parts ?? {};
    if (left && right) return `${this.textOf(left, depth + 1) ?? '{}'}/${this.textOf(right, depth + 1) ?? '{}'}`;
    const value = this.#plainValue(node, depth);
    return value?.kind === 'scalar' && value.values.length === 1 ? String(value.values[0]) : undefined;
  }

  /** The parts that a node puts together to one text: two, or all that stand one after the other. */
  #joinedIn(node: Node): Node[] | undefined {
    const { left, right } = this.#index.shape(node, 'concat')?.parts ?? {};
    if (!left || !right) return undefined;
    const between = node.namedChildren.filter((child) => child !== null && child.startIndex >= left.endIndex && child.endIndex <= right.startIndex);
    return [left, ...between.filter((child) => child !== null && !child.isExtra), right].filter((child) => child !== null);
  }

  isLeaf(node: Node): boolean {
    return this.#index.leafOf(node) !== undefined;
  }

  /** The parts of a string, or of strings put together. */
  piecesOf(given: Node, depth = 0): Piece[] {
    const node = this.#index.plain(given);
    const { syntax } = this.#index;
    if (syntax.leaves[node.type] === 'string') {
      return piecesOf(node, syntax, (child) => syntax.leaves[child.type] !== undefined || this.#index.isShape(child));
    }
    const concat = depth < MAX_JOINED ? this.#joinedIn(node) : undefined;
    if (concat) return concat.flatMap((part) => this.piecesOf(part, depth + 1));
    const format = this.#index.shape(node, 'format')?.parts;
    const { text, values } = format ?? {};
    if (text && syntax.placeholders) {
      const given = values?.namedChildren.filter((child) => child !== null && !(child.startIndex <= text.startIndex));
      return filledIn(this.piecesOf(text, depth + 1), syntax.placeholders, given?.filter((child) => child !== null) ?? []);
    }
    return [{ kind: 'value', ...spanOf(node), node }];
  }

  /** The value that is put into a string. */
  pieceValue(piece: Piece, depth = 0): FieldValue {
    const span = { start: piece.start, end: piece.end };
    if (piece.kind === 'text') return literal(piece.text, span);
    if (piece.node) return this.valueOf(piece.node, depth + 1);
    return piece.name === undefined ? { kind: 'runtime', span } : this.#names.valueOf(piece.name, span, depth + 1);
  }

  #nameText(name: string | undefined, offset: number, depth: number): string | undefined {
    const at = { start: offset, end: offset + (name?.length ?? 0) };
    const bindings = name === undefined ? [] : this.#names.reaching(this.#index.bindingsAt(name, offset), at).filter(({ kind, value }) => value ?? kind !== 'binding');
    const only = bindings.length === 1 ? bindings[0] : undefined;
    return only?.value && !only.path && only.kind !== 'parameter' ? this.textOf(only.value, depth + 1) : undefined;
  }

  #plainValue(node: Node, depth: number): FieldValue | undefined {
    const kinds = ['member', 'own', 'fallback'].some((kind) => this.#index.shape(node, kind));
    const isName = this.#index.syntax.leaves[node.type] === 'name';
    return kinds || isName ? this.valueOf(node, depth + 1) : undefined;
  }

  /** The URLs, paths or ids that a node can be. */
  endpointsOf(node: Node, depth = 0): Endpoint[] {
    const span = spanOf(node);
    const value = this.valueOf(node);
    if (value.kind === 'scalar') {
      const { origin, definedAt } = value;
      return value.values
        .filter((text) => typeof text === 'string' && isAddress(text))
        .map((text) => ({ text: String(text), span, origin, ...(definedAt ? { definedAt } : {}) }));
    }
    const text = this.textOf(node);
    if (text !== undefined) return isAddress(text) ? [{ text, span }] : [];
    const others = depth < MAX_HOPS ? this.#eitherOf(node) : [];
    return others.flatMap((other) => this.endpointsOf(other, depth + 1)).map((at) => ({ ...at, span, definedAt: at.definedAt ?? at.span }));
  }

  /** The nodes of the values that a name or a choice can have, when there are several. */
  #eitherOf(given: Node): Node[] {
    const node = this.sourceOf(given);
    const choice = this.#index.shape(node, 'choice')?.parts;
    if (choice) return [choice['a'], choice['b']].filter((part) => part !== undefined);
    return this.#index.syntax.leaves[node.type] === 'name' ? this.valuesReaching(node.text, node.startIndex) : [];
  }

  /** The object that a string holds as JSON. */
  embeddedIn(node: Node): ObjectValue | undefined {
    return embeddedObject(this.piecesOf(node), (piece) => this.pieceValue(piece));
  }

  /** The fields of an object literal, or of a call's named arguments. */
  objectOf(node: Node, depth = 0): ObjectValue {
    return this.#literals.objectOf(node, depth);
  }

  /** The values that the fields of a named type have when nothing else is said. */
  defaultsOf(type: Node | undefined, depth: number): Field[] {
    return depth > MAX_DEPTH ? [] : this.#literals.defaultsOf(type, depth);
  }

  /** The name of a field. */
  keyOf(node: Node): string {
    const key = this.#index.plain(node);
    return (this.#index.syntax.leaves[key.type] === 'string' ? this.textOf(key) : undefined) ?? key.text;
  }

  #leafValue(node: Node, leaf: string, depth: number): FieldValue {
    const span = spanOf(node);
    switch (leaf) {
      case 'true':
      case 'false':
        return literal(leaf === 'true', span);
      case 'null':
        return literal(null, span);
      case 'number':
        return numberIn(node.text, span);
      default:
        return this.#stringValue(node, depth);
    }
  }

  #stringValue(node: Node, depth: number): FieldValue {
    const span = spanOf(node);
    const parts = this.piecesOf(node);
    const only = parts.length === 1 && parts[0]?.kind === 'value' && parts[0].node?.id !== node.id ? parts[0] : undefined;
    if (only) return { ...this.pieceValue(only, depth), span };
    const text = this.textOf(node, depth) ?? '';
    if (parts.every(({ kind }) => kind === 'text')) return literal(text, span);
    if (!text.includes('{}')) return { ...literal(text, span), origin: 'constant' };
    const [first, ...others] = this.#textsOf(parts, depth);
    if (first === undefined) return { kind: 'runtime', span };
    return { kind: 'scalar', values: [first, ...others], origin: 'literal', span };
  }

  /** Every text of a string into which closed choices are put; none when one of its parts is not known. */
  #textsOf(parts: readonly Piece[], depth: number): string[] {
    let texts = [''];
    for (const part of parts) {
      const value = this.pieceValue(part, depth);
      if (value.kind !== 'scalar') return [];
      texts = texts.flatMap((text) => value.values.map((ending) => `${text}${String(ending)}`));
      if (texts.length > MAX_TEXTS) return [];
    }
    return texts;
  }

  #extreme(call: Shape, depth: number, span: Span): FieldValue | undefined {
    const { callee, arguments: list } = call.parts;
    if (!list || !/(?:min|max)$/i.test(callee?.text ?? '')) return undefined;
    const given = list.namedChildren.flatMap((child) => (child ? [this.valueOf(child, depth + 1)] : []));
    return extreme(this.#index.calledName(call), given, span);
  }

  /** What a function of the file gives back, as far as that does not depend on what it is called with. */
  #returned(call: Shape, depth: number, span: Span): FieldValue | undefined {
    const name = /^(?:(?:self|this|cls|\$this)(?:\.|->))?([\w$]+)$/.exec(this.#index.calledName(call))?.[1];
    const functions = name === undefined ? [] : functionsNamed(name, this.#index);
    const [defined] = functions;
    if (!defined || functions.length > 1) return undefined;
    if (!this.#given.has(defined.id)) {
      // What calls itself is not known.
      this.#given.set(defined.id, undefined);
      const values = returnsOf(defined)?.map((at) => this.valueOf(at, depth + 1));
      this.#given.set(defined.id, values && union(values, spanOf(defined)));
    }
    const value = this.#given.get(defined.id);
    if (value?.kind === 'scalar') return value.origin === 'default' ? undefined : moved(value, span, false);
    if (value?.kind !== 'object') return undefined;
    const isDefault = ({ value: inner }: Field): boolean => inner.kind === 'scalar' && inner.origin === 'default';
    const fields = value.fields.map((field): Field => (isDefault(field) ? { ...field, value: { kind: 'runtime', span: field.value.span } } : field));
    return { ...value, fields, span };
  }

  /** What a name can hold at an offset: where each of its values is made. */
  valuesReaching(name: string, offset: number): Node[] {
    const at = { start: offset, end: offset + name.length };
    const bindings = this.#names.reaching(this.#index.bindingsAt(name, offset), at);
    return bindings.flatMap(({ value, path }) => (value && !path ? this.sourceOf(value) : []));
  }

  #member(object: Node, key: Node, depth: number, span: Span): FieldValue | undefined {
    const value = this.valueOf(object, depth + 1);
    const name = this.#index.syntax.leaves[key.type] === 'string' ? this.textOf(key, depth + 1) : key.text;
    // An enumeration's member passes on what it was given, and what is known by its id the id.
    if (value.kind === 'scalar' && (name === 'value' || name === 'id')) return { ...value, span };
    if (value.kind !== 'object') {
      if (name === undefined) return undefined;
      const imported = this.#index.leafOf(object) === 'name' ? this.#index.importOf(object.text, name) : undefined;
      return (imported && this.#imports(imported, span)) ?? this.#names.option(name, span, depth);
    }
    const field = value.fields.find((candidate) => candidate.key === name);
    if (field?.value.kind !== 'scalar') return field?.value;
    return moved(field.value, span, false);
  }

  /** A field whose name is computed: those it can name, or any of the object's, and what stands for one it lacks. */
  #picked(node: Node, object: Node, key: Node, otherwise: Node | undefined, depth: number): FieldValue | undefined {
    const span = spanOf(node);
    const value = this.valueOf(object, depth + 1);
    if (value.kind === 'array') return this.#item(value, this.valueOf(key, depth + 1), span);
    if (value.kind !== 'object' || value.open) return undefined;
    const name = this.valueOf(key, depth + 1);
    const named = name.kind === 'scalar' ? value.fields.filter((field) => name.values.includes(field.key)) : value.fields;
    const isDefault = name.kind === 'scalar' && name.origin === 'default';
    const values = named.map((field) => (field.value.kind === 'scalar' ? moved(field.value, span, isDefault) : field.value));
    const isThere = name.kind === 'scalar' && name.values.every((one) => value.fields.some((field) => field.key === one));
    // `table.get(key)` may be none, and then the API's default stands.
    if (!otherwise && !isThere && this.#index.shape(node, 'call')) return undefined;
    const instead = otherwise && !isThere ? this.valueOf(otherwise, depth + 1) : undefined;
    return union(instead ? [...values, instead.kind === 'scalar' ? moved(instead, span, true) : instead] : values, span);
  }

  /** An item of a list by its place; any of them where the place is not known. */
  #item({ items, open }: ArrayValue, place: FieldValue, span: Span): FieldValue | undefined {
    const places = place.kind === 'scalar' ? place.values : undefined;
    if (open) return undefined;
    const picked = places ? places.map((at) => items.at(Number(at))) : items;
    if (picked.some((item) => !item)) return undefined;
    const value = union(picked.flatMap((item) => item ?? []), span);
    return value?.kind === 'scalar' ? moved(value, span, false) : value;
  }

  #fallback(node: Node, parts: Readonly<Record<string, Node | undefined>>, depth: number, span: Span): FieldValue | undefined {
    const { left, right } = parts;
    const first = left ? this.#asked(node, left, depth) : undefined;
    const isAbsent = this.#absence(node);
    if (first && first.kind !== 'runtime' && !(first.kind === 'scalar' && first.values.some(isAbsent))) return { ...first, span };
    const second = right ? this.valueOf(right, depth + 1) : undefined;
    // `req.body || {}` is what the caller sends, and only without that the empty object.
    if (second?.kind === 'object' && first?.kind === 'runtime') return { ...second, open: true };
    if (second?.kind !== 'scalar') return second;
    const either = first?.kind === 'scalar' ? first.values.filter((item) => !isAbsent(item)) : [];
    const [head, ...rest] = [...new Set([...either, ...second.values])];
    const values: readonly [Scalar, ...Scalar[]] = [head ?? null, ...rest];
    return { ...second, values, origin: 'default', span, definedAt: second.definedAt ?? second.span };
  }

  /** The value that a fallback stands behind: for `options.get("mode", "std")`, what the options hold. */
  #asked(node: Node, left: Node, depth: number): FieldValue | undefined {
    const call = this.#index.shape(node, 'call')?.parts;
    const receiver = call?.['receiver'] ?? (call && this.#index.shape(left, 'member')?.parts['object']);
    if (!call || !receiver || !isWithin(left, call['callee'])) return this.valueOf(left, depth + 1);
    const [first] = call['arguments']?.namedChildren ?? [];
    const object = this.valueOf(receiver, depth + 1);
    const key = first ? nameOfKey(first, this.#index, this) : undefined;
    if (object.kind !== 'object' || key === undefined) return undefined;
    return partOf(object, key) ?? literal(null, spanOf(left));
  }

  /** Whether a value counts as none where a fallback follows it. */
  #absence(node: Node): (value: Scalar) => boolean {
    const operator = node.children.find((child) => child !== null && /^(?:\|\||or|\?\?|\?:)$/.test(child.type))?.type;
    const strict = operator === '??' || operator === '?:' || this.#index.syntax.onlyNilIsFalse === true;
    return (value) => value === null || (!strict && value === '') || (!strict && operator !== undefined && (value === 0 || value === false));
  }

  #oneOf(nodes: readonly (Node | undefined)[], depth: number, span: Span): FieldValue | undefined {
    return union(nodes.map((node) => (node ? this.valueOf(node, depth + 1) : { kind: 'runtime', span })), span);
  }
}
