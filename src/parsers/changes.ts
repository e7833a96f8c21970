import type { Node } from '@vscode/tree-sitter-wasm';
import type { FieldValue } from '../core/request/value';
import type { Span } from '../core/text';
import { contains } from '../core/text';
import { assignedTo, isDeleted, isWritten } from './giving';
import { functionsNamed } from './functions';
import { nameOfKey } from './keys';
import type { Write } from './order';
import { MAX_USES } from './mentions';
import { isWithin, spanOf } from './treeIndex';
import type { Shape, TreeIndex } from './treeIndex';

/** What reads values. */
interface Reader {
  valueOf(node: Node, depth?: number): FieldValue;
  textOf(node: Node, depth?: number): string | undefined;
  passedOn(node: Node): Node | undefined;
}

/** The way to a field of an object; a key that only the running program knows is undefined. */
export type Way = readonly (string | undefined)[];

/** What a place does to an object: it puts something in, takes a field away, or may change whatever is at the way's end. */
export interface Change extends Write {
  readonly way: Way;
  readonly does:
    | { readonly kind: 'shape'; readonly shape: Shape }
    | { readonly kind: 'put'; readonly key: Node; readonly value: Node | undefined }
    | { readonly kind: 'take' | 'any' }
    | { readonly kind: 'merge'; readonly from: readonly Node[]; readonly call?: Node };
  /** Whether it stands in a function that the place calls, and may not run there. */
  readonly inside?: boolean;
}

/** Where an object is made, and where its name is seen. */
export interface Made {
  readonly span: Span;
  readonly scope: Span;
}

