import type { Node } from '@vscode/tree-sitter-wasm';
import { onlyReports } from '../core/providers/body';
import type { Endpoint } from '../core/request/site';
import type { Field } from '../core/request/value';
import { contains } from '../core/text';
import { isSending, isSpeaking } from './calledWords';
import { readCommand } from './commandLine';
import type { Evaluator } from './evaluate';
import { RETURNING, callsOf, endsOf } from './functions';
import { FUNCTION_TYPE } from './nodeTypes';
import { isWithin, spanOf } from './treeIndex';
import type { Shape, TreeIndex } from './treeIndex';

/** Keys under which HTTP clients take a body; an object with one of them describes a call and is no body itself. */
const BODY_KEYS = new Set(['body', 'json', 'data', 'payload', 'content', 'form_params', 'curlopt_postfields']);
const CALL_KEYS = new Set([...BODY_KEYS, 'headers', 'method']);
const RECORD_KEYS = new Set([
  'taskid', 'taskstatus', 'jobid', 'predictionid', 'requestid', 'status', 'success', 'createdat', 'updatedat', 'startedat', 'completedat',
]);
/** Keys under which an API takes part of its body. */
const ENVELOPE_KEYS = new Set(['input', 'parameters', 'params', 'settings', 'options', 'variables', 'args', 'arguments']);
const URL_KEYS = /^(?:url|uri|path|endpoint|route|href|baseurl|base_url|curlopt_url)$/i;
const METHOD = /^\W*(?:get|head|delete|post|put|patch)\W*$/i;
const READING_NAMES = /(?:^|[._])(?:get|head|delete|getJson)$/i;
/** Calls that open a connection on which another sends. */
const OPENING = /\.open$/i;
/** Keys of the object that says what a part of it is for. */
const NAMING_KEY = /^(?:model|task)/i;
/** Calls that look at a body before it is sent. */
const ASIDE = /(?:^|[._])(?:validate|check|assert|is|has|log|print|debug|info|warn|error|estimate|calculate|ensure)\w*$/i;
const MAX_HOPS = 3;
/** A string that is put together of more parts than this many levels hold is read in part. */
const MAX_AROUND = 200;
const MAX_LINKS = 30;
/** A constant that names the method of a call: `http.MethodPost`, `HttpMethod.Post`. */
const METHOD_CONSTANT = /^[\w.:]*Method[.:]*(get|head|delete|post|put|patch)$/i;
/** A type of content, which is no path. */
const MEDIA_TYPE = /^(?:application|multipart)\/|^text\/(?:plain|html|xml|event-stream)/;

/** A call with what it names: where it sends to, and whether it only reads. */
export interface Sender {
  readonly call: Shape;
  readonly callee: string;
  readonly endpoints: readonly Endpoint[];
  readonly reads: boolean;
  /** Whether another call of its chain names where it sends to. */
  readonly chained?: boolean;
  /** That call. */
  readonly link?: Shape;
  /** The fields of a body that a command line gives word by word. */
  readonly fields?: readonly Field[];
}

/** Whether an HTTP client takes a body under a key. */
export function isBodyKey(key: string): boolean {
  return BODY_KEYS.has(key.toLowerCase());
}

/** Whether an object's keys are those of an HTTP call rather than of a body. */
export function describesCall(keys: readonly string[]): boolean {
  return keys.some((key) => CALL_KEYS.has(key.toLowerCase()));
}

/** Whether an object's keys name the body of a call. */
export function carriesBody(keys: readonly string[]): boolean {
  return keys.some((key) => BODY_KEYS.has(key.toLowerCase()));
}

/** Whether an object's keys are those of what is kept or answered about a request: its task, its state. */
export function describesRecord(keys: readonly string[]): boolean {
  return keys.some((key) => RECORD_KEYS.has(key.replace(/[_-]/g, '').toLowerCase()));
}

/** Follows values from where they are built to the call that sends them. */
export class Links {
  readonly #index: TreeIndex;
  readonly #evaluator: Evaluator;
  readonly #text: string;

  constructor(index: TreeIndex, evaluator: Evaluator, text: string) {
    this.#index = index;
    this.#evaluator = evaluator;
    this.#text = text;
  }

