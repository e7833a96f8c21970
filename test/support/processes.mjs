import { spawn } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';

const SIGNALS = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };

/** @type {Set<() => void>} */
const endings = new Set();

/**
 * Calls `end` when this process ends, however that comes about.
 * @param {() => void} end
 * @returns {() => void} takes it back
 */
export function atExit(end) {
  if (endings.size === 0 && process.listenerCount('exit', endAll) === 0) {
    process.once('exit', endAll);
    for (const [signal, code] of Object.entries(SIGNALS)) process.once(signal, () => process.exit(code));
  }
  endings.add(end);
  return () => endings.delete(end);
}

function endAll() {
  // What was started last ends first.
  for (const end of [...endings].reverse()) end();
}

/**
 * The environment for a child: without what a surrounding VS Code, npm or proxy would change in it.
 * @param {Record<string, string>} [extra]
 */
export function cleanEnvironment(extra = {}) {
  const unwanted = [
    /^(VSCODE_|ELECTRON_|npm_package_|npm_lifecycle_)/i,
    /^npm_config_(local_prefix|prefix|global_prefix|user_agent|node_gyp|nodedir)$/i,
    /_proxy$|^(PORT|PASSWORD|HASHED_PASSWORD|NODE_OPTIONS|INIT_CWD)$/i,
  ];
  const kept = Object.entries(process.env).filter(([name]) => !unwanted.some((pattern) => pattern.test(name)));
  return { ...Object.fromEntries(kept), ...extra };
}

/**
 * Starts a process group of its own. When this process ends first, the group gets `lastSignal`.
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions & { lastSignal?: NodeJS.Signals }} options
 */
export function startGroup(command, args, { lastSignal = 'SIGKILL', ...options }) {
  const child = spawn(command, args, { ...options, detached: true });
  const kill = (signal) => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, signal);
    } catch {
      // The group has ended already.
    }
  };
  const forget = atExit(() => kill(lastSignal));
  child.once('close', forget);
  return {
    child,
    kill,
    /** Asks the group to end, and ends it after three seconds. */
    async stop() {
      if (child.exitCode === null && child.signalCode === null) {
        const patience = setTimeout(() => kill('SIGKILL'), 3000);
        const ended = once(child, 'exit');
        kill('SIGTERM');
        await ended;
        clearTimeout(patience);
      }
      kill('SIGKILL');
    },
  };
}

/**
 * Runs a command to its end; its output goes to ours, or with `quiet` into `output`.
 * @param {string} command
 * @param {string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, cwd?: string, quiet?: boolean, timeoutMs?: number }} [options]
 * @returns {Promise<{ code: number, output: string }>}
 */
export async function run(command, args, { quiet = false, timeoutMs, ...options } = {}) {
  const out = quiet ? 'pipe' : 'inherit';
  // SIGTERM, so that it can end what it has started itself.
  const group = startGroup(command, args, { ...options, stdio: ['ignore', out, out], lastSignal: 'SIGTERM' });
  let output = '';
  for (const stream of [group.child.stdout, group.child.stderr]) stream?.on('data', (chunk) => (output += chunk));
  const limit = timeoutMs && setTimeout(() => group.kill('SIGTERM'), timeoutMs);
  try {
    const [code] = await once(group.child, 'close');
    return { code: code ?? 1, output };
  } catch (error) {
    return { code: 127, output: String(error) };
  } finally {
    clearTimeout(limit);
  }
}
