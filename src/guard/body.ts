import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Field, FieldValue, ObjectValue, Scalar } from '../core/request/value';
import { createJsonScan } from './jsonScan';
import { RefusalError } from './refusal';
import { tooLarge } from './server';

/** A body that has come whole. It is held once: what is sent on are the very bytes that came. */
export interface ReceivedBody {
  /** Gives its bytes away, piece by piece. */
  readonly release: () => Generator<Buffer>;
  /** Its JSON object with long strings cut; undefined where it is none, or means different things to different readers. */
  readonly json: ObjectValue | undefined;
  /** A digest of what it says, whatever the order of its keys, without what only names the task or says where to call back. */
  readonly digest: string;
}

const NAMES_TASK = /^(?:external_task_id|callback_url)$/;
const NOWHERE = { start: 0, end: 0 };

/** Waits for a whole body. Rejects with a RefusalError when it is too large or the client breaks off. */
export async function receiveBody(request: IncomingMessage, most: number): Promise<ReceivedBody> {
  const chunks: Buffer[] = [];
  const scan = createJsonScan();
  let bytes = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > most) throw tooLarge(most);
      scan.write(chunk);
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof RefusalError) throw error;
    throw new RefusalError({ name: 'badRequest', message: 'the client broke off' });
  }
  const scanned = scan.end();
  const value = scanned && parsed(scanned.text, scanned.keys);
  return {
    *release() {
      for (let next = chunks.shift(); next; next = chunks.shift()) yield next;
    },
    json: value,
    digest: createHash('sha256').update(value ? canonical(value, true) : Buffer.concat(chunks)).digest('hex'),
  };
}

/** Waits for a small body of JSON. Rejects with a RefusalError when it is none. */
export async function receiveJson(request: IncomingMessage, most: number): Promise<unknown> {
  const { release } = await receiveBody(request, most);
  try {
    return JSON.parse(Buffer.concat([...release()]).toString('utf8'));
  } catch {
    throw new RefusalError({ name: 'badRequest', message: 'the body is not JSON' });
  }
}

/** The object that a JSON text holds; undefined where a key stands twice in one object, since readers differ in which they take. */
function parsed(text: string, keys: number): ObjectValue | undefined {
  let root: unknown;
  try {
    root = JSON.parse(text);
  } catch {
    // Not JSON: whoever gets it will say so.
    return undefined;
  }
  let count = 0;
  const valueOf = (value: unknown): FieldValue => {
    if (Array.isArray(value)) return { kind: 'array', items: value.map(valueOf), open: false, span: NOWHERE };
    if (typeof value === 'object' && value !== null) {
      const fields = Object.entries(value).map(([key, inner]): Field => ({ key, keySpan: NOWHERE, value: valueOf(inner) }));
      count += fields.length;
      return { kind: 'object', fields, open: false, span: NOWHERE };
    }
    return { kind: 'scalar', values: [value as Scalar], origin: 'literal', span: NOWHERE };
  };
  const read = valueOf(root);
  return read.kind === 'object' && count === keys ? read : undefined;
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
