// Runs the editor tests (out/editor) in a real VS Code: the desktop's, or the server's where that one is not to be had.
// KLING_COST_VSCODE=desktop|server chooses; else Linux takes the server and every other system the desktop.
import './root.mjs';
import path from 'node:path';
import process from 'node:process';
import { runTests } from '@vscode/test-electron';
import { copyOfSample } from './paths.mjs';

const host = process.env.KLING_COST_VSCODE ?? (process.platform === 'linux' ? 'server' : 'desktop');
if (host !== 'desktop' && host !== 'server') throw new Error(`KLING_COST_VSCODE is desktop or server, not ${host}.`);
console.log(`Editor tests run in ${host === 'server' ? 'VS Code as a server (code-server)' : 'the desktop VS Code'}.`);

try {
  await runTests({
    ...(host === 'server' && { vscodeExecutablePath: path.resolve('test/support/codeShim.mjs') }),
    extensionDevelopmentPath: process.cwd(),
    extensionTestsPath: path.resolve('out/editor/index.js'),
    extensionTestsEnv: {
      KLING_COST_RESULTS: process.env.KLING_COST_RESULTS ?? path.resolve('out/results/editor.json'),
    },
    launchArgs: [copyOfSample()],
  });
} catch (error) {
  console.error(String(error));
  process.exitCode = 1;
}
