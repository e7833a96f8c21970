import type { Node } from '@vscode/tree-sitter-wasm';
import type { Span } from '../core/text';

/** How much of a line's beginning, in characters, belongs to the head of a request. */
export const HEAD_LIMIT = 200;

/** The part of a request that a reader sees first: from the start of its statement's line to its opening bracket. */
export function headOf(node: Node, text: string): Span {
  const line = text.lastIndexOf('\n', node.startIndex - 1) + 1;
  const start = line + (/^\s*/.exec(text.slice(line, node.startIndex))?.[0].length ?? 0);
  return { start: Math.max(start, node.startIndex - HEAD_LIMIT), end: node.startIndex + 1 };
}
