import type { Node, Query, Tree } from '@vscode/tree-sitter-wasm';
import type { ProviderDefinition } from '../core/providers/provider';
import type { Endpoint, Problem, RequestSite } from '../core/request/site';
import type { FieldValue, ObjectValue } from '../core/request/value';
import type { Span } from '../core/text';
import { contains } from '../core/text';
import { CONTENT_NAME, isSending, isSpeaking, isTaking, takesBody } from './calledWords';
import { Chains } from './chains';
import { Evaluator } from './evaluate';
import type { ImportReader } from './names';
import { isRetried, withSentAgain } from './again';
import { heldBy, isMocked, isOfOther, isOnlyTested, isShown, madeAt, withoutEntries } from './aside';
import type { TreeSyntax } from './language';
import { pathsAt, placesBeyond } from './reach';
import { scopeAround } from './functions';
import { OwnCalls, isAt } from './ownCalls';
import { repeated, repetitionOf } from './repetition';
import { Links, carriesBody, describesCall, describesRecord } from './links';
import type { Sender } from './links';
import type { FoundRequest, FoundRequests } from './parser';
import { Paths } from './paths';
import { SpanSet } from './spanSet';
import { TreeIndex, spanOf } from './treeIndex';
import { HEAD_LIMIT, headOf } from './head';
import type { Shape } from './treeIndex';
import { otherBranches, takesItem } from './branches';
import { eitherObject } from './values';
import { Wrappers } from './wrappers';

