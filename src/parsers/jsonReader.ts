import { parseTree } from 'jsonc-parser';
import type { Node, ParseError } from 'jsonc-parser';
import type { Problem } from '../core/request/site';
import type { Field, FieldValue, Scalar } from '../core/request/value';
import type { DataContext } from './dataText';
import { endpointOf, listValue, namesEndpoint, objectValue, templateValue, textValue } from './dataText';
import type { Part } from './language';
import { isTooDeep } from './depth';
import { TextBuilder, moveSpans } from './mappedText';
import type { MappedText } from './mappedText';

const MAX_PROBLEMS = 20;

/** Reads JSON, with comments, trailing commas and templates, into a value. */
export function readJsonText(
  text: string,
  context: DataContext,
  depth = 0,
): { readonly value: FieldValue | undefined; readonly errors: readonly Problem[] } {
  const errors: ParseError[] = [];
  if (isTooDeep(text)) return { value: undefined, errors: [{ code: 'tooComplex', span: { start: 0, end: 0 } }] };
  const root = parseTree(maskTemplates(text), errors, { allowTrailingComma: true, disallowComments: false });
  return {
    value: root && valueOf(root, ''),
    errors: errors
      .slice(0, MAX_PROBLEMS)
      .map(({ offset, length }) => ({ code: 'syntax', span: { start: offset, end: offset + length } })),
  };

  function valueOf(node: Node, key: string): FieldValue {
    const span = { start: node.offset, end: node.offset + node.length };
    switch (node.type) {
      case 'object': {
        const known = context.parts.length;
        // Of a key that stands twice, readers take the last.
        const written = new Map((node.children ?? []).flatMap(fieldOf).map((field) => [field.key, field]));
        const fields = [...written.values()];
        const sentTo = fields.filter(namesEndpoint).flatMap(({ value }) => endpointOf(value));
        // Code that stands beside an address gives what is sent there.
        if (sentTo.length > 0) replaceParts(context, known, (part) => ({ sentTo, ...part }));
        return objectValue(fields, span);
      }
      case 'array':
        return listValue(key, (node.children ?? []).map((child) => valueOf(child, key)), span);
      case 'string': {
        const raw = text.slice(span.start, span.end);
        if (raw.startsWith('{{')) return templateValue(context, raw, span);
        const source = (): MappedText => decodeJsonString(text, span.start, span.end);
        const value = raw.includes('{{') ? source().text : String(node.value);
        return textValue(context, { key, text: value, span, source, readInner: innerJson(context, depth) });
      }
      default:
        return { kind: 'scalar', values: [node.value as Scalar], origin: 'literal', span };
    }
  }

  function fieldOf({ children }: Node): Field[] {
    const [key, value] = children ?? [];
    if (!key) return [];
    const keySpan = { start: key.offset, end: key.offset + key.length };
    // A key whose value is still being typed can become anything.
    const written: FieldValue = value ? valueOf(value, String(key.value)) : { kind: 'runtime', span: keySpan };
    return [{ key: String(key.value), keySpan, value: written }];
  }
}

const MAX_DEPTH = 3;
const MAX_INNER_ERRORS = 2;

/** Reads the JSON that a string holds, for `textValue`. */
export function innerJson(context: DataContext, depth = 0): (text: MappedText) => FieldValue | undefined {
  return ({ text, place }) => {
    if (depth >= MAX_DEPTH) return undefined;
    const known = context.parts.length;
    const { value, errors } = readJsonText(text, context, depth + 1);
    const filled =
      (value?.kind === 'object' && value.fields.length > 0) ||
      (value?.kind === 'array' && value.items.some((item) => item.kind === 'object'));
    if (!filled || errors.length > MAX_INNER_ERRORS) {
      context.parts.length = known;
      return undefined;
    }
    replaceParts(context, known, ({ sentTo, ...part }) => ({
      ...part,
      place: (span) => place(part.place(span)),
      ...(sentTo ? { sentTo: moveSpans(sentTo, place) } : {}),
    }));
    return moveSpans(value, place);
  };
}

function replaceParts({ parts }: DataContext, from: number, change: (part: Part) => Part): void {
  for (const part of parts.splice(from)) parts.push(change(part));
}

const ESCAPE = /\\(?:u[0-9a-fA-F]{4}|[^])/g;
const ESCAPED: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

/** The text of a JSON string that stands, with its quotes, at a place of a text; or several, one after the other. */
export function decodeJsonString(text: string, start: number, end: number, builder = new TextBuilder()): MappedText {
  const closed = end - start > 1 && text[end - 1] === '"';
  const raw = text.slice(start + 1, closed ? end - 1 : end);
  let done = 0;
  for (const match of raw.matchAll(ESCAPE)) {
    builder.keep(raw.slice(done, match.index), start + 1 + done);
    const [escape] = match;
    const letter = escape[1] ?? '';
    const decoded = escape.length === 6 ? String.fromCharCode(parseInt(escape.slice(2), 16)) : (ESCAPED[letter] ?? letter);
    builder.put(decoded, start + 1 + match.index, escape.length);
    done = match.index + escape.length;
  }
  builder.keep(raw.slice(done), start + 1 + done);
  return builder.build();
}

const TEMPLATE_LIMIT = 1_000;

/**
 * The same text with `{{ … }}` in a form that JSON takes, each of the same length: a string outside of strings, and
 * letters inside, where a template's own quotes would end the string.
 */
function maskTemplates(text: string): string {
  if (!text.includes('{{')) return text;
  const out: string[] = [];
  let copied = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (quoted && char === '\\') at += 1;
    else if (char === '"') quoted = !quoted;
    else if (char === '{' && text[at + 1] === '{') {
      const length = templateLength(text, at, quoted);
      if (length === 0) continue;
      out.push(text.slice(copied, at), quoted ? 'x'.repeat(length) : `"${'x'.repeat(length - 2)}"`);
      at += length - 1;
      copied = at + 1;
    }
  }
  out.push(text.slice(copied));
  return out.join('');
}

/** How long a template is, its brackets balanced; 0 when it does not end, or the string around it ends before. */
function templateLength(text: string, start: number, quoted: boolean): number {
  const limit = Math.min(text.length, start + TEMPLATE_LIMIT);
  let depth = 0;
  for (let at = start; at < limit; at += 1) {
    if (text[at] === '{') depth += 1;
    else if (text[at] === '}') {
      depth -= 1;
      if (depth <= 0) return text[at - 1] === '}' ? at + 1 - start : 0;
    } else if (quoted && text[at] === '"' && text[at - 1] !== '\\' && /^"\s*(?:,\s*"|:)/.test(text.slice(at, at + 40))) return 0;
  }
  return 0;
}
