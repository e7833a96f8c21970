import * as fs from 'node:fs';
import * as vscode from 'vscode';

const MAX_BYTES = 500_000;

/** A document's file, with slashes; undefined where it has none on this machine. */
export function pathOf(uri: vscode.Uri): string | undefined {
  return uri.scheme === 'file' ? uri.fsPath.replaceAll('\\', '/') : undefined;
}

/** The text of a file that a document imports from: as it is being edited, else as it is on disk. */
export function readNearFile(path: string): string | undefined {
  const open = vscode.workspace.textDocuments.find(({ uri }) => pathOf(uri) === path);
  if (open) return open.getText();
  try {
    const stat = fs.statSync(path, { throwIfNoEntry: false });
    return stat?.isFile() && stat.size <= MAX_BYTES ? fs.readFileSync(path, 'utf8') : undefined;
  } catch {
    // What cannot be read leaves the imported value open.
    return undefined;
  }
}
