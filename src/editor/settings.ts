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
  readonly suggestionsEnabled: () => boolean;
  /** The ids of rules of the optimizer that are switched off. */
  readonly disabledRules: () => readonly string[];
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
  | 'guard'
  | 'guard.concurrency'
  | 'guard.duplicates'
  | 'guard.duplicatesMinutes'
  | 'guard.maxUnitsPerRequest'
  | 'guard.models'
  | 'guard.poll'
  | 'guard.port'
  | 'guard.unpriced'
  | 'guard.upstreams'
  | 'suggestions'
  | 'suggestions.enabled'
  | 'suggestions.minimumSaving'
  | 'suggestions.disabledRules'
  | 'suggestions.platform'
  | 'suggestions.content'
  | 'account.baseUrl';

export function createSettings(): Settings {
  // A settings file can hold anything under a name.
  const read = (name: SettingName): unknown => vscode.workspace.getConfiguration(SECTION).get<unknown>(name);
  const isOn = (name: SettingName): boolean => read(name) !== false;
  const texts = (name: SettingName): string[] => {
    const value = read(name);
    return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string' && item !== '') : [];
  };
  const text = (name: SettingName): string => {
    const value = read(name);
    return typeof value === 'string' ? value.trim() : '';
  };
  return {
    codeLensEnabled: () => isOn('codeLens.enabled'),
    hoverEnabled: () => isOn('hover.enabled'),
    priceSchedule: () => text('priceSchedule'),
    scheduleFiles: () => texts('priceSchedules.files'),
    resourcePackage: () => text('resourcePackage'),
    raw: read,
    usageLogPath: () => text('usageLog.path'),
    accountBaseUrl: () => text('account.baseUrl'),
    alertsEnabled: () => isOn('alerts.enabled'),
    diagnosticsEnabled: () => isOn('diagnostics.enabled'),
    suggestionsEnabled: () => isOn('suggestions.enabled'),
    disabledRules: () => texts('suggestions.disabledRules'),
    onDidChange: (name, listener) =>
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(`${SECTION}.${name}`)) listener();
      }),
  };
}
