import * as vscode from 'vscode';
import { LineIndex } from '../../core/text';
import type { EstimatedSite } from '../../service/engine';
import { wishesOf } from '../cheaperWays';
import type { FeatureContext } from '../feature';
import { guarded } from '../guard';
import { translate } from '../l10n';
import { pathOf } from '../nearFiles';

type Placed = EstimatedSite & { readonly path: string; readonly line: number };

const EXCLUDED = '**/node_modules/**';
const MOST_BYTES = 1_000_000;

/** `Kling Cost: Optimize Workspace`: every cheaper way for the requests of all files, the largest saving first. */
export function register(context: FeatureContext): vscode.Disposable {
  return vscode.commands.registerCommand('klingCost.optimizeWorkspace', () => guarded(context.log, 'Optimize Workspace', () => optimizeWorkspace(context)));
}

async function optimizeWorkspace({ engine: host, usage: usageHost, settings, reports }: FeatureContext): Promise<void> {
  const { engine, service } = await host.load();
  const endings = engine.languages.flatMap(({ extensions }) => extensions.map((ending) => ending.replace(/^\./, '')));
  const files = await vscode.workspace.findFiles(`**/*.{${endings.join(',')}}`, EXCLUDED);
  if (files.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('There are no files here that a Kling request can be in.'));
    return;
  }
  const read = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: vscode.l10n.t('Kling Cost: reading {0} files', files.length), cancellable: true },
    (progress, token) => readAll(host, files, progress, token),
  );
  if (!read) return;
  const usage = await usageHost.load();
  const packages = usage?.service.packages();
  const loggedAt = usage?.usage.loggedRequests(usage.service.store, Date.now());
  const wishes = { ...wishesOf(engine, settings), ...(packages ? { packages } : {}), ...(loggedAt ? { loggedAt } : {}) };
  const optimization = service.optimize(read.requests, wishes);
  const report = { date: service.today(), now: Date.now(), requests: read.requests, optimization, problems: read.problems };
  await reports.show(vscode.l10n.t('Cheaper Kling requests'), engine.optimizeMarkdown(report, translate));
}

/** The requests of files; undefined when the user cancels. */
async function readAll(
  host: FeatureContext['engine'],
  files: readonly vscode.Uri[],
  progress: vscode.Progress<{ message?: string; increment?: number }>,
  token: vscode.CancellationToken,
): Promise<{ readonly requests: readonly Placed[]; readonly problems: readonly string[] } | undefined> {
  const { engine, service } = await host.load();
  const requests: Placed[] = [];
  const problems: string[] = [];
  for (const [index, uri] of files.toSorted((a, b) => (a.path < b.path ? -1 : 1)).entries()) {
    if (token.isCancellationRequested) return undefined;
    const shown = vscode.workspace.asRelativePath(uri);
    progress.report({ increment: 100 / files.length, message: `${String(index + 1)} / ${String(files.length)}` });
    try {
      const text = await textOf(uri);
      const language = engine.languages.find(({ extensions }) => extensions.some((ending) => uri.path.toLowerCase().endsWith(ending)));
      const found = language ? (await service.estimateText(text, language.id, pathOf(uri))).requests : [];
      const lines = new LineIndex(found.length > 0 ? text : '');
      requests.push(...found.map((request) => ({ ...request, path: shown, line: lines.positionAt(request.site.span.start).line + 1 })));
    } catch (error) {
      // A file that cannot be read is named, and the rest goes on.
      problems.push(`${shown}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return { requests, problems };
}

/** A file's text as it is being edited, else as it is on disk; nothing of one that is too large to be priced in the editor. */
async function textOf(uri: vscode.Uri): Promise<string> {
  const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  if (open) return open.getText();
  const { size } = await vscode.workspace.fs.stat(uri);
  if (size > MOST_BYTES) throw new Error(vscode.l10n.t('too large to be read here; run kling-cost optimize on it'));
  return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
}
