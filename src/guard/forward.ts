import type { EventEmitter } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex, Readable } from 'node:stream';
import { Agent, errors } from 'undici';
import { headerOf, requestHeaders, responseHeaders } from './headers';
import type { RawHeaders } from './headers';
import { RefusalError } from './refusal';
import type { Target } from './target';

/** How long an upstream may take, in milliseconds. */
export interface UpstreamTimes {
  readonly connect: number;
  /** Until an answer begins. */
  readonly headers: number;
  /** Between two parts of an answer. */
  readonly body: number;
}

export const UPSTREAM_TIMES: UpstreamTimes = { connect: 10_000, headers: 300_000, body: 300_000 };
/** Connections to one upstream. */
const CONNECTIONS = 512;

/** What is sent on. */
export interface Outgoing {
  readonly target: Target;
  readonly method: string;
  /** With the query, as it came. */
  readonly path: string;
  readonly headers: RawHeaders;
  readonly body?: Readable | undefined;
  /** Emits `abort` when nobody wants the answer any more. */
  readonly signal?: EventEmitter | undefined;
}

/** What comes first of an answer. */
export interface AnswerHead {
  readonly status: number;
  readonly statusText: string;
  readonly headers: RawHeaders;
}

/** An answer whose body is still to come. */
export interface Incoming extends AnswerHead {
  readonly body: Readable;
}

/** Whether an upstream can have got a request that failed. */
export type Reached = 'never' | 'perhaps';

/** The upstream gave no answer. */
export class UnreachableError extends RefusalError {
  readonly reached: Reached;

  constructor(error: unknown, { origin }: Target) {
    const code = codeOf(error);
    const isTimeout = error instanceof errors.HeadersTimeoutError || error instanceof errors.ConnectTimeoutError || error instanceof errors.BodyTimeoutError;
    super({ name: isTimeout ? 'timeout' : 'unreachable', message: `${origin} did not answer: ${WORDS.get(code) ?? code}` });
    this.reached = NEVER_SENT.has(code) ? 'never' : 'perhaps';
  }
}

const NEVER_SENT: ReadonlySet<string> = new Set([
  'ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'CERT_HAS_EXPIRED',
  'ERR_TLS_CERT_ALTNAME_INVALID', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'SELF_SIGNED_CERT_IN_CHAIN', 'UND_ERR_INVALID_ARG',
]);

/** What the commonest codes mean. */
const WORDS: ReadonlyMap<string, string> = new Map([
  ['ECONNREFUSED', 'nothing listens there'], ['ENOTFOUND', 'there is no such host'], ['EAI_AGAIN', 'its name could not be looked up'],
  ['ECONNRESET', 'the connection broke'], ['UND_ERR_SOCKET', 'the connection broke'], ['UND_ERR_CONNECT_TIMEOUT', 'no connection in time'],
  ['UND_ERR_HEADERS_TIMEOUT', 'nothing came in time'], ['UND_ERR_BODY_TIMEOUT', 'its answer stopped on the way'],
]);

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message;
}

/** Sends requests on. Certificates are checked, redirects are passed on as they are, nothing is sent twice or unpacked. */
export interface Forwarder {
  /** Rejects with an UnreachableError. */
  readonly send: (outgoing: Outgoing) => Promise<Incoming>;
  readonly close: () => Promise<void>;
}

export function createForwarder(times: UpstreamTimes = UPSTREAM_TIMES): Forwarder {
  const agent = new Agent({
    connections: CONNECTIONS,
    // Whatever the environment says: a key goes to whom it is for.
    connect: { timeout: times.connect, rejectUnauthorized: true },
    headersTimeout: times.headers,
    bodyTimeout: times.body,
  });
  return {
    async send({ target, method, path, headers, body, signal }) {
      try {
        const answer = await agent.request({
          origin: target.origin, path, method, headers: requestHeaders(headers), body: body ?? null, responseHeaders: 'raw', ...(signal ? { signal } : {}),
        });
        // In the raw form headers are a list of names and values.
        return { status: answer.statusCode, statusText: answer.statusText, headers: answer.headers as unknown as string[], body: answer.body };
      } catch (error) {
        throw new UnreachableError(error, target);
      }
    },
    close: () => agent.destroy(),
  };
}

/** Writes the head of an answer as the upstream gave it. */
export function answerHead(response: ServerResponse, { status, statusText, headers }: AnswerHead): void {
  response.sendDate = false;
  response.writeHead(status, statusText, responseHeaders(headers));
}

/**
 * Passes an answer on while it comes. When either side breaks off, so does the other: an answer that is not whole must
 * not look as if it were. Fulfilled when the client has it, or has gone.
 */
export function passOn(response: ServerResponse, incoming: Incoming, through?: Duplex): Promise<void> {
  const { body } = incoming;
  return new Promise((resolve) => {
    const ended = (): void => {
      body.destroy();
      resolve();
    };
    body.on('error', () => response.destroy());
    if (response.destroyed) {
      ended();
      return;
    }
    answerHead(response, incoming);
    response.once('close', ended);
    (through ? body.pipe(through) : body).pipe(response);
  });
}

/** The body of a request for passing it on; none where it has none, so that none is announced. */
export function bodyOf(request: IncomingMessage): Readable | undefined {
  const length = headerOf(request.rawHeaders, 'content-length');
  const hasBody = headerOf(request.rawHeaders, 'transfer-encoding') !== undefined || (length !== undefined && length !== '0');
  return hasBody ? request : undefined;
}
