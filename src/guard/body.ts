import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Field, FieldValue, ObjectValue, Scalar } from '../core/request/value';
import { headerOf } from './headers';
import { createJsonScan } from './jsonScan';
import { RefusalError } from './refusal';
import type { Room } from './room';
import { tooLarge } from './server';

/** The bytes of a body that has come whole. They are held once: what is sent on are the very bytes that came. */
export interface BodyBytes {
  /** Gives them away, piece by piece. */
  readonly release: () => Generator<Buffer>;
  /** Lets go of what is still held. */
  readonly dispose: () => void;
}

/** Why nobody can read a request in a body; `unscanned` is too large or deep without its long strings, or no UTF-8. */
export type Unread = 'empty' | 'encoded' | 'form' | 'notJson' | 'notObject' | 'noFields' | 'ambiguous' | 'unscanned';

export interface ReceivedBody {
  readonly bytes: BodyBytes;
  /** Its JSON object with long strings cut; undefined where it is none, or means different things to different readers. */
  readonly json: ObjectValue | undefined;
  readonly unread: Unread | undefined;
  /** A digest of what it says, whatever the order of its keys, without what only names the task or says where to call back. */
  readonly digest: string;
}

/** What a body may take. */
export interface BodyLimits {
  readonly bodyBytes: number;
  /** Shared by all. */
  readonly room: Room;
}

/** So much needs no room: a connection sends one body after the other, and there are only so many connections. */
const SMALL = 65_536;
const NAMES_TASK = /^(?:external_task_id|callback_url)$/;
const NOWHERE = { start: 0, end: 0 };

/** Waits for room and for a whole body. Rejects with a RefusalError when there is none, it is too large, or the client breaks off. */
export async function receiveBody(request: IncomingMessage, { bodyBytes: most, room }: BodyLimits, gone: AbortSignal): Promise<ReceivedBody> {
  const chunks: Buffer[] = [];
  const scan = createJsonScan();
  let [bytes, taken] = [0, 0];
  const take = async (wanted: number): Promise<void> => {
    await room.take(wanted, gone);
    taken = wanted;
  };
  const give = (left: number): void => {
    if (taken > left) room.give(taken - left);
    taken = Math.min(taken, left);
  };
  try {
    const told = Number(headerOf(request.rawHeaders, 'content-length') ?? 0);
    if (told > SMALL) await take(told);
    // A client that is refused is still there to be told.
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > most) throw tooLarge(most);
      // Of a body that does not tell its length it may be the most, and to wait a second time could be for each other.
      if (bytes > SMALL && taken === 0) await take(most);
      scan.write(chunk);
      chunks.push(chunk);
    }
  } catch (error) {
    give(0);
    if (error instanceof RefusalError) throw error;
    throw new RefusalError({ name: 'badRequest', message: 'the client broke off' });
  }
  give(bytes);
  const scanned = scan.end();
  const read = scanned ? parsed(scanned.text, scanned.keys) : 'unscanned';
  const value = typeof read === 'string' ? undefined : read;
  return {
    bytes: {
      *release() {
        for (let next = chunks.shift(); next; next = chunks.shift()) {
          yield next;
          bytes -= next.length;
          give(bytes);
        }
      },
      dispose() {
        chunks.length = 0;
        give(0);
      },
    },
    json: value,
    unread: unreadIn(read, request.rawHeaders, bytes),
    digest: digestOf(value ? [Buffer.from(canonical(value, true))] : chunks),
  };
}

/** Waits for a small body of JSON. Rejects with a RefusalError when it is none. */
export async function receiveJson(request: IncomingMessage, limits: BodyLimits, gone: AbortSignal): Promise<unknown> {
  const { bytes } = await receiveBody(request, limits, gone);
  try {
    return JSON.parse(Buffer.concat([...bytes.release()]).toString('utf8'));
  } catch {
    throw new RefusalError({ name: 'badRequest', message: 'the body is not JSON' });
  } finally {
    bytes.dispose();
  }
}

function digestOf(pieces: readonly Buffer[]): string {
  const hash = createHash('sha256');
  for (const piece of pieces) hash.update(piece);
  return hash.digest('hex');
}

/** Why a body tells nothing; what is no JSON says by its size and headers what it is instead. */
function unreadIn(read: ObjectValue | Unread, headers: readonly string[], bytes: number): Unread | undefined {
  if (typeof read === 'object') return read.fields.length === 0 ? 'noFields' : undefined;
  if (read !== 'notJson' && read !== 'unscanned') return read;
  if (bytes === 0) return 'empty';
  if (!/^(?:identity)?$/i.test(headerOf(headers, 'content-encoding') ?? '')) return 'encoded';
  return /^\s*(?:multipart\/|application\/x-www-form-urlencoded)/i.test(headerOf(headers, 'content-type') ?? '') ? 'form' : read;
}

/** The object that a JSON text holds; `ambiguous` where readers differ: a key that stands twice in one object, or that some would end at a NUL. */
function parsed(text: string, keys: number): ObjectValue | Unread {
  let root: unknown;
  try {
    root = JSON.parse(text);
  } catch {
    return 'notJson';
  }
  let [count, isOdd] = [0, false];
  const valueOf = (value: unknown): FieldValue => {
    if (Array.isArray(value)) return { kind: 'array', items: value.map(valueOf), open: false, span: NOWHERE };
    if (typeof value === 'object' && value !== null) {
      const fields = Object.entries(value).map(([key, inner]): Field => ({ key, keySpan: NOWHERE, value: valueOf(inner) }));
      count += fields.length;
      isOdd ||= fields.some(({ key }) => key.includes('\0'));
      return { kind: 'object', fields, open: false, span: NOWHERE };
    }
    return { kind: 'scalar', values: [value as Scalar], origin: 'literal', span: NOWHERE };
  };
  const read = valueOf(root);
  if (read.kind !== 'object') return 'notObject';
  return count !== keys || isOdd ? 'ambiguous' : read;
}

function canonical(value: FieldValue, isTop: boolean): string {
  switch (value.kind) {
    case 'array': return `[${value.items.map((item) => canonical(item, false)).join(',')}]`;
    case 'object': {
      const fields = value.fields.filter(({ key }) => !isTop || !NAMES_TASK.test(key)).map(({ key, value: inner }) =>
        `${JSON.stringify(key)}:${canonical(inner, isTop && key === 'options')}`);
      return `{${fields.sort().join(',')}}`;
    }
    case 'scalar': return JSON.stringify(value.values[0]);
    case 'runtime': return 'null';
  }
}
