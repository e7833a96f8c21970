import * as vscode from 'vscode';

/** Where a command writes what belongs to the log: beside it, where the terminal finds it too. */
export function settingsTarget(): vscode.ConfigurationTarget {
  return vscode.workspace.workspaceFolders ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global;
}
