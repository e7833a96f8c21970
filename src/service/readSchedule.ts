import { findNodeAtLocation, parseTree, printParseErrorCode } from 'jsonc-parser';
import type { Node, ParseError } from 'jsonc-parser';
import type * as z from 'zod';
import { scheduleSchema } from '../core/pricing/schedule';
import type { PriceSchedule } from '../core/pricing/schedule';
import { LineIndex } from '../core/text';
import type { ScheduleError, ScheduleFault } from '../presentation/scheduleError';
import { checkSchedule } from './checkSchedule';
import type { FoundFault } from './checkSchedule';

export type ReadSchedule = { readonly schedule: PriceSchedule } | { readonly error: ScheduleError };
type Issue = z.core.$ZodIssue;

/** Reads a price schedule from JSON, comments allowed; or says what is wrong first, and where. `path` is for the error. */
export function readSchedule(text: string, path: string): ReadSchedule {
  const source = text.replace(/^\uFEFF/, '');
  const problems: ParseError[] = [];
  const root = parseTree(source, problems, { allowTrailingComma: true });
  const lines = new LineIndex(source);
  const fail = (offset: number, fault: ScheduleFault, more = 0): ReadSchedule => {
    const { line, column } = lines.positionAt(offset);
    return { error: { path, line: line + 1, column: column + 1, fault, more } };
  };

  if (source.trim() === '') return fail(0, { code: 'empty' });
  const problem = problems[0];
  if (problem) return fail(problem.offset, { code: 'notJson', detail: printParseErrorCode(problem.error) });
  if (!root) return fail(0, { code: 'notJson', detail: 'ValueExpected' });

  const parsed = scheduleSchema.safeParse(valueOf(root));
  const faults = parsed.success ? checkSchedule(parsed.data) : parsed.error.issues.map((issue) => faultOf(issue, root));
  const first = faults[0];
  if (first) return fail(placeOf(root, first).offset, first.fault, faults.length - 1);
  return parsed.success ? { schedule: parsed.data } : fail(0, { code: 'invalid', detail: parsed.error.message });
}

// Not jsonc-parser's own: a key named `__proto__` must stay an own key, for the schema to refuse.
function valueOf(node: Node): unknown {
  if (node.type === 'array') return (node.children ?? []).map(valueOf);
  if (node.type !== 'object') return node.value;
  const entries = (node.children ?? []).map(({ children }): [string, unknown] => {
    const [key, value] = children ?? [];
    return [String(key?.value), value && valueOf(value)];
  });
  return Object.fromEntries(entries);
}

function faultOf(issue: Issue, root: Node): FoundFault {
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
function placeOf(root: Node, { path, fault }: FoundFault): Node {
  for (let length = path.length; length > 0; length -= 1) {
    const node = findNodeAtLocation(root, path.slice(0, length));
    if (node) return (fault.code === 'unknownKey' && node.parent?.children?.[0]) || node;
  }
  return root;
}
