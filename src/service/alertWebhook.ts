import * as z from 'zod';
import { budgetAlertText } from '../presentation/budgetAlert';
import type { BudgetAlert } from '../presentation/budgetAlert';
import type { Translate } from '../presentation/translate';

/** How an alert is written for the one who gets it. */
const FORMATS = ['slack', 'pagerduty', 'json'] as const;

/** The value of `klingCost.alerts.webhook`. `url` is where it goes; for PagerDuty its events address unless told. */
const webhookSetting = z.strictObject({ format: z.enum(FORMATS), url: z.url().optional() });

export interface Webhook {
  readonly format: (typeof FORMATS)[number];
  readonly url?: string | undefined;
  /** Slack: the address, when `url` has none. PagerDuty: the routing key. Plain JSON: a bearer token. */
  readonly secret?: string;
}

/** What is sent of an alert. */
export interface AlertMessage {
  /** The same for one threshold of one period, so that a receiver can join repeats. */
  readonly key: string;
  readonly severity: 'info' | 'warning' | 'critical';
  /** One sentence for people. */
  readonly text: string;
  /** Where it comes from: the workspace's name. */
  readonly source: string;
}

/** The message of an alert. It holds no path. */
export function alertMessage(alert: BudgetAlert, source: string, t: Translate): AlertMessage {
  const severity = alert.kind === 'crossing' ? alert.crossing.severity : 'warning';
  return { key: `${source} ${alert.id}`, severity, text: budgetAlertText(alert, t), source };
}

export interface WebhookPorts {
  readonly fetch: typeof fetch;
  /** Milliseconds for one attempt; 10,000 unless told. */
  readonly timeout?: number;
  /** Waits before the second attempt. */
  readonly wait: (milliseconds: number) => Promise<void>;
}

/** Why an alert was not delivered, in English for the log; never holds the address or the secret. */
export class WebhookError extends Error {}

/** Reads the setting; null and nothing are no webhook. A problem goes after `is not in force:`. */
export function readWebhookSetting(value: unknown): Webhook | { readonly problem: string } | undefined {
  if (value === undefined || value === null) return undefined;
  const read = webhookSetting.safeParse(value);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  return { problem: [issue?.path.join('.'), issue?.message].filter((part) => part !== undefined && part !== '').join(': ') };
}

const PAGERDUTY = 'https://events.pagerduty.com/v2/enqueue';
const TIMEOUT = 10_000;
const PAUSE = 2_000;

/** Sends an alert, twice at most. Throws a WebhookError when it was refused or nobody answered. */
export async function sendAlert(alert: AlertMessage, webhook: Webhook, ports: WebhookPorts): Promise<void> {
  const message = messageFor(alert, webhook);
  const first = await attempt(message, ports);
  if (first === undefined) return;
  if (!first.mayHelpAgain) throw new WebhookError(first.why);
  await ports.wait(PAUSE);
  const second = await attempt(message, ports);
  if (second !== undefined) throw new WebhookError(second.why);
}

interface Message {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

function messageFor(alert: AlertMessage, { format, url, secret }: Webhook): Message {
  const headers = { 'content-type': 'application/json' };
  switch (format) {
    case 'slack':
      return { url: address(url ?? secret), headers, body: JSON.stringify({ text: escapeSlack(alert.text) }) };
    case 'pagerduty': {
      if (secret === undefined) throw new WebhookError('PagerDuty needs a routing key');
      const payload = { summary: alert.text, source: alert.source, severity: alert.severity };
      const body = { routing_key: secret, event_action: 'trigger', dedup_key: alert.key, payload };
      return { url: address(url ?? PAGERDUTY), headers, body: JSON.stringify(body) };
    }
    case 'json': {
      const authorization = secret === undefined ? {} : { authorization: `Bearer ${secret}` };
      return { url: address(url), headers: { ...headers, ...authorization }, body: JSON.stringify({ version: 1, ...alert }) };
    }
  }
}

/** Slack reads these three as markup: https://docs.slack.dev/messaging/formatting-message-text. */
function escapeSlack(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** An address that keeps what is sent between the two ends: https, or this machine. */
function address(text: string | undefined): string {
  const url = text !== undefined && URL.canParse(text) ? new URL(text) : undefined;
  const isLocal = url?.protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  if (!url || !(url.protocol === 'https:' || isLocal)) throw new WebhookError('the address is not an https address');
  return url.href;
}

interface Failure {
  readonly why: string;
  readonly mayHelpAgain: boolean;
}

async function attempt({ url, headers, body }: Message, { fetch, timeout = TIMEOUT }: WebhookPorts): Promise<Failure | undefined> {
  try {
    // A redirect could carry the secret to another host.
    const answer = await fetch(url, { method: 'POST', headers, body, redirect: 'error', signal: AbortSignal.timeout(timeout) });
    await answer.body?.cancel();
    if (answer.ok) return undefined;
    return { why: `the receiver answered ${String(answer.status)}`, mayHelpAgain: answer.status === 429 || answer.status >= 500 };
  } catch (error) {
    const isTimeout = error instanceof Error && error.name === 'TimeoutError';
    return { why: isTimeout ? 'the receiver did not answer in time' : 'the receiver could not be reached', mayHelpAgain: true };
  }
}