  /** The call that sends a value: the one around it, or one that gets the variable it is put in. */
  senderOf(node: Node, hops = 0): Sender | undefined {
    const above = this.#above(node);
    if (!above) return this.#returned(node, hops)?.sender;
    if (above.kind === 'call') {
      const sender = this.describeChain(above);
      // `post(url, clean(body))`: what a helper makes of it is sent.
      const onward = sender.endpoints.length === 0 && !isSending(sender.callee) && !isSpeaking(sender.callee) && hops < MAX_HOPS;
      const outer = onward ? this.#above(above.node) : undefined;
      const sent = outer?.kind === 'call' ? this.senderOf(above.node, hops + 1) : undefined;
      return sent?.endpoints.length ? sent : sender;
    }
    if (hops >= MAX_HOPS) return undefined;
    const all = this.usesOf(above).flatMap((use) => this.senderOf(use, hops + 1) ?? []);
    const sends = ({ callee }: Sender): boolean => isSending(callee) && !ASIDE.test(callee) && !onlyReports(callee);
    return all.find((sender) => sender.endpoints.length > 0) ?? all.find(sends) ?? all.find(({ callee }) => !ASIDE.test(callee)) ?? all[0];
  }

  /** The call that sends what the function gives back in which a value stands, and the function's call. */
  #returned(node: Node, hops: number): { readonly sender: Sender; readonly from: Node } | undefined {
    const defined = hops < MAX_HOPS ? this.#functionOf(node) : undefined;
    for (const from of defined ? callsOf(defined, this.#index) : []) {
      const sender = this.senderOf(from, hops + 1);
      if (sender && sender.endpoints.length > 0 && !sender.reads && !isSpeaking(sender.callee)) return { sender, from };
    }
    return undefined;
  }

