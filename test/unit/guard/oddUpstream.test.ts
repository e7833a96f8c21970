// An upstream that answers early, late, in part or in nonsense: what may be charged stays reserved, and the client is told.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import * as net from 'node:net';
import { PRO_5, T2V, createFolder, limit, post, startBench } from './support';
import type { GuardBench } from './support';

const TASK = '{"code":0,"data":{"task_id":"abc","task_status":"submitted"}}';
const answer = (status: string, body: string, ...headers: string[]): Buffer =>
  Buffer.from([`HTTP/1.1 ${status}`, 'Content-Type: application/json', `Content-Length: ${String(body.length)}`, ...headers, '', body].join('\r\n'));

describe('guard: odd upstreams', () => {
  let server: net.Server;
  let sockets: Set<net.Socket>;
  let bench: GuardBench;
  let place: ReturnType<typeof createFolder>;
  const start = async (act: (socket: net.Socket) => void): Promise<void> => {
    sockets = new Set();
    server = net.createServer((socket) => {
      sockets.add(socket.on('error', () => undefined));
      socket.once('data', () => { act(socket); });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    place = createFolder();
    const { port } = server.address() as net.AddressInfo;
    // There is room for one large body only.
    bench = await startBench(`http://127.0.0.1:${String(port)}`, place.folder, [limit('50units')], { times: { connect: 500, headers: 300, body: 300 }, limits: { heldBytes: 6_000_000, waitMs: 10_000 } });
  };
  afterEach(async () => {
    for (const socket of sockets) socket.destroy();
    await bench.guard.close();
    server.close();
    place.remove();
    assert.deepEqual(bench.faults, []);
  });
  const LARGE = { ...PRO_5, image: 'a'.repeat(5_000_000) };
  const cases: [what: string, act: (socket: net.Socket) => void, body: object, status: number, state: string, task: string | undefined, said: RegExp][] = [
    ['refuses before the body has come, and goes', (socket) => { socket.write(answer('413 Too Large', '{}', 'Connection: close'), () => socket.destroy()); }, LARGE, 413, 'released', undefined, /^$/],
    ['refuses before the body has come, and reads no more', (socket) => { socket.pause().write(answer('413 Too Large', '{}')); }, LARGE, 413, 'released', undefined, /^$/],
    ['makes the task before the body has come', (socket) => { socket.end(answer('200 OK', TASK)); }, LARGE, 200, 'reserved', 'abc', /^$/],
    ['speaks no HTTP', (socket) => { socket.end('HTTQ/9 nonsense\r\n\r\n'); }, PRO_5, 502, 'reserved', undefined, /did not answer: \S.*(?:HTTP|Response)/],
    ['speaks another protocol', (socket) => { socket.write('HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n'); }, PRO_5, 502, 'reserved', undefined, /did not answer: /],
    ['tells two lengths', (socket) => { socket.end('HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'); }, PRO_5, 502, 'reserved', undefined, /did not answer: /],
    ['does not answer', () => undefined, PRO_5, 504, 'reserved', undefined, /did not answer: /],
    ['stops within its answer', (socket) => { socket.write(answer('200 OK', TASK).subarray(0, -5)); }, PRO_5, 504, 'reserved', undefined, /did not answer: /],
    ['hints before it answers', (socket) => { socket.end(`HTTP/1.1 103 Early Hints\r\nLink: <a>\r\n\r\n${answer('200 OK', TASK).toString()}`); }, PRO_5, 200, 'reserved', 'abc', /^$/],
    ['has headers beyond ASCII', (socket) => { socket.end(answer('200 Jó', TASK, 'X-Name: 你好')); }, PRO_5, 200, 'reserved', 'abc', /^$/],
  ];
  for (const [what, act, body, status, state, task, said] of cases) {
    it(`keeps its books before an upstream that ${what}`, async () => {
      await start(act);
      for (const round of [1, 2]) {
        const reply = await post(bench.url + T2V, { ...body, prompt: String(round) });
        assert.equal(reply.status, status);
        assert.match(status < 500 ? '' : String(reply.body.message), said);
      }
      const entries = await bench.entries();
      assert.deepEqual(entries.map(({ state: was }) => was), task === undefined ? [state, state] : [state, 'released']);
      assert.equal(entries[0]?.taskId, task);
    });
  }
});
