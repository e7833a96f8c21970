import * as path from 'node:path';
import * as vscode from 'vscode';
import { coalesce } from './coalesce';
import type { EngineHost } from './engineHost';
import { guarded } from './guard';
import { translate } from './l10n';
import type { Settings } from './settings';
import type { Usage } from './usage';
import type { BudgetPlan, PriceSchedule, UsageService } from '../service/usage';

/** Ledger and budget of the workspace, loaded when something first asks for them. */
export interface UsageHost {
  /** Undefined where no log can be: no folder is open, and the setting names no absolute path. */
  readonly load: () => Promise<LoadedUsage | undefined>;
  /** What is loaded, at once. */
  readonly peek: () => LoadedUsage | undefined;
  /** Why the log cannot be read, with the remedy. */
  readonly fault: () => string | undefined;
  /** Why a limit of the settings is not in force, with the remedy. */
  readonly limitFault: () => string | undefined;
  /** Fires after the ledger, the limits or the time have changed; a few times a second at most, the last time after the last change. */
  readonly onDidChange: vscode.Event<void>;
  readonly dispose: () => void;
}

export interface LoadedUsage {
  readonly usage: Usage;
  readonly service: UsageService;
  /** The absolute path of the log. */
  readonly file: string;
}

/** Between two looks at the clock: a day that ends, a reservation that expires, a machine that slept. */
const TICK_MS = 30_000;
/** Between two looks at the log's size, since a file watcher may miss what other programs write. */
const LOOK_MS = 2_000;
const WATCH_PAUSE_MS = 300;
/** Between two looks of the views at a ledger in which a program books all the time. */
const SHOW_MS = 250;
const PLAN_SETTINGS = ['budget.daily', 'budget.monthly', 'budget.timeZone', 'budget.day', 'packages'] as const;
const PACKAGES_SETTING = 'klingCost.packages';
const DEFAULT_LOG = 'kling_usage.jsonl';

export function createUsageHost(engine: EngineHost, settings: Settings, log: vscode.LogOutputChannel): UsageHost {
  const changed = new vscode.EventEmitter<void>();
  let loading: Promise<LoadedUsage | undefined> | undefined;
  let loaded: LoadedUsage | undefined;
  let disposables: { dispose(): unknown }[] = [];
  let lastFault: string | undefined;
  let limitFault: string | undefined;

  const readPlan = (usage: Usage): BudgetPlan => {
    const { plan, limitFault: found } = planOf(usage, settings, log);
    limitFault = found;
    return plan;
  };
  const start = async (): Promise<LoadedUsage | undefined> => {
    const file = logFile(settings);
    if (file === undefined) return undefined;
    const usage = await import('../service/usage');
    const store = usage.createJsonlStore({ file });
    const plan = readPlan(usage);
    // Only packages are looked up in price schedules.
    if (plan.packages.length > 0) await engine.load();
    const schedules = (): readonly PriceSchedule[] => engine.peek()?.service.schedules() ?? [];
    const service = usage.createUsageService({ store, plan, schedules, now: Date.now });
    const read = (): Promise<void> => guarded(log, 'Usage log', async () => {
      try {
        await service.refresh();
        lastFault = undefined;
      } catch (error) {
        if (!(error instanceof usage.StoreError)) throw error;
        const { message, remedy } = usage.storeFaultText(error.fault, translate);
        const line = `${message}; ${remedy}`;
        // Read again and again, it fails in the same way.
        if (line !== lastFault) log.error(line);
        lastFault = line;
      }
    });
    await read();
    loaded = { usage, service, file };
    const look = setInterval(() => void read(), LOOK_MS);
    const tick = setInterval(service.tick, TICK_MS);
    const show = coalesce(() => { changed.fire(); }, () => SHOW_MS);
    disposables = [
      show,
      vscode.Disposable.from(service.onDidChange(show)),
      watch(file, () => void read()),
      new vscode.Disposable(() => {
        clearInterval(look);
        clearInterval(tick);
      }),
      new vscode.Disposable(() => void guarded(log, 'Usage log', store.close)),
      ...PLAN_SETTINGS.map((name) =>
        settings.onDidChange(name, () => void guarded(log, 'Budget settings', async () => {
          const next = readPlan(usage);
          if (next.packages.length > 0) await engine.load();
          service.update(next);
        })),
      ),
    ];
    // What the log and the packages say already is news to every view.
    changed.fire();
    return loaded;
  };
  const stop = (): void => {
    vscode.Disposable.from(...disposables).dispose();
    [disposables, loading, loaded, lastFault, limitFault] = [[], undefined, undefined, undefined, undefined];
  };
  const load = (): Promise<LoadedUsage | undefined> => {
    // A failed start, such as a log that cannot be read, is tried again when something asks next.
    loading ??= start().catch((error: unknown) => {
      loading = undefined;
      throw error;
    });
    return loading;
  };
  const restart = (): void => {
    if (loading === undefined) return;
    stop();
    void guarded(log, 'Usage log', async () => {
      await load();
      changed.fire();
    });
  };
  const own = vscode.Disposable.from(
    changed,
    settings.onDidChange('usageLog.path', restart),
    vscode.workspace.onDidChangeWorkspaceFolders(restart),
  );

  return {
    load,
    peek: () => loaded,
    // Whoever read it last: once it was read, there is none.
    fault: () => (loaded?.service.staleMs() === undefined ? undefined : lastFault),
    limitFault: () => limitFault,
    onDidChange: changed.event,
    dispose() {
      stop();
      own.dispose();
    },
  };
}

