import type * as treeSitter from '@vscode/tree-sitter-wasm';
import type { Parser, Query, Tree } from '@vscode/tree-sitter-wasm';
import type { TreeSyntax } from './language';

type TreeSitter = typeof treeSitter;

export interface GrammarPorts {
  /** A tree-sitter runtime that nothing has used yet; asked for again when a document has broken the last one. */
  readonly loadRuntime: () => Promise<TreeSitter>;
  /** The bytes of a grammar or of the runtime, by file name. */
  readonly loadBytes: (file: string) => Promise<Uint8Array>;
}

/** A grammar at work. */
export interface TreeReader {
  /** A text's tree; undefined when the grammar gets lost in it. Edits are already in `old`, which stays the caller's. */
  readonly parse: (text: string, old?: Tree) => Tree | undefined;
  readonly query: Query;
  /** Whether its runtime has not been given up; of one that has, nothing can be freed any more. */
  readonly isAlive: () => boolean;
}

/** As far as it is used here; the types of Node have it without values. */
declare const WebAssembly: {
  readonly Memory: new (size: { initial: number; maximum: number }) => object;
  readonly RuntimeError: new () => Error;
};

const RUNTIME_FILE = 'tree-sitter.wasm';
/** In pages of 64 KB, as the runtime declares them: 32 MB at first, 1 GB at most. */
const MEMORY = { initial: 512, maximum: 16_384 };
/**
 * A grammar is asked whether to go on about once for a hundred characters, and, when it puts the tree in order at the
 * end, for each 250 again at one place. One that is lost is asked without end.
 */
const STEPS = { least: 1_000, perCharacter: 0.2 };
const STEPS_AT_ONE_PLACE = { least: 300, perCharacter: 0.01 };

/** The grammars that documents have needed so far, in one runtime. */
export class Grammars {
  readonly #ports: GrammarPorts;
  readonly #readers = new Map<string, TreeReader>();
  readonly #loading = new Map<string, Promise<void>>();
  #runtime: Promise<TreeSitter> | undefined;

  constructor(ports: GrammarPorts) {
    this.#ports = ports;
  }

  /** The grammar of a language, when it is loaded. */
  reader(id: string): TreeReader | undefined {
    return this.#readers.get(id);
  }

  async load(id: string, syntax: TreeSyntax): Promise<void> {
    if (this.#readers.has(id)) return;
    const pending = this.#loading.get(id) ?? this.#start(id, syntax).finally(() => this.#loading.delete(id));
    this.#loading.set(id, pending);
    await pending;
  }

  /** Gives up a runtime that has failed, and every grammar and tree in it; what is loaded next is in a new one. */
  abandon(): void {
    this.#runtime = undefined;
    this.#readers.clear();
  }

  async #start(id: string, syntax: TreeSyntax): Promise<void> {
    const runtime = (this.#runtime ??= this.#startRuntime());
    const [module, bytes] = await Promise.all([runtime, this.#ports.loadBytes(syntax.grammar)]);
    const language = await module.Language.load(bytes);
    if (this.#runtime !== runtime) {
      await this.#start(id, syntax);
      return;
    }
    const parser = new module.Parser();
    parser.setLanguage(language);
    this.#readers.set(id, { parse: (text, old) => boundedParse(parser, text, old), query: new module.Query(language, syntax.query), isAlive: () => this.#runtime === runtime });
  }

  async #startRuntime(): Promise<TreeSitter> {
    const [module, wasmBinary] = await Promise.all([this.#ports.loadRuntime(), this.#ports.loadBytes(RUNTIME_FILE)]);
    // The declared options lack these, which the runtime's loader takes.
    const options: object = { wasmBinary, wasmMemory: new WebAssembly.Memory(MEMORY), printErr: () => undefined };
    await module.Parser.init(options as Parameters<typeof module.Parser.init>[0]);
    return module;
  }
}

/** Whether an error is the end of a runtime: it had no more memory or stack for a document. */
export function isRuntimeFailure(error: unknown): boolean {
  return error instanceof WebAssembly.RuntimeError || error instanceof RangeError;
}

/** A module as if it was never loaded before, by a `require` of Node. */
export function loadAnew(load: { (file: string): unknown; resolve(file: string): string; cache: Record<string, unknown> }, file: string): unknown {
  Reflect.deleteProperty(load.cache, load.resolve(file));
  return load(file);
}

/** Ends by count where the grammar stays at one place or goes over the text again and again. */
function boundedParse(parser: Parser, text: string, old: Tree | undefined): Tree | undefined {
  const limit = STEPS.least + STEPS.perCharacter * text.length;
  const limitHere = STEPS_AT_ONE_PLACE.least + STEPS_AT_ONE_PLACE.perCharacter * text.length;
  let furthest = -1;
  let steps = 0;
  let stepsHere = 0;
  const isLost = ({ currentOffset }: { currentOffset: number }): boolean => {
    steps += 1;
    stepsHere = currentOffset > furthest ? 0 : stepsHere + 1;
    furthest = Math.max(furthest, currentOffset);
    return steps > limit || stepsHere > limitHere;
  };
  const tree = parser.parse(text, old ?? null, { progressCallback: isLost });
  // A parser that was stopped would go on with the same text.
  if (!tree) parser.reset();
  return tree ?? undefined;
}
