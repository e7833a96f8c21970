import assert from 'node:assert/strict';
import * as http from 'node:http';
import type { AddressInfo } from 'node:net';
import { readWebhookSetting, sendAlert, WebhookError } from '../../../src/service/alertWebhook';
import type { AlertMessage, Webhook } from '../../../src/service/alertWebhook';

const ALERT: AlertMessage = {
  key: 'daily-2026-11-21-0.8',
  severity: 'warning',
  text: 'Kling budget of today: 81 % of 100 units <script> & more',
  source: 'my project',
};

interface Received {
  readonly headers: http.IncomingHttpHeaders;
  readonly body: unknown;
}

/** A receiver on this machine that answers with the given statuses in turn; 0 never answers. */
async function withReceiver(statuses: readonly number[], body: (url: string, received: Received[]) => Promise<void>): Promise<void> {
  const received: Received[] = [];
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const status = statuses[received.length] ?? 200;
      received.push({ headers: request.headers, body: JSON.parse(Buffer.concat(chunks).toString()) });
      if (status === 0) return;
      response.writeHead(status, status === 302 ? { location: 'https://elsewhere.example/' } : {}).end('x');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await body(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}/hook`, received);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const send = (webhook: Webhook, timeout = 5_000): Promise<void> =>
  sendAlert(ALERT, webhook, { fetch, timeout, wait: () => Promise.resolve() });

describe('the alert webhook', () => {
  it('writes Slack its text, with markup escaped', async () => {
    await withReceiver([], async (url, received) => {
      await send({ format: 'slack', secret: url });
      assert.deepEqual(received[0]?.body, { text: 'Kling budget of today: 81 % of 100 units &lt;script&gt; &amp; more' });
    });
  });

  it('writes PagerDuty an event with its routing key and one key for repeats', async () => {
    await withReceiver([], async (url, received) => {
      await send({ format: 'pagerduty', url, secret: 'R0UTE' });
      assert.deepEqual(received[0]?.body, {
        routing_key: 'R0UTE',
        event_action: 'trigger',
        dedup_key: ALERT.key,
        payload: { summary: ALERT.text, source: 'my project', severity: 'warning' },
      });
    });
    await assert.rejects(send({ format: 'pagerduty' }), /routing key/);
  });

  it('writes others the whole alert, with a bearer token when there is one', async () => {
    await withReceiver([], async (url, received) => {
      await send({ format: 'json', url, secret: 'T0KEN' });
      assert.deepEqual(received[0]?.body, { version: 1, ...ALERT });
      assert.equal(received[0].headers.authorization, 'Bearer T0KEN');
    });
  });

  it('tries a second time after 429, 5xx and silence, and never a third', async () => {
    for (const status of [429, 503]) {
      await withReceiver([status], async (url, received) => {
        await send({ format: 'json', url });
        assert.equal(received.length, 2);
      });
    }
    await withReceiver([500, 500, 500], async (url, received) => {
      await assert.rejects(send({ format: 'json', url }), new WebhookError('the receiver answered 500'));
      assert.equal(received.length, 2);
    });
    await withReceiver([0, 0], async (url, received) => {
      await assert.rejects(send({ format: 'json', url }, 50), new WebhookError('the receiver did not answer in time'));
      assert.equal(received.length, 2);
    });
  });

  it('takes a refusal as final, and follows no redirect', async () => {
    await withReceiver([404], async (url, received) => {
      await assert.rejects(send({ format: 'json', url }), new WebhookError('the receiver answered 404'));
      assert.equal(received.length, 1);
    });
    await withReceiver([302, 302], async (url) => {
      await assert.rejects(send({ format: 'json', url, secret: 'T0KEN' }), new WebhookError('the receiver could not be reached'));
    });
  });

  it('reads its setting, and names what is wrong with it', () => {
    assert.equal(readWebhookSetting(null), undefined);
    assert.deepEqual(readWebhookSetting({ format: 'json', url: 'https://example.com/' }), { format: 'json', url: 'https://example.com/' });
    for (const [value, problem] of [[{ format: 'fax' }, /^format: /], [{ format: 'json', url: 'no' }, /^url: /], ['slack', /object/], [{ format: 'json', x: 1 }, /x/]] as const) {
      const read = readWebhookSetting(value);
      assert.ok(read && 'problem' in read);
      assert.match(read.problem, problem);
    }
  });

  it('sends only over https or to this machine, and says so without the address', async () => {
    for (const url of ['http://example.com/S3CRET', 'file:///etc/passwd', 'S3CRET', 'ftp://x/']) {
      await assert.rejects(send({ format: 'json', url }), (error: Error) => error instanceof WebhookError && !error.message.includes('S3CRET'));
    }
  });
});
