import fs from 'node:fs';
import process from 'node:process';
import { run } from './processes.mjs';

/** What code-server's native modules are compiled with. */
export const BUILD_PACKAGES = [
  'build-essential',
  'python3',
  'pkg-config',
  'libkrb5-dev',
  'libx11-dev',
  'libxkbfile-dev',
  'libsecret-1-dev',
];

async function isInstalled(name) {
  const { code, output } = await run('dpkg-query', ['--show', '--showformat=${Status}', name], { quiet: true });
  return code === 0 && output.endsWith(' installed');
}

async function rootPrefix() {
  if (process.getuid?.() === 0) return [];
  const { code } = await run('sudo', ['-n', 'true'], { quiet: true });
  return code === 0 ? ['sudo', '-n'] : undefined;
}

/**
 * Installs the Debian packages that are missing, or says what to install.
 * @param {string[]} names
 * @param {string} purpose
 */
export async function ensurePackages(names, purpose) {
  if (!fs.existsSync('/usr/bin/dpkg-query')) {
    console.log(`${purpose} needs what these Debian packages hold: ${names.join(' ')}. Taking it to be there.`);
    return;
  }
  const missing = [];
  for (const name of names) if (!(await isInstalled(name))) missing.push(name);
  if (missing.length === 0) return;

  const byHand = `${purpose} needs packages that are missing. Install them:\n  sudo apt-get update && sudo apt-get install -y ${missing.join(' ')}`;
  const prefix = await rootPrefix();
  if (prefix === undefined) throw new Error(byHand);
  console.log(`Installing for ${purpose}: ${missing.join(' ')}`);
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', ...missing]]) {
    const [command, ...rest] = [...prefix, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', ...args];
    const { code, output } = await run(command, rest, { quiet: true });
    if (code !== 0) throw new Error(`${output.slice(-3000)}\n${byHand}`);
  }
}
