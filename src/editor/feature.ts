import type * as vscode from 'vscode';
import type { EngineHost } from './engineHost';
import type { MarkdownReports } from './markdownReport';
import type { Settings } from './settings';
import type { UsageHost } from './usageHost';

/** What every feature is given. */
export interface FeatureContext {
  /** Where the extension is installed. */
  readonly extensionUri: vscode.Uri;
  readonly engine: EngineHost;
  readonly usage: UsageHost;
  readonly settings: Settings;
  readonly log: vscode.LogOutputChannel;
  readonly reports: MarkdownReports;
  readonly secrets: vscode.SecretStorage;
  /** What is remembered for this user on this machine. */
  readonly memory: vscode.Memento;
  /** A folder of ours that all windows of this user share. */
  readonly sharedFolder: vscode.Uri;
  /** Takes in what is to end before the window closes; the editor waits some five seconds for it. */
  readonly onDeactivate: (end: () => Promise<void>) => void;
  /** The editor's ids of the languages that are read. */
  readonly languageIds: readonly string[];
}

/** A feature: one file, one `register`, no state of its module. */
export type Register = (context: FeatureContext) => vscode.Disposable;