/** Shapes that can be a body. */
const BUILDING = new Set(['object', 'blank', 'put']);
/** Where an object begins in a text, behind whatever marks escapes there. */
const JSON_START = /\{(?:\s|[\\`][nrt])*[\\`"]*"(?=\w)/g;
/**
 * Finds the requests of a parsed document: first the objects that are bodies, then the calls without one. `sentTo` is
 * where an expression's value goes, when the document around it says so.
 */
export function findInTree(
  text: string,
  tree: Tree,
  syntax: TreeSyntax,
  query: Query,
  providers: readonly ProviderDefinition[],
  sentTo: readonly Endpoint[] = [],
  imports?: ImportReader,
): FoundRequests {
  return new TreeFinder(text, tree, syntax, query, providers, sentTo, imports).find();
}

class TreeFinder {
  readonly #text: string;
  readonly #tried = new Set<number>();
  readonly #claimed = new SpanSet();
  /** What a call sends in another case than the one found. */
  readonly #otherwise = new SpanSet();
  readonly #index: TreeIndex;
  readonly #evaluator: Evaluator;
  readonly #links: Links;
  readonly #providers: readonly ProviderDefinition[];
  readonly #reading: Parameters<typeof otherBranches>[2];
  readonly #found: FoundRequest[] = [];
  readonly #places = new SpanSet();
  readonly #chains: Chains;
  readonly #wrappers: Wrappers;
  readonly #ownCalls: OwnCalls;
  /** Calls of functions of this file that send what was found in them. */
  readonly #passed: Span[] = [];
  readonly #namedCalls = new Map<FoundRequest, Node>();
  readonly #sent = new Set<number>();
  readonly #sentTo: readonly Endpoint[];
  #paths = new Paths([]);

  constructor(
    text: string,
    tree: Tree,
    syntax: TreeSyntax,
    query: Query,
    providers: readonly ProviderDefinition[],
    sentTo: readonly Endpoint[],
    imports: ImportReader | undefined,
  ) {
    this.#sentTo = sentTo;
    this.#text = text;
    this.#wrappers = new Wrappers(text);
    this.#index = new TreeIndex(tree, syntax, query, text);
    this.#evaluator = new Evaluator(this.#index, imports);
    this.#links = new Links(this.#index, this.#evaluator, text);
    this.#providers = providers;
    this.#chains = new Chains(this.#index);
    this.#ownCalls = new OwnCalls(this.#index);
    this.#reading = { index: this.#index, evaluator: this.#evaluator, links: this.#links, providers };
  }

  find(): FoundRequests {
    const offsets: number[] = [];
    const regions = new Map<number, Node>();
    let read = 0;
    for (const offset of this.#anchors()) {
      const region = offset < read ? undefined : this.#index.regionAt(offset);
      if (region) regions.set(region.id, region);
      read = Math.max(read, region?.endIndex ?? 0);
      if (offset < read) offsets.push(offset);
    }
    const paths = pathsAt(offsets, this.#index, this.#evaluator);
    this.#paths = new Paths([...paths.values()].flat());
    for (const region of regions.values()) this.#index.read(region);
    const beyond = placesBeyond(paths, this.#index);
    const unique = this.#shapesIn([...regions.values()]);
    for (const shape of beyond.length > 0 ? this.#shapesIn([...regions.values(), ...beyond]) : unique) {
      if (BUILDING.has(shape.kind) && !this.#isPart(shape)) this.#tryObject(shape);
    }
    this.#tryTexts(offsets, [...regions.values()]);
    for (const shape of unique) if (shape.kind === 'call') this.#tryCall(shape);
    // A call may stand before the function that it runs.
    const sent = this.#found.filter((one) => !this.#namedCalls.has(one) || !this.#runsFound(one.site, this.#namedCalls.get(one)));
    return { requests: withoutEntries(sent, this.#index).sort((a, b) => a.site.span.start - b.site.span.start), problems: this.#index.tooDeep.map((span): Problem => ({ code: 'tooComplex', span })) };
  }

  /** The shapes in some regions, in their order. */
  #shapesIn(regions: readonly Node[]): Shape[] {
    const shapes = this.#index.shapesWithin(regions.map(spanOf));
    return [...new Set(shapes)].sort((a, b) => a.span.start - b.span.start || b.span.end - a.span.end);
  }

  #anchors(): number[] {
    const offsets = new Set<number>();
    for (const { anchors } of this.#providers) {
      for (const match of this.#text.matchAll(anchors)) offsets.add(match.index);
    }
    if (this.#sentTo.length > 0) offsets.add(this.#index.root.startIndex);
    return [...offsets].sort((a, b) => a - b);
  }

  /** Tries an object, after the one that it is put into as a part; whether one of them is a request. */
  #tryObject(shape: Shape): boolean {
    if (this.#tried.has(shape.node.id)) return this.#taken(shape.span);
    this.#tried.add(shape.node.id);
    const outer = this.#links.containerOf(shape.node);
    return (outer !== undefined && this.#tryObject(outer)) || this.#readObject(shape);
  }

  #readObject(shape: Shape): boolean {
    const span = shape.span;
    if (this.#taken(span)) return true;
    const object = this.#evaluator.valueOf(shape.node);
    if (object.kind !== 'object' || describesCall(object.fields.map(({ key }) => key))) return false;
    if (object.fields.length === 0 && shape.kind === 'object' && !this.#index.shape(shape.node, 'blank')) return false;
    const sender = this.#links.senderOf(shape.node) ?? this.#startOf(shape.node);
    const outer = sender ? [] : this.#links.onlySpreadInto(shape.node);
    // They may stand where nothing else speaks of a request.
    if (outer.length > 0) return outer.map((other) => this.#tryObject(other)).includes(true);
    if ((!sender || shape.kind === 'blank') && this.#holdsFound(shape.node)) return false;
    if (!sender && isOfOther(shape.node, this.#index, this.#evaluator)) return false;
    if (!sender?.endpoints.length && isShown(shape.node, this.#index, this.#evaluator)) return false;
    const isDirect = sender?.endpoints.some(({ text }) => text.includes('/'));
    if (!isDirect && describesRecord(object.fields.map(({ key }) => key))) return false;
    if (sender && this.#sent.has(sender.call.node.id)) this.#otherwise.add(span);
    if (sender && object.fields.length === 0 && otherBranches(shape.node, sender, this.#reading).length > 0) return false;
    if (sender && (sender.reads || isSpeaking(sender.callee) || this.#sent.has(sender.call.node.id))) return false;
    const filled = this.#withOtherBranches(shape.node, this.#withLaterFields(shape.node, object, sender), sender);
    if (describesCall(filled.fields.map(({ key }) => key))) return false;
    return filled.fields.length > 0 && this.#tryBody(shape.node, filled, sender);
  }

  /** Tries the strings that hold JSON: at the anchors, and where an object begins in a text. */
  #tryTexts(offsets: readonly number[], regions: readonly Node[]): void {
    const starts = regions.flatMap((region) => {
      const text = this.#text.slice(region.startIndex, region.endIndex);
      return [...text.matchAll(JSON_START)].map((match) => region.startIndex + match.index);
    });
    let read = 0;
    for (const offset of [...offsets, ...starts].sort((a, b) => a - b)) {
      if (offset < read) continue;
      const node = this.#links.textAt(offset);
      if (!node || this.#taken(spanOf(node))) continue;
      read = node.endIndex;
      const object = this.#evaluator.embeddedIn(node);
      if (!object || describesCall(object.fields.map(({ key }) => key))) continue;
      const sender = this.#links.senderOf(node);
      // A text is only a body when something sends it.
      if (!sender || sender.reads || isSpeaking(sender.callee) || this.#sent.has(sender.call.node.id)) continue;
      if (isSending(sender.callee) || isTaking(sender.callee) || sender.endpoints.length > 0) this.#tryBody(node, object, sender);
    }
  }

  #tryBody(node: Node, filled: ObjectValue, sender: Sender | undefined): boolean {
    const span = spanOf(node);
    const direct = sender ? sender.endpoints.find((at) => at.text.includes('/')) : this.#sentTo[0];
    const made = sender ? undefined : this.#index.shape(node, 'blank')?.parts['type']?.text;
    const site: RequestSite = {
      span,
      head: headOf(node, this.#text),
      ...(sender ? { call: spanOf(sender.call.node), callee: sender.callee } : made ? { callee: made } : {}),
      ...(direct ? { sentTo: direct } : {}),
      endpoints: [...(sender?.endpoints ?? this.#sentTo), ...this.#near(span, sender)],
      fields: filled.fields,
      positional: [],
      open: filled.open,
    };
    if (!this.#accept(site, sender?.call.node ?? node)) return false;
    for (const used of sender ? [sender.call.node, sender.link?.node, sender.call.parts['arguments']] : []) if (used) this.#sent.add(used.id);
    if (!direct) this.#claim(site);
    return true;
  }

  /** Takes the path that a body of the same function goes to unseen, as through a buffer. */
  #claim({ span, endpoints: [nearest] }: RequestSite): void {
    const scope = this.#scopeOf(span);
    const isFunction = scope.start > 0 || scope.end < this.#text.length;
    if (isFunction && nearest && nearest.span.start >= span.end && contains(scope, nearest.span)) this.#claimed.add(nearest.span);
  }

  #tryCall(shape: Shape): void {
    const span = shape.span;
    const list = shape.parts['arguments'];
    if (this.#sent.has(shape.node.id) || (list && this.#sent.has(list.id)) || this.#taken(span)) return;
    if (this.#index.shape(shape.node, 'object') ?? this.#index.shape(shape.node, 'blank')) return;
    if (this.#places.hasWithin(span)) return;
    const own = this.#links.describe(shape);
    const chained = own.endpoints.length === 0 && list?.namedChildCount === 1 && takesBody(own.callee);
    const sender = chained ? this.#links.describeChain(shape) : own;
    // What is read of the answer, as `response.json('data.id')`.
    if (sender.link && this.#sent.has(sender.link.node.id)) return;
    if (sender.reads || isSpeaking(sender.callee)) return;
    if (this.#evaluator.sourceOf(shape.node).id !== shape.node.id || isMocked(shape.node, this.#index)) return;
    const { fields } = sender;
    const given = fields?.length ? { kind: 'object' as const, fields, open: false, span } : this.#evaluator.objectOf(shape.node);
    const positional = this.#positional(shape);
    const site = this.#callSite(sender, given, positional, span);
    const path = site?.fields.length === 0 ? site.sentTo?.span : undefined;
    if (!site || (path && this.#claimed.hasWithin(path))) return;
    if (isRetried(sender.call, this.#found, this.#index, this.#evaluator)) return;
    const whole = site.sentTo ? withSentAgain(sender.call, site, this.#found, this.#reading) : site;
    if (whole) this.#accept(this.#withFoundObjects(whole), shape.node);
  }

  /** Whether what sends a site is a function of this file that is seen to send all that it sends: that is the request. */
  #runsFound({ span }: RequestSite, call = this.#index.root): boolean {
    // What an open body or a bare path is filled with, the object that is passed says.
    const isSeen = ({ site }: FoundRequest): boolean => site.span !== span && (isAt(call, span) || (!site.open && site.fields.length > 0));
    return this.#ownCalls.runsOneOf(call, () => [...this.#found.filter(isSeen).flatMap(({ site }) => [site.span, site.call ?? site.span]), ...this.#passed]);
  }

  #callSite(sender: Sender, given: ObjectValue, positional: FieldValue[], span: Span): RequestSite | undefined {
    const sentTo = sender.endpoints.find((at) => at.text.includes('/'));
    const byBody = describesCall(given.fields.map(({ key }) => key));
    const passed = this.#givenObjects(sender.call);
    // `client.request({ method, path, body })`: what describes the call is no field of its body.
    const objects = passed.filter(({ fields }) => !sentTo || !describesCall(fields.map(({ key }) => key)));
    const carried = objects.length < passed.length && passed.some(({ fields }) => carriesBody(fields.map(({ key }) => key)));
    const count = given.fields.length + positional.length + (sender.chained || carried ? 1 : 0);
    if (sentTo && ((!isSending(sender.callee) && !sender.fields?.length) || count < 2)) return undefined;
    if (!sentTo && describesRecord([given, ...objects].flatMap(({ fields }) => fields.map(({ key }) => key)))) return undefined;
    const callee = sender.callee;
    const name = sender.call.parts['callee'];
    return {
      span,
      head: name ? { start: Math.max(span.start, name.endIndex - HEAD_LIMIT), end: name.endIndex } : span,
      callee,
      ...(sentTo ? { sentTo } : {}),
      endpoints: [...sender.endpoints, ...this.#paths.hosts],
      fields: byBody ? [] : [...given.fields, ...objects.flatMap((value) => value.fields)],
      positional,
      open:
        !sender.fields?.length &&
        (byBody || sentTo !== undefined || given.open || objects.some((value) => value.open) || this.#isPassedThrough(sender)),
    };
  }

  /** Whether a call without named arguments gets one that may hold everything: `client.textToVideo(options)`. */
  #isPassedThrough({ call }: Sender): boolean {
    const named = this.#evaluator.objectOf(call.node).fields.length > 0 || this.#givenObjects(call).length > 0;
    const mayHold = (node: Node): boolean => {
      const { kind } = this.#evaluator.valueOf(node);
      return kind === 'runtime' ? !CONTENT_NAME.test(node.text) : kind === 'object';
    };
    return !named && this.#positionalNodes(call).some(mayHold);
  }

  /** The arguments that are objects; one in a variable that is a site of its own is left out. */
  #givenObjects(call: Shape): ObjectValue[] {
    return this.#positionalNodes(call).flatMap((node) => {
      const value = this.#evaluator.valueOf(node);
      const isFound = madeAt(node, this.#index, this.#evaluator).some((made) => this.#places.hasWithin(spanOf(made)));
      return value.kind === 'object' && !isFound ? [value] : [];
    });
  }

  /** A call that is a request by its name alone, with the fields of a variable's object that another call sends, too. */
  #withFoundObjects(site: RequestSite): RequestSite {
    if (site.sentTo || site.fields.length > 0 || this.#providers.every((provider) => !provider.read(site))) return site;
    const objects = site.positional.filter((value) => value.kind === 'object');
    if (objects.length === 0) return site;
    return { ...site, fields: objects.flatMap(({ fields }) => fields), open: objects.some(({ open }) => open) };
  }

  /** Whether an object has one that was found under one of its keys: it keeps a request and is none itself. */
  #holdsFound(node: Node): boolean {
    return heldBy(node, this.#index, this.#evaluator).some((held) => this.#places.hasWithin(spanOf(held)));
  }

  #positional(call: Shape): FieldValue[] {
    return this.#positionalNodes(call).map((node) => this.#evaluator.valueOf(node));
  }

  #positionalNodes({ parts }: Shape): Node[] {
    return (parts['arguments']?.namedChildren ?? [])
      .filter((child) => child !== null)
      .filter((child) => !this.#index.shape(child, 'field') && !this.#index.shape(child, 'spread'))
      .map((child) => this.#index.plain(child));
  }

  #accept(read: RequestSite, sending: Node): boolean {
    for (const provider of this.#providers) {
      const first = provider.read(read);
      if (!first) continue;
      const isSent = read.sentTo !== undefined || (read.callee !== undefined && isSending(read.callee));
      if (isOnlyTested(sending, isSent, this.#index, this.#text)) return false;
      const isNamed = read.sentTo === undefined && read.callee !== undefined;
      if (isNamed && this.#runsFound(read, sending)) {
        this.#passed.push(spanOf(sending));
        return false;
      }
      const isOwn = isNamed && this.#wrappers.isOwn(read.callee);
      const site = isOwn ? { ...read, own: true } : read;
      const resolution = isOwn ? (provider.read(site) ?? first) : first;
      this.#places.add(site.span);
      const found = repeated({ site, resolution }, repetitionOf(sending, this.#index, this.#evaluator, this.#text, (item, all) => takesItem(provider, site, item, all)));
      this.#found.push(found);
      if (isNamed) this.#namedCalls.set(found, sending);
      return true;
    }
    return false;
  }

  #taken(span: Span): boolean {
    return this.#places.holds(span) || this.#otherwise.holds(span);
  }

  /** Whether a shape is the beginning or a link of a longer chain, or what a chain adds to a variable's object. */
  #isPart({ node, kind }: Shape): boolean {
    if (this.#chains.takeOn(node)) return true;
    const root = kind === 'put' ? this.#evaluator.assembly.chainAt(node)?.root : undefined;
    return root !== undefined && this.#index.syntax.leaves[root.type] === 'name' && this.#evaluator.valueOf(root).kind === 'object';
  }

  /** The call that a chain starts from: `client.textToVideo().duration(5).send()`. */
  #startOf(node: Node): Sender | undefined {
    const root = this.#evaluator.assembly.chainAt(node)?.root;
    const call = root && this.#index.shape(root, 'call');
    return call && !this.#index.shape(call.node, 'blank') ? this.#links.describe(call) : undefined;
  }

  /** What is sent when other branches put another object in the same variable: one request, with the values of each. */
  #withOtherBranches(node: Node, filled: ObjectValue, sender: Sender | undefined): ObjectValue {
    const others = (sender ? otherBranches(node, sender, this.#reading) : []).flatMap((other) => {
      const value = this.#evaluator.valueOf(other);
      return value.kind === 'object' && value.fields.length > 0 ? [this.#withLaterFields(other, value, sender)] : [];
    });
    return others.length > 0 ? eitherObject([filled, ...others], filled.span) : filled;
  }

  /** Adds the fields that an object gets after it is built and before it is sent: `body.sound = 'on'`. */
  #withLaterFields(node: Node, object: ObjectValue, sender: Sender | undefined): ObjectValue {
    const built = this.#afterBinding(this.#links.bindingOf(node), object, sender);
    return sender ? this.#afterBinding(this.#links.returnedInto(node, sender), built, sender) : built;
  }

  #afterBinding(binding: Shape | undefined, object: ObjectValue, sender: Sender | undefined): ObjectValue {
    const name = binding?.parts['name'];
    if (!binding || !name) return object;
    const made = { span: spanOf(binding.node), scope: this.#index.scopeOf(name.text, name.startIndex) ?? this.#scopeOf(spanOf(name)) };
    const sent = sender?.call.node;
    const isHere = sent && sent.startIndex >= made.span.end && contains(made.scope, spanOf(sent));
    if (isHere) return this.#evaluator.assembly.after(object, name.text, made, sent);
    return this.#evaluator.assembly.after(object, name.text, made, binding.node, this.#text.length);
  }

  /** The paths in reach of a body, nearest first. */
  #near(span: Span, sender: Sender | undefined): Endpoint[] {
    const scope = this.#scopeOf(span);
    // What a function in it sends is that function's own.
    const isInner = (at: Endpoint): boolean => contains(span, at.span) && contains(span, this.#scopeOf(at.span));
    // What nothing sends, behind a request to a path, is no other request to it.
    const sent = sender ? [] : this.#found.map(({ site }) => site.call ?? site.span).filter(({ end }) => end <= span.start);
    const isTaken = (at: Endpoint): boolean => sent.some((call) => contains(call, at.span));
    const near = this.#paths.near(span, scope, this.#isWhole(scope)).filter((at) => !isInner(at));
    const isSentHere = !this.#isWhole(scope) && near.some((at) => contains(scope, at.span) && isTaken(at));
    return isSentHere ? [] : near.filter((at) => !isTaken(at));
  }

  #isWhole(scope: Span): boolean {
    return scope.start === 0 && scope.end >= this.#text.length;
  }

  #scopeOf(span: Span): Span {
    return scopeAround(span, this.#index) ?? { start: 0, end: this.#text.length };
  }
}
