import type * as treeSitter from '@vscode/tree-sitter-wasm';
import type { Language, Parser, Query } from '@vscode/tree-sitter-wasm';
import { HINT } from '../core/providers/hint';
import type { ProviderDefinition } from '../core/providers/provider';
import type { Problem } from '../core/request/site';
import { findInJson } from './jsonFinder';
import type { LanguageDefinition, TreeSyntax } from './language';
import { languages } from './languages';
import type { FoundRequests, RequestParser } from './parser';
import { findInTree } from './treeFinder';

type TreeSitter = typeof treeSitter;

export interface ParserPorts {
  readonly providers: readonly ProviderDefinition[];
  /** Loads the tree-sitter runtime; called once, with the first document that needs a grammar. */
  readonly loadRuntime: () => Promise<TreeSitter>;
  /** The bytes of a grammar or of the runtime, by file name. */
  readonly loadBytes: (file: string) => Promise<Uint8Array>;
}

interface Reader {
  readonly parser: Parser;
  readonly query: Query;
}

const NOTHING: FoundRequests = { requests: [], problems: [] };
const RUNTIME_FILE = 'tree-sitter.wasm';

/** The parser of all languages in `languages/`. Grammars come in through the ports, each when first needed. */
export function createRequestParser({ providers, loadRuntime, loadBytes }: ParserPorts): RequestParser {
  const readers = new Map<string, Reader>();
  const loading = new Map<string, Promise<void>>();
  let runtime: Promise<TreeSitter> | undefined;

  const byId = (languageId: string): LanguageDefinition | undefined =>
    languages.find(({ id, languageIds }) => id === languageId || languageIds.includes(languageId));

  const startRuntime = async (): Promise<TreeSitter> => {
    const [module, wasmBinary] = await Promise.all([loadRuntime(), loadBytes(RUNTIME_FILE)]);
    // The declared options lack `wasmBinary`, which the runtime's loader takes.
    const options: object = { wasmBinary };
    await module.Parser.init(options as Parameters<typeof module.Parser.init>[0]);
    return module;
  };

  const load = async (id: string, syntax: TreeSyntax): Promise<void> => {
    runtime ??= startRuntime();
    const module = await runtime;
    const language: Language = await module.Language.load(await loadBytes(syntax.grammar));
    const parser = new module.Parser();
    parser.setLanguage(language);
    readers.set(id, { parser, query: new module.Query(language, syntax.query) });
  };

  return {
    languageOf: (path) => {
      const name = path.toLowerCase();
      return languages.find(({ extensions }) => extensions.some((ending) => name.endsWith(ending)))?.id;
    },
    supports: (languageId) => byId(languageId) !== undefined,
    hasHint: (text) => HINT.test(text),
    isReady: (languageId) => {
      const language = byId(languageId);
      return language?.syntax.kind === 'json' || (language !== undefined && readers.has(language.id));
    },
    async prepare(languageId) {
      const language = byId(languageId);
      if (language?.syntax.kind !== 'tree' || readers.has(language.id)) return;
      const { id, syntax } = language;
      const pending = loading.get(id) ?? load(id, syntax).finally(() => loading.delete(id));
      loading.set(id, pending);
      await pending;
    },
    find(text, languageId) {
      const language = byId(languageId);
      if (!language) return NOTHING;
      if (language.syntax.kind === 'json') return findInJson(text, language.syntax, providers);
      const reader = readers.get(language.id);
      if (!reader) return NOTHING;
      return findWithTree(text, language.syntax, reader, providers);
    },
  };
}

function findWithTree(
  text: string,
  syntax: TreeSyntax,
  { parser, query }: Reader,
  providers: readonly ProviderDefinition[],
): FoundRequests {
  const tree = parser.parse(text);
  if (!tree) return { requests: [], problems: [{ code: 'syntax', span: { start: 0, end: 0 } } satisfies Problem] };
  try {
    return { requests: findInTree(text, tree, syntax, query, providers), problems: [] };
  } finally {
    tree.delete();
  }
}
