import * as process from 'node:process';
import * as vscode from 'vscode';
import type * as guardModule from '../../guard/guard';
import type { Guard, GuardOptions } from '../../guard/guard';
import type { GuardEvent } from '../../guard/ports';
import type { ClientLine } from '../../guard/upstream';
import type { FeatureContext } from '../feature';
import { translate } from '../l10n';
import type { LoadedUsage } from '../usageHost';

/** What is told of the guard while it runs; `line` is for people. */
export interface GuardListeners extends Pick<GuardOptions, 'onFault'> {
  readonly onEvent: (event: GuardEvent, line: string) => void;
}

export interface StartedGuard {
  readonly guard: Guard;
  /** Where it books. */
  readonly loaded: LoadedUsage;
  /** What a program is given instead of the API's own address. */
  readonly address: string;
  /** The APIs that it stands before. */
  readonly upstreams: string;
  /** What puts programs before it. */
  readonly lines: readonly ClientLine[];
  /** The variables that programs read an address from. */
  readonly variables: readonly string[];
  /** The port of the settings it was started with; 0 for any. */
  readonly wishedPort: number;
}

/** A setting with which the guard cannot start; the message names the remedy. */
export interface SettingFault {
  readonly setting: string;
  readonly message: string;
}

/** The guard that another takes over from. */
export interface GuardBefore {
  readonly started: StartedGuard;
  /** Ends it, unless it has ended; its port is then free. */
  readonly release: () => void;
}

const PORT_SETTING = 'klingCost.guard.port';

/**
 * Starts the guard on the window's own ledger, limits and price schedules, with the settings as they stand. One that takes
 * over from another takes its port too, unless another port is wished for; where the settings do not allow it, the other
 * goes on. Throws a StoreError when the log cannot be read.
 */
export async function startGuard(
  { engine, settings, usage: host }: FeatureContext, loaded: LoadedUsage, { onEvent, onFault }: GuardListeners, before?: GuardBefore,
): Promise<StartedGuard | SettingFault> {
  const module = await import('../../guard/guard');
  const { service, file: log } = loaded;
  const { engine: { createResolutionPrices }, service: costs } = await engine.load();
  let read: ReturnType<typeof module.readGuardSettings>;
  try {
    read = module.readGuardSettings(rawSettings(settings), { schedules: costs.schedules(), authorizations: { ...module.authorizationsOf(process.env), ...before?.started.guard.authorizations() }, translate });
  } catch (error) {
    if (!(error instanceof module.GuardSettingError)) throw error;
    return error;
  }
  const { port: wishedPort, targets, policy } = read;
  const port = before?.started.wishedPort === wishedPort ? before.started.guard.port : wishedPort;
  const price = createResolutionPrices(costs, vscode.workspace.workspaceFolders?.[0]?.name ?? '', translate);
  let limits = service.limitsInForce();
  const usage = {
    ...service,
    // While a limit of the settings cannot be read, those from before it hold until the guard is closed.
    limitsInForce: () => (limits = host.limitFault() === undefined ? service.limitsInForce() : limits),
  };
  const start = (): Promise<Guard> => module.startGuard({
    port, targets, policy, price, usage, log, now: Date.now, onFault, onEvent: (event) => { onEvent(event, module.guardLine(event, usage, translate)); },
  });
  // Only one can listen at a port.
  if (before?.started.guard.port === port) before.release();
  const guard = await listening(port, start);
  if ('message' in guard) return guard;
  before?.release();
  const upstreams = [...new Set(targets.map(({ upstream }) => upstream))];
  const address = `http://${module.LOOPBACK_HOST}:${guard.port}`;
  return {
    guard, loaded, address, wishedPort,
    upstreams: targets.map(({ origin }) => origin).join(vscode.l10n.t(' and ')),
    lines: upstreams.flatMap(({ clientLines }) => clientLines(address)),
    variables: upstreams.flatMap(({ addressVariables }) => addressVariables),
  };
}

function rawSettings({ raw }: FeatureContext['settings']): Parameters<typeof guardModule.readGuardSettings>[0] {
  return {
    port: raw('guard.port'), upstreams: raw('guard.upstreams'), unpriced: raw('guard.unpriced'), maxUnitsPerRequest: raw('guard.maxUnitsPerRequest'), models: raw('guard.models'),
    poll: raw('guard.poll'), concurrency: raw('guard.concurrency'), duplicates: raw('guard.duplicates'), duplicatesMinutes: raw('guard.duplicatesMinutes'),
  };
}

async function listening(port: number, start: () => Promise<Guard>): Promise<Guard | SettingFault> {
  try {
    return await start();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EADDRINUSE') {
      return { setting: PORT_SETTING, message: vscode.l10n.t('Port {0} is taken by another program, perhaps by the guard of another window; set another in {1}, or 0 for any that is free.', port, PORT_SETTING) };
    }
    if (code === 'EACCES') return { setting: PORT_SETTING, message: vscode.l10n.t('Port {0} may not be listened to; set another in {1}, or 0 for any that is free.', port, PORT_SETTING) };
    throw error;
  }
}
