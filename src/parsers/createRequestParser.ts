import type * as treeSitter from '@vscode/tree-sitter-wasm';
import type { Language, Parser, Query } from '@vscode/tree-sitter-wasm';
import { HINT } from '../core/providers/hint';
import type { ProviderDefinition } from '../core/providers/provider';
import type { Endpoint, Problem } from '../core/request/site';
import { findInData } from './dataFinder';
import type { ImportReader } from './evaluate';
import { Imports } from './imports';
import type { DocumentContent, DocumentSyntax, LanguageDefinition, Part, TreeSyntax } from './language';
import { languages } from './languages';
import { moveSpans } from './mappedText';
import type { FoundRequest, FoundRequests, NearFiles, RequestParser } from './parser';
import { findInTree } from './treeFinder';

type TreeSitter = typeof treeSitter;

export interface ParserPorts {
  readonly providers: readonly ProviderDefinition[];
  /** Loads the tree-sitter runtime; called once, with the first document that needs a grammar. */
  readonly loadRuntime: () => Promise<TreeSitter>;
  /** The bytes of a grammar or of the runtime, by file name. */
  readonly loadBytes: (file: string) => Promise<Uint8Array>;
}

/** What the document around a part says of where it goes. */
type Surroundings = Pick<Part, 'near' | 'sentTo'>;

interface Reader {
  readonly parser: Parser;
  readonly query: Query;
}

const NOTHING: FoundRequests = { requests: [], problems: [] };
const RUNTIME_FILE = 'tree-sitter.wasm';
/** Documents within documents, such as a page within a notebook, are read this deep. */
const MAX_NESTING = 3;

/** The parser of all languages in `languages/`. Grammars come in through the ports, each when first needed. */
export function createRequestParser({ providers, loadRuntime, loadBytes }: ParserPorts): RequestParser {
  const readers = new Map<string, Reader>();
  const loading = new Map<string, Promise<void>>();
  let runtime: Promise<TreeSitter> | undefined;

  const byId = (languageId: string): LanguageDefinition | undefined =>
    languages.find(({ id, languageIds }) => id === languageId || languageIds.includes(languageId));

  const byName = (name: string): LanguageDefinition | undefined =>
    byId(name) ?? languages.find(({ extensions }) => extensions.includes(`.${name}`));

  let last: { readonly text: string; readonly syntax: DocumentSyntax; readonly content: DocumentContent } | undefined;
  /** A document's content; the last is kept, since one text is first prepared and then searched. */
  const contentOf = (text: string, syntax: DocumentSyntax): DocumentContent => {
    if (last?.text === text && last.syntax === syntax) return last.content;
    const content = syntax.read(text);
    last = { text, syntax, content };
    return content;
  };

  const hasAnchor = (text: string): boolean => HINT.test(text) || providers.some(({ anchors }) => text.search(anchors) >= 0);

  /** The parts of a document that may hold requests, with their languages. */
  const partsOf = (parts: readonly Part[]): { part: Part; language: LanguageDefinition }[] =>
    parts.flatMap((part) => {
      const language = byName(part.language);
      // Data may be a body whose path only the text around it names.
      const paths = [...(language?.syntax.kind === 'document' ? (part.near ?? []) : []), ...(part.sentTo ?? [])];
      const texts = [part.text, ...paths.map((path) => path.text)];
      return language && texts.some(hasAnchor) ? [{ part, language }] : [];
    });

  /** The languages with a grammar that a text needs. */
  const treesOf = (language: LanguageDefinition, text: string, nesting = 0): LanguageDefinition[] => {
    const { syntax } = language;
    const own = syntax.kind === 'tree' ? [language] : [];
    if (text === '' || nesting >= MAX_NESTING) return own;
    const parts = syntax.kind === 'tree' ? (syntax.partsOf?.(text) ?? []) : contentOf(text, syntax).parts;
    return [...own, ...partsOf(parts).flatMap(({ part, language: inner }) => treesOf(inner, part.text, nesting + 1))];
  };

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

  const ready = async ({ id, syntax }: LanguageDefinition): Promise<void> => {
    if (syntax.kind !== 'tree' || readers.has(id)) return;
    const pending = loading.get(id) ?? load(id, syntax).finally(() => loading.delete(id));
    loading.set(id, pending);
    await pending;
  };

  const find = (text: string, { id, syntax }: LanguageDefinition, { near = [], sentTo = [] }: Surroundings = {}, nesting = 0, files?: NearFiles): FoundRequests => {
    if (nesting > MAX_NESTING) return NOTHING;
    const requests: FoundRequest[] = [];
    const problems: Problem[] = [];
    let parts: readonly Part[];
    if (syntax.kind === 'tree') {
      const reader = readers.get(id);
      const found = reader ? findWithTree(text, syntax, reader, providers, sentTo, files) : NOTHING;
      parts = syntax.partsOf?.(text) ?? [];
      if (parts.length === 0) return found;
      requests.push(...found.requests);
      problems.push(...found.problems);
    } else {
      const content = contentOf(text, syntax);
      for (const root of content.roots) requests.push(...findInData(root, near, providers));
      problems.push(...content.problems);
      ({ parts } = content);
    }
    for (const { part, language } of partsOf(parts)) {
      const around = { near: [...(part.near ?? []), ...near], sentTo: part.sentTo ?? sentTo };
      const found = find(part.text, language, around, nesting + 1, files);
      const placed = new Set([...around.near, ...around.sentTo].map(({ span }) => span));
      requests.push(...moveSpans(found.requests, part.place, placed));
    }
    return { requests: requests.sort((a, b) => a.site.span.start - b.site.span.start), problems };
  };

  return {
    languageOf: (path) => {
      const name = path.toLowerCase();
      return languages.find(({ extensions }) => extensions.some((ending) => name.endsWith(ending)))?.id;
    },
    supports: (languageId) => byId(languageId) !== undefined,
    hasHint: (text) => HINT.test(text),
    isReady: (languageId, text = '') => {
      const language = byId(languageId);
      return language !== undefined && treesOf(language, text).every(({ id }) => readers.has(id));
    },
    async prepare(languageId, text = '') {
      const language = byId(languageId);
      const needed = new Set(language && treesOf(language, text));
      await Promise.all([...needed].map(ready));
    },
    find(text, languageId, files) {
      const language = byId(languageId);
      return language ? find(text, language, {}, 0, files) : NOTHING;
    },
  };
}

function findWithTree(
  text: string,
  syntax: TreeSyntax,
  { parser, query }: Reader,
  providers: readonly ProviderDefinition[],
  sentTo: readonly Endpoint[],
  files: NearFiles | undefined,
): FoundRequests {
  const tree = parser.parse(syntax.rewrite?.(text) ?? text);
  if (!tree) return { requests: [], problems: [{ code: 'syntax', span: { start: 0, end: 0 } } satisfies Problem] };
  const imports = files && new Imports(files, syntax, parser, query);
  const reader: ImportReader | undefined = imports && ((imported, span) => imports.valueOf(imported, span));
  try {
    return { requests: findInTree(text, tree, syntax, query, providers, sentTo, reader), problems: [] };
  } finally {
    imports?.dispose();
    tree.delete();
  }
}
