import * as vscode from 'vscode';
import { ignoredBy } from '../../service/batchIgnore';

/** The most files that are looked for. */
const MOST_FILES = 200_000;
const SKIPPED = '**/{node_modules,.git}/**';

/** Asks which files, and counts them; undefined when the user asks for none. */
export async function askFiles(isWanted: (path: string) => boolean): Promise<CountedFiles | undefined> {
  const pattern = await vscode.window.showInputBox({
    title: vscode.l10n.t('Estimate Batch: which files?'),
    prompt: vscode.l10n.t('A pattern such as **/*, src/** or **/*.py'),
    value: '**/*',
    validateInput: (text) => (text.trim() === '' ? vscode.l10n.t('Write a pattern, such as **/*.') : undefined),
  });
  if (pattern === undefined) return undefined;
  return await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: vscode.l10n.t('Looking for files'), cancellable: true },
    (_, token) => findFiles(pattern.trim(), isWanted, token),
  );
}

/** The files of a pattern that can hold a request, and how many there are besides. */
export interface CountedFiles {
  readonly files: vscode.Uri[];
  readonly ignored: number;
  readonly others: number;
}

/** The files of a pattern below the workspace's folders that are not ignored; undefined when the user cancels. */
export async function findFiles(pattern: string, isWanted: (path: string) => boolean, token: vscode.CancellationToken): Promise<CountedFiles | undefined> {
  const counted = { files: [] as vscode.Uri[], ignored: 0, others: 0 };
  for (const folder of vscode.workspace.workspaceFolders ?? []) {
    const below = (uri: vscode.Uri): string => uri.path.slice(folder.uri.path.replace(/\/$/, '').length + 1);
    const found = await vscode.workspace.findFiles(new vscode.RelativePattern(folder, pattern), SKIPPED, MOST_FILES, token);
    const rules = await vscode.workspace.findFiles(new vscode.RelativePattern(folder, '**/.gitignore'), SKIPPED, MOST_FILES, token);
    const ignoreFiles = await Promise.all(rules.map(async (uri) => ({ folder: below(uri).replace(/\/?\.gitignore$/, ''), text: new TextDecoder().decode(await vscode.workspace.fs.readFile(uri)) })));
    if (token.isCancellationRequested) return undefined;
    const isIgnored = ignoredBy(ignoreFiles);
    for (const uri of found) {
      if (!isWanted(uri.path)) counted.others += 1;
      else if (isIgnored(below(uri))) counted.ignored += 1;
      else counted.files.push(uri);
    }
  }
  counted.files.sort((a, b) => (a.path < b.path ? -1 : 1));
  return counted;
}
