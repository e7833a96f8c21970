import { createHash, randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import type { Booking } from './booking';
import { collect, jsonOf, passOnCollected } from './answer';
import type { CollectedAnswer } from './answer';
import { receiveBody } from './body';
import type { BodyBytes, BodyLimits, Unread } from './body';
import type { Duplicates, Earlier, Remembered } from './duplicates';
import { UnreachableError } from './forward';
import type { Forwarder } from './forward';
import { headerOf } from './headers';
import { placesOf } from './places';
import { checkPolicy, overLimit } from './policy';
import type { Poller } from './poller';
import type { GuardPolicy, GuardPorts, RequestPrice } from './ports';
import { GUARD_HEADER, HeldError, RefusalError } from './refusal';
import { readRequest } from './site';
import type { Slots } from './slots';
import type { Answer } from './upstream';
import type { Target } from './target';

/** What paid requests are handled with. */
export interface PaidContext {
  readonly ports: GuardPorts;
  readonly policy: GuardPolicy;
  readonly booking: Booking;
  readonly forwarder: Forwarder;
  readonly bodies: BodyLimits;
  readonly duplicates: Duplicates | undefined;
  readonly slots: Slots | undefined;
  readonly poller: Poller | undefined;
}

/** Where a request goes: the path as it came, and as a server reads it. */
export interface Route {
  readonly target: Target;
  readonly path: string;
  readonly plain: string;
}

/** A paid request that has come whole. */
interface Paid {
  readonly request: IncomingMessage;
  readonly route: Route;
  readonly bytes: BodyBytes;
  readonly price: RequestPrice;
  /** Why nobody can read what a known path is asked for. */
  readonly unread: Unread | undefined;
  readonly places: number;
  readonly externalId: string | undefined;
  readonly digest: string;
  /** Aborted when the client goes. */
  readonly gone: AbortSignal;
}

/** Prices a request, sets its price aside, sends it and books what came of it. Throws a RefusalError when it is not sent. */
export async function handlePaid(request: IncomingMessage, response: ServerResponse, route: Route, context: PaidContext): Promise<void> {
  const { ports, policy } = context;
  let title = `${request.method ?? ''} ${route.plain}`;
  let paid: Paid | undefined;
  try {
    paid = await receivePaid(request, response, route, context);
    ({ title } = paid.price);
    checkPolicy(paid.price, policy, paid.unread);
    passOnCollected(response, (await earlierAnswer(paid, context)) ?? (await newAnswer(paid, context)));
  } catch (error) {
    if (error instanceof RefusalError && !(error instanceof HeldError)) ports.onEvent({ kind: 'refused', name: error.refusal.name, title, message: error.refusal.message });
    throw error;
  } finally {
    paid?.bytes.dispose();
  }
}

/** Waits for a request and reads it; of what its body says only the price, the name and the digest are kept. */
async function receivePaid(request: IncomingMessage, response: ServerResponse, route: Route, { ports, bodies }: PaidContext): Promise<Paid> {
  const gone = new AbortController();
  response.once('close', () => { if (!response.writableFinished) gone.abort(); });
  const { upstream } = route.target;
  const { bytes, json, unread, digest: said } = await receiveBody(request, bodies, gone.signal);
  const path = route.plain.toLowerCase();
  const resolution = readRequest(upstream, path, unread ? undefined : json);
  const price = ports.price(resolution);
  const digest = createHash('sha256').update(`${route.plain}\n${said}`).digest('hex');
  return { request, route, bytes, price, unread: upstream.isKnown(path) ? unread : undefined, places: placesOf(resolution), externalId: json && upstream.externalId(json), digest, gone: gone.signal };
}

/** The answer that an earlier request with the same body got, where duplicates are answered with it. */
async function earlierAnswer({ digest, externalId, price: { title }, route }: Paid, { duplicates, policy, ports }: PaidContext): Promise<CollectedAnswer | undefined> {
  const earlier = duplicates?.find(digest, externalId);
  const action = policy.duplicates?.action;
  if (!earlier || !action) return undefined;
  if (action === 'refuse') {
    throw new RefusalError({ name: 'duplicate', message: `${title}: the same was asked for a moment ago, ${earlier.taskId === undefined ? 'and is under way' : `as task ${earlier.taskId}`}` });
  }
  const answer = action === 'reuse' ? ((await earlier.answer) ?? told(earlier, route)) : undefined;
  if (action === 'reuse' && !answer) return undefined;
  ports.onEvent({ kind: 'duplicate', title, action, ...(earlier.taskId === undefined ? {} : { taskId: earlier.taskId }) });
  return answer && { ...answer, incoming: { ...answer.incoming, headers: [...answer.incoming.headers, GUARD_HEADER, 'reused'] } };
}

/** The answer that says which task an earlier request made, of which only that is known. */
function told({ taskId }: Earlier, { target: { upstream }, plain }: Route): CollectedAnswer | undefined {
  if (taskId === undefined || taskId.startsWith('external:')) return undefined;
  const start = Buffer.from(JSON.stringify(upstream.taskAnswer(plain, taskId, randomUUID())));
  return { incoming: { status: 200, statusText: 'OK', headers: ['content-type', 'application/json', 'content-length', String(start.length)] }, start, rest: undefined };
}

async function newAnswer(paid: Paid, context: PaidContext): Promise<CollectedAnswer> {
  const { digest, externalId, gone, price, places } = paid;
  const remembered = context.duplicates?.add(digest, externalId);
  try {
    const leave = await context.slots?.enter({ model: price.details.model, amount: price.expected?.amount, places }, gone);
    try {
      const { answer, taskId } = price.expected ? await booked(paid, context, remembered, leave) : await unbooked(paid, context);
      remembered?.answered(taskId === undefined || answer.rest ? undefined : answer);
      return answer;
    } finally {
      // Kept by now where a task runs.
      if (!price.expected) leave?.();
    }
  } catch (error) {
    remembered?.forget();
    throw error;
  }
}

interface Outcome {
  readonly answer: CollectedAnswer;
  readonly taskId: string | undefined;
}

/** The answer to a request whose price is set aside. A client that goes meanwhile changes nothing: what is sent may be charged. */
async function booked(paid: Paid, context: PaidContext, remembered: Remembered | undefined, leave: (() => void) | undefined): Promise<Outcome> {
  const { price, externalId, digest, route, request } = paid;
  const { booking, ports, slots, poller } = context;
  let entryId: string | undefined;
  try {
    const attempt = await booking.reserve({ price, externalId, digest });
    if (!('entryId' in attempt)) throw new RefusalError(overLimit(price, attempt, ports.usage));
    entryId = attempt.entryId;
    remembered?.bookedAs(entryId);
    poller?.sent(entryId, route.path.replace(/\?.*$/s, ''), route.target, headerOf(request.rawHeaders, 'authorization'));
    let answer: CollectedAnswer;
    try {
      answer = await send(paid, context);
    } catch (error) {
      const reached = error instanceof UnreachableError ? error.reached : 'perhaps';
      await booking.unanswered(attempt, reached, error instanceof Error ? error.message : String(error));
      if (!(error instanceof UnreachableError) || reached === 'never') throw error;
      throw new HeldError({ ...error.refusal, message: `${error.message}; it may be charged all the same, and stays reserved as ${entryId}` });
    }
    const taskId = await booking.answered(attempt, route.target.upstream, await read(route, answer));
    tell(price, answer, taskId, attempt.reservation.verdict === 'warns', ports);
    return { answer, taskId };
  } finally {
    if (leave && slots && entryId !== undefined && booking.isRunning(entryId)) slots.keepFor(entryId, leave);
    else leave?.();
  }
}

async function unbooked(paid: Paid, context: PaidContext): Promise<Outcome> {
  const { price, route } = paid;
  await context.booking.check();
  const answer = await send(paid, context);
  const taskId = await context.booking.answeredUnbooked(price, route.target.upstream, await read(route, answer));
  tell(price, answer, taskId, false, context.ports);
  return { answer, taskId };
}

function tell({ title, expected, isRange = false, reason }: RequestPrice, { incoming: { status } }: CollectedAnswer, taskId: string | undefined, warns: boolean, { onEvent }: GuardPorts): void {
  const priced = expected ? { amount: expected.amount, isRange } : reason?.code === 'unknownModel' ? { unknownModel: reason.model } : {};
  onEvent({ kind: 'sent', title, status, warns, ...priced, ...(taskId === undefined ? {} : { taskId }) });
}

async function send({ request, route: { target, path }, bytes }: Paid, { forwarder }: PaidContext): Promise<CollectedAnswer> {
  const stream = Readable.from(bytes.release(), { objectMode: false });
  const incoming = await forwarder.send({ target, method: request.method ?? 'POST', path, headers: request.rawHeaders, body: stream });
  try {
    return await collect(incoming);
  } catch (error) {
    throw new UnreachableError(error, target);
  }
}

/** A cut answer is none that can be read. */
async function read({ plain }: Route, { incoming: { status, headers }, start, rest }: CollectedAnswer): Promise<Answer> {
  return { path: plain, status, json: rest ? undefined : await jsonOf(headers, start) };
}
