// Installs a real VS Code from the npm registry (code-server, which carries it, and the Node it runs on), once per user.
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { cacheFolder } from './paths.mjs';
import { atExit, cleanEnvironment, run } from './processes.mjs';
import { BUILD_PACKAGES, ensurePackages } from './systemPackages.mjs';

const CODE_SERVER = '4.139.1';
const NODE = '24.21.0';
const NODE_PACKAGE = `node-linux-${process.arch}`;
const MARKER = '.installed';

function hostIn(folder) {
  return {
    node: path.join(folder, 'node_modules', NODE_PACKAGE, 'bin/node'),
    entry: path.join(folder, 'node_modules/code-server/out/node/entry.js'),
  };
}

async function npmInstall(folder, name, { extra = [], env = {} } = {}) {
  const args = [
    'install',
    '--prefix',
    folder,
    '--no-audit',
    '--no-fund',
    '--save-exact',
    '--foreground-scripts',
    ...extra,
    name,
  ];
  const { code, output } = await run('npm', args, { cwd: folder, env: cleanEnvironment(env), quiet: true });
  if (code !== 0) throw new Error(`Could not install ${name}.\n${output.slice(-4000)}`);
}

async function installInto(folder) {
  fs.writeFileSync(path.join(folder, 'package.json'), '{ "name": "vscode-host", "private": true }\n');
  await npmInstall(folder, `${NODE_PACKAGE}@${NODE}`, { extra: ['--ignore-scripts'] });
  const nodeFolder = path.join(folder, 'node_modules', NODE_PACKAGE);
  // npm has to run on that Node too, because code-server's postinstall looks at it. The headers are in its package.
  await npmInstall(folder, `code-server@${CODE_SERVER}`, {
    env: {
      PATH: `${path.join(nodeFolder, 'bin')}${path.delimiter}${process.env.PATH}`,
      npm_config_nodedir: nodeFolder,
      npm_config_unsafe_perm: 'true',
    },
  });
}

async function version({ node, entry }) {
  const { code, output } = await run(node, [entry, '--version'], { env: cleanEnvironment(), quiet: true });
  if (code !== 0) throw new Error(`The installed VS Code does not start.\n${output.slice(-4000)}`);
  return output.trim().split('\n').at(-1);
}

/**
 * Where the host is; installs it when it is not there yet.
 * @returns {Promise<{ node: string, entry: string }>}
 */
export async function ensureHost() {
  if (process.platform !== 'linux') throw new Error('The server host runs on Linux. Set KLING_COST_VSCODE=desktop.');
  const folder = path.join(cacheFolder(), `vscode-host-${CODE_SERVER}-${NODE}`);
  if (fs.existsSync(path.join(folder, MARKER))) return hostIn(folder);

  const started = Date.now();
  await ensurePackages(BUILD_PACKAGES, 'the VS Code that the tests run in');
  console.log(`Installing VS Code (code-server ${CODE_SERVER}) into ${folder}; once, some two minutes.`);
  fs.mkdirSync(cacheFolder(), { recursive: true });
  const unfinished = fs.mkdtempSync(path.join(cacheFolder(), 'unfinished-'));
  atExit(() => fs.rmSync(unfinished, { recursive: true, force: true, maxRetries: 5 }));
  await installInto(unfinished);
  const installed = await version(hostIn(unfinished));
  fs.writeFileSync(path.join(unfinished, MARKER), `${installed}\n`);
  fs.rmSync(folder, { recursive: true, force: true });
  fs.renameSync(unfinished, folder);
  console.log(`Installed ${installed} in ${Math.round((Date.now() - started) / 1000)} s.`);
  return hostIn(folder);
}
