#!/usr/bin/env node
// What @vscode/test-electron starts as VS Code where the desktop one is not to be had:
// takes the desktop's arguments and runs the tests in the server's extension host, with its page in a browser.
import path from 'node:path';
import process from 'node:process';
import { launchBrowser } from './browser.mjs';
import { startServer } from './serverHost.mjs';

const TIMEOUT_MS = 540_000;
// What the workbench itself tells its console in test mode.
const CHATTER =
  /^(Resolv|Creating a socket|\[Service Worker|\[AgentHost|\[AccountPolicy|\[reconnection|Ignoring fetching|Updating additional|Creation of workbench|%c)/;

const args = process.argv.slice(2);
const valueOf = (name) => args.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3) ?? '';
const folder = args.find((arg) => !arg.startsWith('-')) ?? '.';

function printLine(type, ...values) {
  if (!CHATTER.test(String(values[0]))) console[type === 'warn' || type === 'error' ? type : 'log'](...values);
}

const server = await startServer({ testMode: true });
const browser = await launchBrowser();
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.exposeFunction('codeAutomationLog', printLine);
  const verdict = new Promise((resolve, reject) => {
    void page.exposeFunction('codeAutomationExit', resolve);
    page.on('crash', () => reject(new Error('The page crashed.')));
    void server.closed.then(() => reject(new Error('The server ended.')));
    setTimeout(() => reject(new Error(`The tests did not end in ${TIMEOUT_MS / 1000} s.`)), TIMEOUT_MS).unref();
  });
  const payload = ['extensionDevelopmentPath', 'extensionTestsPath'].map((name) => [
    name,
    server.authority + path.resolve(valueOf(name)),
  ]);
  await page.goto(server.page(folder, payload));
  process.exitCode = await verdict;
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  await browser.close();
  await server.stop();
}
process.exit();
