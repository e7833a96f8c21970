import * as vscode from 'vscode';
import type { Way } from '../../service/engine';

/**
 * A way as an edit of the editor. What also serves other places is shown to the user before it is made. Undefined where
 * a file that is edited cannot be opened.
 */
export async function workspaceEditOf(document: vscode.TextDocument, { edits, isShared }: Way, label: string): Promise<vscode.WorkspaceEdit> {
  const edit = new vscode.WorkspaceEdit();
  const description = isShared ? vscode.l10n.t('This value is used in several places') : undefined;
  for (const { path, span, text } of edits) {
    const file = path === undefined ? document : await vscode.workspace.openTextDocument(vscode.Uri.joinPath(document.uri, '..', path));
    const range = new vscode.Range(file.positionAt(span.start), file.positionAt(span.end));
    edit.replace(file.uri, range, text, { needsConfirmation: isShared, label, ...(description === undefined ? {} : { description }) });
  }
  return edit;
}
