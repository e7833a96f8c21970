import * as vscode from 'vscode';

/** Asks where to save a text, writes it and shows it; nothing happens when the user asks for nothing. */
export async function saveText(name: string, filters: Readonly<Record<string, string[]>>, text: string): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const target = await vscode.window.showSaveDialog({
    filters: { ...filters },
    ...(folder ? { defaultUri: vscode.Uri.joinPath(folder, name) } : {}),
  });
  if (!target) return;
  await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(text));
  await vscode.window.showTextDocument(target);
}
