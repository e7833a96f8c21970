import * as vscode from 'vscode';
import { LineIndex } from '../../core/text';
import { ignoredBy } from '../../service/batchIgnore';
import type { FoundRequest } from '../../service/batchSource';
import type { LoadedEngine } from '../engineHost';
import { pathOf } from '../nearFiles';

/** The most files that are looked for, and how many are read at the same time. */
const MOST_FILES = 200_000;
const AT_ONCE = 16;
/** The largest file that is read, in bytes. */
const LARGEST = 10_000_000;
const SKIPPED = '**/{node_modules,.git}/**';

/** Asks which files, and says how many there are before they are read; undefined when the user asks for none. */
export async function askFiles(isWanted: (path: string) => boolean): Promise<vscode.Uri[] | undefined> {
  const pattern = await vscode.window.showInputBox({
    title: vscode.l10n.t('Estimate Batch: which files?'),
    prompt: vscode.l10n.t('A pattern such as **/*, src/** or **/*.py'),
    value: '**/*',
    validateInput: (text) => (text.trim() === '' ? vscode.l10n.t('Write a pattern, such as **/*.') : undefined),
  });
  if (pattern === undefined) return undefined;
  const counted = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: vscode.l10n.t('Looking for files'), cancellable: true },
    (_, token) => findFiles(pattern.trim(), isWanted, token),
  );
  if (!counted) return undefined;
  const { files, ignored, others } = counted;
  const count = files.length === 1 ? vscode.l10n.t('Estimate 1 file') : vscode.l10n.t('Estimate {0} files', files.length.toLocaleString());
  const description = vscode.l10n.t('{0} ignored, {1} of other kinds', ignored.toLocaleString(), others.toLocaleString());
  const start = { label: count, description };
  const chosen = await vscode.window.showQuickPick(files.length > 0 ? [start] : [], {
    title: vscode.l10n.t('Estimate Batch: these files?'),
    placeHolder: files.length > 0 ? vscode.l10n.t('Enter starts it') : vscode.l10n.t('No file with that pattern can hold a request'),
  });
  return chosen && files;
}

interface Counted {
  readonly files: vscode.Uri[];
  readonly ignored: number;
  readonly others: number;
}

/** The files of a pattern below the workspace's folders that are not ignored; undefined when the user cancels. */
export async function findFiles(pattern: string, isWanted: (path: string) => boolean, token: vscode.CancellationToken): Promise<Counted | undefined> {
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

/** The requests of files with their prices, with a bar that can be cancelled; undefined when it was. */
export async function readFiles(files: readonly vscode.Uri[], parser: LoadedEngine['parser'], service: LoadedEngine['service']): Promise<FoundRequest[] | undefined> {
  const found: FoundRequest[] = [];
  const read = async (uri: vscode.Uri): Promise<FoundRequest[]> => {
    const text = await textOf(uri, parser.hasHint);
    const language = parser.languageOf(uri.path);
    if (text === undefined || language === undefined) return [];
    const lines = new LineIndex(text);
    const { requests } = await service.estimateText(text, language, pathOf(uri));
    const path = vscode.workspace.asRelativePath(uri);
    return requests.map(({ site, ...subject }) => ({ path, line: lines.positionAt(site.span.start).line + 1, subject }));
  };
  const isDone = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: vscode.l10n.t('Estimating'), cancellable: true },
    async (progress, token) => {
      for (let start = 0; start < files.length; start += AT_ONCE) {
        if (token.isCancellationRequested) return false;
        const part = files.slice(start, start + AT_ONCE);
        found.push(...(await Promise.all(part.map(read))).flat());
        const message = vscode.l10n.t('{0} of {1} files, {2} requests', (start + part.length).toLocaleString(), files.length.toLocaleString(), found.length.toLocaleString());
        progress.report({ message, increment: (100 * part.length) / files.length });
      }
      return true;
    },
  );
  return isDone ? found : undefined;
}

/** A file's text as it is being edited, else as it is stored; undefined where it can hold no request, or cannot be read. */
export async function textOf(uri: vscode.Uri, hasHint: (text: string) => boolean): Promise<string | undefined> {
  const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  if (open) return open.getText();
  try {
    const bytes = await vscode.workspace.fs.readFile(uri);
    if (bytes.length > LARGEST || !hasHint(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1'))) return undefined;
    return new TextDecoder().decode(bytes);
  } catch (error) {
    // It was deleted meanwhile, or may not be read: as good as not there.
    if (error instanceof vscode.FileSystemError) return undefined;
    throw error;
  }
}
