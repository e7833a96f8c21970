import type { Node } from '@vscode/tree-sitter-wasm';
import { isWithin } from './treeIndex';
import type { TreeIndex } from './treeIndex';

/** Chains of calls in which each link takes on what the one before it is: `new Request().mode('pro').send()`. */
export class Chains {
  readonly #index: TreeIndex;
  readonly #known = new Map<number, boolean>();

  constructor(index: TreeIndex) {
    this.#index = index;
  }

  /** Whether a link of a chain takes on a node, or what the node is a part of; asked once for each node on the way up. */
  takeOn(node: Node): boolean {
    const way: number[] = [];
    let known: boolean | undefined;
    for (let at = node, up = this.#index.parentOf(node); up && known === undefined; at = up, up = this.#index.parentOf(up)) {
      known = this.#known.get(at.id);
      if (known !== undefined) break;
      way.push(at.id);
      const link = this.#index.shape(up, 'put')?.parts['target'];
      const onward = link ?? this.#index.shape(up, 'wrap')?.parts['value'];
      if (onward) known = !isWithin(at, onward) ? false : this.#index.shape(up, 'put') ? true : undefined;
      else if (this.#index.syntax.blocks.has(up.type) || this.#index.shape(up, 'call')) known = false;
    }
    for (const id of way) this.#known.set(id, known ?? false);
    return known ?? false;
  }
}
