import type { Node } from '@vscode/tree-sitter-wasm';

/** Far deeper than what people write; what a search costs grows with the square of it. */
const MAX_LEVELS = 500;

/** Whether a node has more levels below it than a search can bear. */
export function isDeep(node: Node): boolean {
  if (node.descendantCount <= MAX_LEVELS) return false;
  const cursor = node.walk();
  try {
    for (let level = 0; ; ) {
      if (cursor.gotoFirstChild()) {
        level += 1;
        if (level > MAX_LEVELS) return true;
        continue;
      }
      while (!cursor.gotoNextSibling()) {
        if (level === 0 || !cursor.gotoParent()) return false;
        level -= 1;
      }
    }
  } finally {
    cursor.delete();
  }
}

/** The nodes around an offset, from below the root inwards; undefined where it stands too many levels below. */
export function pathTo(root: Node, offset: number): Node[] | undefined {
  const path: Node[] = [];
  for (let at = root.firstChildForIndex(offset); at && at.startIndex <= offset; at = at.firstChildForIndex(offset)) {
    if (path.length === MAX_LEVELS) return undefined;
    path.push(at);
  }
  return path;
}
