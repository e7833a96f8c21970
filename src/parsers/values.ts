import type { Field, FieldValue, ObjectValue, Scalar, ScalarValue } from '../core/request/value';
import type { Span } from '../core/text';

export function literal(value: Scalar, span: Span): ScalarValue {
  return { kind: 'scalar', values: [value], origin: 'literal', span };
}

/** Whether a value is what languages without nulls write for none. */
export function isEmpty(value: ScalarValue): boolean {
  return value.values.every((item) => item === null || item === '' || item === 0);
}

export function isNull(value: FieldValue): boolean {
  return value.kind === 'scalar' && value.values.every((item) => item === null);
}

/** A scalar as it is used elsewhere: a constant, or a default when a caller can replace it. */
export function moved(value: ScalarValue, span: Span, replaceable: boolean): ScalarValue {
  const origin = replaceable || value.origin === 'default' ? 'default' : 'constant';
  return { ...value, origin, span, definedAt: value.definedAt ?? value.span };
}

/** Every value that a choice can take; undefined when one of them is not known. */
export function union(values: readonly FieldValue[], span: Span): FieldValue | undefined {
  const [first, ...rest] = values;
  if (!first || rest.length === 0) return first;
  const scalars = values.filter((value) => value.kind === 'scalar');
  if (scalars.length < values.length) {
    const objects = values.filter((value) => value.kind === 'object');
    return objects.length === values.length ? eitherObject(objects, span) : undefined;
  }
  const all = [...new Set(scalars.flatMap((value) => value.values))] as [Scalar, ...Scalar[]];
  const origin = scalars.some((value) => value.origin === 'default')
    ? 'default'
    : scalars.some((value) => value.origin === 'constant')
      ? 'constant'
      : 'literal';
  return { kind: 'scalar', values: all, origin, span };
}

/** Fields that every variant writes alike are kept; the others are open. */
export function eitherObject(objects: readonly ObjectValue[], span: Span): ObjectValue {
  const keys = [...new Set(objects.flatMap(({ fields }) => fields.map(({ key }) => key)))];
  const fields = keys.flatMap((key): Field[] => {
    const written = objects.map((object) => object.fields.find((field) => field.key === key));
    const first = written.find((field) => field !== undefined);
    if (!first) return [];
    const values = written.flatMap((field) => field?.value ?? []);
    const value = values.length === objects.length ? union(values, first.value.span) : undefined;
    return [{ ...first, value: value ?? { kind: 'runtime', span: first.value.span } }];
  });
  return { kind: 'object', fields, open: objects.some(({ open }) => open), span };
}

/** A field or an item of a value; undefined when it surely has none. */
export function partOf(value: FieldValue | undefined, key: string | number): FieldValue | undefined {
  if (value === undefined || value.kind === 'runtime') return value;
  const runtime: FieldValue = { kind: 'runtime', span: value.span };
  if (value.kind === 'object') return value.fields.find((field) => field.key === key)?.value ?? (value.open ? runtime : undefined);
  if (value.kind === 'array') return value.open ? runtime : typeof key === 'number' ? value.items[key] : runtime;
  return runtime;
}

/** The type of a number, written after its digits. */
const TYPE_SUFFIX = /(?<=^-?[\d.]+)(?:[lfdm]|ul?|[iuf]\d+|[iu]size)$/i;

/** The number that a text writes. */
export function numberIn(text: string, span: Span): FieldValue {
  const value = Number(text.replaceAll('_', '').replace(TYPE_SUFFIX, ''));
  return Number.isFinite(value) ? literal(value, span) : { kind: 'runtime', span };
}
