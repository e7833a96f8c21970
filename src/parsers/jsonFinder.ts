import { parseTree } from 'jsonc-parser';
import type { Node, ParseError } from 'jsonc-parser';
import { HINT } from '../core/providers/hint';
import type { ProviderDefinition } from '../core/providers/provider';
import type { Endpoint, Problem, RequestSite } from '../core/request/site';
import type { Field, FieldValue, Scalar } from '../core/request/value';
import type { JsonSyntax } from './language';
import { describesCall } from './links';
import type { FoundRequest, FoundRequests } from './parser';

const MAX_PROBLEMS = 20;

interface Found {
  readonly requests: FoundRequest[];
  readonly problems: Problem[];
}

/** Finds requests in JSON, in JSON with comments, and in one JSON document per line. */
export function findInJson(text: string, syntax: JsonSyntax, providers: readonly ProviderDefinition[]): FoundRequests {
  const found: Found = { requests: [], problems: [] };
  if (!syntax.perLine) {
    readDocument(text, 0, providers, found);
    return found;
  }
  for (const match of text.matchAll(/[^\r\n]+/g)) {
    if (match[0].trim() === '' || !HINT.test(match[0])) continue;
    readDocument(match[0], match.index, providers, found);
  }
  return found;
}

function readDocument(text: string, base: number, providers: readonly ProviderDefinition[], found: Found): void {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true, disallowComments: false });
  for (const { offset, length } of errors) {
    if (found.problems.length < MAX_PROBLEMS) {
      found.problems.push({ code: 'syntax', span: { start: base + offset, end: base + offset + length } });
    }
  }
  if (root) visit(root, [], undefined);

  /** Goes from the outside in: an object that is a request hides what is inside it. */
  function visit(node: Node, outer: readonly Endpoint[], property: Node | undefined): void {
    if (node.type === 'array') {
      for (const child of node.children ?? []) visit(child, outer, property);
      return;
    }
    if (node.type !== 'object') return;
    const value = valueOf(node, base);
    if (value.kind !== 'object') return;
    const endpoints = [...value.fields.flatMap(endpointOf), ...outer];
    if (!describesCall(value.fields.map(({ key }) => key))) {
      const start = base + (property ?? node).offset;
      const site: RequestSite = {
        span: { start: base + node.offset, end: base + node.offset + node.length },
        head: { start: Math.min(start, base + node.offset), end: base + node.offset + 1 },
        ...(outer[0] ? { sentTo: outer[0] } : {}),
        endpoints,
        fields: value.fields,
        positional: [],
        open: false,
      };
      for (const provider of providers) {
        const resolution = provider.read(site);
        if (!resolution) continue;
        found.requests.push({ site, resolution });
        return;
      }
    }
    const isCall = describesCall(value.fields.map(({ key }) => key));
    for (const child of node.children ?? []) {
      const [key, inner] = child.children ?? [];
      if (key && inner) visit(inner, isCall || endpoints.length > outer.length ? endpoints : outer, key);
    }
  }
}

/** A field that names where the request goes. */
function endpointOf({ value }: Field): Endpoint[] {
  if (value.kind !== 'scalar' || typeof value.values[0] !== 'string' || !value.values[0].includes('/')) return [];
  return [{ text: value.values[0], span: value.span }];
}

function valueOf(node: Node, base: number): FieldValue {
  const span = { start: base + node.offset, end: base + node.offset + node.length };
  switch (node.type) {
    case 'object':
      return {
        kind: 'object',
        fields: (node.children ?? []).flatMap(({ children }): Field[] => {
          const [key, value] = children ?? [];
          if (!key) return [];
          const keySpan = { start: base + key.offset, end: base + key.offset + key.length };
          // A key whose value is still being typed can become anything.
          const written: FieldValue = value ? valueOf(value, base) : { kind: 'runtime', span: keySpan };
          return [{ key: String(key.value), keySpan, value: written }];
        }),
        open: false,
        span,
      };
    case 'array':
      return { kind: 'array', items: (node.children ?? []).map((child) => valueOf(child, base)), open: false, span };
    default:
      return { kind: 'scalar', values: [node.value as Scalar], origin: 'literal', span };
  }
}
