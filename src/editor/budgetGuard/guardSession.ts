import * as vscode from 'vscode';
import type { GuardEvent } from '../../guard/ports';
import { createQueue } from '../../stores/queue';
import type { FeatureContext } from '../feature';
import { guarded } from '../guard';
import { withUsage } from '../withUsage';
import { announceGuard, offerSetting, sayLimitFault, sayNotRunning, sayUntrusted } from './guardMessages';
import { createGuardItem } from './guardItem';
import type { GuardItem } from './guardItem';
import { GuardSettingError, startGuard } from './startGuard';
import type { StartedGuard } from './startGuard';

/** The one guard of this window, and what people do with it. */
export interface GuardSession {
  /** The address of the guard, which is started unless it runs; undefined when it cannot be, which is said. */
  readonly start: () => Promise<string | undefined>;
  /** Waits for what is under way. */
  readonly stop: () => Promise<void>;
  readonly copyAddress: () => Promise<void>;
  readonly showRequests: () => Promise<void>;
  /** What can be done with the guard, to choose from. */
  readonly showMenu: () => Promise<void>;
  readonly dispose: () => void;
}

interface Running extends StartedGuard {
  readonly item: GuardItem;
}

/** For the `when` clauses of the commands. */
const RUNS = 'klingCost.guardRuns';
const COPIED_MS = 5_000;
const LEVELS: Readonly<Record<GuardEvent['kind'], 'info' | 'warn' | 'error'>> = {
  sent: 'info', settled: 'info', released: 'info', refused: 'warn', duplicate: 'warn', held: 'warn', fault: 'error',
};

export function createGuardSession(context: FeatureContext): GuardSession {
  const { settings, usage, log } = context;
  const requests = vscode.window.createOutputChannel('Kling Cost: Budget Guard', { log: true });
  const inTurn = createQueue();
  let running: Running | undefined;
  let isDisposed = false;

  const onEvent = (event: GuardEvent, line: string): void => {
    if (isDisposed) return;
    running?.item.count(event);
    requests[LEVELS[event.kind]](line);
  };
  const onFault = (error: unknown): void => {
    if (!isDisposed) log.error(`Budget Guard: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  };
  /** Starts the guard, at the port of the settings unless one is given; says why when it cannot be. */
  const open = (port?: number): Promise<void> => withUsage(context, 'Start Budget Guard', async (loaded) => {
    let started: StartedGuard;
    const limitFault = usage.limitFault();
    if (limitFault !== undefined) {
      void sayLimitFault(limitFault);
      return;
    }
    try {
      started = await startGuard(context, loaded, { onEvent, onFault }, port);
    } catch (error) {
      if (!(error instanceof GuardSettingError)) throw error;
      log.error(error.message);
      void offerSetting(error);
      return;
    }
    if (isDisposed) {
      await started.guard.close();
      return;
    }
    running = { ...started, item: createGuardItem(started) };
    requests.info(vscode.l10n.t('guard     {0} stands before {1} and books in {2}', started.address, started.upstream, loaded.file));
    await vscode.commands.executeCommand('setContext', RUNS, true);
    void announceGuard(started, loaded.service.limitsInForce().length > 0);
  });
  const close = async ({ guard, item }: Running): Promise<void> => {
    try {
      await guard.close();
    } finally {
      running = undefined;
      item.dispose();
      await vscode.commands.executeCommand('setContext', RUNS, false);
    }
  };
  /** The window has another log, or other limits: the guard books there from now on. */
  const moved = (): void => void guarded(log, 'Budget Guard', () => inTurn(async () => {
    if (!running) return;
    const { port } = running.guard;
    await close(running);
    await open(port);
  }));
  /** Without a limit that the user meant to have it would send too much. */
  const checkLimits = (): void => {
    if (running === undefined || usage.limitFault() === undefined) return;
    void guarded(log, 'Budget Guard', () => inTurn(async () => {
      const limitFault = usage.limitFault();
      if (running === undefined || limitFault === undefined) return;
      void sayLimitFault(limitFault);
      await close(running);
    }));
  };
  const listening = vscode.Disposable.from(usage.onDidChange(checkLimits), settings.onDidChange('usageLog.path', moved), vscode.workspace.onDidChangeWorkspaceFolders(moved));

  const stop = (): Promise<void> => inTurn(async () => {
    const stopped = running;
    if (!stopped) {
      sayNotRunning();
      return;
    }
    const title = vscode.l10n.t('Stopping the budget guard, when what is under way has been answered');
    await vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title }, () => close(stopped));
    requests.info(vscode.l10n.t('guard     stopped'));
  });
  const copyAddress = async (): Promise<void> => {
    if (!running) {
      sayNotRunning();
      return;
    }
    const { address } = running;
    await vscode.env.clipboard.writeText(address);
    vscode.window.setStatusBarMessage(vscode.l10n.t('Copied {0}', address), COPIED_MS);
  };
  const showRequests = (): Promise<void> => {
    requests.show();
    return Promise.resolve();
  };
  return {
    async start() {
      if (!vscode.workspace.isTrusted) {
        void sayUntrusted();
        return undefined;
      }
      await inTurn(async () => { if (!running) await open(); });
      return running?.address;
    },
    stop,
    copyAddress,
    showRequests,
    async showMenu() {
      const items = [
        { label: vscode.l10n.t('$(copy) Copy Base URL'), run: copyAddress },
        { label: vscode.l10n.t('$(output) Show Live Requests'), run: showRequests },
        { label: vscode.l10n.t('$(debug-stop) Stop Budget Guard'), run: stop },
      ];
      const chosen = await vscode.window.showQuickPick(items, { title: running?.address ?? vscode.l10n.t('Kling Cost Budget Guard') });
      await chosen?.run();
    },
    dispose() {
      isDisposed = true;
      listening.dispose();
      if (running) void guarded(log, 'Budget Guard', running.guard.close);
      running?.item.dispose();
      requests.dispose();
    },
  };
}