/** Words of calls that read, show or send what they are given. */
const HARMLESS_CALL =
  /(?:^|[._])(?:validate|check|assert|is|has|log|print|console|debug|info|warn|error|json|stringify|dumps|len|str|repr|hash|encode|serialize|estimate|count|size|cost|keys|values|entries|freeze|post|put|request|fetch|send|submit|create|generate|axios|run|http|invoke|call|execute|api|video|image|task|expect|format|marshal|new|typeof|type|isinstance|list|copy|clone|deepcopy|append|push|add|subscribe|read|write|reader|writer|buffer|from|dict|dump|output|echo)(?:$|[._(])/;
const COPYING_CALL = /copy|clone/i;
/** Methods of an object that change it. */
const CHANGING_METHOD = /^(?:update|setdefault|assign|merge!|extend|clear|pop|popitem|remove|delete|putAll|putIfAbsent|compute\w*|replace\w*|store|set_?\w*|add_?\w*|append|push|unshift|shift|splice|sort|reverse|insert|fill|removeIf|retain\w*)$/i;
/** Methods with one argument that set no field of their own name. */
const REPLACING_METHOD = /^(?:replaceAll|removeIf|retain\w*|merge|remove|clear|forEach|compute\w*)$/;
const MERGING_METHOD = /^(?:update|merge!|putAll)$/;
const TAKING_METHOD = /^(?:pop|remove|delete)$/;
const ACCESS = /subscript|^index_expression$|element_(?:access|reference)|^member|^attribute$|^field_(?:access|expression)$|^selector_expression$|^navigation_expression$|^array_access$/;
/** Methods that give something new, which can be changed for itself. */
const MAKING_METHOD = /copy|clone|keys|values|items|entries|string|json|map|filter|slice|concat|merge|bytes|encode/i;
const MAX_CHAIN = 5;
const MAX_ALIASES = 3;
/** A name all in capitals is a constant, which nobody changes behind its back. */
const CONSTANT_NAME = /^[A-Z][A-Z0-9_]*$/;

/** Finds what is done to the object that a name holds. */
export class Changes {
  readonly #index: TreeIndex;
  readonly #reader: Reader;
  readonly #known = new Map<string, readonly Change[]>();

  constructor(index: TreeIndex, reader: Reader) {
    this.#index = index;
    this.#reader = reader;
  }

  /** Every change of a name's object, in the order of the text. */
  of(name: string, made: Made, hops = 0): readonly Change[] {
    const key = `${name} ${made.scope.start} ${made.span.start}`;
    const known = this.#known.get(key);
    if (known) return known;
    this.#known.set(key, []);
    const own = this.#index.scopeOf(name, made.span.start);
    const uses = this.#index.usesOf(name, made.scope.start, made.scope.end);
    const last = uses.at(-1);
    // Of a name that is used more often than is looked at, nobody knows what is done to it.
    const unseen: Change[] = last && uses.length >= MAX_USES ? [{ at: last, span: spanOf(last), way: [], does: { kind: 'any' } }] : [];
    const changes = uses.flatMap((use) => {
      if (contains(made.span, spanOf(use))) return [];
      const scope = this.#index.scopeOf(name, use.startIndex);
      if (scope?.start !== own?.start || scope?.end !== own?.end) return [];
      return this.#at(use, hops);
    });
    this.#known.set(key, [...changes, ...unseen]);
    return [...changes, ...unseen];
  }

  #at(use: Node, hops: number): Change[] {
    const added = this.#addedBy(use);
    if (added.length > 0) {
      return added.map((shape) => ({ at: shape.node, span: spanOf(shape.node), way: [], does: { kind: 'shape', shape } }));
    }
    const { place, way, keys } = this.#placeOf(use);
    const write = (does: Change['does'], at = way): Change => ({ at: place, span: spanOf(place.parent ?? place), way: at, does });
    if (isWritten(place)) {
      const value = assignedTo(place);
      const key = keys.at(-1);
      if (isDeleted(place)) return way.length > 0 ? [write({ kind: 'take' })] : [];
      if (!key) return (value && !this.#mentions(value, use.text)) || place.parent?.type.includes('pattern') ? [] : [write({ kind: 'any' })];
      return [write(way.at(-1) === undefined ? { kind: 'any' } : { kind: 'put', key, value })];
    }
    const called = this.#calledOn(place, way);
    if (called) return called.map((does) => write(does.does, does.way));
    const alias = hops < MAX_ALIASES ? this.#aliasOf(place) : undefined;
    if (alias) {
      const { name, binding } = alias;
      const scope = this.#index.scopeOf(name.text, name.startIndex);
      const inner = scope ? this.of(name.text, { span: spanOf(binding), scope }, hops + 1) : [];
      return inner.map((change) => ({ ...change, way: [...way, ...change.way] }));
    }
    return this.#handedOver(use, place, way, hops);
  }

  /** Whether a value is made of what a name holds, other than as the fields of another object. */
  #mentions(value: Node, name: string): boolean {
    const uses = this.#index.usesOf(name, value.startIndex, value.endIndex);
    return uses.some((use) => !use.parent || !this.#index.shape(use.parent, 'spread'));
  }

  /** The assignment or the links of a chain that a use of a name is the target of. */
  #addedBy(use: Node): Shape[] {
    const links: Shape[] = [];
    for (let up = this.#index.parentOf(use); up && !this.#index.syntax.blocks.has(up.type); up = this.#index.parentOf(up)) {
      const assign = this.#index.shape(up, 'assign');
      if (assign) return assign.parts['target']?.startIndex === use.startIndex ? [assign] : [];
      const put = this.#index.shape(up, 'put');
      if (REPLACING_METHOD.test(put?.parts['setter']?.text ?? '')) return [];
      if (put?.parts['target'] && contains(spanOf(put.parts['target']), spanOf(use)) && put.node.startIndex === use.startIndex) {
        links.push(put);
      } else if (this.#index.shape(up, 'call') && links.length === 0) return [];
    }
    return links;
  }

  /** The outermost field that is read or written from a name on, as in `body["input"].mode`. */
  #placeOf(use: Node): { place: Node; way: Way; keys: Node[] } {
    let place = use;
    const way: (string | undefined)[] = [];
    const keys: Node[] = [];
    for (let up = this.#index.parentOf(place); up; up = this.#index.parentOf(up)) {
      const { transparent } = this.#index.syntax;
      const wrapped = this.#index.shape(up, 'wrap')?.parts['value'];
      const access = this.#index.shape(up, 'member') ?? this.#index.shape(up, 'pick');
      const key = access?.parts['object']?.id === place.id ? access.parts['key'] : undefined;
      if (key) {
        way.push(nameOfKey(key, this.#index, this.#reader));
        keys.push(key);
      } else if (ACCESS.test(up.type) && up.namedChildren[0]?.id === place.id) {
        const last = up.namedChildren.at(-1) ?? up;
        way.push(nameOfKey(last, this.#index, this.#reader));
        keys.push(last);
      } else if (wrapped?.id !== place.id && !(transparent?.has(up.type) && up.namedChildCount === 1)) break;
      place = up;
    }
    return { place, way, keys };
  }

  /** What a method that is called on a place does to it; undefined when none is. */
  #calledOn(place: Node, way: Way): { does: Change['does']; way: Way }[] | undefined {
    const up = this.#index.parentOf(place);
    const call = up && this.#index.shape(up, 'call');
    if (!call) return undefined;
    const { callee, receiver } = call.parts;
    const isCallee = isWithin(place, callee) || (callee !== undefined && isWithin(callee, place));
    if (!isCallee && !isWithin(place, receiver)) return undefined;
    const method = isCallee ? (way.at(-1) ?? '') : (callee?.text ?? '');
    const target = isCallee ? way.slice(0, -1) : way;
    if (way.length === 0 && isCallee) return [];
    if (!CHANGING_METHOD.test(method)) return MAKING_METHOD.test(method) || !this.#isChangedBehind(call.node) ? [] : [{ does: { kind: 'any' }, way: target }];
    const given = (call.parts['arguments']?.namedChildren ?? []).filter((child) => child !== null);
    const [first] = given;
    const taken = first && TAKING_METHOD.test(method) ? nameOfKey(first, this.#index, this.#reader) : undefined;
    if (taken !== undefined) return [{ does: { kind: 'take' }, way: [...target, taken] }];
    if (MERGING_METHOD.test(method)) {
      const from = given.filter((child) => !this.#index.shape(child, 'field'));
      return [{ does: { kind: 'merge', from, call: call.node }, way: target }];
    }
    return [{ does: { kind: 'any' }, way: target }];
  }

  /** Whether a later call of a chain changes what an earlier one gives: `body.as_object_mut().unwrap().remove("mode")`. */
  #isChangedBehind(call: Node): boolean {
    let at = call;
    for (let steps = 0; steps < MAX_CHAIN; steps += 1) {
      const { place, way } = this.#placeOf(at);
      if (place.id === at.id) return false;
      if (isWritten(place) || CHANGING_METHOD.test(way.at(-1) ?? '')) return true;
      const up = this.#index.parentOf(place);
      if (!up || !this.#index.shape(up, 'call')) return false;
      at = up;
    }
    return false;
  }

  /** The name that gets the very object that stands at a place. */
  #aliasOf(place: Node): { name: Node; binding: Node } | undefined {
    for (let up = this.#index.parentOf(place); up && !this.#index.syntax.blocks.has(up.type); up = this.#index.parentOf(up)) {
      const { name, value } = (this.#index.shape(up, 'binding') ?? this.#index.shape(up, 'reassign'))?.parts ?? {};
      if (name && value) return value.id === place.id ? { name, binding: up } : undefined;
      if (this.#index.shape(up, 'call') || this.#index.shape(up, 'object')) return undefined;
    }
    return undefined;
  }

  /** What a call that gets an object may do to it, rather than read or send it. */
  #handedOver(use: Node, place: Node, way: Way, hops: number): Change[] {
    for (let up = this.#index.parentOf(place); up && !this.#index.syntax.blocks.has(up.type); up = this.#index.parentOf(up)) {
      if (['field', 'binding', 'spread', 'object', 'wrap'].some((kind) => this.#index.shape(up, kind))) return [];
      const call = this.#index.shape(up, 'call');
      if (!call) continue;
      const { callee, receiver } = call.parts;
      if (!callee || this.#reader.passedOn(up) || isWithin(place, callee) || isWithin(place, receiver)) return [];
      return this.#doneBy(call, callee, use, place, hops).map((change) => ({ ...change, way: [...way, ...change.way] }));
    }
    return [];
  }

  #doneBy(call: Shape, callee: Node, use: Node, given: Node, hops: number): Change[] {
    const all = (call.parts['arguments']?.namedChildren ?? []).filter((child) => child !== null);
    const place = all.findIndex((child) => isWithin(given, child));
    const write = (does: Change['does']): Change => ({ at: call.node, span: spanOf(call.node), way: [], does });
    const name = this.#index.calledName(call);
    if (name === 'Object.assign') return place === 0 ? [write({ kind: 'merge', from: all.slice(1) })] : [];
    const taken = all[1] && place === 0 && /^(?:delete|unset)$/.test(name) ? nameOfKey(all[1], this.#index, this.#reader) : undefined;
    if (taken !== undefined) return [{ ...write({ kind: 'take' }), way: [taken] }];
    const defined = hops < MAX_ALIASES ? this.#definitionOf(name) : undefined;
    if (defined) return this.#doneIn(defined, place, call.node, hops);
    // `copy(x)` leaves x alone; `copyInto(from, x)` does not.
    const { text } = callee;
    const words = text.replace(/([a-z0-9])([A-Z])/g, '$1_$2').replaceAll('-', '_').toLowerCase();
    const fills = COPYING_CALL.test(text) && all.length > 1;
    if (!fills && (CONSTANT_NAME.test(use.text) || HARMLESS_CALL.test(words))) return [];
    // `copyGiven(from, body, ["mode", "duration"])` says which fields it is about.
    const named = all.flatMap((child) => this.#keysIn(child));
    if (named.length === 0) return [write({ kind: 'any' })];
    return named.map((key) => ({ ...write({ kind: 'put', key, value: undefined }), way: [nameOfKey(key, this.#index, this.#reader)] }));
  }

  /** The texts of a written list. */
  #keysIn(list: Node): Node[] {
    const items = this.#index.shape(list, 'array') ? list.namedChildren.filter((child) => child !== null) : [];
    return items.every((item) => this.#index.syntax.leaves[item.type] === 'string') ? items : [];
  }

  /** The changes of a parameter's object in a function of the file, as done where the function is called. */
  #doneIn(defined: Node, place: number, call: Node, hops: number): Change[] {
    const list = defined.childForFieldName('parameters') ?? defined.childForFieldName('parameter');
    const all = (list?.namedChildren ?? []).filter((child) => child !== null && !/^(?:self|cls|this)\b/.test(child.text));
    const parameter = all[place];
    const name = parameter && this.#nameIn(parameter);
    if (!name) return [{ at: call, span: spanOf(call), way: [], does: { kind: 'any' } }];
    const inner = this.of(name.text, { span: spanOf(parameter), scope: spanOf(defined) }, hops + 1);
    return inner.map((change) => ({ ...change, at: call, span: spanOf(call), inside: true }));
  }

  #nameIn(parameter: Node): Node | undefined {
    if (this.#index.syntax.leaves[parameter.type] === 'name') return parameter;
    const named = parameter.childForFieldName('name') ?? parameter.childForFieldName('pattern') ?? parameter.namedChildren[0];
    return named && this.#index.syntax.leaves[named.type] === 'name' ? named : undefined;
  }

  /** The function of the file that a called name is: by itself, or as a method of the own object. */
  #definitionOf(called: string): Node | undefined {
    const name = /^(?:(?:self|this|cls|\$this)(?:\.|->))?([\w$]+)$/.exec(called)?.[1];
    if (name === undefined) return undefined;
    return functionsNamed(name, this.#index).at(0);
  }
}
