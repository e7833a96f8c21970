import type { Span } from '../text';

/**
 * Where a value comes from: written at the place of use; a constant in reach; a fallback in the code or the
 * API's default; only known when the program runs.
 */
export type Origin = 'literal' | 'constant' | 'default' | 'runtime';

export type Scalar = string | number | boolean | null;

/** Where a value stands, when that is not where it is used: in the document, or in the file of `path`. */
export interface Place extends Span {
  /** 1-based; filled in when the document's requests are all found. */
  readonly line?: number;
  /** From the document's folder, with slashes; absent for the document itself. */
  readonly path?: string;
}

/** A value that the text tells. Several `values` mean that the text shows a closed choice, such as a ternary. */
export interface ScalarValue {
  readonly kind: 'scalar';
  readonly values: readonly [Scalar, ...Scalar[]];
  readonly origin: Exclude<Origin, 'runtime'>;
  /** Where the value is used. */
  readonly span: Span;
  /** Where the value stands, when that is elsewhere: the constant's or the default's own text. */
  readonly definedAt?: Place;
}

export interface ObjectValue {
  readonly kind: 'object';
  readonly fields: readonly Field[];
  /** Whether other fields may be there at run time, as after a spread. */
  readonly open: boolean;
  readonly span: Span;
}

export interface ArrayValue {
  readonly kind: 'array';
  readonly items: readonly FieldValue[];
  /** Whether other items may be there at run time, as after a spread. */
  readonly open: boolean;
  readonly span: Span;
}

/** A value that only the running program knows. */
export interface RuntimeValue {
  readonly kind: 'runtime';
  readonly span: Span;
}

export type FieldValue = ScalarValue | ObjectValue | ArrayValue | RuntimeValue;

/** A key and its value, as written. */
export interface Field {
  readonly key: string;
  readonly keySpan: Span;
  readonly value: FieldValue;
}
