import { EventEmitter } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { jsonOf, tap } from './answer';
import { receiveJson } from './body';
import type { BodyLimits } from './body';
import { createBooking } from './booking';
import type { Booking } from './booking';
import { createDuplicates } from './duplicates';
import { bodyOf, createForwarder, passOn } from './forward';
import type { Forwarder, UpstreamTimes } from './forward';
import { hasOtherMethod, headerOf, pathHeader } from './headers';
import { handlePaid } from './paid';
import { createPlaceCounter } from './places';
import type { Placed } from './places';
import { createPoller } from './poller';
import type { Poller } from './poller';
import type { PaidContext, Route } from './paid';
import type { GuardPolicy, GuardPorts } from './ports';
import { RefusalError } from './refusal';
import { createRoom } from './room';
import { SERVER_LIMITS, startServer } from './server';
import type { ServerLimits } from './server';
import { createSlots } from './slots';
import { isPlainlyWritten, plainPath, targetOf } from './target';
import type { Target } from './target';

export { guardLine } from './eventLine';
export { GuardSettingError, readGuardSettings } from './guardSettings';
export { authorizationsOf } from './policyValues';
export { LOOPBACK_HOST } from './server';
export { TargetError, readTarget } from './target';

/** Where a receiver of callbacks hands them on to. */
export const CALLBACK_PATH = '/.kling-cost/callback';
const CALLBACK_BYTES = 1_000_000;

export interface GuardOptions extends GuardPorts {
  /** 0 for any that is free. */
  readonly port: number;
  /** The first is meant where a request names none. */
  readonly targets: readonly [Target, ...Target[]];
  readonly policy: GuardPolicy;
  readonly limits?: Partial<ServerLimits>;
  readonly times?: UpstreamTimes;
  /** Something went wrong that no rule foresees; the request was broken off. */
  readonly onFault: (error: unknown) => void;
}

/** A reverse proxy on loopback that sends nothing paid which does not fit under the limits. */
export interface Guard {
  readonly port: number;
  /** How many reservations were open when it was started, of tasks that can be asked for. */
  readonly found: number;
  /** How many requests are being answered. */
  readonly underWay: () => number;
  /** Asks for every open task that is due, as it does by itself all the time where it is told to. */
  readonly poll: () => Promise<void>;
  /** What it signs its own questions with, by upstream, for a guard that takes over from it; to be kept in memory only. */
  readonly authorizations: () => Readonly<Record<string, string>>;
  /** Takes no more requests, and lets another guard listen at its port at once; waits for what is under way and its booking. */
  readonly close: () => Promise<void>;
}

/** Starts to listen. Rejects when the port is taken, or the ledger cannot be read. */
export async function startGuard(options: GuardOptions): Promise<Guard> {
  const { port, targets, policy, onFault } = options;
  const limits = { ...SERVER_LIMITS, ...options.limits };
  await options.usage.store.refresh();
  const forwarder = createForwarder(options.times);
  const bodies: BodyLimits = { bodyBytes: limits.bodyBytes, room: createRoom(limits.heldBytes, limits.waitMs) };
  const booking = createBooking(options);
  const duplicates = policy.duplicates && createDuplicates(options, policy.duplicates);
  const found = runningTasks(targets, booking);
  const slots = policy.slots && createSlots(policy.slots, createPlaceCounter(policy.slots, options.usage, options.now), found, booking.isRunning);
  if (slots) booking.onClosed(slots.closed);
  const poller = policy.poll && createPoller({ booking, forwarder, targets, now: options.now, onEvent: options.onEvent }, policy.poll);
  const context: PaidContext = { ports: options, policy, booking, forwarder, bodies, duplicates, slots, poller };
  const round = createRound(poller, onFault);
  const observing = new Set<Promise<void>>();
  /** Reads what a poll told, when it has passed. */
  const observe = (route: Route, status: number, headers: readonly string[], bytes: Buffer): void => {
    const { upstream } = route.target;
    const done = jsonOf(headers, bytes)
      .then((json) => {
        const reports = upstream.readTasks({ path: route.plain, status, json });
        for (const { taskId } of reports) poller?.seen(taskId);
        return booking.observe(reports, upstream.provider.id);
      })
      .catch(onFault)
      .finally(() => observing.delete(done));
    observing.add(done);
  };
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (request.url === CALLBACK_PATH) {
      await takeCallback(request, response, { bodyBytes: CALLBACK_BYTES, room: bodies.room }, targets, booking);
      return;
    }
    const other = pathHeader(request.rawHeaders);
    if (other !== undefined) throw new RefusalError({ name: 'badRequest', message: `by ${other} a server may read another path than the written one; leave it out` });
    const { target, path } = targetOf(targets, request.url ?? '/', (name) => headerOf(request.rawHeaders, name));
    const route: Route = { target, path, plain: plainPath(path) };
    const isReading = /^(?:GET|HEAD|OPTIONS|DELETE)$/.test(request.method ?? '') && !hasOtherMethod(request.rawHeaders);
    if (!isReading && !isPlainlyWritten(path)) throw new RefusalError({ name: 'badRequest', message: 'the path is written in a way that servers read differently' });
    if (!isReading && target.upstream.isPaid(route.plain.toLowerCase())) await handlePaid(request, response, route, context);
    else await passThrough(request, response, route, forwarder, observe);
  };
  const refusalBody: Parameters<typeof startServer>[3] = (request, refusal, requestId) =>
    upstreamOf(request, targets).refusalBody(refusal, requestId);
  const server = await startServer(port, limits, handle, refusalBody, onFault);
  const timer = policy.poll && setInterval(() => void round(), policy.poll.everyMs);
  return {
    port: server.port,
    found: found.size,
    underWay: server.underWay,
    poll: round,
    authorizations: () => poller?.authorizations() ?? {},
    async close() {
      clearInterval(timer);
      slots?.end();
      bodies.room.end();
      await server.close();
      await round.done();
      await Promise.all(observing);
      await forwarder.close();
    },
  };
}

