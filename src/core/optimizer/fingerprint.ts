import { normalizeKey } from '../providers/reading';
import type { ResolvedRequest } from '../request/resolved';
import type { RequestSite } from '../request/site';
import type { Field, FieldValue, Scalar } from '../request/value';
import { known } from './rule';

/** What a request is made from; without one of these, two that look the same need not be. */
const CONTENT = /prompt|image|video|text|contents|scene|frame/;
/** Fields that change nothing of the result. */
const ASIDE: ReadonlySet<string> = new Set(['callbackurl', 'externaltaskid', 'webhook', 'webhookurl']);

/** What the usage log keeps a digest of. */
export type LogKey = Readonly<Record<'provider' | 'feature' | 'model' | 'mode' | 'durationSeconds' | 'prompt', string | number | undefined>>;

/** The same text for the same request; undefined where something of it is only known at run time. */
export function fingerprintOf(site: RequestSite, request: ResolvedRequest): string | undefined {
  const fields = site.open || site.own ? undefined : plain(site.fields);
  const positional = fields && plain(site.positional.map((value, index) => ({ key: String(index), keySpan: value.span, value })));
  if (!positional || (positional.size === 0 && ![...fields.keys()].some((key) => CONTENT.test(key)))) return undefined;
  const parameters = Object.entries(request.parameters);
  if (parameters.some(([, { values, origin, valueSpan }]) => values.length !== 1 || (origin === 'default' && valueSpan))) return undefined;
  const decided = new Set(parameters.flatMap(([, { keySpan }]) => (keySpan ? [keySpan.start] : [])));
  const others = [...plainOutside(site.fields, decided), ...positional].filter(([key]) => !ASIDE.has(key));
  const named = parameters.map(([name, { values }]) => [name, values[0] ?? null] as const);
  const sorted = (entries: readonly (readonly [string, Scalar])[]): readonly (readonly [string, Scalar])[] =>
    entries.toSorted(([a], [b]) => (a < b ? -1 : Number(a > b)));
  return JSON.stringify([request.provider, request.feature, sorted(named), sorted(others)]);
}

/** What the usage log may have of the request: with the API's defaults, or only with what is written; none without a known prompt. */
export function logKeysOf(site: RequestSite, request: ResolvedRequest): LogKey[] {
  const [, prompt] = [...(plain(site.fields) ?? [])].find(([key]) => /(?:^|\/)prompt$/.test(key)) ?? [];
  if (typeof prompt !== 'string') return [];
  const { provider, feature, assumed } = request;
  const keyOf = (value: (name: 'model' | 'mode' | 'durationSeconds') => Scalar | undefined): LogKey => {
    const [model, mode, seconds] = [value('model'), value('mode'), value('durationSeconds')];
    return {
      provider,
      feature,
      model: typeof model === 'string' ? model : undefined,
      mode: typeof mode === 'string' ? mode : undefined,
      durationSeconds: typeof seconds === 'number' ? seconds : undefined,
      prompt,
    };
  };
  const filled = keyOf((name) => known(request, name));
  return assumed.length === 0 ? [filled] : [filled, keyOf((name) => (assumed.includes(name) ? undefined : known(request, name)))];
}

function plainOutside(fields: readonly Field[], decided: ReadonlySet<number>): ReadonlyMap<string, Scalar> {
  const outside = (list: readonly Field[]): Field[] =>
    list.flatMap((field): Field[] => {
      if (decided.has(field.keySpan.start)) return [];
      return field.value.kind === 'object' ? [{ ...field, value: { ...field.value, fields: outside(field.value.fields) } }] : [field];
    });
  return plain(outside(fields)) ?? new Map();
}

/** Every scalar by its path; undefined where one of them is not known. */
function plain(fields: readonly Field[]): ReadonlyMap<string, Scalar> | undefined {
  const found = new Map<string, Scalar>();
  const add = (path: string, value: FieldValue): boolean => {
    if (value.kind === 'runtime') return false;
    if (value.kind === 'scalar') {
      if (value.values.length > 1 || value.origin === 'default') return false;
      found.set(path, value.values[0]);
      return true;
    }
    if (value.open) return false;
    if (value.kind === 'array') return value.items.every((item, index) => add(`${path}/${index}`, item));
    return value.fields.every((field) => add(path === '' ? normalizeKey(field.key) : `${path}/${normalizeKey(field.key)}`, field.value));
  };
  const isPlain = fields.every((field) => add(normalizeKey(field.key), field.value));
  return isPlain ? found : undefined;
}
