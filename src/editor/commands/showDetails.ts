import * as vscode from 'vscode';
import type { FeatureContext } from '../feature';
import { guarded } from '../guard';
import { translate } from '../l10n';
import { nearestRequest } from '../requestAt';

const SCHEME = 'kling-cost';

/** `Kling Cost: Show Details of the Request`: the whole account of a price, in a preview beside the code. */
export function register({ engine, log }: FeatureContext): vscode.Disposable {
  const changed = new vscode.EventEmitter<vscode.Uri>();
  const shown = new Map<string, vscode.Uri>();
  const content: vscode.TextDocumentContentProvider = {
    onDidChange: changed.event,
    provideTextDocumentContent: (uri) => guarded(log, 'Details', () => detailsOf(engine, uri)),
  };

  const show = async (documentUri?: unknown, at?: unknown): Promise<void> => {
    const editor = vscode.window.activeTextEditor;
    const source = typeof documentUri === 'string' ? vscode.Uri.parse(documentUri) : editor?.document.uri;
    const offset = typeof at === 'number' ? at : editor?.document.offsetAt(editor.selection.active);
    const document = source && (await vscode.workspace.openTextDocument(source));
    const request = document && nearestRequest((await engine.estimate(document))?.requests ?? [], offset ?? 0);
    if (!document || !request) {
      void vscode.window.showInformationMessage(vscode.l10n.t('There is no Kling request at the cursor.'));
      return;
    }
    const name = document.uri.path.slice(document.uri.path.lastIndexOf('/') + 1);
    const query = JSON.stringify([document.uri.toString(), request.site.span.start]);
    const uri = vscode.Uri.from({ scheme: SCHEME, path: vscode.l10n.t('Price in {0}', name) + '.md', query });
    shown.set(uri.toString(), uri);
    changed.fire(uri);
    await vscode.commands.executeCommand('markdown.showPreviewToSide', uri);
  };

  return vscode.Disposable.from(
    changed,
    vscode.workspace.registerTextDocumentContentProvider(SCHEME, content),
    vscode.commands.registerCommand('klingCost.showDetails', (uri: unknown, at: unknown) =>
      guarded(log, 'Show Details', () => show(uri, at)),
    ),
    engine.onDidChange(() => { for (const uri of shown.values()) changed.fire(uri); }),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => { shown.delete(uri.toString()); }),
  );
}

async function detailsOf(host: FeatureContext['engine'], uri: vscode.Uri): Promise<string> {
  const [source, offset] = JSON.parse(uri.query) as [string, number];
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(source));
  const request = nearestRequest((await host.estimate(document))?.requests ?? [], offset);
  if (!request) return vscode.l10n.t('The request is no longer there.');
  const { engine, service } = await host.load();
  const where = `${vscode.workspace.asRelativePath(document.uri)}:${document.positionAt(request.site.span.start).line + 1}`;
  return engine.detailsMarkdown(request, service.neighbors(request), where, translate);
}
