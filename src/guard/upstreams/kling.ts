import * as z from 'zod';
import { KLING_ENDPOINTS, endpointOf } from '../../core/providers/klingApi';
import { kling as provider } from '../../core/providers/kling';
import { isGiven, normalizeKey } from '../../core/providers/reading';
import { decimalOf, parseDecimal, toMicros } from '../../core/money';
import type { Micros } from '../../core/money';
import type { Entry } from '../../core/ledger/entry';
import type { Field, FieldValue, ObjectValue, Scalar } from '../../core/request/value';
import { REFUSALS } from '../refusal';
import { defineUpstream } from '../upstream';
import type { Charge, TaskReport } from '../upstream';

/** Lists, accounts, choosing elements of a video before it is edited, and what voices and elements are kept make nothing that is charged. */
const FREE =
  /^(?:\/v\d+)?\/(?:videos\/multi-elements\/(?:init|add|delete|clear|preview)-selection|tasks|solutions|account\/.+|general\/(?:delete-[\w-]+|presets-voices|(?:advanced-)?(?:custom|presets)-elements))$/;
const NEW_PATH = /\/(?:text-to-video|image-to-video|omni-video|motion-control)\/[^/]+$|\/solutions\//;
const TASK = /\/(?:videos|images|audio|general)\/[\w/-]+$|\/(?:tasks|solutions)$/;

/** The keys that decide a price, as the API spells them. A key that only looks alike is one that the API ignores. */
const SPELLED: ReadonlySet<string> = new Set([
  'model_name', 'model', 'mode', 'duration', 'sound', 'audio', 'voice_list', 'video_list', 'resolution', 'image', 'image_list', 'image_reference',
  'subject_image_list', 'n', 'effect_scene', 'result_type', 'series_amount', 'contents', 'character_orientation', 'multi_prompt',
]);
const DECIDING: ReadonlySet<string> = new Set([
  ...KLING_ENDPOINTS.flatMap(({ parameters }) => parameters.flatMap(({ keys }) => keys)),
  ...[...SPELLED].map(normalizeKey), 'orientation',
]);
/** Objects that the price's readers look into. */
const ENVELOPES: ReadonlySet<string> = new Set(['input', 'parameters', 'settings', 'params', 'options']);

/** Kling's own API, legacy and new. Paths, tasks and charges: its documents as copied from February to October 2026. */
export const kling = defineUpstream({
  id: 'kling',
  title: 'Kling',
  origins: ['https://api-singapore.klingai.com', 'https://api-beijing.klingai.com', 'https://api.klingai.com'],
  provider,
  // What is not known to be free may be charged: Kling's paths of tomorrow too.
  isPaid: (path) => !FREE.test(path),
  isKnown: (path) => endpointOf(path) !== undefined,
  readFields: (path, { fields }) => (NEW_PATH.test(path) ? newFields(fields) : legacyFields(path, fields)),
  externalId: (body) => textOf(fieldOf(body, 'external_task_id')) ?? textOf(fieldOf(objectOf(fieldOf(body, 'options')), 'external_task_id')),
  isTaskPath: (path) => TASK.test(path),
  readTasks: ({ json }) => {
    const data = answerSchema.safeParse(json).data?.data;
    const items: readonly unknown[] = Array.isArray(data) ? data : [data];
    return items.flatMap((item) => {
      const legacy = legacyTask.safeParse(item);
      if (legacy.success) return [legacyReport(legacy.data)];
      const task = newTask.safeParse(item);
      return task.success ? [newReport(task.data)] : [];
    });
  },
  outcomeOf: ({ status, json }) => {
    const envelope = envelopeSchema.safeParse(json);
    // Who ran out of time cannot say that nothing was made.
    if (status === 408 || status === 504 || envelope.data?.code === TIMED_OUT) return 'unknown';
    const isRefused = envelope.success ? envelope.data.code !== 0 : status >= 400 && status < 500;
    return isRefused ? 'refused' : 'unknown';
  },
  pollPaths: (entry, taskId, sentTo) => pathsFor(entry, taskId, sentTo, 'task_ids'),
  pollExternal: (entry, externalId, sentTo) => pathsFor(entry, externalId, sentTo, 'external_task_ids'),
  taskAnswer: (path, taskId, requestId) => ({
    code: 0, message: 'SUCCEED', request_id: requestId, data: NEW_PATH.test(path) ? { id: taskId, status: 'submitted' } : { task_id: taskId, task_status: 'submitted' },
  }),
  clientLines: (address) => [
    { title: 'Python', text: `BASE_URL = "${address}"` },
    { title: 'TypeScript, JavaScript', text: `const baseUrl = '${address}';` },
    {
      title: 'curl',
      text: `curl ${address}/v1/videos/text2video -H "Authorization: Bearer $KLING_API_KEY" -H "Content-Type: application/json" `
        + `-d '{"model_name":"kling-v2-6","mode":"std","duration":"5","prompt":"a paper boat on a pond"}'`,
    },
  ],
  addressVariables: ['KLING_BASE_URL', 'KLING_API_BASE_URL', 'KLING_API_BASE', 'KLINGAI_BASE_URL'],
  refusalBody: ({ name, message }, requestId) => ({ code: REFUSALS[name].code, message, request_id: requestId }),
});

