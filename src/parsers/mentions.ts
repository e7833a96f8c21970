import type { Node } from '@vscode/tree-sitter-wasm';
import type { Span } from '../core/text';
import type { TreeSyntax } from './language';

/** So many uses of a name are looked at. */
export const MAX_USES = 200;
/** A name is looked for in so many places of the text; the first is mostly where it is declared. */
const MAX_MENTIONS = 200;

/** The places of a name in a stretch of a text, whatever they do with it. */
export function mentionsIn(root: Node, text: string, name: string, { start, end }: Span): Node[] {
  const mention = new RegExp(String.raw`(?<![\w$])${name.replaceAll(/[^\w]/g, String.raw`\$&`)}(?![\w$])`, 'g');
  const places = [...text.slice(start, end).matchAll(mention)].slice(0, MAX_MENTIONS);
  const found = places.flatMap(({ index }) => root.descendantForIndex(start + index, start + index + name.length) ?? []);
  return found.filter((leaf) => leaf.endIndex - leaf.startIndex === name.length);
}

/** The places that read a name in a stretch of a text. */
export function usesIn(root: Node, text: string, { leaves, commands }: TreeSyntax, name: string, { start, end }: Span): Node[] {
  const uses: Node[] = [];
  // What is not there yet in half-typed code has a name without text.
  if (name === '') return uses;
  for (let at = text.indexOf(name, start); at >= 0 && at < end && uses.length < MAX_USES; ) {
    const leaf = root.descendantForIndex(at, at + name.length);
    const kind = leaf && leaves[leaf.type];
    if (kind === 'name' && leaf?.startIndex === at && leaf.text === name) uses.push(leaf);
    // A command reads a file by a word such as `@body.json`.
    else if (leaf && commands && kind === 'string' && leaf.text === `@${name}`) uses.push(leaf);
    at = text.indexOf(name, at + name.length);
  }
  return uses;
}
