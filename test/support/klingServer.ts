// A local server that speaks Kling's documented API for tasks, legacy and new, and keeps its own books of what it charges.
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What happens to a request for a task. The names that end in After have made the task; the others make none. */
export type Mood = 'ok' | 'fails' | 'rate' | 'broken' | 'gateway' | 'gatewayAfter' | 'drop' | 'dropAfter' | 'cutAfter' | 'silent';

export interface Task {
  readonly id: string;
  readonly external: string | undefined;
  readonly isNew: boolean;
  readonly path: string;
  /** Tenths of a unit. */
  readonly tenths: number;
  readonly fails: boolean;
  polls: number;
}

export interface KlingServer {
  readonly url: string;
  readonly tasks: Map<string, Task>;
  /** Method and path of each request that came, and the bodies of those that ask for a task. */
  readonly calls: string[];
  readonly bodies: Buffer[];
  readonly authorizations: Set<string>;
  /** Decides what happens to a request for a task. */
  mood: (body: Record<string, unknown>) => Mood;
  /** After how many questions a task is over. */
  polls: number;
  /** Whether a second task under one name of the client's is refused. */
  areNamesUnique: boolean;
  /** Whether answers tell what was charged. */
  tellsCharge: boolean;
  /** How long each answer takes, in milliseconds. */
  delayMs: number;
  /** What a task is charged other than by the table, in tenths of a unit. */
  charge: ((body: Record<string, unknown>) => number) | undefined;
  /** The most tasks that have run at once. */
  mostRunning: number;
  /** What all tasks that are done were charged, in tenths of a unit. */
  readonly charged: () => number;
  readonly close: () => Promise<void>;
}

/** Tenths of a unit per second: silent, with audio. The table of 2026. */
const RATES: Readonly<Record<string, readonly [number, number]>> = {
  'kling-v1 std': [2, 2], 'kling-v1 pro': [7, 7], 'kling-v2-6 std': [3, 3], 'kling-v2-6 pro': [5, 10], 'kling-v3 std': [6, 9], 'kling-v3 pro': [8, 12],
  'kling-3.0 720p': [6, 9], 'kling-3.0 1080p': [8, 12], 'kling-3.0-turbo 720p': [8, 8], 'kling-2.6 720p': [3, 3], 'kling-2.6 1080p': [5, 10],
};

const LEGACY = /^\/v1\/(?:videos|images|audio)\/[\w/-]*?[a-z][\w-]*$/;
const NEW = /^\/(?:text-to-video|image-to-video|omni-video)\/([\w.-]+)$/;

