import type * as vscode from 'vscode';

/** Registers the features; loads no engine. */
export function activate(_context: vscode.ExtensionContext): void {}
