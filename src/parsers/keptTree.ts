import type { Tree } from '@vscode/tree-sitter-wasm';
import { changesBetween } from '../core/text';
import type { TreeReader } from './grammars';
import type { WholeText } from './halfTyped';
import type { FoundRequests } from './parser';
import { TreeIndex } from './treeIndex';

/** The tree of a document that is read again and again while it is typed: only what changed is parsed anew. */
export class KeptTree {
  #kept: { readonly reader: TreeReader; readonly text: string; readonly tree: Tree; found?: FoundRequests; index?: TreeIndex } | undefined;

  /** The text that was parsed last with a reader, once it is known what was found in it. */
  last(reader: TreeReader): WholeText | undefined {
    const kept = this.#kept?.reader === reader ? this.#kept : undefined;
    if (!kept?.found) return undefined;
    const { text, tree, found } = kept;
    return { text, tree, found, index: (syntax) => (kept.index ??= new TreeIndex(tree, syntax, reader.query, text)) };
  }

  /** Tells what was found in the text that was parsed last. */
  tell(found: FoundRequests): void {
    if (this.#kept) this.#kept.found = found;
  }

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
function editBetween(before: string, text: string): Edit {
  const [{ start, end }] = changesBetween(before, text);
  const newEndIndex = end + text.length - before.length;
  const first = pointAt(before, start, { row: 0, column: 0 }, 0);
  return {
    startIndex: start,
    oldEndIndex: end,
    newEndIndex,
    startPosition: first,
    oldEndPosition: pointAt(before, end, first, start),
    newEndPosition: pointAt(text, newEndIndex, first, start),
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
