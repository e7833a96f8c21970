import type { IncomingMessage, ServerResponse } from 'node:http';
import { bodyOf, createForwarder, passOn } from './forward';
import type { Forwarder, UpstreamTimes } from './forward';
import { headerOf } from './headers';
import { SERVER_LIMITS, startServer } from './server';
import type { ServerLimits } from './server';
import { targetOf } from './target';
import type { Target } from './target';

export interface GuardOptions {
  /** 0 for any that is free. */
  readonly port: number;
  /** The first is meant where a request names none. */
  readonly targets: readonly [Target, ...Target[]];
  readonly limits?: Partial<ServerLimits>;
  readonly times?: UpstreamTimes;
  /** Something went wrong that no rule foresees; the request was broken off. */
  readonly onFault: (error: unknown) => void;
}

/** A reverse proxy on loopback. */
export interface Guard {
  readonly port: number;
  /** Waits for what is under way. */
  readonly close: () => Promise<void>;
}

export async function startGuard({ port, targets, limits, times, onFault }: GuardOptions): Promise<Guard> {
  const forwarder = createForwarder(times);
  const refusalBody: Parameters<typeof startServer>[3] = (_, refusal, requestId) => targets[0].upstream.refusalBody(refusal, requestId);
  const server = await startServer(port, { ...SERVER_LIMITS, ...limits }, (request, response) => handle(request, response, targets, forwarder), refusalBody, onFault);
  return {
    port: server.port,
    async close() {
      await server.close();
      await forwarder.close();
    },
  };
}

async function handle(request: IncomingMessage, response: ServerResponse, targets: GuardOptions['targets'], forwarder: Forwarder): Promise<void> {
  const { target, path } = targetOf(targets, request.url ?? '/', (name) => headerOf(request.rawHeaders, name));
  const abort = new AbortController();
  response.once('close', () => { if (!response.writableFinished) abort.abort(); });
  const incoming = await forwarder.send({ target, method: request.method ?? 'GET', path, headers: request.rawHeaders, body: bodyOf(request), signal: abort.signal });
  await passOn(response, incoming);
}