  /** The function that gives a value back as it is, or as what a call is made with. */
  #functionOf(node: Node): Node | undefined {
    let isGiven = false;
    for (let at = node, up = this.#index.parentOf(node); up; at = up, up = this.#index.parentOf(up)) {
      if (FUNCTION_TYPE.test(up.type)) return isGiven || up.childForFieldName('body')?.id === at.id ? up : undefined;
      if (RETURNING.test(up.type)) isGiven = true;
      if (isGiven) continue;
      const key = this.#index.shape(up, 'field')?.parts['key'];
      const isOther = key ? !isBodyKey(this.#evaluator.keyOf(key)) : this.#index.shape(up, 'call') && this.#evaluator.passedOn(up) === undefined;
      if (isOther || this.#index.shape(up, 'spread') || this.#index.syntax.blocks.has(up.type)) return undefined;
    }
    return undefined;
  }

  /** Where what a function gives back is put in a variable before a call sends it. */
  returnedInto(node: Node, { call }: Sender): Shape | undefined {
    const binding = this.bindingOf(node);
    for (const end of binding ? this.usesOf(binding) : [node]) {
      const returned = this.#returned(end, 0);
      if (returned?.sender.call.node.id === call.node.id) return this.bindingOf(returned.from);
    }
    return undefined;
  }

  /** The other objects that a call can send in place of one: those of other branches, and of a function's other ends. */
  othersSentBy(node: Node, { call }: Sender): Node[] {
    const defined = this.#functionOf(node);
    if (defined) {
      const ends = endsOf(defined).map((end) => this.#evaluator.sourceOf(end));
      return ends.filter((end) => end.id !== node.id && (this.#index.shape(end, 'object') ?? this.#index.shape(end, 'blank')));
    }
    const name = this.bindingOf(node)?.parts['name'];
    const values = name ? this.#evaluator.valuesReaching(name.text, call.node.startIndex) : [];
    const others = values.filter((value) => value.id !== node.id && (this.#index.shape(value, 'object') ?? this.#index.shape(value, 'blank')));
    return values.some(({ id }) => id === node.id) ? others : [];
  }

  /** The whole string around an offset: with those that it is put together with. */
  textAt(offset: number): Node | undefined {
    const { leaves } = this.#index.syntax;
    let node = this.#index.root.descendantForIndex(offset, offset + 1);
    for (let steps = 0; node && leaves[node.type] !== 'string'; node = node.parent) if (++steps > 2) return undefined;
    for (let up = node?.parent, steps = 0; node && up && steps < MAX_AROUND; up = up.parent, steps += 1) {
      const isWhole = leaves[up.type] === 'string' || this.#index.shape(up, 'concat') !== undefined;
      const around = up.parent ? this.#index.shape(up.parent, 'format')?.parts['values'] : undefined;
      if (isWhole || isWithin(node, this.#index.shape(up, 'format')?.parts['text'])) node = up;
      else if (around?.id !== up.id && !this.#index.syntax.transparent?.has(up.type)) break;
    }
    return node ?? undefined;
  }

  /** The object that a variable's object is put into as a part: `{ input }`, `body["input"] = input`. */
  containerOf(node: Node): Shape | undefined {
    const binding = this.bindingOf(node);
    for (const use of binding ? this.usesOf(binding) : []) {
      const outer = this.#containerAt(use);
      const whole = outer && outer.made.node.id !== node.id ? this.#evaluator.valueOf(outer.at) : undefined;
      if (whole?.kind === 'object' && whole.fields.some(({ key }) => NAMING_KEY.test(key))) return outer?.made;
    }
    return undefined;
  }

  /** Where an object gets a use of a name as a part, and where that object is made. */
  #containerAt(use: Node): { at: Node; made: Shape } | undefined {
    const buildingAt = (node: Node, at: Node): { at: Node; made: Shape } | undefined => {
      const made = this.#index.shape(node, 'object') ?? this.#index.shape(node, 'blank');
      return made && { at, made };
    };
    let inside = false;
    for (let up = this.#fieldAt(use) ?? this.#index.parentOf(use); up; up = this.#index.parentOf(up)) {
      if (this.#index.syntax.blocks.has(up.type)) return undefined;
      const around = inside ? buildingAt(up, up) : undefined;
      if (around) return around;
      const { key } = this.#index.shape(up, 'field')?.parts ?? {};
      if (key) inside = ENVELOPE_KEYS.has(this.#evaluator.keyOf(key).toLowerCase());
      const given = (this.#index.shape(up, 'assign') ?? this.#index.shape(up, 'put'))?.parts;
      if (!given?.['key'] || !given['target'] || !isWithin(use, given['value'])) continue;
      if (!ENVELOPE_KEYS.has(this.#evaluator.keyOf(given['key']).toLowerCase())) return undefined;
      const made = this.#index.bindingsAt(given['target'].text, use.startIndex).findLast(({ span }) => span.start < use.startIndex)?.value;
      return made && buildingAt(this.#evaluator.sourceOf(made), given['target']);
    }
    return undefined;
  }

  /** The binding whose value a node is, when it is put in a variable. */
  bindingOf(node: Node): Shape | undefined {
    const above = this.#above(node);
    return above?.kind === 'call' ? undefined : above;
  }

  /** The objects into which one is put, when that is all that is done with it; it is no body itself then. */
  onlySpreadInto(node: Node): Shape[] {
    const binding = this.bindingOf(node);
    const uses = binding ? this.usesOf(binding) : [];
    const isSpread = (use: Node): boolean => use.parent !== null && this.#index.shape(use.parent, 'spread') !== undefined;
    if (!uses.every(isSpread)) return [];
    return uses.flatMap((use) => {
      const outer = use.parent?.parent;
      return (outer && this.#index.shape(outer, 'object')) ?? [];
    });
  }

  /** The places that read a bound name within its scope, after the binding. */
  usesOf(binding: Shape): Node[] {
    const name = binding.parts['name'];
    const uses = name ? this.#index.usesOf(name.text, binding.node.endIndex, this.scopeEndOf(binding, name)) : [];
    // Where the name surely gets another value, what it held is gone.
    const block = this.#index.blockOf(binding.node).start;
    const next = uses.findIndex((use) => {
      const outer = use.parent && (this.#index.shape(use.parent, 'binding') ?? this.#index.shape(use.parent, 'reassign'));
      return outer?.parts['name']?.id === use.id && this.#index.blockOf(outer.node).start === block;
    });
    if (next < 0) return uses;
    // The new value may be another object with the fields of the old one.
    const end = uses[next] && this.#index.parentOf(uses[next])?.endIndex;
    const isSpread = (use: Node): boolean => use.endIndex <= (end ?? 0) && use.parent !== null && this.#index.shape(use.parent, 'spread') !== undefined;
    return uses.filter((use, at) => at < next || (at > next && isSpread(use)));
  }

  /** What a call names and whether it only reads; for a chain of calls that gets a body, all of the chain. */
  describeChain(call: Shape): Sender {
    const own = this.describe(call);
    if (own.endpoints.length > 0) return own;
    for (const link of [...this.#chainOf(call), ...this.#openedBefore(call)]) {
      const other = this.describe(link);
      if (other.endpoints.length > 0) return { ...other, call, link, chained: true };
    }
    return own;
  }

  /** Where a connection was opened to, before a call sends on it: `xhr.open('POST', url)`. */
  #openedBefore({ node, parts }: Shape): Shape[] {
    const receiver = parts['receiver'] ?? (parts['callee'] && this.#index.shape(parts['callee'], 'member')?.parts['object']);
    if (!receiver || this.#index.syntax.leaves[receiver.type] !== 'name') return [];
    const scope = this.#index.bindingsAt(receiver.text, receiver.startIndex)[0]?.scope.start;
    if (scope === undefined) return [];
    return this.#index.usesOf(receiver.text, scope, node.startIndex).flatMap((use) => {
      for (let up = this.#index.parentOf(use), steps = 0; up && steps < 3; up = this.#index.parentOf(up), steps += 1) {
        const link = this.#index.shape(up, 'call');
        if (link) return OPENING.test(this.#index.calledName(link)) ? [link] : [];
      }
      return [];
    });
  }

  /** The other calls of a call's chain: those it is made on, also by a variable, then those made on it. */
  #chainOf(call: Shape): Shape[] {
    const links: Shape[] = [];
    let at = call.parts['receiver'];
    for (let steps = 0; at && steps < MAX_LINKS; steps++) {
      const link = this.#index.shape(at, 'call');
      if (link) links.push(link);
      const name: string | undefined = this.#index.syntax.leaves[at.type] === 'name' ? at.text : undefined;
      const bound = name === undefined ? [] : this.#index.bindingsAt(name, at.startIndex);
      at = link?.parts['receiver'] ?? this.#index.shape(at, 'wrap')?.parts['value'] ?? (bound.length === 1 ? bound[0]?.value : undefined);
    }
    for (let up = this.#index.parentOf(call.node); up && links.length < MAX_LINKS; up = this.#index.parentOf(up)) {
      if (this.#index.syntax.blocks.has(up.type)) break;
      const link = this.#index.shape(up, 'call');
      if (link && !isWithin(call.node, link.parts['receiver'])) break;
      if (link) links.push(link);
    }
    return links;
  }

  /** What a call names and whether it only reads. */
  describe(call: Shape): Sender {
    const callee = this.#index.calledName(call);
    const words = this.#index.syntax.commands ? this.#index.wordsOf(call) : [];
    const line = words.length > 0 ? readCommand(callee, words, this.#evaluator) : undefined;
    if (line) {
      const { reads, fields, addresses } = line;
      return { call, callee, endpoints: addresses.flatMap((word) => this.#evaluator.endpointsOf(word)), reads, fields };
    }
    const endpoints: Endpoint[] = [];
    let method: string | undefined;
    const addText = (node: Node): void => {
      endpoints.push(...this.#evaluator.endpointsOf(node).filter(({ text }) => !MEDIA_TYPE.test(text)));
    };
    const addFields = (node: Node): void => {
      for (const child of node.namedChildren) {
        const field = child && this.#index.shape(child, 'field')?.parts;
        if (!field?.['key'] || !field['value']) continue;
        const key = this.#evaluator.keyOf(field['key']).toLowerCase();
        if (URL_KEYS.test(key)) addText(field['value']);
        if (key === 'method') method = this.#evaluator.textOf(field['value']);
      }
    };
    const list = call.parts['arguments'];
    if (list) addFields(list);
    for (const given of list?.namedChildren ?? []) {
      const child = given && this.#index.plain(given);
      if (!child || this.#index.shape(child, 'field')) continue;
      if (this.#index.shape(child, 'object')) addFields(child);
      else addText(child);
      if (this.#index.leafOf(child) === 'string' && METHOD.test(child.text)) method ??= this.#evaluator.textOf(child);
      else method ??= METHOD_CONSTANT.exec(child.text)?.[1];
    }
    const reads = method === undefined ? READING_NAMES.test(callee) || (endpoints.length > 0 && this.#onlyFetches(call, callee)) : /^(?:get|head|delete)$/i.test(method);
    return { call, callee: shorten(callee), endpoints, reads };
  }

  /** Whether a `fetch` says neither how nor what to send: it gets. */
  #onlyFetches({ parts }: Shape, callee: string): boolean {
    const [, options, ...others] = (parts['arguments']?.namedChildren ?? []).filter((child) => child !== null && !child.isExtra);
    if (!/(?:^|\.)fetch$/.test(callee) || others.length > 0) return false;
    const given = options ? this.#evaluator.valueOf(options) : undefined;
    if (given === undefined) return true;
    return given.kind === 'object' && !given.open && !given.fields.some(({ key }) => key === 'method' || BODY_KEYS.has(key.toLowerCase()));
  }

  /** The call or binding that takes a node's value, through everything that only passes it on. */
  #above(node: Node): Shape | undefined {
    const outside = this.#index.shapeFor(node);
    if (outside) return outside.kind === 'wrap' ? this.#above(outside.node) : outside;
    for (let at: Node = node, up = this.#fieldAt(node) ?? this.#index.parentOf(node); up; at = up, up = this.#index.parentOf(up)) {
      const field = this.#index.shape(up, 'field')?.parts;
      if (field?.['key']) {
        const key = this.#evaluator.keyOf(field['key']).toLowerCase();
        if (!BODY_KEYS.has(key) && !ENVELOPE_KEYS.has(key)) return undefined;
        continue;
      }
      if (makesAnew(up)) return undefined;
      // What is spread into another object is not sent by itself.
      if (this.#index.shape(up, 'spread') || isWithin(at, this.#index.shape(up, 'object')?.parts['base'])) return undefined;
      const binding = this.#index.shape(up, 'binding') ?? this.#index.shape(up, 'reassign');
      if (binding) return binding;
      const assign = this.#index.shape(up, 'assign');
      if (assign) return this.#filled(assign);
      // What a chain puts into an object or starts from goes where the chain goes.
      if (isWithin(at, this.#index.shape(up, 'put')?.parts['target'])) continue;
      const call = this.#index.shape(up, 'call');
      if (call && !this.#index.shape(up, 'object')) {
        const passes = this.#evaluator.passedOn(up) !== undefined || this.#index.shape(up, 'wrap') !== undefined;
        if (!passes && (isWithin(at, call.parts['callee']) || isWithin(at, call.parts['receiver']))) return undefined;
        if (!passes) return call;
      }
      if (this.#index.syntax.scopes.has(up.type) || this.#index.syntax.blocks.has(up.type)) return undefined;
    }
    return undefined;
  }

  /** The call that a message was made by, or that hands it to a block, when a value is put in as its body. */
  #filled({ parts }: Shape): Shape | undefined {
    const { target, key } = parts;
    if (!target || !key || !BODY_KEYS.has(this.#evaluator.keyOf(key).toLowerCase())) return undefined;
    const made = this.#index.bindingsAt(target.text, target.startIndex).findLast(({ span }) => span.start < target.startIndex);
    if (made?.value) return this.#index.shape(this.#index.plain(made.value), 'call');
    for (let up = made && target.parent; up && made && contains(made.scope, spanOf(up)); up = up.parent) {
      const call = up.parent && this.#index.shape(up.parent, 'call');
      if (call && !contains(made.scope, spanOf(call.node))) return call;
    }
    return undefined;
  }

  /** A shorthand such as `{ body }` is a field of its own. */
  #fieldAt(node: Node): Node | undefined {
    return this.#index.shape(node, 'field') ? node : undefined;
  }

  /** Where the name of a binding is no longer seen; one that only gets another value is seen where it was declared. */
  scopeEndOf({ kind, node }: Shape, name: Node): number {
    const known = kind === 'reassign' ? this.#index.bindingsAt(name.text, name.startIndex) : [];
    if (known.length > 0) return Math.max(...known.map(({ scope }) => scope.end));
    for (let up = this.#index.parentOf(node); up; up = this.#index.parentOf(up)) {
      if (this.#index.syntax.scopes.has(up.type)) return up.endIndex;
    }
    return this.#text.length;
  }
}

/** Whether a node makes another object of those in it: a comprehension, or a union of two. */
function makesAnew(node: Node): boolean {
  return /comprehension$/.test(node.type) || (/^binary_/.test(node.type) && node.children.some((child) => child?.type === '|'));
}

const CALLEE_LIMIT = 120;

function shorten(callee: string): string {
  return callee.replace(/\s+/g, '').slice(-CALLEE_LIMIT);
}