const isSpelled = ({ key }: Field): boolean => SPELLED.has(key) || !DECIDING.has(normalizeKey(key));
const isEnvelope = ({ key }: Field): boolean => ENVELOPES.has(normalizeKey(key));
const isOwn = (field: Field): boolean => isSpelled(field) && !isEnvelope(field);

/** The legacy API reads the top level, and an effect's `input`. */
function legacyFields(path: string, fields: readonly Field[]): Field[] {
  const isNamed = fields.some(({ key, value }) => key === 'model_name' && isGiven(value));
  return fields.filter(isSpelled).flatMap((field) => {
    const { key, value } = field;
    if (key === 'input' && /\/effects$/.test(path)) return [value.kind === 'object' ? { ...field, value: { ...value, fields: value.fields.filter(isOwn) } } : field];
    if (isEnvelope(field)) return [];
    return [key === 'model' && !isNamed ? { ...field, value: orDefault(value, endpointOf(path)?.endpoint.defaults.model) } : field];
  });
}

/** Whether the API reads `model` in place of `model_name` nobody knows; where it does not, its default is charged. */
function orDefault(value: FieldValue, byDefault: Scalar | null | undefined): FieldValue {
  if (value.kind !== 'scalar' || byDefault === null) return { kind: 'runtime', span: value.span };
  return byDefault === undefined || !isGiven(value) ? value : { ...value, values: [...value.values, byDefault] };
}

/** The new API reads what decides the price in `settings` and `contents` only. */
function newFields(fields: readonly Field[]): Field[] {
  return fields.flatMap((field) => {
    if (field.key === 'settings' && field.value.kind === 'object') return [{ ...field, value: { ...field.value, fields: field.value.fields.filter(isOwn) } }];
    return field.key === 'contents' || (!isEnvelope(field) && !DECIDING.has(normalizeKey(field.key))) ? [field] : [];
  });
}

function fieldOf(value: ObjectValue | undefined, key: string): FieldValue | undefined {
  return value?.fields.find((field) => field.key === key)?.value;
}

function objectOf(value: FieldValue | undefined): ObjectValue | undefined {
  return value?.kind === 'object' ? value : undefined;
}

function textOf(value: FieldValue | undefined): string | undefined {
  const text = value?.kind === 'scalar' ? value.values[0] : undefined;
  return typeof text === 'string' && text !== '' ? text : undefined;
}