/** The tasks that run already; of how many images each is the log does not tell. */
function runningTasks(targets: GuardOptions['targets'], booking: Booking): Map<string, Placed> {
  const open = targets.flatMap(({ upstream }) => booking.open(upstream.provider.id));
  return new Map(open.map(({ entry: { id, model, amount } }) => [id, { model, amount, places: 1 }]));
}

/** Takes in a task as its callback tells it. It carries nothing that could be checked: whoever sent it, the upstream's own answers count for more. */
async function takeCallback(request: IncomingMessage, response: ServerResponse, limits: BodyLimits, targets: GuardOptions['targets'], booking: Booking): Promise<void> {
  const gone = new AbortController();
  response.once('close', () => { gone.abort(); });
  const data = await receiveJson(request, limits, gone.signal);
  for (const { upstream } of targets) await booking.hear(upstream.readTasks({ path: CALLBACK_PATH, status: 200, json: { data } }), upstream.provider.id);
  response.writeHead(204).end();
}

/** Rounds of questions, one after the other: who asks for one while another runs gets that one. */
function createRound(poller: Poller | undefined, onFault: (error: unknown) => void): (() => Promise<void>) & { done: () => Promise<void> } {
  let running: Promise<void> | undefined;
  const round = (): Promise<void> => {
    running ??= (poller?.poll() ?? Promise.resolve()).catch(onFault).finally(() => { running = undefined; });
    return running;
  };
  return Object.assign(round, { done: () => running ?? Promise.resolve() });
}

/** Passes a request on as it comes, and its answer too; answers about tasks are read on their way. */
async function passThrough(
  request: IncomingMessage,
  response: ServerResponse,
  route: Route,
  forwarder: Forwarder,
  observe: (route: Route, status: number, headers: readonly string[], bytes: Buffer) => void,
): Promise<void> {
  // Lighter than an AbortController, for each request.
  const signal = new EventEmitter();
  response.once('close', () => { if (!response.writableFinished) signal.emit('abort'); });
  const { target, path, plain } = route;
  const incoming = await forwarder.send({ target, method: request.method ?? 'GET', path, headers: request.rawHeaders, body: bodyOf(request), signal });
  const tells = request.method !== 'HEAD' && target.upstream.isTaskPath(plain);
  await passOn(response, incoming, tells ? tap((bytes) => { observe(route, incoming.status, incoming.headers, bytes); }) : undefined);
}

function upstreamOf({ url = '/', rawHeaders }: IncomingMessage, targets: GuardOptions['targets']): Target['upstream'] {
  try {
    return targetOf(targets, url, (name) => headerOf(rawHeaders, name)).target.upstream;
  } catch {
    // A target that is refused speaks no language of its own.
    return targets[0].upstream;
  }
}
