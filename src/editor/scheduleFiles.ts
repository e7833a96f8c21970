import * as vscode from 'vscode';
import type { CostService, ScheduleError } from '../service/engine';
import type { Engine } from './engine';
import { translate } from './l10n';
import type { Settings } from './settings';

interface Context {
  readonly engine: Engine;
  readonly service: CostService;
  readonly settings: Settings;
  readonly log: vscode.LogOutputChannel;
}

type Loaded = ReturnType<Engine['readSchedule']>;

/**
 * Keeps the user's own schedules in force: reads them now, when the setting changes and when a file changes. A bad
 * file is reported once for each of its contents; the others stay in force.
 */
export async function loadScheduleFiles({ engine, service, settings, log }: Context): Promise<vscode.Disposable> {
  const diagnostics = vscode.languages.createDiagnosticCollection('klingCost.priceSchedules');
  const reported = new Set<string>();
  let watchers: vscode.Disposable[] = [];
  let round = 0;

  const report = (uri: vscode.Uri, error: ScheduleError): void => {
    const line = engine.scheduleErrorLine(error, translate);
    const place = new vscode.Position(error.line - 1, error.column - 1);
    const { message, remedy } = engine.scheduleErrorText(error, translate);
    const text = vscode.l10n.t('{0}; {1}', message, remedy);
    const diagnostic = new vscode.Diagnostic(new vscode.Range(place, place), text, vscode.DiagnosticSeverity.Error);
    diagnostic.source = 'Kling Cost';
    diagnostics.set(uri, [diagnostic]);
    if (reported.has(line)) return;
    reported.add(line);
    log.error(line);
    void offerToOpen(uri, place, line);
  };

  const read = async (uri: vscode.Uri): Promise<Loaded | undefined> => {
    let bytes: Uint8Array;
    try {
      bytes = await vscode.workspace.fs.readFile(uri);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const line = vscode.l10n.t('The price schedule {0} cannot be read: {1}', uri.fsPath, reason);
      if (!reported.has(line)) {
        reported.add(line);
        log.error(line);
        void vscode.window.showErrorMessage(line);
      }
      return undefined;
    }
    return engine.readSchedule(new TextDecoder().decode(bytes), uri.fsPath);
  };

  const reload = async (): Promise<void> => {
    const current = ++round;
    const uris = settings.scheduleFiles().flatMap(resolvePath);
    const results = await Promise.all(uris.map(async (uri) => ({ uri, result: await read(uri) })));
    // A later round has read the files again.
    if (current !== round) return;
    diagnostics.clear();
    for (const { uri, result } of results) if (result && 'error' in result) report(uri, result.error);
    const schedules = results.flatMap(({ result }) => (result && 'schedule' in result ? [result.schedule] : []));
    if (schedules.length > 0 || service.schedules().length > engine.loadBundledSchedules().length) {
      service.setOwnSchedules(schedules);
    }
    warnOfUnknownChoice(service, log, reported);
  };

  const watch = (): void => {
    vscode.Disposable.from(...watchers).dispose();
    const changed = (): void => { void reload(); };
    watchers = settings.scheduleFiles().flatMap(resolvePath).flatMap((uri) => {
      const folder = vscode.Uri.joinPath(uri, '..');
      const pattern = new vscode.RelativePattern(folder, uri.path.slice(uri.path.lastIndexOf('/') + 1));
      const watcher = vscode.workspace.createFileSystemWatcher(pattern);
      return [watcher, watcher.onDidChange(changed), watcher.onDidCreate(changed), watcher.onDidDelete(changed)];
    });
  };

  const settingChanged = settings.onDidChange('priceSchedules.files', () => {
    watch();
    void reload();
  });
  const choiceChanged = service.onDidChange(() => { warnOfUnknownChoice(service, log, reported); });
  watch();
  await reload();
  return new vscode.Disposable(() => {
    vscode.Disposable.from(diagnostics, settingChanged, choiceChanged, ...watchers).dispose();
  });
}

/** A path of the setting: absolute, or from the first workspace folder. */
function resolvePath(path: string): vscode.Uri[] {
  if (/^(?:\/|[A-Za-z]:[\\/]|\\\\)/.test(path)) return [vscode.Uri.file(path)];
  const folder = vscode.workspace.workspaceFolders?.[0];
  return folder ? [vscode.Uri.joinPath(folder.uri, path)] : [];
}

async function offerToOpen(uri: vscode.Uri, place: vscode.Position, line: string): Promise<void> {
  const open = vscode.l10n.t('Open File');
  if ((await vscode.window.showErrorMessage(line, open)) !== open) return;
  await vscode.window.showTextDocument(uri, { selection: new vscode.Range(place, place) });
}

/** Says once that a chosen schedule or package does not exist, and which there are. */
function warnOfUnknownChoice(service: CostService, log: vscode.LogOutputChannel, reported: Set<string>): void {
  const { priceSchedule, resourcePackage } = service.unknownChoices();
  const lines = [
    ...(priceSchedule
      ? [vscode.l10n.t('There is no price schedule "{0}". Known: {1}. The default is used.', priceSchedule.value, priceSchedule.available.join(', '))]
      : []),
    ...(resourcePackage
      ? [vscode.l10n.t('There is no resource package "{0}". Known: {1}. The list price is used.', resourcePackage.value, resourcePackage.available.join(', '))]
      : []),
  ];
  for (const line of lines) {
    if (reported.has(line)) continue;
    reported.add(line);
    log.warn(line);
    void vscode.window.showWarningMessage(line);
  }
}
