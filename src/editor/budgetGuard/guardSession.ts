import * as vscode from 'vscode';
import type { GuardEvent } from '../../guard/ports';
import { createQueue } from '../../stores/queue';
import type { FeatureContext } from '../feature';
import { guarded } from '../guard';
import { withUsage } from '../withUsage';
import { announceGuard, offerSetting, sayLimitFault, sayNotRunning, sayRefused, sayUntrusted } from './guardMessages';
import { createGuardItem } from './guardItem';
import { chooseLine, openGuardTerminal } from './guardLines';
import { createLineFold } from './lineFold';
import { createRefusalNotice } from './refusalNotice';
import { startGuard } from './startGuard';
import type { GuardBefore, StartedGuard } from './startGuard';

/** The one guard of this window, and what people do with it. */
export interface GuardSession {
  /** The address of the guard, which is started unless it runs; undefined when it cannot be, which is said. */
  readonly start: () => Promise<string | undefined>;
  /** Waits for what is under way. */
  readonly stop: () => Promise<void>;
  readonly copyAddress: () => Promise<void>;
  readonly showRequests: () => Promise<void>;
  /** A terminal whose programs are told the address; starts the guard unless it runs. */
  readonly openTerminal: () => Promise<void>;
  /** What can be done with the guard, to choose from. */
  readonly showMenu: () => Promise<void>;
  /** Takes no more requests, and waits for what is under way as long as a window that closes may; what is left then stays reserved. */
  readonly end: () => Promise<void>;
  readonly dispose: () => void;
}

/** For the `when` clauses of the commands. */
const RUNS = 'klingCost.guardRuns';
const COPIED_MS = 5_000;
/** The editor ends what has not ended five seconds after its window was closed. */
const GRANTED_MS = 4_500;
const LEVELS: Readonly<Record<GuardEvent['kind'], 'info' | 'warn' | 'error'>> = {
  sent: 'info', settled: 'info', released: 'info', refused: 'warn', duplicate: 'warn', held: 'warn', fault: 'error',
};

