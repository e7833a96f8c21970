import type { Endpoint, Problem } from '../core/request/site';
import type { FieldValue } from '../core/request/value';
import type { Span } from '../core/text';

/** What a leaf of the syntax tree is, whatever its language calls it. */
export type LeafKind = 'name' | 'string' | 'number' | 'true' | 'false' | 'null';

/**
 * A language that a tree-sitter grammar reads. All that is known of it is data: the grammar's file, the node types
 * of its leaves, and a query that names the shapes we look for. Each pattern has one main capture, the shape, and
 * parts named after it:
 *
 * | capture | parts | stands for |
 * | --- | --- | --- |
 * | `@object` | `.body` or `.pairs`, `.base` `.type` | a literal of keys and values: its fields stand in `.body`, in `.pairs` in turn, or in itself; another object whose fields it starts with; `.type` names what has its defaults |
 * | `@array` | `.body` | a literal of items, which stand in `.body` or in itself |
 * | `@record` | | the named values of a class or an enumeration; never sent by itself |
 * | `@blank` | `.arguments` `.type` | an object made by a call, which gets its fields afterwards |
 * | `@put` | `.target` `.key` or `.setter`, `.value` | a call that gives an object a field and passes the object on; a setter has the field in its name; without either, all fields of the value |
 * | `@field` | `.key` or `.setter`, `.value` | a key and value in an object or among arguments; `.key` alone when both are one name |
 * | `@spread` | `.value` | another object's fields, put in place |
 * | `@call` | `.callee` `.arguments`, `.receiver` | a call; what it is called on, whether or not the callee's node has it |
 * | `@binding` | `.name` `.value` | a name that gets a value; without one, it is declared to get it later |
 * | `@reassign` | `.name` `.value` | a name of an outer scope that gets another value |
 * | `@default` | `.name` `.value` | a name that gets a value where it had none |
 * | `@property` | `.name` `.value` or `.default` | a property of the object a method belongs to; a default is for whoever builds it to replace |
 * | `@parameter` | `.name` `.value` `.type` | a name that a caller fills, with its default and its class when there are |
 * | `@option` | `.name` `.value` | a command line's or schema's option, with its default |
 * | `@item` | `.name` `.value` | a name, or a pattern of names, that gets each item of a list in turn |
 * | `@each` | `.name` `.value` | a name that gets each of the values in turn that begin there |
 * | `@assign` | `.target` `.key` `.value` | a field that an existing object gets |
 * | `@member` | `.object` `.key` | a field of an object |
 * | `@pick` | `.object` `.key`, `.otherwise` | a field of an object whose name is computed, and what stands for one it lacks |
 * | `@own` | `.key` | a property of the object a method belongs to, read |
 * | `@choice` | `.a` `.b` | one of two values |
 * | `@maybe` | `.value` | a value, or none |
 * | `@fallback` | `.left` `.right` | a value, or another when there is none |
 * | `@wrap` | `.value` | a value that another node only passes on |
 * | `@loop` | `.list`, `.within`, `.count`, `.from` `.to` or `.each` | what is inside is done for each item of a list, or of one with as many items, so many times, for each number from one to another, or for each of the values that begin there; without any, nobody can tell how often |
 * | `@import` | `.source` `.imported` or `.module`, `.name` | a name from another file, or a whole module; its name here when it differs |
 * | `@concat` | `.left` `.right` | two strings put together |
 * | `@path` | `.left` `.right` | two strings put together with a slash between them |
 * | `@format` | `.text` `.values` | a text with placeholders, and the list that holds the values for them |
 */
export interface TreeSyntax {
  readonly kind: 'tree';
  readonly grammar: string;
  readonly query: string;
  readonly leaves: Readonly<Record<string, LeafKind>>;
  /** Texts of names that are values of their own. */
  readonly words?: Readonly<Record<string, LeafKind>>;
  /** How names are compared, when one can be spelled in several ways. */
  readonly spelling?: (name: string) => string;
  /** Node types whose names are not seen outside. */
  readonly scopes: ReadonlySet<string>;
  /** Scopes in which a name of the scope around them gets another value, unless they declare it themselves. */
  readonly joining?: ReadonlySet<string>;
  /** Node types of declarations whose names are seen in the whole function. */
  readonly hoisted?: ReadonlySet<string>;
  /** Node types of statement lists and branches: within one, an earlier statement has run before a later one. */
  readonly blocks: ReadonlySet<string>;
  /** Children of a string that are its text, and those that put a value into it. */
  readonly fragments: ReadonlySet<string>;
  readonly interpolations: ReadonlySet<string>;
  /** Strings of which a part of the text has no node of its own. */
  readonly gaps?: ReadonlySet<string>;
  /** Escapes in the text of a node type: a mark, then the character or code it makes. */
  readonly escapes?: Readonly<Record<string, RegExp>>;
  /** Names, as the first group, that stand in a string's text without a node of their own. */
  readonly names?: RegExp;
  /** Node types that stand for their only child. */
  readonly transparent?: ReadonlySet<string>;
  /** A placeholder in the text of a `@format`; the group, when there is one, is the number or name of its value. */
  readonly placeholders?: RegExp;
  /** The text as the grammar is to read it, character for character at the same places. */
  readonly rewrite?: (text: string) => string;
  /** The stretches of a text that are written in other languages. */
  readonly partsOf?: (text: string) => readonly Part[];
  /** Whether an empty text and a zero count as true, as in Ruby. */
  readonly onlyNilIsFalse?: true;
  /** Whether calls are commands with words and flags. */
  readonly commands?: true;
  /** The files that the source of an import can mean: from the document's folder, or with `^` from one above it. */
  readonly importPaths?: (source: string) => readonly string[];
  /** The source of a module that is imported from another by its name. */
  readonly submodule?: (source: string, name: string) => string;
  /** Called names that only pass their first argument on, such as `JSON.stringify`. */
  readonly passing: ReadonlySet<string>;
}

/** A document that is read without a grammar: data, and parts that are written in other languages. */
export interface DocumentSyntax {
  readonly kind: 'document';
  /** Never throws on text. */
  readonly read: (text: string) => DocumentContent;
}

export interface DocumentContent {
  readonly roots: readonly DataRoot[];
  readonly parts: readonly Part[];
  readonly problems: readonly Problem[];
}

/** Data that may be requests or hold them, and the paths that it is sent to, when the document says so. */
export interface DataRoot {
  readonly value: FieldValue;
  readonly sentTo?: readonly Endpoint[];
  /** The line that sends it. */
  readonly call?: Span;
}

/** A stretch of a document in another language. */
export interface Part {
  /** The language's id, one of the editor's ids for it, or a file name ending of it without its dot. */
  readonly language: string;
  readonly text: string;
  /** The place in the document of a place in the text. */
  readonly place: (span: Span) => Span;
  /** The paths that what the part builds is sent to, when the document says so, at their places in it. */
  readonly sentTo?: readonly Endpoint[];
  /** Paths that the document names around the part, nearest first, at their places in the document. */
  readonly near?: readonly Endpoint[];
}

export interface LanguageDefinition {
  readonly id: string;
  /** The editor's ids for it. */
  readonly languageIds: readonly string[];
  /** File name endings, with their dot, in lower case. */
  readonly extensions: readonly string[];
  readonly syntax: TreeSyntax | DocumentSyntax;
}

export function defineLanguage(definition: LanguageDefinition): LanguageDefinition {
  return definition;
}
