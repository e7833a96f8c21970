import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Page } from 'playwright-core';

const OURS = 'kling-cost-lens';
// A webview's resources: answered by the page's own service worker, never asked of anyone.
const WEBVIEW_HOST = /(^|\.)vscode-cdn\.net$/;

export interface PageWatch {
  /** What went wrong until now. */
  readonly problems: string[];
}

/** Notes errors that come from our extension and requests that would leave this machine. */
export function watchPage(page: Page): PageWatch {
  const problems: string[] = [];
  page.on('pageerror', (error) => {
    if ((error.stack ?? error.message).includes(OURS)) problems.push(`page error: ${error.stack ?? error.message}`);
  });
  page.on('console', (message) => {
    if (message.type() === 'error' && message.text().includes(OURS)) problems.push(`console: ${message.text()}`);
  });
  page.on('request', (request) => {
    const url = new URL(request.url());
    const isOutside = /^(https?|wss?):$/.test(url.protocol) && url.hostname !== '127.0.0.1';
    if (isOutside && !WEBVIEW_HOST.test(url.hostname)) problems.push(`external request: ${request.url()}`);
  });
  return { problems };
}

/** The errors in the extension host's logs that name our extension. */
export function problemsOfExtension(userFolder: string): string[] {
  const logs = path.join(userFolder, 'logs');
  if (!fs.existsSync(logs)) return [];
  return fs
    .readdirSync(logs, { recursive: true, encoding: 'utf8' })
    .filter((name) => /exthost.*\.log$/.test(name))
    .flatMap((name) => fs.readFileSync(path.join(logs, name), 'utf8').split('\n'))
    .filter((line) => line.includes('[error]') && line.includes(OURS))
    .map((line) => `extension host: ${line}`);
}
