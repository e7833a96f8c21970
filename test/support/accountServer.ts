// A server that speaks the provider's documented account API on loopback, with its errors and with answers nobody documents.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export const API_KEY = 'test-api-key-0123456789';
export const ACCESS_KEY = 'test-access-key';
export const SECRET_KEY = 'test-secret-key-of-some-length-0123456789';

/** One call as it came in. */
export interface SeenCall {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly at: number;
}

type Answer = (response: ServerResponse, call: SeenCall) => void;

export interface AccountServer {
  readonly url: string;
  readonly calls: SeenCall[];
  /** The answers of the next calls, before anything else; then the server speaks the API again. */
  readonly answers: Answer[];
  /** Told as soon as a call is there. */
  onCall: (call: SeenCall) => void;
  packages: unknown;
  units: unknown[];
  cash: unknown[];
  readonly close: () => Promise<void>;
}

export const json = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Answer => (response) => {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
};
export const raw = (status: number, body: string | Buffer, headers: Readonly<Record<string, string>> = {}): Answer => (response) => {
  response.writeHead(status, headers).end(body);
};
/** A refusal in the form of the API. */
export const refusal = (status: number, code: number, message: string, headers?: Readonly<Record<string, string>>): Answer =>
  json(status, { code, message, request_id: 'r' }, headers);
/** Never answers. */
export const silent: Answer = () => undefined;
/** Begins an answer and never ends it. */
export const stalling: Answer = (response) => { response.writeHead(200).write('{"code":0,'); };
/** Ends the connection within an answer. */
export const broken: Answer = (response) => {
  response.writeHead(200, { 'content-length': '1000' }).write('{"code":0,');
  response.destroy();
};
/** Never stops sending. */
export const endless: Answer = (response) => {
  const chunk = Buffer.alloc(65_536, 0x20);
  const more = (): void => { while (!response.destroyed && response.write(chunk)); };
  response.on('drain', more).on('error', () => undefined);
  response.writeHead(200);
  more();
};
/** Data of an accepted call. */
export const accepted = (data: unknown): Answer => json(200, { code: 0, message: 'SUCCEED', request_id: 'r', data });

/** A package as the documentation shows it. */
export const documentedPackage = {
  resource_pack_name: 'Video Generation - 10,000 entries', resource_pack_id: '509f3fd3d4ab4a3f9eec5db27aa44f27', resource_pack_type: 'decreasing_total',
  total_quantity: 200.0, remaining_quantity: 118.0, purchase_time: 1726124664368, effective_time: 1726124664368, invalid_time: 1727366400000, status: 'expired',
};

/** A row of the ledger of units as the documentation shows it. */
export const documentedUnits = {
  package_id: 'p1', product_type: 'video', task_id: 't1', api_key_name: 'main', product_function: 'Image to Video', model_name: 'kling-v2-6', resolution: '1080p',
  duration: '5.04', refer_video_input: true, video_sound: 'native', voice_control: false, deduction_time: '1779549455861', unit_before_deduction: 13037.3,
  deduction_amount: 5.0, unit_after_deduction: 13032.3,
};

/** A row of the ledger of money as the documentation shows it. */
export const documentedCash = {
  task_id: 'c1', api_key_name: 'main', product_function: 'Image to Video', model_name: 'kling-v2-6', resolution: '720p', duration: '5.04', refer_video_input: false,
  video_sound: 'off', voice_control: false, deduction_time: '1779549455861', cash_type: 'balance', balance_before_deduction: 120.5, deduction_amount: 8.4,
  balance_after_deduction: 112.1, list_price: 8.4, currency: 'USD',
};

