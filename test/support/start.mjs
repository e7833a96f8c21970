// `npm start`: builds, prints what media/sample would cost and, in a terminal, opens it in VS Code with the extension.
import './root.mjs';
import path from 'node:path';
import process from 'node:process';
import { findDesktopCode } from './desktopCode.mjs';
import { packageVsix } from './packageVsix.mjs';
import { run } from './processes.mjs';
import { startServer } from './serverHost.mjs';

const SAMPLE = 'media/sample';

async function openInDesktop(code) {
  console.log(`Opening ${SAMPLE} in ${code}.`);
  const args = [`--extensionDevelopmentPath=${process.cwd()}`, path.resolve(SAMPLE)];
  return (await run(code, args)).code;
}

async function openInServer() {
  const server = await startServer({ vsix: await packageVsix() });
  console.log(`VS Code with ${SAMPLE} and the extension: ${server.page(SAMPLE)}\nCtrl-C ends it.`);
  // That is the way to end it, not a failure.
  process.prependOnceListener('SIGINT', () => process.exit(0));
  await server.closed;
  console.error('The server ended.');
  return 1;
}

async function start() {
  const build = await run(process.execPath, ['esbuild.js']);
  if (build.code !== 0) return build.code;
  const estimate = await run(process.execPath, ['dist/cli.js', 'estimate', SAMPLE]);
  const inTerminal = process.stdin.isTTY && process.stdout.isTTY;
  if (estimate.code !== 0 || !inTerminal) return estimate.code;
  const code = findDesktopCode();
  return code === undefined ? await openInServer() : await openInDesktop(code);
}

process.exitCode = await start().catch((error) => {
  console.error(error.message);
  return 1;
});
