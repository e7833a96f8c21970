import type { ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import { Transform } from 'node:stream';
import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import { answerHead } from './forward';
import type { AnswerHead, Incoming } from './forward';
import { headerOf } from './headers';
import type { RawHeaders } from './headers';

/** A longer answer is passed on and not read. */
const MOST_READ = 1_000_000;
const UNPACK = { gzip: promisify(gunzip), 'x-gzip': promisify(gunzip), deflate: promisify(inflate), br: promisify(brotliDecompress) } as const;

/** An answer whose beginning has come, and the rest where it is too long to be read. */
export interface CollectedAnswer {
  readonly incoming: AnswerHead;
  readonly start: Buffer;
  readonly rest: Readable | undefined;
}

/** Waits for an answer, or the first megabyte of it. Rejects when the upstream breaks off. */
export async function collect(incoming: Incoming): Promise<CollectedAnswer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  const iterator = incoming.body.iterator({ destroyOnReturn: false }) as AsyncIterableIterator<Buffer>;
  for await (const chunk of iterator) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > MOST_READ) return { incoming, start: Buffer.concat(chunks), rest: incoming.body };
  }
  return { incoming, start: Buffer.concat(chunks), rest: undefined };
}

/** Passes a collected answer on; a client that has gone is let go. */
export function passOnCollected(response: ServerResponse, { incoming, start, rest }: CollectedAnswer): void {
  if (response.destroyed) {
    rest?.destroy();
    return;
  }
  answerHead(response, incoming);
  if (!rest) {
    response.end(start);
    return;
  }
  response.write(start);
  rest.on('error', () => response.destroy()).pipe(response).on('close', () => rest.destroy());
}

/** The JSON of an answer's bytes; undefined where they are none, or packed in a way that nobody asked for. */
export async function jsonOf(headers: RawHeaders, bytes: Buffer): Promise<unknown> {
  const encoding = headerOf(headers, 'content-encoding')?.trim().toLowerCase() ?? 'identity';
  try {
    const plain = encoding === 'identity' ? bytes : await UNPACK[encoding as keyof typeof UNPACK](bytes, { maxOutputLength: 8 * MOST_READ });
    return JSON.parse(plain.toString('utf8')) as unknown;
  } catch {
    // An unknown packing too: what cannot be read tells nothing.
    return undefined;
  }
}

/** Lets an answer through while keeping its bytes; `read` gets them at the end, unless they are too many. */
export function tap(read: (bytes: Buffer) => void): Transform {
  let chunks: Buffer[] | undefined = [];
  let bytes = 0;
  return new Transform({
    transform(chunk: Buffer, _, done) {
      bytes += chunk.length;
      if (bytes > MOST_READ) chunks = undefined;
      chunks?.push(chunk);
      done(null, chunk);
    },
    flush(done) {
      if (chunks) read(Buffer.concat(chunks));
      done();
    },
  });
}