/** Starts the server on a free port of loopback. `now`, in milliseconds, is what it holds times against. */
export async function startAccountServer(now: () => number = Date.now): Promise<AccountServer> {
  const questions: Question[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
      const url = new URL(request.url ?? '/', 'http://localhost');
      const text = Buffer.concat(chunks).toString();
      const call: SeenCall = {
        method: request.method ?? '', path: url.pathname, query: Object.fromEntries(url.searchParams), body: text === '' ? undefined : JSON.parse(text), at: now(),
      };
      state.calls.push(call);
      const answer = state.answers.shift() ?? ((): Answer => unauthorized(request, now()) ?? endpoint(state, questions, call))();
      answer(response, call);
      state.onCall(call);
    });
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const { port } = server.address() as AddressInfo;
  const state: AccountServer = {
    url: `http://127.0.0.1:${port}`, calls: [], answers: [], onCall: () => undefined, packages: [documentedPackage], units: [], cash: [],
    close: () => new Promise((resolve) => { server.close(() => { resolve(); }); server.closeAllConnections(); }),
  };
  return state;
}

function unauthorized({ headers }: IncomingMessage, now: number): Answer | undefined {
  const [scheme, token = ''] = (headers.authorization ?? '').split(' ');
  if (headers.authorization === undefined) return refusal(401, 1001, 'Authorization is empty');
  if (scheme === 'Bearer' && token === API_KEY) return undefined;
  const [head = '', payload = '', signature = ''] = token.split('.');
  const right = createHmac('sha256', SECRET_KEY).update(`${head}.${payload}`).digest();
  const given = Buffer.from(signature, 'base64url');
  if (given.length !== right.length || !timingSafeEqual(given, right)) return refusal(401, 1002, 'Authorization is invalid');
  const read = (part: string): Record<string, unknown> => JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;
  const { iss, exp, nbf } = read(payload);
  const { alg, typ } = read(head);
  if (alg !== 'HS256' || typ !== 'JWT' || iss !== ACCESS_KEY) return refusal(401, 1002, 'Authorization is invalid');
  const seconds = Math.floor(now / 1000);
  if (Number(nbf) > seconds) return refusal(401, 1003, 'Authorization is not yet valid');
  return Number(exp) > seconds && Number(exp) - seconds <= 1800 ? undefined : refusal(401, 1004, 'Authorization has expired');
}

function endpoint(state: AccountServer, questions: Question[], { method, path, query, body }: SeenCall): Answer {
  switch (`${method} ${path}`) {
    case 'GET /account/costs':
      if (!/^\d{13}$/.test(query['start_time'] ?? '') || !/^\d{13}$/.test(query['end_time'] ?? '')) return refusal(400, 1201, 'time is invalid');
      return accepted({ code: 0, msg: 'success', resource_pack_subscribe_infos: state.packages });
    case 'POST /account/billing/package': return page(questions, state.units, body);
    case 'POST /account/billing/balance': return page(questions, state.cash, body);
    default: return refusal(404, 1202, 'no such path');
  }
}

interface Question {
  readonly rows: readonly unknown[];
  readonly limit: number;
}

/** A page of at most 500; a cursor stands for the whole question, and every other field is ignored beside it. */
function page(questions: Question[], rows: readonly unknown[], body: unknown): Answer {
  const { cursor, start_time: start, end_time: end, limit = 500 } = body as Record<string, unknown>;
  if (typeof cursor === 'string' && cursor !== '') {
    const [number = 0, from = 0] = cursor.split('-').map(Number);
    const question = questions[number];
    return question ? pageFrom(question, number, from) : refusal(400, 1201, 'cursor is invalid');
  }
  if (!(Number(start) < Number(end)) || Number(limit) > 500) return refusal(400, 1201, 'start_time must be before end_time');
  const inStretch = rows.filter((row) => {
    const at = Number((row as Record<string, unknown>)['deduction_time']);
    return at >= Number(start) && at < Number(end);
  });
  questions.push({ rows: inStretch, limit: Number(limit) });
  return pageFrom({ rows: inStretch, limit: Number(limit) }, questions.length - 1, 0);
}

function pageFrom({ rows, limit }: Question, number: number, from: number): Answer {
  const detail = rows.slice(from, from + limit);
  const hasMore = from + limit < rows.length;
  return accepted({ result: { detail, count: detail.length }, next_cursor: hasMore ? `${number}-${from + limit}` : '', has_more: hasMore });
}
