import type { TreeSyntax } from './language';
import type { Imported, Shape } from './shape';

/** The names of a file that come from others. */
export class ImportedNames {
  readonly #syntax: TreeSyntax;
  readonly #names = new Map<string, Imported>();

  constructor(syntax: TreeSyntax) {
    this.#syntax = syntax;
  }

  add({ parts }: Shape): void {
    const { source, imported, name, module } = parts;
    const local = name ?? module ?? imported;
    if (!source || !local) return;
    const from = this.#syntax.leaves[source.type] === 'string' ? source.text.slice(1, -1) : source.text;
    this.#names.set(local.text, { source: from, imported: module ? '*' : (imported?.text ?? local.text) });
  }

  /** What a name, or a member of the module that it stands for, is in its own file. */
  of(name: string, member?: string): Imported | undefined {
    const known = this.#names.get(name);
    if (!known) return undefined;
    if (member === undefined) return known.imported === '*' ? undefined : known;
    const source = known.imported === '*' ? known.source : this.#syntax.submodule?.(known.source, known.imported);
    return source === undefined ? undefined : { source, imported: member };
  }
}
