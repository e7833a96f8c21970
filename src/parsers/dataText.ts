import type { Endpoint } from '../core/request/site';
import type { Field, FieldValue, Scalar } from '../core/request/value';
import type { Span } from '../core/text';
import type { Part } from './language';
import type { MappedText } from './mappedText';
import { excerpt, within } from './mappedText';

/** A text that a document gives a name. */
export interface Variable {
  readonly text: string;
  readonly span: Span;
}

/** Keys whose strings are code of another language. */
export interface CodeKey {
  readonly key: RegExp;
  readonly language: string;
  /** What such a string has in it; absent when every one is code. */
  readonly text?: RegExp;
}

/** What a document's reader knows and gathers while it reads. */
export interface DataContext {
  readonly code: readonly CodeKey[];
  readonly variables: ReadonlyMap<string, Variable>;
  readonly parts: Part[];
}

const TEMPLATE = /^(?:=|\$)?\{\{\s*([^]*?)\s*\}\}$/;
const FALLBACK = /(?:\|\||\?\?|\|\s*default\()\s*(?:(["'])([^"']*)\1|(-?\d+(?:\.\d+)?|true|false))\s*\)?$/;
const SHELL_VARIABLE = /^\$(?:\{\w+(?::?-([^}]*))?\}|\w+)$/;
/** An expression that gives an object: `{{ JSON.stringify({ … }) }}` or `{{ { … } }}`. */
const EXPRESSION = /^=?\s*\{\{(?=\s*(?:JSON\s*\.\s*stringify\s*\(|\(?\s*\{))([^]*)\}\}\s*$/;
const LISTS_OF_PAIRS = /^(?:parameters?|urlencoded|form_?data|params)$/i;

/** A string of data under its key. */
export interface DataText {
  readonly key: string;
  readonly text: string;
  readonly span: Span;
  /** Its text with the way back to the document. */
  readonly source: () => MappedText;
  /** Reads the JSON that a text holds; undefined when it holds none. */
  readonly readInner: (text: MappedText) => FieldValue | undefined;
}

/**
 * What a string of data stands for: the JSON that it holds, a variable, a template that only the running program
 * fills, or itself.
 */
export function textValue(context: DataContext, { key, text, span, source, readInner }: DataText): FieldValue {
  const literal: FieldValue = { kind: 'scalar', values: [text], origin: 'literal', span };
  const code = context.code.find((known) => known.key.test(key) && (known.text?.test(text) ?? true));
  if (code) {
    context.parts.push({ language: code.language, ...source() });
    return literal;
  }
  if (/^\s*=?\s*(?:\{(?!\{)|\[)[^]*[}\]]\s*$/.test(text)) {
    const mapped = source();
    const skipped = /^\s*=/.exec(text)?.[0].length ?? 0;
    const inner = readInner(skipped > 0 ? nested(mapped, skipped, text.length) : mapped);
    if (inner) return inner;
  }
  if (!text.includes('{{')) return shellVariable(text, span) ?? stoodFor(text, span) ?? literal;
  const expression = EXPRESSION.exec(text);
  if (expression?.[1] !== undefined) {
    const start = text.indexOf('{{') + 2;
    context.parts.push({ language: EXPRESSION_LANGUAGE, ...bracketed(nested(source(), start, start + expression[1].length)) });
    return literal;
  }
  return templateValue(context, text, span);
}

/** The language of expressions inside `{{ }}`, by its file ending. */
const EXPRESSION_LANGUAGE = 'js';

function nested(mapped: MappedText, start: number, end: number): MappedText {
  return within(mapped, excerpt(mapped.text, start, end));
}

/** An object literal alone would be read as a block of statements. */
function bracketed({ text, place }: MappedText): MappedText {
  return {
    text: `(${text})`,
    place: ({ start, end }) => place({ start: Math.max(0, start - 1), end: Math.min(Math.max(0, end - 1), text.length) }),
  };
}

/** A string with `{{ … }}` in it. */
export function templateValue(context: DataContext, text: string, span: Span): FieldValue {
  const whole = TEMPLATE.exec(text)?.[1];
  if (whole !== undefined && !whole.includes('{{')) {
    const variable = context.variables.get(whole);
    if (variable) return { kind: 'scalar', values: [plain(variable.text)], origin: 'constant', span, definedAt: variable.span };
    const fallback = FALLBACK.exec(whole);
    if (fallback) return { kind: 'scalar', values: [fallback[2] ?? plain(fallback[3] ?? '')], origin: 'default', span };
    return { kind: 'runtime', span };
  }
  const filled = text.replace(/\$?\{\{\s*(.*?)\s*\}\}/g, (_, name: string) => context.variables.get(name)?.text ?? '{}');
  if (!filled.includes('{}')) return { kind: 'scalar', values: [filled], origin: 'constant', span };
  // An address tells where it goes even when parts of it are open.
  return filled.includes('/') ? { kind: 'scalar', values: [filled], origin: 'literal', span } : { kind: 'runtime', span };
}

/** `$NAME`, `${NAME}`, `${NAME:-default}` as the whole of a string. */
function shellVariable(text: string, span: Span): FieldValue | undefined {
  const match = SHELL_VARIABLE.exec(text);
  if (!match) return undefined;
  if (match[1] === undefined || match[1] === '') return { kind: 'runtime', span };
  return { kind: 'scalar', values: [plain(match[1])], origin: 'default', span };
}

/** Several words of which one is meant: `std|pro`, `5 or 10`, also in angle brackets. */
const WORDS_TO_CHOOSE = /^<?\s*([\w.-]+(?:\s*\|\s*[\w.-]+|\s+or\s+[\w.-]+){1,7})\s*>?$/;
const MAX_CHOICE = 200;
/** What is to be filled in by whoever copies it. */
const BLANK = /^(?:<[^<>]*>|\[[A-Z][A-Z _]*\]|\{[A-Za-z_][\w.]*\}|%\w+%|\.{3}|…)$/;

/** The values that a text names as a choice, or whatever is put in its place. */
function stoodFor(text: string, span: Span): FieldValue | undefined {
  if (text.length > MAX_CHOICE) return undefined;
  const [first, ...others] = WORDS_TO_CHOOSE.exec(text)?.[1]?.split(/\s*\|\s*|\s+or\s+/).map(plain) ?? [];
  if (first !== undefined && others.length > 0) return { kind: 'scalar', values: [first, ...others], origin: 'literal', span };
  return BLANK.test(text) ? { kind: 'runtime', span } : undefined;
}

function plain(text: string): Scalar {
  if (text === 'true' || text === 'false') return text === 'true';
  return /^-?\d+(?:\.\d+)?$/.test(text) ? Number(text) : text;
}

const URL_KEYS = /^(?:(?:request|api|full|target)?_?ur[li]|path|endpoint|route|href)$/i;

/** Whether a field says by its key where a request goes. */
export function namesEndpoint({ key }: Field): boolean {
  return URL_KEYS.test(key);
}

/** The path or URL that a value is; a URL taken apart keeps its whole text under a key of its own. */
export function endpointOf(value: FieldValue): Endpoint[] {
  const whole = value.kind === 'object' ? value.fields.find(({ key }) => key === 'raw')?.value : value;
  const text = whole?.kind === 'scalar' ? whole.values[0] : undefined;
  return whole && typeof text === 'string' && text.includes('/') ? [{ text, span: whole.span }] : [];
}

/** A list, or the object that a list of names and values stands for: `[{ "name": "mode", "value": "pro" }]`. */
export function listValue(key: string, items: readonly FieldValue[], span: Span): FieldValue {
  const list: FieldValue = { kind: 'array', items, open: false, span };
  if (!LISTS_OF_PAIRS.test(key) || items.length === 0) return list;
  const fields = items.map(pairOf);
  return fields.includes('other') ? list : { kind: 'object', fields: fields.filter((field) => typeof field === 'object'), open: false, span };
}

/** What an object stands for: itself, or the value that a workflow's editor keeps with the way it was picked. */
export function objectValue(fields: readonly Field[], span: Span): FieldValue {
  const picked = fields.some(({ key }) => key === '__rl') ? fields.find(({ key }) => key === 'value') : undefined;
  return picked ? picked.value : { kind: 'object', fields, open: false, span };
}

function pairOf(item: FieldValue): Field | 'disabled' | 'other' {
  if (item.kind !== 'object') return 'other';
  const named = (pattern: RegExp): Field | undefined => item.fields.find(({ key }) => pattern.test(key));
  const name = named(/^(?:name|key|parameter)$/)?.value;
  const value = named(/^value$/);
  if (name?.kind !== 'scalar' || typeof name.values[0] !== 'string') return 'other';
  const disabled = named(/^disabled$/)?.value;
  if (disabled?.kind === 'scalar' && disabled.values[0] === true) return 'disabled';
  return value ? { key: name.values[0], keySpan: name.span, value: value.value } : 'other';
}
