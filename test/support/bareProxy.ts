// A proxy of the same libraries that does nothing else: what the guard's time is held against. Says its port.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { Agent } from 'undici';

const [, , upstream = ''] = process.argv;
const agent = new Agent({ connections: 512 });
const server = createServer((request, response) => {
  const pass = async (): Promise<void> => {
    const headers = Object.fromEntries(Object.entries(request.headers).filter(([name]) => !/^(?:host|connection|transfer-encoding)$/.test(name)));
    const hasBody = request.method === 'POST';
    const answer = await agent.request({ origin: upstream, path: request.url ?? '/', method: request.method ?? 'GET', headers, body: hasBody ? request : null });
    response.writeHead(answer.statusCode, answer.headers as Record<string, string>);
    await pipeline(answer.body, response);
  };
  pass().catch(() => response.destroy());
});
server.listen(0, '127.0.0.1', () => { process.stdout.write(`${String((server.address() as AddressInfo).port)}\n`); });
