import * as vscode from 'vscode';
import type { FeatureContext } from '../feature';
import { translate } from '../l10n';
import { nearestRequest } from '../requestAt';
import type { CheaperWays } from './cheaperWays';
import { workspaceEditOf } from './workspaceEdit';

/** The cheaper ways for the request around a range, as code actions; quick fixes where the request is marked as a problem. */
export async function actionsAt(
  host: FeatureContext['engine'],
  cheaperWays: CheaperWays,
  document: vscode.TextDocument,
  range: vscode.Range,
  marks: readonly vscode.Diagnostic[],
  kind: vscode.CodeActionKind,
  token: vscode.CancellationToken,
): Promise<vscode.CodeAction[]> {
  const estimate = await host.estimate(document);
  const request = estimate && nearestRequest(estimate.requests, document.offsetAt(range.start));
  if (!request || token.isCancellationRequested) return [];
  const { engine } = await host.load();
  const actions: vscode.CodeAction[] = [];
  for (const way of await cheaperWays.of(document, request, estimate.requests)) {
    const title = engine.wayTitle(way, request, translate);
    // A request that no longer fits under a limit is a problem, and this its remedy.
    const action = new vscode.CodeAction(title, marks.length > 0 ? vscode.CodeActionKind.QuickFix : kind);
    action.edit = await workspaceEditOf(document, way, title);
    action.diagnostics = [...marks];
    actions.push(action);
  }
  return actions;
}
