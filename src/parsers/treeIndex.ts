import type { Node, Query, Tree } from '@vscode/tree-sitter-wasm';
import type { Span } from '../core/text';
import { contains } from '../core/text';
import { bindingOf, givingOf, hoistedFrom } from './giving';
import type { Binding } from './giving';
import type { LeafKind, TreeSyntax } from './language';
import { ImportedNames } from './importedNames';
import { isDeep, pathTo } from './levels';
import { mentionsIn, usesIn } from './mentions';
import { optionKey, optionPlaces } from './optionNames';
import { isWithin, spanOf } from './shape';
import type { Imported, Shape } from './shape';
import { SpanSet } from './spanSet';

const NAMED = new Set(['binding', 'reassign', 'default', 'parameter', 'property', 'item', 'each']);
const TURNS = new Set(['item', 'each']);
const HIDDEN = 'hidden';
/** Kinds that give a name of an outer scope a value. */
const OUTER = new Set(['reassign', 'default', 'lent']);
/** A chain of calls longer than this is named by its text. */
const MAX_CHAIN = 40;
/** A name that gets values at more places is taken to be only known at run time. */
const MAX_BINDINGS = 300;
/** How grammars name what is a scope of its own in every language: the head of a catch, the body of a comprehension. */
const SEEN_WITHIN = /^catch_(?:clause|block)$|comprehension$|^generator_expression$/;
/** Nodes that are a name where they are given a value: in a pattern, and behind a shell's `read`. */
const NAME_TYPES = new Set(['shorthand_property_identifier_pattern', 'word']);
/** Statements, an export and a class around a constant stand at most this deep below the root. */
const DECLARATION_DEPTH = 4;
/** A region is read as a whole up to this many characters; a longer statement is read in parts. */
const REGION_LIMIT = 40_000;

export type { Binding } from './giving';
export * from './shape';

/**
 * The shapes of a syntax tree, read region by region as they are asked for, so that the cost follows the requests
 * of a document and not its length.
 */
export class TreeIndex {
  readonly root: Node;
  readonly syntax: TreeSyntax;
  readonly #query: Query;
  readonly #text: string;
  readonly #shapes = new Map<number, Map<string, Shape>>();
  readonly #parents = new Map<number, Node | null>();
  readonly #bindings = new Map<string, Map<string, Binding>>();
  readonly #declarations = new Map<string, { readonly of: number; readonly binding: Binding | undefined }>();
  readonly #imports: ImportedNames;
  readonly #options = new Map<string, Node[]>();
  #optionsRead = false;
  #given = 0;
  readonly #whole: Span;
  readonly #elsewhere = new Map<number, Shape>();
  readonly #read = new SpanSet();
  readonly #seen = new Set<number>();
  readonly #tooDeep: Span[] = [];
  readonly #declared = new Set<number>();
  readonly #named = new Set<string>();
  readonly #mentions = new Map<string, Node[]>();
  readonly #joined = new Map<string, Span[]>();
  /** What the names of a pattern get in turn, by the pattern. */
  readonly #turns = new Map<number, Node>();
  readonly #looked = new Set<number>();

  constructor(tree: Tree, syntax: TreeSyntax, query: Query, text: string) {
    this.root = tree.rootNode;
    this.syntax = syntax;
    this.#imports = new ImportedNames(syntax);
    this.#query = query;
    this.#text = text;
    this.#whole = { start: 0, end: text.length };
  }

  /** The places that were not read, since they are nested too deep. */
  get tooDeep(): readonly Span[] {
    return this.#tooDeep;
  }

