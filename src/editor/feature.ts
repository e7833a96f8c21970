import type * as vscode from 'vscode';
import type { EngineHost } from './engineHost';
import type { Settings } from './settings';

/** What every feature is given. */
export interface FeatureContext {
  readonly engine: EngineHost;
  readonly settings: Settings;
  readonly log: vscode.LogOutputChannel;
  /** The editor's ids of the languages that are read. */
  readonly languageIds: readonly string[];
}

/** A feature: one file, one `register`, no state of its module. */
export type Register = (context: FeatureContext) => vscode.Disposable;
