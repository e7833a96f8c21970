import * as vscode from 'vscode';
import type * as guardModule from '../../guard/guard';
import type { Guard, GuardOptions } from '../../guard/guard';
import type { GuardEvent } from '../../guard/ports';
import type { FeatureContext } from '../feature';
import { translate } from '../l10n';
import type { LoadedUsage } from '../usageHost';

/** What is told of the guard while it runs; `line` is for people. */
export interface GuardListeners extends Pick<GuardOptions, 'onFault'> {
  readonly onEvent: (event: GuardEvent, line: string) => void;
}

export interface StartedGuard {
  readonly guard: Guard;
  /** What a program is given instead of the API's own address. */
  readonly address: string;
  /** The API that it stands before. */
  readonly upstream: string;
}

/** A setting with which the guard cannot start; `message` names the remedy. */
export class GuardSettingError extends Error {
  override readonly name = 'GuardSettingError';
  readonly setting: string;

  constructor(setting: string, message: string) {
    super(message);
    this.setting = setting;
  }
}

const PORT_SETTING = 'klingCost.guard.port';
const UPSTREAM_SETTING = 'klingCost.guard.upstream';
const HIGHEST_PORT = 65_535;

type GuardModule = typeof guardModule;

/**
 * Starts the guard on the window's own ledger, limits and price schedules; `port` is that of the settings unless given. Throws a
 * GuardSettingError where the settings do not allow it, and a StoreError when the log cannot be read.
 */
export async function startGuard({ engine, settings }: FeatureContext, { service: usage, file: log }: LoadedUsage, { onEvent, onFault }: GuardListeners, port = portOf(settings.raw('guard.port'))): Promise<StartedGuard> {
  const module = await import('../../guard/guard');
  const target = targetOf(module, settings.raw('guard.upstream'));
  const { engine: { createResolutionPrices }, service: costs } = await engine.load();
  const price = createResolutionPrices(costs, vscode.workspace.workspaceFolders?.[0]?.name ?? '', translate);
  const guard = await listening(port, () => module.startGuard({
    port, targets: [target], policy: { unpriced: 'refuse' }, price, usage, log, now: Date.now, onFault,
    onEvent: (event) => { onEvent(event, module.guardLine(event, usage, translate)); },
  }));
  return { guard, address: `http://${module.LOOPBACK_HOST}:${guard.port}`, upstream: target.origin };
}

function portOf(value: unknown): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= HIGHEST_PORT) return value;
  throw new GuardSettingError(PORT_SETTING, vscode.l10n.t('The setting {0} is not a port; use a number from 1 to {1}, or 0 for any that is free.', PORT_SETTING, HIGHEST_PORT));
}

function targetOf({ readTarget, TargetError }: GuardModule, value: unknown): GuardOptions['targets'][0] {
  const text = typeof value === 'string' ? value.trim() : '';
  try {
    return readTarget(text);
  } catch (error) {
    if (!(error instanceof TargetError)) throw error;
    const message = vscode.l10n.t(
      'The setting {0}, "{1}", is not an address that the guard forwards to; use {2}, or a server on this machine such as http://127.0.0.1:9000.',
      UPSTREAM_SETTING, text, error.allowed.join(', '),
    );
    throw new GuardSettingError(UPSTREAM_SETTING, message);
  }
}

async function listening(port: number, start: () => Promise<Guard>): Promise<Guard> {
  try {
    return await start();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EADDRINUSE') {
      throw new GuardSettingError(PORT_SETTING, vscode.l10n.t('Port {0} is taken by another program, perhaps by the guard of another window; set another in {1}, or 0 for any that is free.', port, PORT_SETTING));
    }
    if (code === 'EACCES') throw new GuardSettingError(PORT_SETTING, vscode.l10n.t('Port {0} may not be listened to; set another in {1}, or 0 for any that is free.', port, PORT_SETTING));
    throw error;
  }
}