export function createGuardSession(context: FeatureContext): GuardSession {
  const { settings, usage, log } = context;
  const requests = vscode.window.createOutputChannel('Kling Cost: Budget Guard', { log: true });
  const fold = createLineFold<GuardEvent['kind']>((kind, line, times) => {
    requests[LEVELS[kind]](times === 1 ? line : vscode.l10n.t('{0} ({1} times more)', line, times));
  });
  const item = createGuardItem();
  const isNews = createRefusalNotice(Date.now);
  const inTurn = createQueue();
  /** The guard that takes requests. */
  let running: StartedGuard | undefined;
  /** Guards that take none any more, until what is under way has been answered. */
  const ending = new Set<Promise<void>>();
  /** The window closes; then, nobody is left to tell. */
  let [isEnding, isEnded] = [false, false];

  const showRequests = (): Promise<void> => {
    item.seen();
    // The user goes on typing where they were.
    requests.show(true);
    return Promise.resolve();
  };
  const onEvent = (event: GuardEvent, line: string): void => {
    if (isEnded) return;
    item.count(event);
    fold.write(event.kind, line);
    if (settings.alertsEnabled() && isNews(event)) void guarded(log, 'Budget Guard', () => sayRefused(event.message, event.name === 'overLimit'));
  };
  const onFault = (error: unknown): void => {
    if (!isEnded) log.error(`Budget Guard: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  };
  const showLimits = (): void => { item.limited((usage.peek()?.service.limitsInForce().length ?? 0) > 0); };

  /** Starts the guard, in place of one that it takes over from; says why when it cannot be. `isTold` where the user learns its address otherwise. */
  const open = (before?: GuardBefore, isTold = false): Promise<void> => withUsage(context, 'Start Budget Guard', async (loaded) => {
    const limitFault = usage.limitFault();
    if (limitFault !== undefined) {
      before?.release();
      void sayLimitFault(limitFault);
      return;
    }
    const started = await startGuard(context, loaded, { onEvent, onFault }, before);
    if ('message' in started) {
      log.error(started.message);
      void offerSetting(started, before === undefined ? 'none' : running?.loaded === loaded ? 'goesOn' : 'stopped');
      return;
    }
    if (isEnding) {
      await started.guard.close();
      return;
    }
    running = started;
    showLimits();
    item.show(started);
    const isLimited = loaded.service.limitsInForce().length > 0;
    requests.info(vscode.l10n.t('guard     {0} stands before {1} and books in {2}', started.address, started.upstreams, loaded.file));
    if (before?.started.address === started.address) vscode.window.setStatusBarMessage(vscode.l10n.t('The budget guard goes on with what you changed'), COPIED_MS);
    else if (!isTold || !isLimited) void announceGuard(started, isLimited);
  });
  const showState = async (): Promise<void> => {
    if (!running) item.hide();
    await vscode.commands.executeCommand('setContext', RUNS, running !== undefined);
  };
  /** Listens no more, at once; answers what is under way. */
  const release = ({ guard }: StartedGuard): void => {
    if (running?.guard === guard) running = undefined;
    const ended = guard.close().finally(() => ending.delete(ended));
    ending.add(ended);
    void guarded(log, 'Budget Guard', () => ended);
  };
  /** The settings, the log or the folders are others: another guard takes over with them. */
  const takeOver = (): void => void guarded(log, 'Budget Guard', () => inTurn(async () => {
    const started = running;
    if (!started || isEnding) return;
    try {
      await open({ started, release: () => { if (running === started) release(started); } });
    } finally {
      // The window books in another log, or in none.
      if (running && running.loaded !== usage.peek()) release(running);
      await showState();
    }
  }));
  /** Without a limit that the user meant to have it would send too much. */
  const onUsage = (): void => {
    if (running === undefined) return;
    showLimits();
    if (usage.limitFault() === undefined) return;
    void guarded(log, 'Budget Guard', () => inTurn(async () => {
      const limitFault = usage.limitFault();
      if (running === undefined || limitFault === undefined) return;
      void sayLimitFault(limitFault);
      release(running);
      await showState();
    }));
  };
  const listening = vscode.Disposable.from(
    usage.onDidChange(onUsage),
    settings.onDidChange('guard', takeOver),
    settings.onDidChange('usageLog.path', takeOver),
    vscode.workspace.onDidChangeWorkspaceFolders(takeOver),
  );

  const start = async (isTold = false): Promise<string | undefined> => {
    if (!vscode.workspace.isTrusted) {
      void sayUntrusted();
      return undefined;
    }
    await inTurn(async () => {
      if (running) return;
      await open(undefined, isTold);
      await showState();
    });
    return running?.address;
  };
  const stop = async (): Promise<void> => {
    const isStopped = await inTurn(async () => {
      if (!running) return false;
      release(running);
      await showState();
      return true;
    });
    if (!isStopped) {
      sayNotRunning();
      return;
    }
    const title = vscode.l10n.t('Stopping the budget guard, when what is under way has been answered');
    await vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title }, () => Promise.allSettled([...ending]));
    requests.info(vscode.l10n.t('guard     stopped'));
  };
  const copy = async (text: string): Promise<void> => {
    await vscode.env.clipboard.writeText(text);
    vscode.window.setStatusBarMessage(vscode.l10n.t('Copied {0}', text), COPIED_MS);
  };
  const copyAddress = async (): Promise<void> => {
    if (running) await copy(running.address);
    else sayNotRunning();
  };
  const copyLine = async (): Promise<void> => {
    const line = running && (await chooseLine(running));
    if (line !== undefined) await copy(line);
  };
  const openTerminal = async (): Promise<void> => {
    await start(true);
    if (running) openGuardTerminal(running);
  };
  return {
    start: () => start(),
    stop,
    copyAddress,
    showRequests,
    openTerminal,
    async showMenu() {
      item.seen();
      const items = [
        { label: vscode.l10n.t('$(output) Show Live Requests'), run: showRequests },
        { label: vscode.l10n.t('$(copy) Copy Base URL'), run: copyAddress },
        { label: vscode.l10n.t('$(code) Copy for Python, TypeScript, curl, a Launch Configuration…'), run: copyLine },
        { label: vscode.l10n.t('$(terminal) New Terminal Through the Guard'), run: openTerminal },
        { label: vscode.l10n.t('$(settings-gear) Settings of the Guard'), run: () => vscode.commands.executeCommand('workbench.action.openSettings', 'klingCost.guard') },
        { label: vscode.l10n.t('$(debug-stop) Stop Budget Guard'), run: stop },
      ];
      const chosen = await vscode.window.showQuickPick(items, { title: running?.address ?? vscode.l10n.t('Kling Cost Budget Guard') });
      await chosen?.run();
    },
    async end() {
      isEnding = true;
      if (running) release(running);
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<void>((resolve) => { timer = setTimeout(resolve, GRANTED_MS); });
      await Promise.race([Promise.allSettled([...ending]), late]);
      clearTimeout(timer);
      isEnded = true;
    },
    dispose() {
      [isEnding, isEnded] = [true, true];
      listening.dispose();
      fold.dispose();
      item.dispose();
      requests.dispose();
    },
  };
}
