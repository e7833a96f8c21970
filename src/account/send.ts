import * as z from 'zod';
import { AccountError } from './accountError';
import { endpointUrl } from './address';
import type { Signer } from './credentials';
import { createPace } from './pace';
import type { Timers } from './pace';
import { problemOf } from './problemOf';

export type Fetch = typeof globalThis.fetch;

/** One call of the account API. */
export interface Call {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

const TIMEOUT_MS = 30_000;
const RETRY_MS = 2000;
/** The longest that we wait for a second try; who asks for more is told to the user instead. */
const LONGEST_RETRY_SECONDS = 60;
// 500 rows of a page are about a quarter of a million characters.
const MAX_BYTES = 8_000_000;
const MAX_DETAIL = 300;

const envelope = z.object({ code: z.number(), message: z.string().nullish(), data: z.unknown().optional() });

export const endpointOf = ({ method, path }: Call): string => `${method} ${path}`;

/**
 * Sends calls to one address, one a second. The answer's `data` is the promise's; anything else is an AccountError.
 * A 429 for the rate and a 5xx are tried once more. Redirects are refused, so that no key leaves the host.
 */
export function createSender(base: URL, signer: Signer, fetch: Fetch, timers: Timers): (call: Call) => Promise<unknown> {
  const paced = createPace(timers);
  const once = (call: Call): Promise<unknown> => paced(() => sendOnce(base, signer, fetch, timers, call));
  return async (call) => {
    try {
      return await once(call);
    } catch (error) {
      const wait = error instanceof AccountError ? retryAfterMs(error) : undefined;
      if (wait === undefined) throw error;
      await timers.sleep(wait);
      return await once(call);
    }
  };
}

/** How long to wait before trying again; undefined when trying again is of no use. */
function retryAfterMs({ fault: { problem } }: AccountError): number | undefined {
  if (problem.code === 'serverError') return RETRY_MS;
  if (problem.code !== 'rateLimited') return undefined;
  const seconds = problem.retryAfterSeconds ?? RETRY_MS / 1000;
  return seconds <= LONGEST_RETRY_SECONDS ? seconds * 1000 : undefined;
}

async function sendOnce(base: URL, signer: Signer, fetch: Fetch, timers: Timers, call: Call): Promise<unknown> {
  const endpoint = endpointOf(call);
  const headers: Record<string, string> = { Authorization: await signer.authorization(timers.now()), Accept: 'application/json', 'Content-Type': 'application/json' };
  const signal = timers.timeout(TIMEOUT_MS);
  let response: Response;
  let text: string;
  try {
    response = await fetch(endpointUrl(base, call.path, call.query), {
      method: call.method,
      headers,
      redirect: 'manual',
      signal,
      ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
    });
    const isRedirect = response.type === 'opaqueredirect' || (response.status >= 300 && response.status < 400);
    if (isRedirect) throw new AccountError({ code: 'redirect', ...hostOf(response, base) }, endpoint);
    text = await limitedText(response, endpoint);
  } catch (error) {
    if (error instanceof AccountError) throw error;
    if (signal.aborted) throw new AccountError({ code: 'timeout', seconds: TIMEOUT_MS / 1000 }, endpoint);
    throw new AccountError({ code: 'network', detail: signer.redact(reasonOf(error)) }, endpoint);
  }
  return readAnswer(response, text, signer, timers, endpoint);
}

function readAnswer(response: Response, text: string, signer: Signer, timers: Timers, endpoint: string): unknown {
  const { status } = response;
  const json = parsed(text);
  const answer = envelope.safeParse(json);
  if (status >= 200 && status < 300 && answer.data?.code === 0) return answer.data.data;
  if (status >= 200 && status < 300 && !answer.success) {
    if (text.trim() === '') throw new AccountError({ code: 'empty' }, endpoint);
    if (json === undefined) throw new AccountError({ code: 'notJson' }, endpoint);
    const field = answer.error.issues[0]?.path.join('.') ?? '';
    const expected = field === 'code' ? 'number' : field === 'message' ? 'text' : 'object';
    const missing = field !== '' && !(typeof json === 'object' && json !== null && field in json);
    throw new AccountError({ code: 'wrongShape', field, expected, missing }, endpoint);
  }
  const retryAfter = retryAfterSeconds(response.headers.get('retry-after'), timers.now());
  const detail = signer.redact(answer.data?.message ?? '').slice(0, MAX_DETAIL);
  const refusal = { status, answerCode: answer.data?.code ?? 0, detail, ...(retryAfter === undefined ? {} : { retryAfterSeconds: retryAfter }) };
  throw new AccountError(problemOf(refusal, signer.kind), endpoint);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** The body as text, or an AccountError as soon as it is longer than any answer can be. */
async function limitedText(response: Response, endpoint: string): Promise<string> {
  if (!response.body) return '';
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength;
    // Leaving the loop also cancels the rest.
    if (bytes > MAX_BYTES) throw new AccountError({ code: 'tooLarge', bytes: MAX_BYTES }, endpoint);
    chunks.push(chunk);
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
}

function hostOf(response: Response, base: URL): { to?: string } {
  const to = response.headers.get('location');
  return to !== null && URL.canParse(to, base.href) ? { to: new URL(to, base).host } : {};
}

/** `Retry-After` as seconds: a number of them, or a date (RFC 9110, 10.2.3). */
function retryAfterSeconds(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header);
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - now) / 1000));
}

/** `fetch` hides the reason, such as ECONNREFUSED, in the cause. */
function reasonOf(error: unknown): string {
  const cause: unknown = error instanceof Error ? (error.cause ?? error) : error;
  if (!(cause instanceof Error)) return String(cause);
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.message;
}
