import { once } from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { ensureHost } from './hostInstall.mjs';
import { temporaryFolder } from './paths.mjs';
import { cleanEnvironment, run, startGroup } from './processes.mjs';
import { until } from './until.mjs';

const QUIET_SETTINGS = {
  'chat.disableAIFeatures': true,
  'editor.minimap.enabled': false,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': 'off',
  'extensions.ignoreRecommendations': true,
  'git.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'window.commandCenter': false,
  'workbench.colorTheme': 'Default Dark Modern',
  'workbench.editor.enablePreview': false,
  'workbench.editor.useModal': 'off',
  'workbench.enableExperiments': false,
  'workbench.reduceMotion': 'on',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
};

const UNTRUSTED_SETTINGS = { 'security.workspace.trust.startupPrompt': 'never', 'security.workspace.trust.banner': 'never' };

const SERVER_ARGUMENTS = [
  ...['--auth', 'none', '--disable-telemetry', '--disable-update-check'],
  ...['--disable-getting-started-override', '--disable-proxy', '--ignore-last-opened'],
];

async function freePort() {
  const probe = net.createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = /** @type {net.AddressInfo} */ (probe.address());
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

function makeProfile(port, settings) {
  const folder = temporaryFolder('profile');
  const user = path.join(folder, 'user');
  const config = path.join(folder, 'config.yaml');
  const settingsFile = path.join(user, 'User/settings.json');
  fs.mkdirSync(path.dirname(settingsFile), { recursive: true });
  fs.writeFileSync(config, `bind-addr: 127.0.0.1:${port}\nauth: none\ncert: false\n`);
  fs.writeFileSync(settingsFile, JSON.stringify({ ...QUIET_SETTINGS, ...settings }, null, 2));
  const own = ['CONFIG', 'DATA', 'CACHE'].map((name) => [`XDG_${name}_HOME`, path.join(folder, name.toLowerCase())]);
  return {
    folder,
    user,
    settingsFile,
    args: ['--config', config, '--user-data-dir', user, '--extensions-dir', path.join(folder, 'extensions')],
    // No gallery: nothing is asked of anyone.
    env: cleanEnvironment({
      ...Object.fromEntries(own),
      CODE_SERVER_CONFIG: config,
      EXTENSIONS_GALLERY: '{"serviceUrl":""}',
    }),
  };
}

/**
 * Starts VS Code as a server on a free port of this machine, with a profile of its own.
 * `testMode` lets a page run an extension's tests; it also holds back toasts and dialogs. `untrusted` leaves every
 * folder in Restricted Mode.
 * @param {{ vsix?: string | string[], testMode?: boolean, untrusted?: boolean, settings?: Record<string, unknown> }} [options]
 */
export async function startServer({ vsix, testMode = false, untrusted = false, settings = {} } = {}) {
  const host = await ensureHost();
  const port = await freePort();
  const profile = makeProfile(port, untrusted ? { ...UNTRUSTED_SETTINGS, ...settings } : settings);
  for (const file of vsix ? [vsix].flat() : []) {
    const args = [host.entry, ...profile.args, '--install-extension', file];
    const { code, output } = await run(host.node, args, { env: profile.env, quiet: true });
    if (code !== 0) throw new Error(`The extension could not be installed.\n${output}`);
  }
  const args = [host.entry, ...profile.args, '--bind-addr', `127.0.0.1:${port}`, ...SERVER_ARGUMENTS];
  if (!untrusted) args.push('--disable-workspace-trust');
  if (testMode) args.push('--vscode-option', 'enable-smoke-test-driver');
  const group = startGroup(host.node, args, { env: profile.env, stdio: ['ignore', 'pipe', 'pipe'] });
  let log = '';
  for (const stream of [group.child.stdout, group.child.stderr]) stream.on('data', (chunk) => (log += chunk));

  const url = `http://127.0.0.1:${port}`;
  const isUp = () =>
    fetch(`${url}/healthz`).then(
      (response) => response.ok,
      () => false,
    );
  const ended = () => group.child.exitCode !== null || group.child.signalCode !== null;
  await until(async () => ended() || (await isUp()), { what: 'the server to answer', timeoutMs: 60_000 });
  if (ended()) throw new Error(`The server ended.\n${log}`);

  return {
    url,
    authority: `vscode-remote://127.0.0.1:${port}`,
    userFolder: profile.user,
    settingsFile: profile.settingsFile,
    /**
     * The page's address for a folder, with what the workbench is to do first.
     * @param {string} folder
     * @param {[string, string][]} [payload]
     */
    page: (folder, payload = []) =>
      `${url}/?${new URLSearchParams({ folder: path.resolve(folder), ...(payload.length && { payload: JSON.stringify(payload) }) })}`,
    closed: once(group.child, 'exit'),
    async stop() {
      await group.stop();
      fs.rmSync(profile.folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
