import * as vscode from 'vscode';
import type { Choice, EstimatedSite } from '../../service/engine';
import type { FeatureContext } from '../feature';
import { translate } from '../l10n';
import { nearestRequest } from '../requestAt';
import { sourceOf } from './cheaperWays';
import { workspaceEditOf } from './workspaceEdit';

type Item = vscode.QuickPickItem & { readonly choice: Choice };

/** Shows what a request would cost with other values, and writes the chosen ones; the request at the cursor unless told. */
export async function whatIf(host: FeatureContext['engine'], uri: unknown, at: unknown): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  const source = typeof uri === 'string' ? vscode.Uri.parse(uri) : editor?.document.uri;
  const document = source && (await vscode.workspace.openTextDocument(source));
  const offset = typeof at === 'number' ? at : editor?.document.offsetAt(editor.selection.active);
  const requests = (document && (await host.estimate(document))?.requests) ?? [];
  const request = nearestRequest(requests, offset ?? 0);
  if (!document || !request) {
    void vscode.window.showInformationMessage(vscode.l10n.t('There is no Kling request at the cursor.'));
    return;
  }
  const { engine, service } = await host.load();
  const items = service.choices(request).map((choice): Item => {
    const { label, price, difference } = engine.choiceText(choice, request, translate);
    return { choice, label, description: price, detail: difference };
  });
  if (items.length < 2) {
    void vscode.window.showInformationMessage(vscode.l10n.t('No other value with a known price can be written here.'));
    return;
  }
  const { version } = document;
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('What if: {0}', items[0]?.label ?? ''),
    placeHolder: vscode.l10n.t('Type a model, a mode or seconds; what you choose is written into the code'),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  if (!picked || picked.choice.changes.length === 0) return;
  await write(host, document, version, request, requests, picked);
}

async function write(
  host: FeatureContext['engine'],
  document: vscode.TextDocument,
  version: number,
  request: EstimatedSite,
  requests: readonly EstimatedSite[],
  { choice, label }: Item,
): Promise<void> {
  const { service } = await host.load();
  const [way] = document.version === version ? await service.ways(sourceOf(document, requests), request, [choice]) : [];
  const edit = way && (await workspaceEditOf(document, way, label));
  if (edit && (await vscode.workspace.applyEdit(edit))) return;
  void vscode.window.showWarningMessage(vscode.l10n.t('{0} cannot be written here without more than other values; change the request by hand.', label));
}