/** The legacy API asks by the path of the creation, by either id; the new one by a list of ids. */
function pathsFor(entry: Entry, id: string, sentTo: string | undefined, query: string): string[] {
  const byQuery = `/tasks?${query}=${encodeURIComponent(id)}`;
  if (sentTo !== undefined) return NEW_PATH.test(sentTo) ? [sentTo.replace(NEW_PATH, byQuery)] : [`${sentTo}/${encodeURIComponent(id)}`];
  const isNew = /^kling-(?:\d|o\d)/.test(entry.model ?? '');
  const legacy = KLING_ENDPOINTS.filter(({ feature }) => feature === entry.feature).flatMap(({ path }) => {
    const [written] = /^[/\w-]+$/.exec(path.source.replaceAll('\\', '').replace('(?:advanced-)?', '').replace(/\$$/, '')) ?? [];
    return written === undefined ? [] : [`/v1${written}/${encodeURIComponent(id)}`];
  });
  return isNew ? [byQuery, ...legacy] : [...legacy, byQuery];
}

/** Kling's code for its own time limit. */
const TIMED_OUT = 5002;

const number = z.union([z.string(), z.number()]);
const answerSchema = z.looseObject({ data: z.unknown().optional() });
const envelopeSchema = z.looseObject({ code: z.number() });
const legacyTask = z.looseObject({
  task_id: z.string().min(1),
  task_status: z.enum(['submitted', 'processing', 'succeed', 'failed']),
  task_status_msg: z.string().nullish(),
  task_info: z.looseObject({ external_task_id: z.string().nullish() }).nullish(),
  final_unit_deduction: number.nullish(),
  final_balance_deduction: z.looseObject({ quota: number.nullish() }).nullish(),
});
const newTask = z.looseObject({
  id: z.string().min(1),
  status: z.enum(['submitted', 'processing', 'succeeded', 'failed']),
  message: z.string().nullish(),
  external_id: z.string().nullish(),
  billing: z
    .array(z.looseObject({ charge_type: z.enum(['unit', 'cash']), amount: number, package_type: z.string().nullish(), currency: z.string().nullish() }))
    .nullish(),
});

const STATES = { submitted: 'running', processing: 'running', succeed: 'done', succeeded: 'done', failed: 'failed' } as const;

function legacyReport(task: z.output<typeof legacyTask>): TaskReport {
  const units = microsOf(task.final_unit_deduction);
  const cash = microsOf(task.final_balance_deduction?.quota) ?? 0;
  return {
    taskId: task.task_id,
    ...(task.task_info?.external_task_id ? { externalId: task.task_info.external_task_id } : {}),
    state: STATES[task.task_status],
    // Money without a currency is no charge that can be booked; the estimate stands.
    ...(units !== undefined && cash === 0 ? { charge: { units } } : {}),
    ...(task.task_status_msg ? { reason: task.task_status_msg } : {}),
  };
}

function newReport(task: z.output<typeof newTask>): TaskReport {
  const charge = chargeOf(task.billing ?? []);
  return {
    taskId: task.id,
    ...(task.external_id ? { externalId: task.external_id } : {}),
    state: STATES[task.status],
    ...(charge ? { charge } : {}),
    ...(task.message ? { reason: task.message } : {}),
  };
}

/** Units of one pool, or dollars; a charge in several ways leaves the estimate, which a limit can count. */
function chargeOf(billing: NonNullable<z.output<typeof newTask>['billing']>): Charge | undefined {
  const amounts = billing.map(({ amount }) => microsOf(amount));
  const sum = amounts.reduce<Micros | undefined>((all, amount) => (all === undefined || amount === undefined ? undefined : all + amount), 0);
  const [first] = billing;
  if (!first || sum === undefined) return undefined;
  if (billing.every(({ charge_type: type, package_type: pool }) => type === 'unit' && pool === first.package_type)) {
    return { units: sum, ...(first.package_type ? { pool: first.package_type } : {}) };
  }
  return billing.every(({ charge_type: type, currency }) => type === 'cash' && currency === 'USD') ? { usd: sum } : undefined;
}

function microsOf(value: string | number | null | undefined): Micros | undefined {
  const decimal = typeof value === 'number' && Number.isFinite(value) ? decimalOf(value) : typeof value === 'string' ? parseDecimal(value.trim()) : undefined;
  const micros = decimal && decimal.digits >= 0n && decimal.scale <= 12 ? toMicros(decimal) : undefined;
  return micros !== undefined && Number.isSafeInteger(micros) ? micros : undefined;
}
