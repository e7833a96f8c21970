import type { Problem } from '../../core/request/site';
import type { FieldValue } from '../../core/request/value';
import type { Span } from '../../core/text';
import type { DataContext, Variable } from '../dataText';
import { readJsonText } from '../jsonReader';
import { defineLanguage } from '../language';
import type { DataRoot, DocumentContent } from '../language';
import { excerpt, moveSpans } from '../mappedText';

/** Requests as editors send them: `POST url`, headers, an empty line, a body, or a `curl`; `###` between, `@name = value` above. */
export const http = defineLanguage({
  id: 'http',
  languageIds: ['http'],
  extensions: ['.http', '.rest'],
  syntax: { kind: 'document', read },
});

const REQUEST = /^[ \t]*(?:([A-Z]+)[ \t]+)?(\S*[/}]\S*)(?:[ \t]+HTTP\/[\d.]+)?[ \t]*$/;
const VARIABLE = /^@([\w.-]+)[ \t]*=[ \t]*([^\r\n]*?)[ \t]*$/gm;
/** What ends a body: a script that reads the answer, or a file that it is kept in or compared with. */
const AFTER_BODY = /^(?:>|<>)[^\n]*$/m;
const MAX_PROBLEMS = 20;
const MAX_VARIABLE = 2_000;

function read(text: string): DocumentContent {
  const context: DataContext = { code: [], variables: variablesOf(text), parts: [] };
  const roots: DataRoot[] = [];
  const problems: Problem[] = [];
  let start = 0;
  for (const match of text.matchAll(/^###[^\n]*$|(?![^])/gm)) {
    const { root, errors } = readRequest(text, start, match.index, context);
    if (root) roots.push(root);
    problems.push(...errors);
    start = match.index + match[0].length;
  }
  return { roots, parts: context.parts, problems: problems.slice(0, MAX_PROBLEMS) };
}

function variablesOf(text: string): ReadonlyMap<string, Variable> {
  const variables = new Map<string, Variable>();
  for (const match of text.matchAll(VARIABLE)) {
    const [all, name = '', value = ''] = match;
    const start = match.index + all.lastIndexOf(value);
    const filled = value.replace(/\{\{\s*([\w.-]+)\s*\}\}/g, (open, inner: string) => variables.get(inner)?.text ?? open);
    // A variable that holds itself twice would double with every line.
    variables.set(name, { text: filled.length > MAX_VARIABLE ? value : filled, span: { start, end: start + value.length } });
  }
  return variables;
}

function readRequest(
  text: string,
  start: number,
  end: number,
  context: DataContext,
): { root: DataRoot | undefined; errors: readonly Problem[] } {
  const none = { root: undefined, errors: [] };
  let request: { readonly method: string; readonly url: string; readonly span: Span; readonly line: Span } | undefined;
  for (const match of text.slice(start, end).matchAll(/([^\r\n]*)(?:\r\n|\n|\r|$)/g)) {
    const [, line = ''] = match;
    const at = start + match.index;
    const first = line.trimStart();
    if (!request) {
      if (first === '' || /^(?:#|\/\/|@|<)/.test(first)) continue;
      if (/^curl\s/.test(first)) {
        context.parts.push({ language: 'sh', ...excerpt(text, at, end) });
        return none;
      }
      const [, method = 'GET', url = ''] = REQUEST.exec(line) ?? [];
      if (url === '') return none;
      const from = at + line.indexOf(url);
      request = { method, url, span: { start: from, end: from + url.length }, line: { start: at, end: at + line.trimEnd().length } };
      continue;
    }
    const isEmpty = first === '';
    if (!isEmpty && !/^[{[]/.test(first)) continue;
    if (!/^P/.test(request.method)) return none;
    const { url, span, line: call } = request;
    const filled = url.replace(/\{\{\s*([\w.$-]+)[^{}]*\}\}/g, (_, name: string) => context.variables.get(name)?.text ?? '{}');
    const { value, errors } = readBody(text, isEmpty ? at + match[0].length : at, end, context);
    return { root: value && { value, sentTo: [{ text: filled, span }], call }, errors };
  }
  return none;
}

function readBody(text: string, start: number, end: number, context: DataContext): { value: FieldValue | undefined; errors: readonly Problem[] } {
  const whole = text.slice(start, end);
  const body = whole.slice(0, AFTER_BODY.exec(whole)?.index);
  const file = /^\s*<@?[ \t]+\S+/.exec(body);
  if (file) {
    const at = start + body.indexOf('<');
    return { value: { kind: 'object', fields: [], open: true, span: { start: at, end: start + file[0].length } }, errors: [] };
  }
  if (!/^\s*[{[]/.test(body)) return { value: undefined, errors: [] };
  const { value, errors } = readJsonText(body, context);
  const { place } = excerpt(text, start, end);
  const leave = new Set([...context.variables.values()].map(({ span }) => span));
  return { value: value && moveSpans(value, place, leave), errors: moveSpans(errors, place) };
}
