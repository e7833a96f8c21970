import * as z from 'zod';
import { readers } from '../../core/providers/body';
import { ENVELOPES, ID_KEYS, fal as provider } from '../../core/providers/fal';
import { parseFalId } from '../../core/providers/falIds';
import { normalizeKey, readSeconds } from '../../core/providers/reading';
import type { FieldValue } from '../../core/request/value';
import { defineUpstream } from '../upstream';
import type { TaskReport } from '../upstream';

const TASK_PATH = /^\/(.+?)\/requests\/([\w-]+)(?:\/(status|cancel))?(?:\/stream)?$/;

/** The apps that Kling's models belong to. */
const APPS = ['/fal-ai/kling-video', '/fal-ai/kling-image', '/kling/v4'];

/** The keys that decide a price, as fal spells them. */
const SPELLED: ReadonlySet<string> = new Set([
  'duration', 'generate_audio', 'voice_ids', 'num_images', 'resolution', 'video_url', 'video_urls', 'reference_video_url', 'reference_video_urls', 'effect_scene', 'multi_prompt', 'character_orientation',
]);
/** What the provider also reads, where code may write it so: on its way to fal it says nothing. */
const DECIDING: ReadonlySet<string> = new Set([...Object.values(readers).flatMap(({ keys }) => keys), ...[...SPELLED].map(normalizeKey), ...ID_KEYS, ...ENVELOPES]);

const queued = z.looseObject({ request_id: z.string().min(1) });
const status = z.looseObject({ status: z.enum(['IN_QUEUE', 'IN_PROGRESS', 'COMPLETED']), error: z.unknown().optional() });

/** fal's queue and its direct calls, as its client libraries speak to them. It bills what is done, and tells no amount in its answers. */
export const fal = defineUpstream({
  id: 'fal',
  title: 'fal',
  origins: ['https://queue.fal.run', 'https://fal.run'],
  provider,
  // Of a task's paths only the last takes anything but questions.
  isPaid: (path) => TASK_PATH.exec(path)?.[3] !== 'cancel',
  isKnown: (path) => parseFalId(path) !== undefined,
  // The model is in the path, and fal's servers read the top level only.
  readFields(_, { fields }) {
    const read = fields.filter(({ key }) => SPELLED.has(key) || !DECIDING.has(normalizeKey(key)));
    const shots = read.find(({ key }) => key === 'multi_prompt')?.value;
    return shots?.kind === 'array' && shots.items.length > 0 ? read.map((field) => (field.key === 'duration' ? { ...field, value: orShots(field.value, shots.items) } : field)) : read;
  },
  externalId: () => undefined,
  isTaskPath: (path) => TASK_PATH.test(path),
  readTasks({ path, status: httpStatus, json }) {
    const [, , taskId, asked] = TASK_PATH.exec(path) ?? [];
    if (taskId === undefined) {
      const task = queued.safeParse(json);
      return task.success ? [{ taskId: task.data.request_id, state: 'running' }] : [];
    }
    if (asked === 'cancel') return [];
    if (asked === 'status') {
      const read = status.safeParse(json);
      if (!read.success || read.data.status !== 'COMPLETED') return [];
      return [{ taskId, state: read.data.error ? 'failed' : 'done' }];
    }
    return resultOf(taskId, httpStatus, json);
  },
  outcomeOf({ status: httpStatus, json }) {
    // A direct call is answered with what it made.
    if (httpStatus === 200) return typeof json === 'object' ? 'done' : 'unknown';
    return httpStatus >= 400 && httpStatus < 500 && httpStatus !== 408 ? 'refused' : 'unknown';
  },
  pollPaths: (_, taskId, sentTo) => (sentTo === undefined ? APPS : [appOf(sentTo)]).map((app) => `${app}/requests/${encodeURIComponent(taskId)}/status`),
  pollExternal: () => [],
  taskAnswer: (_, taskId) => ({ request_id: taskId, status: 'IN_QUEUE' }),
  clientLines: (address) => [{
    title: '@fal-ai/client',
    text: 'fal.config({ requestMiddleware: async (r) => (/^https:\\/\\/(queue\\.)?fal\\.run\\//.test(r.url) ? '
      + `{ ...r, url: '${address}', headers: { ...r.headers, 'x-fal-target-url': r.url } } : r) });`,
  }],
  addressVariables: [],
  refusalBody: ({ message }) => ({ detail: message }),
});

/** A duration beside shots that are longer or shorter in all: nobody knows which of the two is charged. */
function orShots(duration: FieldValue, shots: readonly FieldValue[]): FieldValue {
  const each = shots.map((shot) => (shot.kind === 'object' ? shot.fields.find(({ key }) => key === 'duration')?.value : undefined));
  const seconds = each.map((value) => (value?.kind === 'scalar' ? readSeconds(value.values[0]) : undefined));
  const total = seconds.reduce<number | undefined>((sum, one) => (sum === undefined || typeof one !== 'number' ? undefined : sum + one), 0);
  if (duration.kind !== 'scalar' || duration.values[0] === null || total === undefined) return { kind: 'runtime', span: duration.span };
  return { ...duration, values: [...duration.values, total] };
}

/** The result of a request: its own answer, or why it failed. A request that still runs is answered with 400. */
function resultOf(taskId: string, httpStatus: number, json: unknown): TaskReport[] {
  if (httpStatus === 200 && typeof json === 'object' && json !== null) return [{ taskId, state: 'done' }];
  return httpStatus === 422 ? [{ taskId, state: 'failed' }] : [];
}

/** A task is asked for under the first two parts of the id it was sent to. */
function appOf(path: string): string {
  return path.split('/').slice(0, 3).join('/');
}
