// Clients that are careless, or mean harm: nothing reaches the upstream as another request than the guard has read.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import * as net from 'node:net';
import type { ServerLimits } from '../../../src/guard/server';
import { PRO_5, T2V, limit, useGuard } from './support';

describe('guard: hostile clients', () => {
  const here = useGuard();
  const { start } = here;
  const port = (): number => here.bench.guard.port;
  /** Opens a connection; the answer is all that has come when it ends. */
  const connect = async (): Promise<{ socket: net.Socket; ended: Promise<string>; got: () => string }> => {
    const socket = net.connect(port(), '127.0.0.1');
    let text = '';
    socket.setEncoding('latin1').on('data', (chunk) => { text += String(chunk); }).on('error', () => undefined);
    const ended = once(socket, 'close').then(() => text);
    await once(socket, 'connect');
    return { socket, ended, got: () => text };
  };
  const raw = async (text: string): Promise<string> => {
    const { socket, ended } = await connect();
    socket.write(text);
    return await ended;
  };
  const head = (line: string, ...headers: string[]): string => [line, `Host: 127.0.0.1:${String(port())}`, ...headers, '', ''].join('\r\n');
  const statuses = (text: string): string[] => [...text.matchAll(/HTTP\/1\.[01] (\d{3}) /g)].map(([, status = '']) => status);
  const BODY = JSON.stringify(PRO_5);

  it('passes on no header by which a server may read another path, and takes no free path with one', async () => {
    await start([limit('50units')]);
    for (const name of ['X-Original-URL', 'X-Rewrite-URL', 'x_original_url', 'X-Forwarded-Uri', 'X-Forwarded-Prefix', 'X-Original-Path', 'X-HTTP-DestinationURL', 'X-Envoy-Original-Path', 'X-HTTP-Path-Override']) {
      for (const path of ['/tasks', '/account/costs', T2V]) {
        const reply = await here.post(path, PRO_5, { [name]: T2V });
        assert.deepEqual([reply.status, reply.body.code], [400, 4000], name);
        assert.match(String(reply.body.message), new RegExp(`by ${name} a server may read another path`, 'i'));
      }
    }
    for (const name of ['X_HTTP_Method_Override', 'X-Method']) assert.equal((await here.post(T2V, '[1]', { [name]: 'GET' })).status, 402, name);
    assert.deepEqual(here.kling.calls, []);
  });

  it('sends on no path that servers read differently, though it looks free', async () => {
    await start([limit('50units')]);
    for (const path of [
      `${T2V}%3f/tasks`, `${T2V}%00/../../../tasks`, `${T2V};/../../../tasks`, `${T2V}/%2e%2e/%2e%2e/%2e%2e/tasks`, `${T2V}/../../../tasks`, `${T2V}%2f..%2f..%2ftasks`,
      `${T2V}\\..\\tasks`, `${T2V}%5c/tasks`, `${T2V}%0d%0a/tasks`, '/v1/videos%20/text2video', `/v1/videos/%2574ext2video`, `${T2V}/%c0%ae/tasks`, '/./v1/tasks',
    ]) {
      const [status] = statuses(await raw(head(`POST ${path} HTTP/1.1`, `Content-Length: ${String(BODY.length)}`, 'Connection: close') + BODY));
      assert.equal(status, '400', path);
    }
    assert.deepEqual(here.kling.calls, []);
  });

  it('answers one after the other what comes without waiting, and stops when asked to in between', async () => {
    await start([limit('6units')]);
    const one = head(`POST ${T2V} HTTP/1.1`, `Content-Length: ${String(BODY.length)}`) + BODY;
    const { socket, got } = await connect();
    let [running, most] = [0, 0];
    here.kling.mood = () => {
      running += 1;
      most = Math.max(most, running - statuses(got()).length);
      return 'ok';
    };
    socket.write(one.repeat(5));
    while (statuses(got()).length < 5) await once(socket, 'data');
    assert.deepEqual(statuses(got()), ['200', '200', '402', '402', '402']);
    assert.equal(most, 1);
    // A client that goes while its others wait keeps nobody from stopping.
    socket.write(one.repeat(5));
    socket.destroy();
    await here.bench.guard.close();
  });

  it('is closed though a client has sent more than it will answer', async () => {
    await start([limit('50units')]);
    const one = head(`POST ${T2V} HTTP/1.1`, `Content-Length: ${String(BODY.length)}`) + BODY;
    const { socket, ended } = await connect();
    let closed: Promise<void> | undefined;
    here.kling.mood = () => {
      closed = here.bench.guard.close();
      return 'ok';
    };
    socket.write(one.repeat(3));
    assert.equal(statuses(await ended)[0], '200');
    await closed;
    assert.equal(here.kling.bodies.length, 1);
  });

  it('reads no second request out of the body of one', async () => {
    await start([limit('50units')]);
    const inner = head('GET /inner HTTP/1.1');
    for (const [what, text] of Object.entries({
      'two lengths': head(`POST ${T2V} HTTP/1.1`, 'Content-Length: 0', `Content-Length: ${String(inner.length)}`) + inner,
      'a length with a sign': head(`POST ${T2V} HTTP/1.1`, 'Content-Length: +5') + inner,
      'a list of lengths': head(`POST ${T2V} HTTP/1.1`, 'Content-Length: 0, 0') + inner,
      'length and chunks': head(`POST ${T2V} HTTP/1.1`, `Content-Length: ${String(inner.length)}`, 'Transfer-Encoding: chunked') + `0\r\n\r\n${inner}`,
      'chunks under another name': head(`POST ${T2V} HTTP/1.1`, 'Transfer-Encoding: xchunked') + inner,
      'chunks before another coding': head(`POST ${T2V} HTTP/1.1`, 'Transfer-Encoding: chunked, identity') + inner,
      'a space before the colon': head(`POST ${T2V} HTTP/1.1`, 'Content-Length : 5') + inner,
      'a folded header': head(`POST ${T2V} HTTP/1.1`, 'X-A: b', ' Content-Length: 5') + inner,
      'lines that end early': head(`POST ${T2V} HTTP/1.1`, 'X-A: b\nContent-Length: 5').replace('\r\n\r\n', '\n\n') + inner,
      'a chunk that is shorter than it says': head(`POST ${T2V} HTTP/1.1`, 'Transfer-Encoding: chunked') + `2\r\nabcd\r\n0\r\n\r\n${inner}`,
      'a chunk length that is none': head(`POST ${T2V} HTTP/1.1`, 'Transfer-Encoding: chunked') + `0x5\r\nhello\r\n0\r\n\r\n${inner}`,
    })) {
      const { socket, ended } = await connect();
      socket.write(text);
      assert.equal(statuses(await ended)[0], '400', what);
    }
    assert.deepEqual(here.kling.calls, []);
  });

  it('takes HTTP/1.0, chunks with extensions and trailers for what they are', async () => {
    await start([limit('50units')]);
    const old = await raw(head(`POST ${T2V} HTTP/1.0`, `Content-Length: ${String(BODY.length)}`) + BODY);
    assert.deepEqual(statuses(old), ['200']);
    assert.doesNotMatch(old, /chunked/i);
    const size = BODY.length.toString(16);
    const chunked = await raw(head(`POST ${T2V} HTTP/1.1`, 'Transfer-Encoding: chunked', 'Trailer: X-Original-URL', 'Connection: close') + `${size};a=b\r\n${BODY}\r\n0\r\nX-Original-URL: /tasks\r\n\r\n`);
    assert.deepEqual(statuses(chunked), ['200']);
    assert.deepEqual(here.kling.bodies.map(String), [BODY, BODY]);
    assert.deepEqual((await here.bench.entries()).map(({ amount }) => amount.quantity), [2_500_000, 2_500_000]);
  });

  describe('with large bodies', () => {
    const limits: Partial<ServerLimits> = { bodyBytes: 200_000, heldBytes: 320_000, waitMs: 60_000 };
    const large = (prompt: string): string => JSON.stringify({ ...PRO_5, prompt: prompt.padEnd(150_000, '.') });
    const upload = async (text: string, part = text.length): Promise<Awaited<ReturnType<typeof connect>>> => {
      const client = await connect();
      client.socket.write(head(`POST ${T2V} HTTP/1.1`, `Content-Length: ${String(text.length)}`, 'Connection: close') + text.slice(0, part));
      return client;
    };

    it('holds only so many bytes of all bodies, and lets the others wait', async () => {
      await start([limit('50units')], { limits });
      const slow = [await upload(large('a'), 100_000), await upload(large('b'), 100_000)];
      const third = await upload(large('c'));
      // Small ones need no room.
      assert.equal((await here.post(T2V, PRO_5)).status, 200);
      assert.deepEqual([third.got(), here.kling.bodies.length], ['', 1]);
      slow[0]?.socket.write(large('a').slice(100_000));
      assert.deepEqual([statuses(await third.ended), statuses(await slow[0]!.ended)], [['200'], ['200']]);
      // Who breaks off makes room, too.
      slow[1]?.socket.destroy();
      const others = await Promise.all(['d', 'e'].map((prompt) => upload(large(prompt))));
      for (const { ended } of others) assert.deepEqual(statuses(await ended), ['200']);
    });

    it('refuses with Retry-After who waits too long, and takes for the largest what tells no length', async () => {
      await start([limit('50units')], { limits: { ...limits, waitMs: 20 } });
      const slow = await connect();
      slow.socket.write(head(`POST ${T2V} HTTP/1.1`, 'Transfer-Encoding: chunked') + `${(100_000).toString(16)}\r\n${'.'.repeat(100_000)}\r\n`);
      let refused = '';
      do refused = await (await upload(large('a'))).ended; while (statuses(refused)[0] === '200');
      assert.match(refused, /^HTTP\/1\.1 503 [^]*retry-after: 5\r\n[^]*"code":5032,"message":"the guard holds 0 MB of bodies/i);
      slow.socket.destroy();
      let again = '';
      do again = await (await upload(large('b'))).ended; while (statuses(again)[0] === '503');
      assert.deepEqual(statuses(again), ['200']);
    });

    it('tells a client that it is refused, though it reads no answer before it has sent all', async () => {
      await start([limit('50units')], { limits: { bodyBytes: 40_000_000, heldBytes: 40_000_000, waitMs: 20 } });
      const slow = await connect();
      slow.socket.write(head(`POST ${T2V} HTTP/1.1`, 'Transfer-Encoding: chunked') + `${(100_000).toString(16)}\r\n${'.'.repeat(100_000)}\r\n`);
      const body = large('a').padEnd(30_000_000);
      /** Reads nothing before all is written. */
      const patient = async (sent: string, header: string): Promise<string> => {
        const socket = net.connect(port(), '127.0.0.1');
        await new Promise<void>((resolve, reject) => {
          socket.on('error', reject).write(head(`POST ${T2V} HTTP/1.1`, header) + sent, () => { resolve(); });
        });
        const [chunk] = await once(socket, 'data') as [Buffer];
        socket.destroy();
        return chunk.toString('latin1');
      };
      let answer = '';
      do answer = await patient(body, `Content-Length: ${String(body.length)}`); while (statuses(answer)[0] === '200');
      const chunked = await patient(`${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`, 'Transfer-Encoding: chunked');
      for (const refused of [answer, chunked]) assert.match(refused, /^HTTP\/1\.1 503 [^]*retry-after: 5\r\n/i);
      slow.socket.destroy();
    });

    it('keeps nobody waiting for room when it is closed', async () => {
      await start([limit('50units')], { limits });
      const slow = [await upload(large('a'), 100_000), await upload(large('b'), 100_000)];
      const third = await upload(large('c'));
      assert.equal((await here.post(T2V, PRO_5)).status, 200);
      const closed = here.bench.guard.close();
      assert.deepEqual(statuses(await third.ended), ['503']);
      for (const { socket } of slow) socket.destroy();
      await closed;
      assert.equal(here.kling.bodies.length, 1);
    });

    it('gives room back when the request is refused, or the upstream answers before it has come', async () => {
      await start([limit('5units')], { limits });
      here.kling.mood = () => 'rate';
      for (let at = 0; at < 5; at += 1) assert.deepEqual(statuses(await (await upload(large(String(at)))).ended), ['429']);
      here.kling.mood = () => 'ok';
      for (const status of ['200', '200', '402', '402', '402', '402']) assert.deepEqual(statuses(await (await upload(large('x'))).ended), [status]);
    });
  });
});
