import type { Resolution } from '../core/request/resolved';
import type { Problem, RequestSite } from '../core/request/site';

/** A place that builds a request, and what its provider reads there. */
export interface FoundRequest {
  readonly site: RequestSite;
  readonly resolution: Resolution;
}

/** What a document holds, in the order of the text. Broken text gives fewer requests and more problems. */
export interface FoundRequests {
  readonly requests: readonly FoundRequest[];
  readonly problems: readonly Problem[];
  /** Whether the text's own syntax is broken somewhere, so that requests may be hidden. */
  readonly isBroken?: boolean;
}

/** The files of the project that a document is one of. */
export interface NearFiles {
  /** The document's own path, with slashes. */
  readonly path: string;
  /** A file's text, at once; undefined when it is not there, too large or not to be read. */
  readonly read: (path: string) => string | undefined;
}

/** Finds requests in text. Grammars are loaded by `prepare`, once each; `find` then answers at once. */
export interface RequestParser {
  /** The language of a file name, or undefined when no language reads it. */
  readonly languageOf: (path: string) => string | undefined;
  /** Whether an editor's language id is read. */
  readonly supports: (languageId: string) => boolean;
  /** Whether the text has the word that every request has near it; without it there is nothing to find. */
  readonly hasHint: (text: string) => boolean;
  /** Whether `find` has the grammars it needs; a document with parts in other languages needs those its text uses. */
  readonly isReady: (languageId: string, text?: string) => boolean;
  readonly prepare: (languageId: string, text?: string) => Promise<void>;
  /** Never throws on text. `near` lets it read constants that are imported. Without `prepare` before, or in an unknown language, it finds nothing. */
  readonly find: (text: string, languageId: string, near?: NearFiles) => FoundRequests;
  /** For a document that is read again and again while it is typed. */
  readonly open: () => OpenDocument;
}

/** A document whose syntax tree is kept from one text to the next. */
export interface OpenDocument {
  /** As `find` of the parser, and cheaper the less has changed since the last text. */
  readonly find: RequestParser['find'];
  /** Frees the tree; the next `find` begins a new one. */
  readonly dispose: () => void;
}
