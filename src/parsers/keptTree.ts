import type { Tree } from '@vscode/tree-sitter-wasm';
import type { TreeReader } from './grammars';

/** The tree of a document that is read again and again while it is typed: only what changed is parsed anew. */
export class KeptTree {
  #kept: { readonly reader: TreeReader; readonly text: string; readonly tree: Tree } | undefined;

  /** The tree of a text, which stays in here; undefined when the grammar gets lost in it. */
  parse(reader: TreeReader, text: string): Tree | undefined {
    const known = this.#kept?.reader === reader ? this.#kept : undefined;
    if (known?.text === text) return known.tree;
    // The tree of another reader may be of a runtime that has failed, or of another language.
    if (!known) this.dispose();
    this.#kept = undefined;
    known?.tree.edit(editBetween(known.text, text));
    const tree = reader.parse(text, known?.tree);
    known?.tree.delete();
    if (tree) this.#kept = { reader, text, tree };
    return tree;
  }

  /** Frees the tree. */
  dispose(): void {
    if (this.#kept?.reader.isAlive()) this.#kept.tree.delete();
    this.#kept = undefined;
  }
}

type Edit = Parameters<Tree['edit']>[0];

/** The one stretch in which two texts differ, as an edit of the first. */
function editBetween(before: string, after: string): Edit {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start += 1;
  let same = 0;
  while (same < shorter - start && before.charCodeAt(before.length - 1 - same) === after.charCodeAt(after.length - 1 - same)) same += 1;
  const [oldEndIndex, newEndIndex] = [before.length - same, after.length - same];
  const first = pointAt(before, start, { row: 0, column: 0 }, 0);
  return {
    startIndex: start,
    oldEndIndex,
    newEndIndex,
    startPosition: first,
    oldEndPosition: pointAt(before, oldEndIndex, first, start),
    newEndPosition: pointAt(after, newEndIndex, first, start),
  };
}

type Point = Edit['startPosition'];

/** The point of an offset, counted on from an earlier one's. */
function pointAt(text: string, offset: number, { row, column }: Point, from: number): Point {
  let line = from - column;
  let rows = row;
  for (let at = text.indexOf('\n', from); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) {
    rows += 1;
    line = at + 1;
  }
  return { row: rows, column: offset - line };
}
