import { isAlias, isMap, isPair, isScalar, isSeq, parseAllDocuments } from 'yaml';
import type { Alias, Pair, Scalar as ScalarNode, YAMLMap } from 'yaml';
import type { Problem } from '../../core/request/site';
import type { Field, FieldValue, Scalar } from '../../core/request/value';
import type { Span } from '../../core/text';
import type { DataContext } from '../dataText';
import { listValue, textValue } from '../dataText';
import { decodeJsonString, innerJson } from '../jsonReader';
import { defineLanguage } from '../language';
import type { DataRoot, DocumentContent } from '../language';
import { TextBuilder, excerpt } from '../mappedText';
import type { MappedText } from '../mappedText';

export const yaml = defineLanguage({
  id: 'yaml',
  languageIds: ['yaml', 'dockercompose', 'github-actions-workflow'],
  extensions: ['.yaml', '.yml'],
  syntax: { kind: 'document', read },
});

const COMMAND_KEYS = /^(?:run|script|before_script|after_script|command|commands|cmd|args|entrypoint|inline_?script)$/i;
const MAX_PROBLEMS = 20;
/** Deeper than any document that people write; a parser's own stack ends far later. */
const MAX_NESTING = 200;
/** Values reached through aliases; a few lines of aliases of aliases can stand for billions. */
const MAX_ALIASED = 2_000;

