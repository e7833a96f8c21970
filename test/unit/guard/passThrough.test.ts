// What no rule is about passes through byte by byte, and what no program of this machine sends does not.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import * as http from 'node:http';
import * as https from 'node:https';
import type { AddressInfo } from 'node:net';
import * as net from 'node:net';
import { gzipSync } from 'node:zlib';
import type { Guard, GuardOptions } from '../../../src/guard/guard';
import { TargetError, plainPath, readTarget } from '../../../src/guard/target';
import { createFolder, startBench } from './support';

type Answer = (request: http.IncomingMessage, response: http.ServerResponse, body: Buffer) => void;

/** A certificate that nobody has signed, for a server that only this test talks to. */
const UNSIGNED = {
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgJjeYoQp2QdLZSGmW
63cCCLrk/c3jXF54x7hTnjIgqVGhRANCAASqUR4tpV5Z4zMp/uy5rbVhF8dpXJkX
82Jaqv8m7ry2pjlUYWlEVM7p6OLNSteIBUHEEXSmjWJYg3RFL8TANgDI
-----END PRIVATE KEY-----`,
  cert: `-----BEGIN CERTIFICATE-----
MIIBfzCCASWgAwIBAgIUSE/UDhCH9Zn/i1JCj6PzuMqwHRYwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJMTI3LjAuMC4xMCAXDTI2MTEyMTE1NDkzOVoYDzIxMjYxMDI4
MTU0OTM5WjAUMRIwEAYDVQQDDAkxMjcuMC4wLjEwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAASqUR4tpV5Z4zMp/uy5rbVhF8dpXJkX82Jaqv8m7ry2pjlUYWlEVM7p
6OLNSteIBUHEEXSmjWJYg3RFL8TANgDIo1MwUTAdBgNVHQ4EFgQUp9CV4RxgefMo
4ciTN5Ejl2n+ycIwHwYDVR0jBBgwFoAUp9CV4RxgefMo4ciTN5Ejl2n+ycIwDwYD
VR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNIADBFAiEApZgpG70wAPPFirxW7QOW
xu1x1/CRg4qeLW2r4LMs/gICICiNqaDyLbsWAMhdK36c8wz8uFmjUkewQk9AbSWa
nmWN
-----END CERTIFICATE-----`,
};

describe('guard: pass through', () => {
  let upstream: http.Server;
  let guard: Guard;
  let place: ReturnType<typeof createFolder>;
  let answer: Answer;
  let seen: { request: http.IncomingMessage; body: Buffer }[];
  const faults: unknown[] = [];

  const start = async (options: Partial<GuardOptions> = {}): Promise<void> => {
    const { port } = upstream.address() as AddressInfo;
    guard = (await startBench(`http://127.0.0.1:${port}`, place.folder, [], { onFault: (fault) => faults.push(fault), ...options })).guard;
  };

  beforeEach(async () => {
    [seen, answer] = [[], (_, response) => response.end('ok')];
    place = createFolder();
    upstream = http.createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('error', () => undefined).on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
        const body = Buffer.concat(chunks);
        seen.push({ request, body });
        answer(request, response, body);
      });
    });
    upstream.listen(0, '127.0.0.1');
    await once(upstream, 'listening');
  });
  afterEach(async () => {
    await guard.close();
    upstream.closeAllConnections();
    upstream.close();
    place.remove();
    assert.deepEqual(faults.splice(0), []);
  });

  interface Got {
    readonly status: number;
    readonly message: string;
    readonly headers: readonly string[];
    readonly body: Buffer;
  }
  const send = (options: http.RequestOptions, body?: Buffer): Promise<Got> => new Promise((resolve, reject) => {
    const request = http.request({ host: '127.0.0.1', port: guard.port, agent: false, ...options }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', reject).on('end', () => {
        resolve({ status: response.statusCode ?? 0, message: response.statusMessage ?? '', headers: response.rawHeaders, body: Buffer.concat(chunks) });
      });
    });
    request.on('error', reject).end(body);
  });
  /** Sends bytes as they are and waits for the connection's end. */
  const raw = (text: string): Promise<string> => new Promise((resolve, reject) => {
    const socket = net.connect(guard.port, '127.0.0.1', () => socket.write(text));
    let got = '';
    socket.setEncoding('latin1').on('data', (chunk) => { got += String(chunk); }).on('error', reject).on('close', () => { resolve(got); });
  });
  const host = (): string => `127.0.0.1:${guard.port}`;

  it('hands its port over at once when it is closed, and loses no request that is under way', async () => {
    await start();
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    const ask = async (): Promise<{ text: string; connection: string | undefined; port: number | undefined }> => {
      const request = http.get({ host: '127.0.0.1', port: guard.port, path: '/v1/videos/text2video/1', agent });
      const [response] = (await once(request, 'response')) as [http.IncomingMessage];
      const port = request.socket?.localPort;
      let text = '';
      for await (const chunk of response) text += String(chunk);
      return { text, connection: response.headers.connection, port };
    };
    const first = await ask();
    let [goOn, came] = [(): void => undefined, (): void => undefined];
    const arrived = new Promise<void>((resolve) => { came = resolve; });
    answer = (_, response) => {
      goOn = () => { response.end('late'); };
      came();
    };
    const late = ask();
    await arrived;
    const old = guard;
    const closed = old.close();
    answer = (_, response) => response.end('new');
    await start({ port: old.port });
    assert.equal(guard.port, old.port);
    goOn();
    const { text, connection, port } = await late;
    assert.deepEqual([text, connection, port], ['late', 'close', first.port], 'on the connection that was kept');
    assert.equal((await ask()).text, 'new');
    await closed;
    agent.destroy();
  });

  it('waits for the whole of a long answer when it is closed', async () => {
    await start();
    const part = Buffer.alloc(1_200_000, 'a');
    let goOn = (): void => undefined;
    answer = (_, response) => {
      response.write(part);
      goOn = () => { response.end(part); };
    };
    const request = http.request({ host: '127.0.0.1', port: guard.port, path: '/v1/videos/text2video', method: 'POST', headers: { 'content-type': 'application/json' } });
    request.end('{"model_name":"kling-v2-6","mode":"pro","duration":"5","prompt":"a"}');
    const [response] = (await once(request, 'response')) as [http.IncomingMessage];
    const closed = guard.close();
    goOn();
    let length = 0;
    for await (const chunk of response) length += (chunk as Buffer).length;
    assert.equal(length, 2 * part.length);
    await closed;
  });

  it('passes method, path, query, headers, status, message and bytes on as they are', async () => {
    await start();
    const packed = gzipSync(randomBytes(200_000));
    answer = (_, response) => {
      response.writeHead(207, 'Many Things', [['X-One', 'a'], ['x-one', 'b'], ['Set-Cookie', 'k=v'], ['Content-Encoding', 'gzip'], ['Content-Length', String(packed.length)]].flat());
      response.end(packed);
    };
    const sent = randomBytes(300_000);
    const got = await send({ method: 'PATCH', path: '/account/x?a=%20b&&c', headers: { Authorization: 'Bearer secret', 'X-Own': 'Ünï'.normalize('NFC'), 'content-type': 'application/octet-stream' } }, sent);
    assert.deepEqual([got.status, got.message], [207, 'Many Things']);
    assert.ok(got.body.equals(packed));
    const named = got.headers.flatMap((name, at) => (at % 2 === 0 && /^(?:x-one|set-cookie)$/i.test(name) ? [`${name}: ${got.headers[at + 1] ?? ''}`] : []));
    assert.deepEqual(named, ['X-One: a', 'x-one: b', 'Set-Cookie: k=v']);
    const [{ request, body } = assert.fail()] = seen;
    assert.deepEqual([request.method, request.url, request.headers.authorization], ['PATCH', '/account/x?a=%20b&&c', 'Bearer secret']);
    assert.equal(request.headers.host, `127.0.0.1:${(upstream.address() as AddressInfo).port}`);
    assert.ok(body.equals(sent));
  });

  it('passes a redirect, an error and an empty answer on', async () => {
    await start();
    for (const [status, headers] of [[302, { location: 'https://elsewhere.example/' }], [404, {}], [503, { 'retry-after': '7' }], [204, {}]] as const) {
      answer = (_, response) => response.writeHead(status, headers).end();
      const got = await send({ path: '/x' });
      assert.equal(got.status, status);
      for (const value of Object.values(headers)) assert.ok(got.headers.includes(value));
    }
    assert.equal(seen.length, 4);
  });

  it('answers HEAD without a body and with its length', async () => {
    await start();
    answer = (_, response) => response.writeHead(200, { 'content-length': '1234' }).end();
    const got = await send({ method: 'HEAD', path: '/x' });
    assert.deepEqual([got.status, got.body.length, got.headers.includes('1234')], [200, 0, true]);
  });

  it('passes chunks on in both directions before the end has come', async () => {
    await start();
    upstream.removeAllListeners('request');
    upstream.on('request', (request, response) => {
      response.writeHead(200);
      request.on('data', (chunk: Buffer) => response.write(`<${chunk.toString()}>`)).on('end', () => response.end());
    });
    const request = http.request({ host: '127.0.0.1', port: guard.port, method: 'POST', path: '/account/x' });
    request.write('one');
    const [response] = await once(request, 'response') as [http.IncomingMessage];
    const ended = once(response, 'end');
    assert.equal(String((await once(response, 'data'))[0]), '<one>');
    request.end('two');
    assert.equal(String((await once(response, 'data'))[0]), '<two>');
    await ended;
  });

  it('keeps a connection for several requests, and answers expect-continue', async () => {
    await start();
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    const ports: (number | undefined)[] = [];
    for (let at = 0; at < 3; at += 1) {
      const request = http.request({ host: '127.0.0.1', port: guard.port, agent, method: 'POST', path: '/account/x', headers: { expect: '100-continue', 'content-length': '2' } });
      request.flushHeaders();
      await once(request, 'continue');
      ports.push(request.socket?.localPort);
      request.end('hi');
      const [response] = await once(request, 'response') as [http.IncomingMessage];
      await once(response.resume(), 'end');
    }
    assert.equal(new Set(ports).size, 1);
    assert.deepEqual(seen.map(({ request, body }) => [request.headers.expect, body.toString()]), Array(3).fill([undefined, 'hi']));
    agent.destroy();
  });

  it('breaks off an answer that the upstream breaks off, and tells the upstream when the client goes', async () => {
    await start();
    answer = (_, response) => { response.writeHead(200, { 'content-length': '100' }).write('part', () => response.destroy()); };
    await assert.rejects(send({ path: '/x' }), { code: 'ECONNRESET' });
    let went: Promise<unknown> = Promise.reject(new Error('not asked'));
    went.catch(() => undefined);
    answer = (_, response) => {
      went = once(response, 'close');
      response.writeHead(200).write('part');
    };
    const request = http.get({ host: '127.0.0.1', port: guard.port, path: '/x' });
    request.on('error', () => undefined);
    const [response] = await once(request, 'response') as [http.IncomingMessage];
    response.on('error', () => undefined);
    await once(response, 'data');
    request.destroy();
    await went;
  });

  it('says what happened when the upstream is not there or does not answer', async () => {
    await start({ times: { connect: 1_000, headers: 50, body: 50 } });
    answer = () => undefined;
    const late = await send({ path: '/x' });
    assert.equal(late.status, 504);
    upstream.closeAllConnections();
    upstream.close();
    await once(upstream, 'close');
    const gone = await send({ path: '/x' });
    assert.equal(gone.status, 502);
    const { code, message, request_id: id } = JSON.parse(gone.body.toString()) as Record<string, unknown>;
    assert.deepEqual([code, typeof message, typeof id], [5020, 'string', 'string']);
  });

  it('sends nothing to a server whose certificate nobody vouches for, whatever the environment says', async () => {
    let asked = 0;
    const unsigned = https.createServer(UNSIGNED, (_, response) => {
      asked += 1;
      response.end();
    }).listen(0, '127.0.0.1');
    await once(unsigned, 'listening');
    const before = process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
    try {
      await start({ targets: [readTarget(`https://127.0.0.1:${(unsigned.address() as AddressInfo).port}`)] });
      const got = await send({ path: '/x' });
      assert.equal(got.status, 502);
      assert.match(got.body.toString(), /SELF_SIGNED/);
      assert.equal(asked, 0);
    } finally {
      if (before === undefined) delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
      else process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = before;
      unsigned.close();
    }
  });

  it('refuses other names for this machine, pages of a browser, and targets that are no paths', async () => {
    await start();
    for (const name of ['evil.example', `evil.example:${guard.port}`, '127.0.0.1', `127.0.0.1:${guard.port + 1}`, `127.0.0.1:${guard.port}.evil.example`]) {
      assert.equal((await send({ path: '/x', headers: { host: name } })).status, 421, name);
    }
    for (const name of [`127.0.0.1:${guard.port}`, `localhost:${guard.port}`, `LOCALHOST:${guard.port}`, `[::1]:${guard.port}`]) {
      assert.equal((await send({ path: '/x', headers: { host: name } })).status, 200, name);
    }
    const asked = seen.length;
    assert.equal((await send({ path: '/x', headers: { origin: 'https://evil.example' } })).status, 403);
    assert.equal((await send({ method: 'OPTIONS', path: '/x', headers: { origin: 'null', 'access-control-request-method': 'POST' } })).status, 403);
    assert.equal((await send({ path: '/x', headers: { 'sec-fetch-site': 'cross-site' } })).status, 403);
    assert.match(await raw(`GET http://evil.example/ HTTP/1.1\r\nHost: ${host()}\r\nConnection: close\r\n\r\n`), /^HTTP\/1\.1 400 /);
    assert.match(await raw(`GET /x HTTP/1.1\r\nHost: ${host()}\r\nHost: evil.example\r\nConnection: close\r\n\r\n`), /^HTTP\/1\.1 400 /);
    assert.match(await raw('GET /x HTTP/1.1\r\nConnection: close\r\n\r\n'), /^HTTP\/1\.1 400 /);
    assert.equal(await raw(`CONNECT evil.example:443 HTTP/1.1\r\nHost: ${host()}\r\n\r\n`), '');
    assert.equal(seen.length, asked);
  });

  it('refuses headers and bodies that are too large, and requests that smuggle another', async () => {
    await start({ limits: { headerBytes: 2_000, bodyBytes: 1_000 } });
    assert.equal((await send({ path: '/x', headers: { 'x-long': 'a'.repeat(3_000) } })).status, 431);
    assert.equal((await send({ method: 'POST', path: '/x' }, Buffer.alloc(1_001))).status, 413);
    const cut = await raw(`POST /#/../v1/videos/text2video HTTP/1.1\r\nHost: ${host()}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`);
    assert.match(cut, /^HTTP\/1\.1 400 /);
    const both = `POST /x HTTP/1.1\r\nHost: ${host()}\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n0\r\n\r\nGET /inner HTTP/1.1\r\nHost: ${host()}\r\n\r\n`;
    assert.match(await raw(both), /^HTTP\/1\.1 400 /);
    assert.deepEqual(seen, []);
  });

  it('gives up on a client that sends its headers too slowly', async () => {
    await start({ limits: { headersMs: 100, requestMs: 200 } });
    assert.match(await raw('GET /x HTTP/1.1\r\nHost: '), /^HTTP\/1\.1 408 /);
  });

  it('forwards to the addresses of the APIs and to this machine only', () => {
    for (const good of ['https://api-singapore.klingai.com', 'https://api-beijing.klingai.com/', 'https://queue.fal.run', 'http://127.0.0.1:9000', 'http://localhost:9000', 'fal=http://[::1]:9000']) {
      assert.equal(readTarget(good).origin, good.replace(/^fal=|\/$/g, ''));
    }
    assert.equal(readTarget('fal=http://127.0.0.1:9').upstream.id, 'fal');
    for (const bad of [
      'http://api-singapore.klingai.com', 'https://api-singapore.klingai.com.evil.example', 'https://evil.example', 'https://api-singapore.klingai.com:444',
      'https://u:p@api-singapore.klingai.com', 'https://api-singapore.klingai.com/x', 'ftp://127.0.0.1', 'http://127.0.0.1.evil.example', 'kling=https://queue.fal.run', 'nobody=http://127.0.0.1', '',
    ]) assert.throws(() => readTarget(bad), TargetError, bad);
  });

  it('reads a path as a server does', () => {
    for (const same of ['/v1/videos/text2video', '/v1//videos/./text2video/', '/v1/videos/x/../text2video?a=b', '/v1/videos/%74ext2video', '/v1/videos/%2574ext2video', '/v1\\videos/text2video;x=1']) {
      assert.equal(plainPath(same), '/v1/videos/text2video', same);
    }
    assert.throws(() => plainPath('/%25252574'), /several times/);
    assert.throws(() => plainPath('/%ff'), /UTF-8/);
  });
});
