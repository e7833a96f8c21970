import type { Node } from '@vscode/tree-sitter-wasm';
import type { Span } from '../core/text';
import { contains } from '../core/text';
import { FUNCTION_TYPE } from './nodeTypes';
import { spanOf } from './treeIndex';
import type { TreeIndex } from './treeIndex';

/** How grammars name the nodes whose body may run again. */
const LOOP_TYPE = /^(?:enhanced_|c_style_)?(?:for|foreach|while|do|loop|until|repeat)(?:_(?:statement|expression|block|in_statement|each_statement|modifier|while_statement))?$/;
/** How grammars name what runs a part of itself only under a condition. */
const PERHAPS_TYPE = /ternary|conditional|boolean_operator|^(?:switch|match|when)_expression$/;

/**
 * When a place that gives a value runs, as seen from one that reads it: surely before, perhaps before, only when what
 * is around both runs again, or in a function that may run at any time. Undefined: never before.
 */
export type When =
  | { readonly kind: 'sure' | 'maybe' }
  | { readonly kind: 'again'; readonly within: Span }
  | { readonly kind: 'elsewhere'; readonly within: Span };

/** A place that gives a value, and the statement whose end it takes. */
export interface Write {
  readonly at: Node;
  readonly span: Span;
}

/** What runs before what. */
export class Order {
  readonly #index: TreeIndex;
  readonly #ways = new Map<number, Node[]>();

  constructor(index: TreeIndex) {
    this.#index = index;
  }

  /** When a write runs, seen from a read; `home` is where what it writes to is made, anew each time that runs. */
  when(write: Write, read: Node, home: Span, end = read.startIndex): When | undefined {
    const ways = this.#waysOut(read);
    const own = this.#waysOut(write.at).find(isFunction);
    const place = own ? ways.findIndex(({ id }) => id === own.id) : ways.length;
    if (own && place < 0) return { kind: 'elsewhere', within: spanOf(own) };
    const innerAt = ways.slice(0, place).findLastIndex(isFunction);
    const inner = ways[innerAt];
    const until = inner?.startIndex ?? end;
    const self = write.span.start <= read.startIndex && read.endIndex <= write.span.end;
    if (write.span.start < until && !self) {
      const block = this.#index.blockOf(write.at);
      const at = inner?.startIndex ?? read.startIndex;
      const sure = block.start <= at && at < block.end && !this.#isPerhaps(write.at, block);
      return { kind: sure ? 'sure' : 'maybe' };
    }
    if (inner) return { kind: 'again', within: spanOf(inner) };
    const again = ways.slice(0, own ? place + 1 : place).find((way) => contains(spanOf(way), spanOf(write.at)) && !contains(spanOf(way), home));
    return again && { kind: 'again', within: spanOf(again) };
  }

  /** Those writes whose value can still be there at a read: what surely ran in between takes the place of the others. */
  reaching<W extends Write>(writes: readonly W[], read: Node, home: Span): W[] {
    const timed = writes.flatMap((write) => {
      const when = this.when(write, read, home);
      return when ? [{ write, when }] : [];
    });
    timed.sort((a, b) => a.write.span.start - b.write.span.start);
    const sure = timed.findLast(({ when }) => when.kind === 'sure')?.write;
    if (!sure) return timed.map(({ write }) => write);
    const around = this.#waysOut(sure.at).find(isFunction);
    const reset = around && !contains(spanOf(around), home) ? spanOf(around) : undefined;
    return timed
      .filter(({ write, when }) => {
        if (when.kind === 'again') return !contains(when.within, sure.span);
        if (when.kind === 'elsewhere') return reset === undefined || contains(reset, when.within);
        return write.span.start >= sure.span.start;
      })
      .map(({ write }) => write);
  }

  /** The functions and loops around a node, innermost first. */
  #waysOut(node: Node): Node[] {
    const known = this.#ways.get(node.id);
    if (known) return known;
    const ways: Node[] = [];
    for (let up = this.#index.parentOf(node); up?.parent; up = this.#index.parentOf(up)) {
      if (isFunction(up) || LOOP_TYPE.test(up.type)) ways.push(up);
    }
    this.#ways.set(node.id, ways);
    return ways;
  }

  #isPerhaps(node: Node, block: Span): boolean {
    for (let up = this.#index.parentOf(node); up && !(up.startIndex === block.start && up.endIndex === block.end); up = this.#index.parentOf(up)) {
      if (PERHAPS_TYPE.test(up.type) || up.children.some((child) => child !== null && /^(?:&&|\|\||\?\?|and|or)$/.test(child.type))) return true;
    }
    return false;
  }
}

function isFunction(node: Node): boolean {
  return FUNCTION_TYPE.test(node.type);
}
