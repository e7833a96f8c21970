// What the editor tests share: documents, and what the editor's own providers answer for them.
import * as path from 'node:path';
import * as vscode from 'vscode';
import { until } from './until.mjs';

export const EXTENSION_ID = 'kling-cost-lens.kling-cost-lens';

/** Shows a new document that stands in no file. */
export async function openDocument(language: string, content: string): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument({ language, content });
  await vscode.window.showTextDocument(document);
  return document;
}

/** Shows a file of the workspace, which is a copy of media/sample; writes it first when `content` is given. */
export async function openFile(name: string, content?: string): Promise<vscode.TextDocument> {
  const folder = vscode.workspace.workspaceFolders?.[0];
  if (folder === undefined) throw new Error('No workspace is open.');
  const uri = vscode.Uri.joinPath(folder.uri, ...name.split(path.posix.sep));
  if (content !== undefined) await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(content));
  const document = await vscode.workspace.openTextDocument(uri);
  await vscode.window.showTextDocument(document);
  return document;
}

/** The place of `text` in a document, by default its first character. */
export function placeOf(document: vscode.TextDocument, text: string, offset = 0): vscode.Position {
  const at = document.getText().indexOf(text);
  if (at < 0) throw new Error(`"${text}" is not in the document.`);
  return document.positionAt(at + offset);
}

/** Replaces the first `before` in a document, as typing would. */
export async function replace(document: vscode.TextDocument, before: string, after: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  const start = placeOf(document, before);
  edit.replace(document.uri, new vscode.Range(start, start.translate(0, before.length)), after);
  if (!(await vscode.workspace.applyEdit(edit))) throw new Error('The edit was not taken.');
}

type Accept<T> = (value: T) => boolean;

/** The titles of the resolved CodeLenses, once `accept` takes them. */
export async function lensTitles(
  document: vscode.TextDocument,
  accept: Accept<string[]> = (titles) => titles.length > 0,
): Promise<string[]> {
  return await until(async () => (await lenses(document)).map((lens) => lens.command?.title ?? ''), {
    what: 'CodeLenses',
    accept,
  });
}

export async function lenses(document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
  return await vscode.commands.executeCommand('vscode.executeCodeLensProvider', document.uri, 1000);
}

/** The Markdown of the hovers at a place, once `accept` takes it. */
export async function hoverText(
  document: vscode.TextDocument,
  position: vscode.Position,
  accept: Accept<string> = (text) => text !== '',
): Promise<string> {
  return await until(async () => (await hoverTexts(document, position)).join('\n'), { what: 'a hover', accept });
}

/** The Markdown of each hover at a place, as it is now. */
export async function hoverTexts(document: vscode.TextDocument, position: vscode.Position): Promise<string[]> {
  const hovers: vscode.Hover[] = await vscode.commands.executeCommand(
    'vscode.executeHoverProvider',
    document.uri,
    position,
  );
  return hovers.map(({ contents }) =>
    contents.map((part) => (part instanceof vscode.MarkdownString ? part.value : JSON.stringify(part))).join('\n'),
  );
}

/** The diagnostics of a document, once `accept` takes them. */
export async function diagnostics(
  document: vscode.TextDocument,
  accept: Accept<vscode.Diagnostic[]> = (all) => all.length > 0,
): Promise<vscode.Diagnostic[]> {
  return await until(() => vscode.languages.getDiagnostics(document.uri), { what: 'diagnostics', accept });
}

/** Runs `body` with a setting of the user's changed, and sets it back. */
export async function withSetting(name: string, value: unknown, body: () => Promise<void>): Promise<void> {
  const configuration = vscode.workspace.getConfiguration();
  const before = configuration.inspect(name)?.globalValue;
  await configuration.update(name, value, vscode.ConfigurationTarget.Global);
  try {
    await body();
  } finally {
    await configuration.update(name, before, vscode.ConfigurationTarget.Global);
  }
}
