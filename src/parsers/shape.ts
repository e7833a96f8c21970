import type { Node } from '@vscode/tree-sitter-wasm';
import type { Span } from '../core/text';
import { contains } from '../core/text';

/** One match of a language's query: the shape's node and its parts by name. */
export interface Shape {
  readonly kind: string;
  readonly node: Node;
  readonly span: Span;
  readonly parts: Readonly<Record<string, Node | undefined>>;
}

/** A name that a file takes from another: where from, and what it is called there. */
export interface Imported {
  readonly source: string;
  readonly imported: string;
}

export function spanOf(node: Node): Span {
  return { start: node.startIndex, end: node.endIndex };
}

export function isWithin(node: Node, outer: Node | undefined): boolean {
  return outer !== undefined && contains(spanOf(outer), spanOf(node));
}
