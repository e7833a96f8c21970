import * as vscode from 'vscode';

const SECTION = 'klingCost';

/** The extension's settings, read when asked, so that each change holds at once. */
export interface Settings {
  readonly codeLensEnabled: () => boolean;
  readonly hoverEnabled: () => boolean;
  readonly priceSchedule: () => string;
  readonly scheduleFiles: () => readonly string[];
  readonly resourcePackage: () => string;
  /** A setting as it stands, for a schema to check. */
  readonly raw: (name: SettingName) => unknown;
  readonly usageLogPath: () => string;
  readonly accountBaseUrl: () => string;
  readonly alertsEnabled: () => boolean;
  readonly diagnosticsEnabled: () => boolean;
  /** Calls back when the named setting changes, `codeLens.enabled` for one. */
  readonly onDidChange: (name: SettingName, listener: () => void) => vscode.Disposable;
}

export type SettingName =
  | 'codeLens.enabled'
  | 'hover.enabled'
  | 'priceSchedule'
  | 'priceSchedules.files'
  | 'resourcePackage'
  | 'budget.daily'
  | 'budget.monthly'
  | 'budget.timeZone'
  | 'budget.day'
  | 'packages'
  | 'usageLog.path'
  | 'usageLog.prompt'
  | 'statusBar.show'
  | 'alerts.enabled'
  | 'alerts.webhook'
  | 'diagnostics.enabled'
  | 'account.baseUrl';

export function createSettings(): Settings {
  // A settings file can hold anything under a name.
  const read = (name: SettingName): unknown => vscode.workspace.getConfiguration(SECTION).get<unknown>(name);
  const isOn = (name: SettingName): boolean => read(name) !== false;
  const text = (name: SettingName): string => {
    const value = read(name);
    return typeof value === 'string' ? value.trim() : '';
  };
  return {
    codeLensEnabled: () => isOn('codeLens.enabled'),
    hoverEnabled: () => isOn('hover.enabled'),
    priceSchedule: () => text('priceSchedule'),
    scheduleFiles: () => {
      const value = read('priceSchedules.files');
      return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string' && item !== '') : [];
    },
    resourcePackage: () => text('resourcePackage'),
    raw: read,
    usageLogPath: () => text('usageLog.path'),
    accountBaseUrl: () => text('account.baseUrl'),
    alertsEnabled: () => isOn('alerts.enabled'),
    diagnosticsEnabled: () => isOn('diagnostics.enabled'),
    onDidChange: (name, listener) =>
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(`${SECTION}.${name}`)) listener();
      }),
  };
}
