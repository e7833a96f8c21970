import { HINT } from '../core/providers/hint';
import type { ProviderDefinition } from '../core/providers/provider';
import type { Endpoint, Problem } from '../core/request/site';
import { findInData } from './dataFinder';
import { Grammars, isRuntimeFailure } from './grammars';
import type { GrammarPorts, TreeReader } from './grammars';
import { AROUND } from './names';
import type { ImportReader } from './names';
import { halfTypedIn } from './halfTyped';
import { Imports } from './imports';
import { KeptTree } from './keptTree';
import type { DocumentContent, DocumentSyntax, LanguageDefinition, Part, TreeSyntax } from './language';
import { languages } from './languages';
import { moveSpans } from './mappedText';
import type { FoundRequest, FoundRequests, NearFiles, RequestParser } from './parser';
import { withLines } from './places';
import { findInTree } from './treeFinder';

export interface ParserPorts extends GrammarPorts {
  readonly providers: readonly ProviderDefinition[];
}

/** What the document around a part says of where it goes. */
type Surroundings = Pick<Part, 'near' | 'sentTo'>;

const NOTHING: FoundRequests = { requests: [], problems: [] };
const TOO_COMPLEX: FoundRequests = { requests: [], problems: [{ code: 'tooComplex', span: { start: 0, end: 0 } } satisfies Problem] };
/** Documents within documents, such as a page within a notebook, are read this deep. */
const MAX_NESTING = 3;

/** The parser of all languages in `languages/`. Grammars come in through the ports, each when first needed. */
export function createRequestParser({ providers, ...ports }: ParserPorts): RequestParser {
  const grammars = new Grammars(ports);

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

  const find = (text: string, { id, syntax }: LanguageDefinition, { near = [], sentTo = [] }: Surroundings = {}, nesting = 0, files?: NearFiles, kept?: KeptTree): FoundRequests => {
    if (nesting > MAX_NESTING) return NOTHING;
    const requests: FoundRequest[] = [];
    const problems: Problem[] = [];
    let parts: readonly Part[];
    let isBroken = false;
    if (syntax.kind === 'tree') {
      const reader = grammars.reader(id);
      const found = reader ? findWithTree(text, syntax, reader, providers, sentTo, files, kept) : NOTHING;
      parts = syntax.partsOf?.(text) ?? [];
      if (parts.length === 0) return found;
      requests.push(...found.requests);
      problems.push(...found.problems);
      isBroken = found.isBroken === true;
    } else {
      const content = contentOf(text, syntax);
      for (const root of content.roots) requests.push(...findInData(root, near, providers));
      problems.push(...content.problems);
      isBroken = content.problems.some(({ code }) => code === 'syntax');
      ({ parts } = content);
    }
    for (const { part, language } of partsOf(parts)) {
      const around = { near: [...(part.near ?? []), ...near], sentTo: part.sentTo ?? sentTo };
      const found = find(part.text, language, around, nesting + 1, files);
      const placed = new Set([...around.near, ...around.sentTo].map(({ span }) => span));
      requests.push(...moveSpans(found.requests, part.place, placed));
      isBroken ||= found.isBroken === true;
      // Faults of its syntax are those of an example, which need not be whole.
      problems.push(...found.problems.filter(({ code }) => code !== 'syntax').map(({ code, span }) => ({ code, span: part.place(span) })));
    }
    return { requests: requests.sort((a, b) => a.site.span.start - b.site.span.start), problems, isBroken };
  };

  const findIn = (text: string, languageId: string, files?: NearFiles, kept?: KeptTree): FoundRequests => {
    const language = byId(languageId);
    if (!language) return NOTHING;
    try {
      const found = find(text, language, {}, 0, files, kept);
      return { ...found, requests: withLines(found.requests, text) };
    } catch (error) {
      if (!isRuntimeFailure(error)) throw error;
      grammars.abandon();
      return TOO_COMPLEX;
    }
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
      return language !== undefined && treesOf(language, text).every(({ id }) => grammars.reader(id) !== undefined);
    },
    async prepare(languageId, text = '') {
      const language = byId(languageId);
      const needed = new Set(language && treesOf(language, text));
      await Promise.all([...needed].map(async ({ id, syntax }) => { if (syntax.kind === 'tree') await grammars.load(id, syntax); }));
    },
    find: (text, languageId, files) => findIn(text, languageId, files),
    open: () => {
      const kept = new KeptTree();
      return {
        find: (text, languageId, files) => findIn(text, languageId, files, kept),
        dispose: () => { kept.dispose(); },
      };
    },
  };
}

function findWithTree(
  text: string,
  syntax: TreeSyntax,
  reader: TreeReader,
  providers: readonly ProviderDefinition[],
  sentTo: readonly Endpoint[],
  files: NearFiles | undefined,
  kept: KeptTree | undefined,
): FoundRequests {
  const read = syntax.rewrite?.(text) ?? text;
  const imports = files && new Imports(files, syntax, reader);
  const readImport: ImportReader = (imported, span) => (imported.source === AROUND ? undefined : imports?.valueOf(imported, span));
  const last = kept?.last(reader);
  const typed = last && halfTypedIn(last, read, reader, syntax, readImport);
  if (typed) {
    const { span: { start, end }, around, unread, valueOf } = typed;
    const readName: ImportReader = (imported, span) => (imported.source === AROUND ? valueOf(imported.imported, span) : readImport(imported, span));
    const own = findInTree(text.slice(start, end), typed.tree, syntax, reader.query, providers, sentTo, readName);
    typed.tree.delete();
    imports?.dispose();
    const moved = moveSpans(own, (span) => ({ start: span.start + start, end: span.end + start }));
    return { requests: [...around, ...moved.requests].sort((a, b) => a.site.span.start - b.site.span.start), problems: [...unread, ...moved.problems], isBroken: true };
  }
  const tree = kept ? kept.parse(reader, read) : reader.parse(read);
  if (!tree) return TOO_COMPLEX;
  const found = { ...findInTree(text, tree, syntax, reader.query, providers, sentTo, readImport), isBroken: tree.rootNode.hasError };
  // A search that fails has broken the runtime, and there is nothing left to free.
  imports?.dispose();
  if (kept) kept.tell(found);
  else tree.delete();
  return found;
}