  /** The statement around an offset that is read as a whole; undefined where it is nested too deep. */
  regionAt(offset: number): Node | undefined {
    const path = pathTo(this.root, offset);
    if (!path) this.#tooDeep.push({ start: offset, end: offset });
    path?.forEach((node, level) => this.#parents.set(node.id, path[level - 1] ?? this.root));
    return path && (path.find((node) => node.endIndex - node.startIndex <= REGION_LIMIT) ?? path.at(-1) ?? this.root);
  }

  /** Reads the shapes of a node and everything below it, and the declarations around it. */
  read(node: Node): void {
    const span = spanOf(node);
    if (this.#read.holds(span)) return;
    this.#read.add(span);
    if (isDeep(node)) {
      this.#tooDeep.push(span);
      return;
    }
    this.#add(this.#query.matches(node));
    for (let outer = this.parentOf(node); outer && this.parentOf(outer); outer = this.parentOf(outer)) this.#readDeclarations(outer);
  }

  /** The shapes read so far that lie within one of the spans. */
  shapesWithin(spans: readonly Span[]): Shape[] {
    const wanted = new SpanSet();
    for (const span of spans) wanted.add(span);
    return [...this.#shapes.values()].flatMap((kinds) => [...kinds.values()]).filter((shape) => wanted.holds(shape.span));
  }

  /** The shape of a kind that a node is, or undefined. Reads the node's region when it was not read yet. */
  shape(node: Node, kind: string): Shape | undefined {
    const known = this.#shapes.get(node.id)?.get(kind);
    if (known || this.#seen.has(node.id)) return known;
    const span = spanOf(node);
    if (this.#read.holds(span)) {
      this.#seen.add(node.id);
      return undefined;
    }
    if (span.end - span.start <= REGION_LIMIT) this.read(node);
    else if (!this.#looked.has(node.id)) {
      // What is this large is looked at itself, and what is in it where that is asked for.
      this.#looked.add(node.id);
      this.#add(this.#query.matches(node, { maxStartDepth: 0 }));
    }
    return this.#shapes.get(node.id)?.get(kind);
  }

  /** What a node is as a leaf: by its type, or by its text when that is a word of the language. */
  leafOf(node: Node): LeafKind | undefined {
    const leaf = this.syntax.leaves[node.type];
    return leaf === 'name' && this.syntax.words ? (this.syntax.words[node.text] ?? leaf) : leaf;
  }

  /** What a call calls, with what it is called on: `client.post`. */
  calledName({ parts }: Shape, depth = 0): string {
    const { callee, receiver } = parts;
    const name = callee?.text ?? '';
    if (!callee || !receiver) return name;
    const inner = depth < MAX_CHAIN ? this.shape(receiver, 'call') : undefined;
    const on = inner ? this.calledName(inner, depth + 1) : receiver.text;
    return isWithin(receiver, callee) ? on + name.slice(receiver.endIndex - callee.startIndex) : `${on}.${name}`;
  }

  /** The words of a command behind its name. */
  wordsOf({ parts }: Shape): Node[] {
    const { callee, arguments: list } = parts;
    return (list?.namedChildren ?? []).flatMap((child) => (child && child.id !== callee?.id && child.text.trim() !== '' ? this.plain(child) : []));
  }

  /** Whether a node has a shape of its own. */
  isShape(node: Node): boolean {
    this.shape(node, '');
    return this.#shapes.has(node.id);
  }

  /** The shape whose value a node is, when the node stands outside of it, as the text of a heredoc does. */
  shapeFor(node: Node): Shape | undefined {
    return this.#elsewhere.get(node.id);
  }

  /** The node around a node, found once: a tree is asked for it from its root down. */
  parentOf(node: Node): Node | null {
    const known = this.#parents.get(node.id);
    if (known !== undefined) return known;
    this.#parents.set(node.id, node.parent);
    return this.#parents.get(node.id) ?? null;
  }

  /** A node without those around it that only stand for it. */
  plain(node: Node): Node {
    let at = node;
    while (this.syntax.transparent?.has(at.type) && at.namedChildCount === 1) at = at.namedChildren[0] ?? at;
    return at;
  }

  /** The values that a name can have had at an offset: those of the innermost scope that knows it. */
  bindingsAt(name: string, offset: number): Binding[] {
    this.#declareAt(name, offset);
    const innermost = this.#declaring(name, offset);
    if (!innermost) return [];
    const all = [...(this.#bindings.get(this.syntax.spelling?.(name) ?? name)?.values() ?? [])];
    return all.filter((binding) => binding.kind !== 'property').filter((binding) => {
      const { scope } = this.#isOuter(binding) ? (this.#declaring(name, binding.at.startIndex) ?? binding) : binding;
      return scope.start === innermost.scope.start && scope.end === innermost.scope.end;
    });
  }

  /** The defaults of a field of a variable, such as `options.mode`. */
  defaultsOf(object: string, field: string, offset: number): Binding[] {
    const outer = this.#declaring(object, offset);
    return [...(this.#bindings.get(field)?.values() ?? [])].filter(
      ({ kind, span }) => kind === 'default' && outer && this.#declaring(object, span.start)?.scope.start === outer.scope.start,
    );
  }

  /** The innermost declaration of a name at an offset; asked again only when more that binds the name was read. */
  #declaring(name: string, offset: number): Binding | undefined {
    const bindings = this.#bindings.get(this.syntax.spelling?.(name) ?? name);
    if (!bindings || bindings.size > MAX_BINDINGS) return undefined;
    const key = `${offset} ${name}`;
    const known = this.#declarations.get(key);
    if (known?.of === this.#given) return known.binding;
    const length = ({ scope }: Binding): number => scope.end - scope.start;
    const binding = [...bindings.values()]
      .filter(({ scope }) => scope.start <= offset && offset < scope.end)
      .filter((candidate) => candidate.kind !== 'property' && !this.#isOuter(candidate))
      .reduce<Binding | undefined>((a, b) => (a && length(a) <= length(b) ? a : b), undefined);
    this.#declarations.set(key, { of: this.#given, binding });
    return binding;
  }

  /** Whether a binding gives a name of an outer scope a value. */
  #isOuter({ kind, at, scope }: Binding): boolean {
    return OUTER.has(kind) || (this.#joined.get(at.text)?.some(({ start, end }) => scope.start === start && scope.end === end) ?? false);
  }

  /** The places that read a name within a stretch of the text. */
  usesOf(name: string, from: number, to: number): Node[] {
    return usesIn(this.root, this.#text, this.syntax, name, { start: from, end: to });
  }

  /** The statement list or branch around a node. */
  blockOf(node: Node): Span {
    return this.#around(node, this.syntax.blocks);
  }

  /** Everything that gives a property of an own object a value, in any class of the file. */
  propertiesNamed(name: string): Binding[] {
    this.#declare(name);
    return [...(this.#bindings.get(name)?.values() ?? [])].filter((binding) => binding.kind === 'property');
  }

  /** Whether the name that is bound at a node is that of a class's field. */
  isField(name: string, at: Node): boolean {
    return [...(this.#bindings.get(name)?.values() ?? [])].some((binding) => binding.kind === 'property' && binding.at.id === at.id);
  }

  /** The span in which a name that is seen at an offset is seen; undefined when nothing declares it. */
  scopeOf(name: string, offset: number): Span | undefined {
    this.#declareAt(name, offset);
    return this.#declaring(name, offset)?.scope;
  }

  /** What an imported name, or a member of an imported module, is in its own file. */
  importOf(name: string, member?: string): Imported | undefined {
    this.#declare(name);
    return this.#imports.of(name, member);
  }

  /**
   * The defaults that command lines or schemas of the file give an option: that of the statement around a place, when
   * it has one before it, else every one. Case, dashes and underscores do not matter.
   */
  optionDefaults(name: string, at: number): Node[] {
    const regions = this.#optionsRead ? [] : optionPlaces(this.#text).flatMap((place) => this.regionAt(place) ?? []);
    this.#optionsRead = true;
    for (const region of regions) this.read(region);
    const all = this.#options.get(optionKey(name)) ?? [];
    const statement = spanOf(this.#statementAt(at));
    const near = all.filter((node) => node.startIndex < at && contains(statement, spanOf(node)));
    return near.length > 0 ? near.slice(-1) : all;
  }

  #statementAt(offset: number): Node {
    const statement = this.root.firstChildForIndex(offset);
    return statement && statement.startIndex <= offset ? statement : this.root;
  }

  /** Reads what can bind a name at an offset: all in its own scope, when that was read and is not the file's, else any. */
  #declareAt(name: string, offset: number): void {
    const scopeOf = (): Span | undefined => this.#declaring(name, offset)?.scope;
    const scope = this.#named.has(name) || this.syntax.spelling ? undefined : scopeOf();
    if (scope && this.#read.holds(scope)) {
      const key = `${scope.start} ${name}`;
      if (!this.#named.has(key)) for (const leaf of mentionsIn(this.root, this.#text, name, scope)) this.#give(leaf);
      this.#named.add(key);
      // A name that its scope says is the outer one is none of the scope's.
      if (this.#read.holds(scopeOf() ?? this.#whole)) return;
    }
    this.#declare(name);
  }

  /** Reads the declarations of every top-level statement that mentions a name, once. */
  #declare(name: string): void {
    if (name === '' || this.#named.has(name)) return;
    this.#named.add(name);
    if (this.syntax.spelling) {
      this.#readDeclarations(this.root);
      return;
    }
    for (const leaf of this.mentionsOf(name)) {
      const statement = this.#statementAt(leaf.startIndex);
      if (statement.endIndex - statement.startIndex <= REGION_LIMIT) this.read(statement);
      else this.#readDeclarations(statement);
      this.#give(leaf);
    }
  }

  /** The places of a name, whatever they do with it. */
  mentionsOf(name: string): Node[] {
    const known = this.#mentions.get(name) ?? mentionsIn(this.root, this.#text, name, this.#whole);
    this.#mentions.set(name, known);
    return known;
  }

  /** What a place does to a name that no shape of the language's tells of. */
  #give(name: Node): void {
    const isName = this.syntax.leaves[name.type] === 'name' || NAME_TYPES.has(name.type);
    const giving = isName ? givingOf(name, this.syntax) : undefined;
    if (!giving) return;
    const { kind, at, statement } = giving;
    const scope = this.#around(giving.from ?? at, this.syntax.scopes);
    this.#given += 1;
    if (kind === 'joined') this.#joined.set(name.text, [...(this.#joined.get(name.text) ?? []), scope]);
    const known = this.#bindings.get(name.text) ?? new Map<string, Binding>();
    const told = [...NAMED].map((other) => `${other} ${name.id}`).find((key) => known.has(key));
    // A pattern's names are read as parameters, whatever is taken apart.
    const turned = giving.turned?.patterns.find((pattern) => this.#turns.has(pattern.node.id));
    const isTold = told !== undefined && (told !== `parameter ${name.id}` || TURNS.has(known.get(told)?.kind ?? ''));
    if (isTold || (told !== undefined && !(giving.source ?? turned))) return;
    if (kind === 'joined' || (kind === 'imported' && !this.parentOf(statement)?.parent)) return;
    if (told !== undefined) known.delete(told);
    this.#bindings.set(name.text, known);
    const binding = bindingOf(giving, name, scope, this.#around(at, this.syntax.blocks));
    const value = turned && this.#turns.get(turned.node.id);
    known.set(`${HIDDEN} ${name.id}`, turned ? { ...binding, ...giving.turned, kind: 'item', value, path: turned.path } : binding);
  }

  #readDeclarations(node: Node): void {
    if (this.#declared.has(node.id)) return;
    this.#declared.add(node.id);
    this.#add(this.#query.matches(node, { maxStartDepth: DECLARATION_DEPTH }));
  }

  #add(matches: ReturnType<Query['matches']>): void {
    for (const { captures } of matches) {
      const main = captures.find(({ name }) => !name.includes('.') && !name.startsWith('_'));
      if (!main) continue;
      const parts: Record<string, Node> = {};
      for (const { name, node } of captures) {
        if (name.startsWith(`${main.name}.`)) parts[name.slice(main.name.length + 1)] ??= node;
      }
      const kinds = this.#shapes.get(main.node.id) ?? new Map<string, Shape>();
      this.#shapes.set(main.node.id, kinds);
      const known = kinds.get(main.name);
      const shape: Shape = { kind: main.name, node: main.node, span: known?.span ?? spanOf(main.node), parts: { ...parts, ...known?.parts } };
      kinds.set(main.name, shape);
      // What a later match adds, such as a default, a name gets as well.
      if (known && Object.keys(shape.parts).length === Object.keys(known.parts).length) continue;
      if (NAMED.has(main.name)) this.#bind(shape);
      if (shape.parts['value'] && !isWithin(shape.parts['value'], main.node)) this.#elsewhere.set(shape.parts['value'].id, shape);
      const named = shape.parts['name'];
      if (main.name === 'import') this.#imports.add(shape);
      const value = shape.parts['value'];
      if (main.name === 'option' && named && value) {
        const key = optionKey(named.text);
        const known = this.#options.get(key) ?? [];
        if (!known.some((node) => node.id === value.id)) this.#options.set(key, [...known, value]);
      }
    }
  }

  #bind({ kind, node, parts }: Shape): void {
    const name = parts['name'];
    if (!name || name.text === '') return;
    if (TURNS.has(kind) && parts['value'] && this.leafOf(name) !== 'name') this.#turns.set(name.id, parts['value']);
    const spelled = this.syntax.spelling?.(name.text) ?? name.text;
    const known = this.#bindings.get(spelled) ?? new Map<string, Binding>();
    this.#bindings.set(spelled, known);
    this.#given += 1;
    // An item of a list is a parameter whose values are known.
    const key = `${TURNS.has(kind) ? 'parameter' : kind} ${name.id}`;
    if (TURNS.has(known.get(key)?.kind ?? '') && kind !== 'item') return;
    if (kind === 'parameter' && known.get(`${HIDDEN} ${name.id}`)?.path) return;
    known.delete(`${HIDDEN} ${name.id}`);
    // A default is also written as an assignment.
    if (kind === 'default') known.delete(`reassign ${name.id}`);
    if (kind === 'reassign' && known.has(`default ${name.id}`)) return;
    known.set(key, {
      kind,
      // A loop holds the uses of its item, a statement does not hold those of what it binds.
      span: spanOf(TURNS.has(kind) ? name : node),
      value: parts['value'] ?? parts['default'],
      replaceable: kind === 'parameter' || parts['default'] !== undefined,
      type: parts['type'],
      at: name,
      scope: this.#around(kind === 'binding' ? hoistedFrom(name, this.syntax) : name, this.syntax.scopes),
      block: this.#around(name, this.syntax.blocks),
    });
  }

  #around(node: Node, types: ReadonlySet<string>): Span {
    for (let outer = this.parentOf(node); outer; outer = this.parentOf(outer)) {
      if (types.has(outer.type) || (types === this.syntax.scopes && SEEN_WITHIN.test(outer.type))) return spanOf(outer);
    }
    return spanOf(this.root);
  }
}