export async function startKlingServer(): Promise<KlingServer> {
  const byExternal = new Map<string, Task>();
  const running = new Set<Task>();
  const isOver = (task: Task): boolean => task.polls >= state.polls;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    response.on('error', () => undefined);
    request.on('error', () => undefined).on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
      const now = (): void => { answer(request, response, Buffer.concat(chunks)); };
      if (state.delayMs > 0) setTimeout(now, state.delayMs);
      else now();
    });
  });

  function answer(request: IncomingMessage, response: ServerResponse, bytes: Buffer): void {
    const url = new URL(request.url ?? '/', 'http://localhost');
    state.calls.push(`${request.method ?? ''} ${url.pathname}`);
    state.authorizations.add(request.headers.authorization ?? '');
    if (request.method === 'GET') {
      const asked = url.pathname === '/tasks' ? [...url.searchParams.getAll('task_ids'), ...url.searchParams.getAll('external_task_ids')].flatMap((ids) => ids.split(',')) : [decodeURIComponent(url.pathname.split('/').at(-1) ?? '')];
      const found = asked.flatMap((id) => state.tasks.get(id) ?? byExternal.get(id) ?? []);
      if (url.pathname !== '/tasks' && found.length === 0) {
        refuse(response, 404, 1203, 'the resource does not exist');
        return;
      }
      for (const task of found) {
        task.polls += 1;
        if (isOver(task)) running.delete(task);
      }
      json(response, 200, { code: 0, message: 'SUCCEED', request_id: randomUUID(), data: url.pathname === '/tasks' ? found.map(report) : report(found[0]!) });
      return;
    }
    const model = NEW.exec(url.pathname)?.[1];
    if (request.method !== 'POST' || (model === undefined && !LEGACY.test(url.pathname))) {
      refuse(response, 404, 1202, 'no such path');
      return;
    }
    create(request, response, bytes, url.pathname, model);
  }

  function create(request: IncomingMessage, response: ServerResponse, bytes: Buffer, path: string, model: string | undefined): void {
    state.bodies.push(bytes);
    let body: Record<string, unknown>;
    try {
      body = JSON.parse(bytes.toString()) as Record<string, unknown>;
    } catch {
      refuse(response, 400, 1201, 'the body is not JSON');
      return;
    }
    const external = (body['external_task_id'] ?? (body['options'] as Record<string, unknown> | undefined)?.['external_task_id']) as string | undefined;
    const mood = state.mood(body);
    switch (mood) {
      case 'rate': refuse(response, 429, 1303, 'too many tasks at once'); return;
      case 'broken': refuse(response, 500, 5000, 'internal error'); return;
      case 'gateway': response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad Gateway</h1>'); return;
      case 'drop': request.socket.destroy(); return;
      case 'silent': return;
      default: break;
    }
    if (state.areNamesUnique && external !== undefined && byExternal.has(external)) {
      refuse(response, 400, 1201, 'external_task_id already exists');
      return;
    }
    const tenths = state.charge?.(body) ?? priceOf(body, model);
    const task: Task = { id: randomUUID(), external, isNew: model !== undefined, path, tenths, fails: mood === 'fails', polls: 0 };
    state.tasks.set(task.id, task);
    if (external !== undefined) byExternal.set(external, task);
    if (!isOver(task)) running.add(task);
    state.mostRunning = Math.max(state.mostRunning, running.size);
    if (mood === 'dropAfter') request.socket.destroy();
    else if (mood === 'gatewayAfter') response.writeHead(504, { 'content-type': 'text/html' }).end('<h1>Gateway Timeout</h1>');
    else if (mood === 'cutAfter') response.writeHead(200, { 'content-type': 'application/json', 'content-length': '500' }).write('{"code":0,"data":{', () => response.destroy());
    else json(response, 200, { code: 0, message: 'SUCCEED', request_id: randomUUID(), data: report(task) });
  }

  function report(task: Task): unknown {
    const { id, external, isNew, tenths, fails, polls } = task;
    const units = tenths / 10;
    const over = isOver(task);
    if (isNew) {
      const status = over ? (fails ? 'failed' : 'succeeded') : polls > 0 ? 'processing' : 'submitted';
      const billing = over && !fails && state.tellsCharge ? { billing: [{ charge_type: 'unit', amount: units, package_type: 'video' }] } : {};
      return { id, status, external_id: external ?? '', message: fails && over ? 'it failed' : '', outputs: [], ...billing };
    }
    const status = over ? (fails ? 'failed' : 'succeed') : polls > 0 ? 'processing' : 'submitted';
    return {
      task_id: id, task_status: status, task_status_msg: fails && over ? 'it failed' : '', task_info: { external_task_id: external ?? '' }, created_at: 1, updated_at: 2,
      ...(over && !fails ? { task_result: { videos: [{ id: 'v', url: 'https://cdn.example/v.mp4', duration: '5' }] } } : {}),
      ...(over && !fails && state.tellsCharge ? { final_unit_deduction: String(units) } : {}),
    };
  }

  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  server.keepAliveTimeout = 60_000;
  const state: KlingServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    tasks: new Map(), calls: [], bodies: [], authorizations: new Set(), mood: () => 'ok', polls: 2, areNamesUnique: true, tellsCharge: true, delayMs: 0, charge: undefined, mostRunning: 0,
    charged: () => [...state.tasks.values()].filter((task) => !task.fails && isOver(task)).reduce((sum, { tenths }) => sum + tenths, 0),
    close: () => new Promise((resolve) => { server.close(() => { resolve(); }); server.closeAllConnections(); }),
  };
  return state;
}

/** By the table, with the API's defaults. */
function priceOf(body: Record<string, unknown>, newModel: string | undefined): number {
  const settings = (body['settings'] ?? {}) as Readonly<Record<string, string | undefined>>;
  const { model_name: model = 'kling-v1', mode = 'std' } = body as Readonly<Record<string, string | undefined>>;
  const kind = newModel === undefined ? `${model} ${mode}` : `${newModel} ${settings['resolution'] ?? '720p'}`;
  const rate = RATES[kind];
  if (!rate) throw new RangeError(`no rate for ${kind}`);
  const seconds = Number((newModel === undefined ? body['duration'] : settings['duration']) ?? 5);
  const withAudio = body['sound'] === 'on' || settings['audio'] === 'native';
  return seconds * rate[withAudio ? 1 : 0];
}

function json(response: ServerResponse, status: number, body: unknown): void {
  const bytes = Buffer.from(JSON.stringify(body));
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': bytes.length }).end(bytes);
}

function refuse(response: ServerResponse, status: number, code: number, message: string): void {
  json(response, status, { code, message, request_id: randomUUID() });
}
