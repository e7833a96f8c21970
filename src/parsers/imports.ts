import type { Tree } from '@vscode/tree-sitter-wasm';
import type { FieldValue, Place } from '../core/request/value';
import { LineIndex } from '../core/text';
import type { Span } from '../core/text';
import { Evaluator } from './evaluate';
import type { TreeReader } from './grammars';
import type { TreeSyntax } from './language';
import type { NearFiles } from './parser';
import { TreeIndex } from './treeIndex';
import type { Imported } from './treeIndex';

interface Module {
  readonly path: string;
  /** The 1-based line of a place in it. */
  readonly placeOf: (at: Span) => { line: number };
  readonly tree: Tree;
  readonly index: TreeIndex;
  readonly evaluator: Evaluator;
}

/** Constants are passed on through at most so many files. */
const MAX_FILES = 4;
/** Folders above the document that are searched for a path from the project's root. */
const MAX_FOLDERS = 8;

/** Reads the constants that a document imports out of the files they stand in, each file once. */
export class Imports {
  readonly #near: NearFiles;
  readonly #syntax: TreeSyntax;
  readonly #reader: TreeReader;
  readonly #modules = new Map<string, Module | undefined>();

  constructor(near: NearFiles, syntax: TreeSyntax, reader: TreeReader) {
    this.#near = near;
    this.#syntax = syntax;
    this.#reader = reader;
  }

  /** What a name that a file at `from` imports stands for, used at a span; undefined when it is not found. */
  valueOf({ source, imported }: Imported, span: Span, from = this.#near.path, files = 0): FieldValue | undefined {
    const module = files < MAX_FILES ? this.#module(source, from) : undefined;
    if (!module) return undefined;
    const { index, evaluator, path } = module;
    const bindings = index.bindingsAt(imported, index.root.endIndex - 1).filter(({ value }) => value !== undefined);
    const only = bindings.length === 1 ? bindings[0]?.value : undefined;
    if (only) return placed(evaluator.valueOf(only), span, ({ start, end }) => ({ start, end, ...module.placeOf({ start, end }), path: relativePath(this.#near.path, path) }));
    const passedOn = index.importOf(imported);
    return passedOn && this.valueOf(passedOn, span, path, files + 1);
  }

  /** Frees what was parsed. */
  dispose(): void {
    for (const module of this.#modules.values()) module?.tree.delete();
    this.#modules.clear();
  }

  #module(source: string, from: string): Module | undefined {
    for (const path of this.#places(source, from)) {
      const known = this.#modules.get(path);
      if (known) return known;
      if (this.#modules.has(path)) continue;
      const text = this.#near.read(path);
      const tree = text === undefined ? undefined : this.#reader.parse(this.#syntax.rewrite?.(text) ?? text);
      if (text === undefined || !tree) {
        this.#modules.set(path, undefined);
        continue;
      }
      const index = new TreeIndex(tree, this.#syntax, this.#reader.query, text);
      const evaluator = new Evaluator(index, (imported, span) => this.valueOf(imported, span, path, 1));
      const placeOf = (at: Span): { line: number } => ({ line: new LineIndex(text).positionAt(at.start).line + 1 });
      const module = { path, placeOf, tree, index, evaluator };
      this.#modules.set(path, module);
      return module;
    }
    return undefined;
  }

  /** The paths that a source can mean, nearest first. */
  #places(source: string, from: string): string[] {
    const folder = from.slice(0, Math.max(from.lastIndexOf('/'), 0));
    return (this.#syntax.importPaths?.(source) ?? []).flatMap((path) => {
      if (!path.startsWith('^')) return [joined(folder, path)];
      const parts = folder.split('/');
      const above = parts.map((_, index) => parts.slice(0, parts.length - index).join('/')).slice(0, MAX_FOLDERS);
      return above.map((at) => joined(at, path.slice(1)));
    });
  }
}

function joined(folder: string, path: string): string {
  const parts = folder.split('/');
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}

/** The way from a file's folder to another file. */
function relativePath(from: string, to: string): string {
  const here = from.split('/').slice(0, -1);
  const there = to.split('/');
  const shared = here.findIndex((part, at) => part !== there[at]);
  const common = shared < 0 ? here.length : shared;
  return [...here.slice(common).map(() => '..'), ...there.slice(common)].join('/');
}

/** A value of another file as it is used here: its places are not this document's. */
export function placed(value: FieldValue, span: Span, place: (at: Span) => Place): FieldValue {
  switch (value.kind) {
    case 'scalar': {
      const origin = value.origin === 'default' ? 'default' : 'constant';
      const definedAt: Place = value.definedAt ?? value.span;
      return { kind: 'scalar', values: value.values, origin, span, definedAt: definedAt.path === undefined ? place(definedAt) : definedAt };
    }
    case 'object':
      return { ...value, span, fields: value.fields.map((field) => ({ ...field, keySpan: span, value: placed(field.value, span, place) })) };
    case 'array':
      return { ...value, span, items: value.items.map((item) => placed(item, span, place)) };
    case 'runtime':
      return { kind: 'runtime', span };
  }
}