/** The limits of the settings. One that cannot be read is said aloud: it must not look as if it were in force. */
function planOf(usage: Usage, settings: Settings, log: vscode.LogOutputChannel): { plan: BudgetPlan; limitFault: string | undefined } {
  const raw = Object.fromEntries(PLAN_SETTINGS.map((name) => [`klingCost.${name}`, settings.raw(name) ?? undefined]));
  const { settings: read, errors } = usage.readBudgetSettings(JSON.stringify(raw), '');
  let limitFault: string | undefined;
  for (const { key = '', fault } of errors) {
    const { message, remedy } = usage.settingErrorText(fault, translate);
    const line = vscode.l10n.t('The setting {0} is not in force: {1}; {2}.', key, message, remedy);
    log.error(line);
    void offerSettings(line, key);
    if (!key.startsWith(PACKAGES_SETTING)) limitFault ??= line;
  }
  const { daily, monthly, timeZone = machineZone(usage), day = 'calendar', packages } = read;
  return { plan: { limits: [daily, monthly].filter((limit) => limit !== undefined), timeZone, day, packages }, limitFault };
}

async function offerSettings(line: string, setting: string): Promise<void> {
  const open = vscode.l10n.t('Open Settings');
  if ((await vscode.window.showErrorMessage(line, open)) !== open) return;
  await vscode.commands.executeCommand('workbench.action.openSettings', setting);
}

/** Where the environment names no zone that is known, there is none. */
function machineZone(usage: Usage): string {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone as string | undefined;
  return zone !== undefined && usage.isTimeZone(zone) ? zone : 'UTC';
}

/** The log of the setting: absolute, or from the first workspace folder on this machine's disk. */
function logFile(settings: Settings): string | undefined {
  const written = settings.usageLogPath() || DEFAULT_LOG;
  if (path.isAbsolute(written)) return written;
  const folder = vscode.workspace.workspaceFolders?.find(({ uri }) => uri.scheme === 'file');
  return folder && path.join(folder.uri.fsPath, written);
}

function watch(file: string, read: () => void): vscode.Disposable {
  const pattern = new vscode.RelativePattern(vscode.Uri.file(path.dirname(file)), path.basename(file));
  const watcher = vscode.workspace.createFileSystemWatcher(pattern);
  let pause: NodeJS.Timeout | undefined;
  const soon = (): void => {
    pause ??= setTimeout(() => {
      pause = undefined;
      read();
    }, WATCH_PAUSE_MS);
  };
  return vscode.Disposable.from(
    watcher,
    watcher.onDidChange(soon),
    watcher.onDidCreate(soon),
    watcher.onDidDelete(soon),
    new vscode.Disposable(() => { clearTimeout(pause); }),
  );
}