function read(text: string): DocumentContent {
  const context: DataContext = {
    // Steps of workflows and pipelines that run commands.
    code: [
      { key: COMMAND_KEYS, language: 'py', text: /^\s*(?:import|from)\s[\w.]+/ },
      { key: COMMAND_KEYS, language: 'sh', text: /\b(?:curl|wget|https?|xh)\s|<</ },
      { key: /^code$/, language: 'py', text: /^\s*(?:import|from|def)\s/ },
      { key: /^code$/, language: 'js', text: /\bfunction\s|=>|\bconst\s/ },
      { key: /^script$/, language: 'js', text: /\bawait\b|\brequire\(|=>|\bfetch\(/ },
    ],
    variables: new Map(),
    parts: [],
  };
  if (isTooDeep(text)) return { roots: [], parts: [], problems: [{ code: 'tooComplex', span: { start: 0, end: 0 } }] };
  const documents = parseAllDocuments(maskTemplates(text), {
    strict: false, uniqueKeys: false, merge: false, logLevel: 'silent', prettyErrors: false, stringKeys: false,
  });
  const roots: DataRoot[] = [];
  const problems: Problem[] = [];
  for (const document of Array.isArray(documents) ? documents : []) {
    for (const { pos } of document.errors) problems.push({ code: 'syntax', span: { start: pos[0], end: pos[1] } });
    if (document.contents) roots.push({ value: new YamlReader(text, context).read(document.contents) });
  }
  return { roots, parts: context.parts, problems: problems.slice(0, MAX_PROBLEMS) };
}

function isTooDeep(text: string): boolean {
  let depth = 0;
  for (const [token] of text.matchAll(/[[{]|[\]}]|^(?:[ \t]*-[ \t])+|^[ \t]+/gm)) {
    if (token === '[' || token === '{') depth += 1;
    else if (token === ']' || token === '}') depth = Math.max(0, depth - 1);
    else if (token.length > 4 * MAX_NESTING) return true;
    if (depth > MAX_NESTING) return true;
  }
  return false;
}

/** The same text with `{{ … }}` in a form that YAML takes: a word where it is a value, nothing where it is a line. */
function maskTemplates(text: string): string {
  if (!text.includes('{{')) return text;
  return text
    .replace(/^[ \t]*\{\{[^\n]*\}\}[ \t]*\r?$/gm, (line) => ' '.repeat(line.length))
    .replace(/([:-][ \t]+)(\{\{[^\n{}]{0,400}\}\})/g, (_, before: string, template: string) => before + 'x'.repeat(template.length));
}

class YamlReader {
  readonly #text: string;
  readonly #context: DataContext;
  readonly #anchors = new Map<string, unknown>();
  #aliased = 0;
  /** How deep inside aliases the reader is. */
  #within = 0;

  constructor(text: string, context: DataContext) {
    this.#text = text;
    this.#context = context;
  }

  read(contents: unknown): FieldValue {
    return this.#valueOf(contents, '');
  }

  #valueOf(node: unknown, key: string): FieldValue {
    if (this.#within > 0) this.#aliased += 1;
    const span = this.#spanOf(node);
    const runtime: FieldValue = { kind: 'runtime', span };
    if (this.#aliased > MAX_ALIASED) return runtime;
    if (isAlias(node)) return this.#aliasValue(node, key, span) ?? runtime;
    if ((isMap(node) || isSeq(node) || isScalar(node)) && node.anchor !== undefined) this.#anchors.set(node.anchor, node);
    if (isMap(node)) return { kind: 'object', fields: this.#fieldsOf(node), open: false, span };
    if (isSeq(node)) return listValue(key, node.items.map((item) => this.#valueOf(item, key)), span);
    if (isScalar(node)) return this.#scalarValue(node, key, span);
    return isPair(node) ? this.#valueOf(node.value, key) : { kind: 'scalar', values: [null], origin: 'literal', span };
  }

  #fieldsOf(map: YAMLMap): Field[] {
    const fields = new Map<string, Field>();
    const put = (field: Field): void => {
      fields.set(field.key, field);
    };
    for (const pair of map.items) for (const field of this.#merged(pair)) put(field);
    for (const pair of map.items) {
      const { key, value } = pair;
      if (isMerge(pair)) continue;
      const name = isScalar(key) ? String(key.value) : '';
      const keySpan = this.#spanOf(key);
      put({ key: name, keySpan, value: value ? this.#valueOf(value, name) : { kind: 'runtime', span: keySpan } });
    }
    return [...fields.values()];
  }

  /** The fields that `<<` takes from other mappings: they give way to the mapping's own. */
  #merged(pair: Pair): Field[] {
    if (!isMerge(pair)) return [];
    const value = this.#valueOf(pair.value, '');
    const sources = value.kind === 'array' ? value.items.toReversed() : [value];
    return sources.flatMap((source) => (source.kind === 'object' ? source.fields : []));
  }

  #aliasValue(node: Alias, key: string, span: Span): FieldValue | undefined {
    const target = this.#anchors.get(node.source);
    if (target === undefined || this.#within > MAX_NESTING / 10) return undefined;
    this.#within += 1;
    const value = this.#valueOf(target, key);
    this.#within -= 1;
    return { ...constant(value), span };
  }

  #scalarValue(node: ScalarNode, key: string, span: Span): FieldValue {
    const raw = this.#text.slice(span.start, span.end);
    // A key whose value is still being typed can become anything.
    if (raw === '') return { kind: 'runtime', span };
    if (typeof node.value !== 'string' && !raw.includes('{{')) {
      const value = typeof node.value === 'bigint' ? Number(node.value) : node.value;
      return { kind: 'scalar', values: [value as Scalar], origin: 'literal', span };
    }
    const source = (): MappedText => this.#sourceOf(span);
    // What an alias stands for was read where it is written.
    const context = this.#within > 0 ? { ...this.#context, parts: [] } : this.#context;
    const text = raw.includes('{{') ? source().text : String(node.value);
    return textValue(context, { key, text, span, source, readInner: innerJson(context) });
  }

  /** A scalar's text with the way back to the document. */
  #sourceOf({ start, end }: Span): MappedText {
    const text = this.#text;
    const first = text[start];
    if (first === '"') return decodeJsonString(text, start, end);
    if (first !== '|' && first !== '>') {
      const quoted = first === "'";
      return excerpt(text, start + (quoted ? 1 : 0), end - (quoted && text[end - 1] === "'" ? 1 : 0));
    }
    const builder = new TextBuilder();
    const body = text.indexOf('\n', start) + 1;
    const indent = /^[ \t]*(?=\S)/m.exec(text.slice(body, end))?.[0].length ?? 0;
    for (const match of text.slice(body, end).matchAll(/[^\n]*(?:\n|$)/g)) {
      const spaces = /^[ \t]*/.exec(match[0])?.[0].length ?? 0;
      const skipped = Math.min(spaces, indent);
      const line = match[0].slice(skipped);
      // A folded text has its lines put together.
      builder.keep(first === '>' ? line.replace(/(?<=\S)\n$/, ' ') : line, body + match.index + skipped);
    }
    return builder.build();
  }

  #spanOf(node: unknown): Span {
    const range = isScalar(node) || isMap(node) || isSeq(node) || isAlias(node) ? node.range : undefined;
    const [start = 0, limit = 0] = range ?? [];
    let end = limit;
    while (end > start && /\s/.test(this.#text[end - 1] ?? '')) end -= 1;
    return { start, end };
  }
}

function isMerge({ key }: Pair): boolean {
  return isScalar(key) && key.value === '<<';
}

/** A value that stands elsewhere. */
function constant(value: FieldValue): FieldValue {
  if (value.kind === 'scalar') return { ...value, origin: value.origin === 'literal' ? 'constant' : value.origin, definedAt: value.definedAt ?? value.span };
  if (value.kind === 'object') return { ...value, fields: value.fields.map((field) => ({ ...field, value: constant(field.value) })) };
  return value;
}
