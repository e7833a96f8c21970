import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import type { Booking } from './booking';
import { collect, jsonOf, passOnCollected } from './answer';
import type { CollectedAnswer } from './answer';
import { receiveBody } from './body';
import { UnreachableError } from './forward';
import type { Forwarder } from './forward';
import { checkPolicy, overLimit } from './policy';
import type { GuardPolicy, GuardPorts, RequestPrice } from './ports';
import { RefusalError } from './refusal';
import { readRequest } from './site';
import type { Answer } from './upstream';
import type { Target } from './target';

/** What paid requests are handled with. */
export interface PaidContext {
  readonly ports: GuardPorts;
  readonly policy: GuardPolicy;
  readonly booking: Booking;
  readonly forwarder: Forwarder;
  readonly bodyBytes: number;
}

/** Where a request goes: the path as it came, and as a server reads it. */
export interface Route {
  readonly target: Target;
  readonly path: string;
  readonly plain: string;
}

/** Prices a request, sets its price aside, sends it and books what came of it. Throws a RefusalError when it is not sent. */
export async function handlePaid(request: IncomingMessage, response: ServerResponse, route: Route, context: PaidContext): Promise<void> {
  const { ports, policy } = context;
  const { upstream } = route.target;
  let title = `${request.method ?? ''} ${route.plain}`;
  try {
    const body = await receiveBody(request, context.bodyBytes);
    const price = ports.price(readRequest(upstream, route.plain.toLowerCase(), body.json));
    title = price.title;
    checkPolicy(price, policy);
    const externalId = body.json && upstream.externalId(body.json);
    const sent = (): Promise<CollectedAnswer> => send(request, route, body.release(), context);
    const answer = price.expected ? await booked({ price, externalId, digest: body.digest }, sent, route, context) : await unbooked(price, sent, route, context);
    passOnCollected(response, answer);
  } catch (error) {
    if (error instanceof RefusalError) ports.onEvent({ kind: 'refused', name: error.refusal.name, title, message: error.refusal.message });
    throw error;
  }
}

/** The answer to a request whose price is set aside. A client that goes meanwhile changes nothing: what is sent may be charged. */
async function booked(wanted: Parameters<Booking['reserve']>[0], send: () => Promise<CollectedAnswer>, route: Route, { booking, ports }: PaidContext): Promise<CollectedAnswer> {
  const attempt = await booking.reserve(wanted);
  if (!('entryId' in attempt)) throw new RefusalError(overLimit(wanted.price, attempt, ports.usage));
  let answer: CollectedAnswer;
  try {
    answer = await send();
  } catch (error) {
    const reached = error instanceof UnreachableError ? error.reached : 'perhaps';
    await booking.unanswered(attempt, reached, error instanceof Error ? error.message : String(error));
    throw error;
  }
  const taskId = await booking.answered(attempt, route.target.upstream, await read(route, answer));
  tell(wanted.price, answer, taskId, attempt.reservation.verdict === 'warns', ports);
  return answer;
}

async function unbooked(price: RequestPrice, send: () => Promise<CollectedAnswer>, route: Route, { booking, ports }: PaidContext): Promise<CollectedAnswer> {
  const answer = await send();
  tell(price, answer, await booking.answeredUnbooked(price, route.target.upstream, await read(route, answer)), true, ports);
  return answer;
}

function tell({ title, expected }: RequestPrice, { incoming: { status } }: CollectedAnswer, taskId: string | undefined, warns: boolean, { onEvent }: GuardPorts): void {
  onEvent({ kind: 'sent', title, status, warns, ...(expected ? { amount: expected.amount } : {}), ...(taskId === undefined ? {} : { taskId }) });
}

async function send(request: IncomingMessage, { target, path }: Route, body: Iterable<Buffer>, { forwarder }: PaidContext): Promise<CollectedAnswer> {
  const incoming = await forwarder.send({ target, method: request.method ?? 'POST', path, headers: request.rawHeaders, body: Readable.from(body, { objectMode: false }) });
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
