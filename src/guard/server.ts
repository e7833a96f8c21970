import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { headerOf } from './headers';
import { GUARD_HEADER, REFUSALS, RefusalError } from './refusal';
import type { Refusal } from './refusal';

/** What a client may send and how long it may take. */
export interface ServerLimits {
  /** Of all headers, in bytes. */
  readonly headerBytes: number;
  /** Of a body, in bytes. */
  readonly bodyBytes: number;
  /** Of all larger bodies that are under way together, in bytes, and how long one waits for room, in milliseconds. */
  readonly heldBytes: number;
  readonly waitMs: number;
  /** Until all headers have come, and until the whole request has, in milliseconds. */
  readonly headersMs: number;
  readonly requestMs: number;
  readonly connections: number;
}

/** A body holds images of 50 MB, in base64. */
export const SERVER_LIMITS: ServerLimits = { headerBytes: 32_768, bodyBytes: 100_000_000, heldBytes: 256_000_000, waitMs: 30_000, headersMs: 15_000, requestMs: 300_000, connections: 1_000 };

export const LOOPBACK_HOST = '127.0.0.1';
const NAMES = [LOOPBACK_HOST, 'localhost', '[::1]'];
const KEEP_ALIVE_MS = 65_000;
const LINGER_MS = 5_000;

/** A server for programs of this machine: pages of a browser, other hosts and other names for this one are refused. */
export interface LocalServer {
  readonly port: number;
  /** How many requests are being answered. */
  readonly underWay: () => number;
  /** Takes no new connections and lets another listen at its port at once; waits for the answers that are under way. */
  readonly close: () => Promise<void>;
}

/**
 * Listens on loopback. `handle` may throw a RefusalError; `refusalBody` gives its body; anything else that is thrown goes to
 * `onFault`. Rejects when the port is taken.
 */
export async function startServer(
  port: number,
  limits: ServerLimits,
  handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
  refusalBody: (request: IncomingMessage, refusal: Refusal, requestId: string) => unknown,
  onFault: (error: unknown) => void,
): Promise<LocalServer> {
  const server = createServer({
    maxHeaderSize: limits.headerBytes, headersTimeout: limits.headersMs, requestTimeout: limits.requestMs, keepAliveTimeout: KEEP_ALIVE_MS,
    connectionsCheckingInterval: Math.min(limits.headersMs, 5_000), requireHostHeader: true,
  });
  server.maxConnections = limits.connections;
  const running = new Map<ServerResponse, Promise<unknown>>();
  /** What one connection sends is handled one after the other, though it does not wait for the answers. */
  const turns = new WeakMap<Socket, Promise<unknown>>();
  let isClosing = false;
  let ownPort = port;

  const refuse = (request: IncomingMessage, response: ServerResponse, refusal: Refusal): void => {
    if (response.headersSent || response.destroyed) {
      response.destroy();
      return;
    }
    const { status } = REFUSALS[refusal.name];
    const body = JSON.stringify(refusalBody(request, refusal, randomUUID()));
    response.setHeader('content-type', 'application/json').setHeader('content-length', Buffer.byteLength(body)).setHeader(GUARD_HEADER, refusal.name);
    if (refusal.retryAfterSeconds !== undefined) response.setHeader('retry-after', refusal.retryAfterSeconds);
    if (request.complete) {
      response.writeHead(status).end(request.method === 'HEAD' ? undefined : body);
      return;
    }
    // What is left of a body that nobody reads would be taken for the next request; and many clients read no answer before they have sent all.
    response.setHeader('connection', 'close').writeHead(status).write(request.method === 'HEAD' ? '' : body);
    passOver(request, limits.bodyBytes, () => { response.end(); });
  };
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    try {
      check(request, limits, ownPort);
      if (isClosing) throw new RefusalError({ name: 'closing', message: 'the guard is being stopped' });
      if (headerOf(request.rawHeaders, 'expect')?.toLowerCase() === '100-continue') response.writeContinue();
      await handle(request, response);
    } catch (error) {
      if (!(error instanceof RefusalError)) {
        response.destroy();
        onFault(error);
        return;
      }
      refuse(request, response, error.refusal);
    }
  };
  const take = (request: IncomingMessage, response: ServerResponse): void => {
    // A client that breaks off is noticed where its body is read or its answer written.
    request.on('error', () => undefined);
    response.on('error', () => undefined);
    // Who came before the guard was stopped finds the next one when it connects anew.
    response.shouldKeepAlive &&= !isClosing;
    const { socket } = request;
    const turn = Promise.resolve(turns.get(socket))
      // Who has gone while others had their turn gets no answer, and no end of it either.
      .then(() => (socket.destroyed ? undefined : Promise.all([answer(request, response), passing(response, socket)])))
      .finally(() => running.delete(response));
    turns.set(socket, turn);
    running.set(response, turn);
  };
  server.on('request', take).on('checkContinue', take);

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, LOOPBACK_HOST, () => {
      server.off('error', reject);
      ownPort = (server.address() as AddressInfo).port;
      resolve();
    });
  });
  return {
    port: ownPort,
    underWay: () => running.size,
    async close() {
      isClosing = true;
      const closed = new Promise<void>((resolve) => { server.close(() => { resolve(); }); });
      server.closeIdleConnections();
      for (const response of running.keys()) response.shouldKeepAlive = false;
      await Promise.allSettled(running.values());
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Reads what a refused client still sends and forgets it, but not for long, and no more than a whole body. */
function passOver(request: IncomingMessage, bodyBytes: number, done: () => void): void {
  let bytes = 0;
  const timer = setTimeout(done, LINGER_MS);
  request
    .on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > bodyBytes) done();
    })
    .once('close', () => {
      clearTimeout(timer);
      done();
    })
    .once('end', done);
}

/** Fulfilled when an answer has passed, or cannot any more: one that waits for its turn is not told of its connection's end. */
function passing(response: ServerResponse, socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      response.off('close', done);
      socket.off('close', done);
      resolve();
    };
    response.on('close', done);
    socket.on('close', done);
  });
}

/** Throws a RefusalError for what no program of this machine sends. */
function check(request: IncomingMessage, { bodyBytes }: ServerLimits, port: number): void {
  const headers = request.rawHeaders;
  const host = headerOf(headers, 'host')?.toLowerCase() ?? '';
  if (headers.filter((name, at) => at % 2 === 0 && name.toLowerCase() === 'host').length > 1) throw new RefusalError({ name: 'badRequest', message: 'the request has two Host headers' });
  if (!NAMES.some((name) => host === `${name}:${port}` || (port === 80 && host === name))) {
    throw new RefusalError({ name: 'foreignHost', message: `the guard answers to ${LOOPBACK_HOST}:${port} and localhost:${port} only` });
  }
  const site = headerOf(headers, 'sec-fetch-site');
  if (headerOf(headers, 'origin') !== undefined || (site !== undefined && site !== 'none')) {
    throw new RefusalError({ name: 'foreignPage', message: 'the guard takes no requests from pages of a browser' });
  }
  const url = request.url ?? '';
  // A server that keeps what is behind a # reads another path than one that cuts it.
  if (!url.startsWith('/') || url.includes('#')) throw new RefusalError({ name: 'badRequest', message: 'the request names no path' });
  if (Number(headerOf(headers, 'content-length') ?? 0) > bodyBytes) throw tooLarge(bodyBytes);
}

export function tooLarge(bodyBytes: number): RefusalError {
  return new RefusalError({ name: 'tooLarge', message: `the body is over ${Math.floor(bodyBytes / 1e6)} MB` });
}
