import { findNodeAtLocation } from 'jsonc-parser';
import type { Node } from 'jsonc-parser';
import type * as z from 'zod';
import type { ScheduleFault } from '../presentation/scheduleError';
import type { FoundFault } from './checkSchedule';

type Issue = z.core.$ZodIssue;

/** The value of a node. Not jsonc-parser's own: a key named `__proto__` must stay an own key, for the schema to refuse. */
export function valueOf(node: Node): unknown {
  if (node.type === 'array') return (node.children ?? []).map(valueOf);
  if (node.type !== 'object') return node.value;
  const entries = (node.children ?? []).map(({ children }): [string, unknown] => {
    const [key, value] = children ?? [];
    return [String(key?.value), value && valueOf(value)];
  });
  return Object.fromEntries(entries);
}

/** What is wrong, from what the schema says. */
export function faultOf(issue: Issue, root: Node): FoundFault {
  const path = issue.path.filter((part): part is string | number => typeof part !== 'symbol');
  const key = String(path.at(-1) ?? '');
  if (path.length > 0 && !findNodeAtLocation(root, path)) return { path, fault: { code: 'missing', key } };
  switch (issue.code) {
    case 'unrecognized_keys': {
      const unknown = issue.keys[0] ?? '';
      return { path: [...path, unknown], fault: { code: 'unknownKey', key: unknown } };
    }
    case 'invalid_type':
      return { path, fault: { code: 'wrongType', expected: typeName(issue.expected) } };
    case 'invalid_value':
      return { path, fault: { code: 'notOneOf', allowed: issue.values.map(String) } };
    case 'invalid_union': {
      const deepest = issue.errors.flat().toSorted((a, b) => b.path.length - a.path.length)[0];
      if (deepest && deepest.path.length > 0) return faultOf({ ...deepest, path: [...path, ...deepest.path] }, root);
      const allowed = issue.errors.flat().flatMap((item) => (item.code === 'invalid_value' ? item.values.map(String) : []));
      return { path, fault: allowed.length > 0 ? { code: 'notOneOf', allowed } : { code: 'invalid', detail: issue.message } };
    }
    case 'invalid_format':
      if (issue.format === 'date') return { path, fault: { code: 'notDate' } };
      return { path, fault: { code: 'invalid', detail: issue.message } };
    case 'too_small':
      return { path, fault: tooSmall(issue) };
    default:
      return { path, fault: { code: 'invalid', detail: issue.message } };
  }
}

function tooSmall({ origin, message }: Extract<Issue, { code: 'too_small' }>): ScheduleFault {
  if (origin === 'array') return { code: 'tooSmall', what: 'list' };
  if (origin === 'string') return { code: 'tooSmall', what: 'text' };
  return origin === 'number' ? { code: 'tooSmall', what: 'number' } : { code: 'invalid', detail: message };
}

function typeName(expected: string): string {
  const names: Readonly<Record<string, string>> = {
    string: 'text in quotes', number: 'a number', int: 'a whole number', boolean: 'true or false', array: 'a list in [ ]',
    object: 'an object in { }', record: 'an object in { }',
  };
  return names[expected] ?? expected;
}

/** The key of a refused key, the value of a wrong value, or the nearest thing around what is missing. */
export function placeOf(root: Node, { path, fault }: FoundFault): Node {
  for (let length = path.length; length > 0; length -= 1) {
    const node = findNodeAtLocation(root, path.slice(0, length));
    if (node) return (fault.code === 'unknownKey' && node.parent?.children?.[0]) || node;
  }
  return root;
}
