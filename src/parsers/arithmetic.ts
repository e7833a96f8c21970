import type { Node } from '@vscode/tree-sitter-wasm';
import type { FieldValue, Scalar, ScalarValue } from '../core/request/value';
import type { Span } from '../core/text';
import { literal, moved } from './values';

const OPERATIONS: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '//': (a, b) => Math.floor(a / b),
};
/** A sum of more possible numbers than this is taken to be only known at run time. */
const MAX_RESULTS = 12;

/** The least or the greatest of the known numbers that a call gets; undefined when a name is of neither. */
export function extreme(name: string, given: readonly FieldValue[], span: Span): FieldValue | undefined {
  const [, which] = /(?:^|[.:])(min|max)$/i.exec(name) ?? [];
  const numbers = given.flatMap((value) => (value.kind === 'scalar' && value.values.length === 1 && typeof value.values[0] === 'number' ? [value.values[0]] : []));
  if (which === undefined || numbers.length < 2 || numbers.length < given.length) return undefined;
  const result = which.toLowerCase() === 'min' ? Math.min(...numbers) : Math.max(...numbers);
  const [first] = given.flatMap((value) => (value.kind === 'scalar' && value.origin !== 'literal' ? [value] : []));
  const value = literal(result, span);
  return first ? moved(value, span, first.origin === 'default') : value;
}

/** A sum, difference, product or quotient of known numbers, or one with a minus; undefined when a node is none. */
export function computed(node: Node, valueOf: (node: Node) => FieldValue): FieldValue | undefined {
  if (/unary/.test(node.type) && node.children[0]?.type === '-' && node.namedChildren[0]) {
    const value = valueOf(node.namedChildren[0]);
    return value.kind === 'scalar' && value.values.every((item) => typeof item === 'number') ? mapped(value, (item) => -Number(item)) : undefined;
  }
  const [left, right] = [node.childForFieldName('left') ?? node.namedChildren[0], node.childForFieldName('right') ?? node.namedChildren[1]];
  if (!/binary|additive|multiplicative/.test(node.type) || !left || !right || node.namedChildCount !== 2) return undefined;
  const operation = OPERATIONS[node.children.find((child) => child !== null && !child.isNamed)?.text ?? ''];
  if (!operation) return undefined;
  const [a, b] = [valueOf(left), valueOf(right)];
  if (a.kind !== 'scalar' || b.kind !== 'scalar') return undefined;
  const results = a.values.flatMap((x) => b.values.map((y) => (typeof x === 'number' && typeof y === 'number' ? operation(x, y) : Number.NaN)));
  // Where whole numbers are divided without a rest, all languages agree.
  const [first, ...rest] = [...new Set<Scalar>(results)];
  if (first === undefined || results.length > MAX_RESULTS || !results.every(Number.isInteger)) return undefined;
  const span = { start: node.startIndex, end: node.endIndex };
  const isWritten = a.origin === 'literal' && b.origin === 'literal';
  const value = { kind: 'scalar' as const, values: [first, ...rest] as const, origin: 'literal' as const, span };
  return isWritten ? value : moved(value, span, a.origin === 'default' || b.origin === 'default');
}

/** What makes a whole number of a value: `int(x)`, `parseInt(x)`, `(int) x`, `x.toInt()`, `x.to_i`, `x as u32`. */
const WHOLE = /\b(?:int|Int|parseInt|toInt|to_i|intval|Integer|Itoa|trunc|floor|u?int\d+|[iu](?:8|16|32|64|size)|parseLong|toLong)\b/;
/** What makes a number of a value. */
const NUMBER = /^(?:Number|parseFloat|float|Float)\b/;
const TRUTH = /^(?:bool|Boolean)\b/;

/** A value behind a conversion that wraps it; what a conversion makes of it that is not known here is only known at run time. */
export function converted(value: FieldValue, node: Node, inner: Node): FieldValue {
  if (value.kind !== 'scalar') return value;
  const before = node.text.slice(0, Math.max(inner.startIndex - node.startIndex, 0));
  const around = before + node.text.slice(inner.endIndex - node.startIndex);
  const base = inner.nextNamedSibling;
  const isCall = /\(\s*$/.test(before);
  if (isCall && base && base.startIndex < node.endIndex && /^(?:parseInt|int)\b/.test(before)) {
    const radix = /^(?:base\s*=\s*)?(\d+)$/.exec(base.text)?.[1];
    return radix ? mapped(value, (item) => (typeof item === 'string' ? Number.parseInt(item, Number(radix)) : item)) : { kind: 'runtime', span: value.span };
  }
  if (WHOLE.test(around)) return mapped(value, (item) => (isNumber(item) && !Number.isInteger(Number(item)) ? Math.trunc(Number(item)) : item));
  if (isCall && NUMBER.test(before)) return mapped(value, (item) => (isNumber(item) ? Number(item) : item));
  return isCall && TRUTH.test(before) ? mapped(value, (item) => item !== null && item !== '' && item !== 0 && item !== false) : value;
}

function isNumber(item: Scalar): boolean {
  return typeof item === 'number' || (typeof item === 'string' && item.trim() !== '' && Number.isFinite(Number(item)));
}

function mapped(value: ScalarValue, change: (item: Scalar) => Scalar): FieldValue {
  const [first, ...rest] = value.values.map(change);
  if (first === undefined || [first, ...rest].some((item) => typeof item === 'number' && !Number.isFinite(item))) return { kind: 'runtime', span: value.span };
  return { ...value, values: [first, ...rest] };
}
