import type { Parameter, ParameterName } from '../request/resolved';
import type { Field, FieldValue, Scalar } from '../request/value';

/** Turns a scalar as written into the parameter's own value; undefined when it cannot be read as one. */
export type ScalarReader = (value: Scalar) => Scalar | undefined;

/** How a provider's fields give one parameter: the keys that may hold it, in order, and how its value is read. */
export interface FieldReader {
  readonly parameter: ParameterName;
  /** Keys in `normalizeKey` form; the first that is there wins. */
  readonly keys: readonly string[];
  readonly read: ScalarReader | 'presence';
}

/**
 * A key without case, underscores and dashes, so that `model_name` and `modelName` are one, and with `seconds` in full
 * for `duration_s` and `durationSec`.
 */
export function normalizeKey(key: string): string {
  return key.replace(/(?:[_-]s|[_-]?secs?)$/i, 'seconds').replace(/[_\-\s]/g, '').toLowerCase();
}

/** Fields by normalized key; those inside the given envelopes follow the outer ones. */
export function indexFields(fields: readonly Field[], envelopes: ReadonlySet<string>): ReadonlyMap<string, Field> {
  const index = new Map<string, Field>();
  const add = (list: readonly Field[], depth: number): void => {
    for (const field of list) {
      const key = normalizeKey(field.key);
      if (!index.has(key)) index.set(key, field);
    }
    if (depth === 0) return;
    for (const { key, value } of list) {
      if (value.kind === 'object' && envelopes.has(normalizeKey(key))) add(value.fields, depth - 1);
    }
  };
  add(fields, 3);
  return index;
}

/** Whether a field is written and is not null. */
export function isGiven(value: FieldValue): boolean {
  return value.kind !== 'scalar' || value.values.some((item) => item !== null);
}

/** Reads one parameter; undefined when none of its keys is there, or only null is. */
export function readParameter(index: ReadonlyMap<string, Field>, reader: FieldReader): Parameter | undefined {
  for (const key of reader.keys) {
    const field = index.get(key);
    if (field && isGiven(field.value)) return parameterOf(field, reader.read);
  }
  return undefined;
}

/** The parameter that one field gives. A value that cannot be read stays as written, so that it can be named. */
export function parameterOf(field: Field, read: FieldReader['read']): Parameter {
  const { value } = field;
  const spans = { keySpan: field.keySpan, valueSpan: value.span };
  if (value.kind === 'runtime') return { values: [], origin: 'runtime', ...spans };
  if (read === 'presence') return { values: presence(value), origin: 'literal', ...spans };
  if (value.kind !== 'scalar') return { values: [], origin: 'runtime', ...spans };
  // With nothing written in one case, the API's default may hold as well.
  if (value.values.includes(null)) return { values: [], origin: 'runtime', ...spans };
  const known = value.values.map((item) => read(item) ?? item);
  return {
    values: [...new Set(known)],
    origin: value.origin,
    ...spans,
    ...(value.definedAt ? { definedAt: value.definedAt } : {}),
  };
}

function presence(value: FieldValue): Scalar[] {
  if (value.kind === 'array') return value.open ? [] : [value.items.length > 0];
  if (value.kind === 'object') return value.open || value.fields.length > 0 ? [true] : [false];
  if (value.kind !== 'scalar') return [];
  return [...new Set(value.values.map((item) => item !== null && item !== '' && item !== false))];
}

export const readText: ScalarReader = (value) => (typeof value === 'string' ? value.trim() : undefined);

/** Seconds as a number, from `5`, `"5"`, `"5s"` or `"5 sec"`. */
export const readSeconds: ScalarReader = (value) => {
  const match = /^(\d+(?:\.\d+)?)\s*(?:s|secs?|seconds?)?$/i.exec(String(value).trim());
  return match ? Number(match[1]) : undefined;
};

/** A whole number of copies. */
export const readCount: ScalarReader = (value) => (/^\d+$/.test(String(value)) ? Number(value) : undefined);

/** std, pro or 4k, from every spelling in use. */
export const readMode: ScalarReader = (value) => {
  const spelled = String(value).trim().toLowerCase();
  if (['std', 'standard', '720p'].includes(spelled)) return 'std';
  if (['pro', 'professional', '1080p', 'high'].includes(spelled)) return 'pro';
  return ['4k', '2160p', 'uhd'].includes(spelled) ? '4k' : undefined;
};

/** 720p, 1080p, 1k, 2k or 4k in lower case. */
export const readResolution: ScalarReader = (value) => {
  const spelled = String(value).trim().toLowerCase();
  return /^(720p|1080p|[124]k)$/.test(spelled) ? spelled : undefined;
};

/** On or off. `original` keeps the sound of an input video and generates none. */
export const readSwitch: ScalarReader = (value) => {
  const spelled = String(value).trim().toLowerCase();
  if (['true', 'on', 'yes', 'native', '1', 'enabled'].includes(spelled)) return true;
  return ['false', 'off', 'no', 'none', 'original', '0', 'disabled', ''].includes(spelled) ? false : undefined;
};
