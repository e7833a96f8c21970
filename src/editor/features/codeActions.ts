import * as vscode from 'vscode';
import { createCheaperWays } from '../cheaperWays';
import type { CheaperWays } from '../cheaperWays';
import type { FeatureContext } from '../feature';
import { guarded } from '../guard';
import { translate } from '../l10n';
import { nearestRequest } from '../requestAt';
import { workspaceEditOf } from '../workspaceEdit';

const KIND = vscode.CodeActionKind.RefactorRewrite.append('klingCost');
const SOURCE = 'Kling Cost';

/** Cheaper ways for the request at the cursor, each with the edit that follows it and what that saves. */
export function register({ engine, settings, log, languageIds }: FeatureContext): vscode.Disposable {
  const ways = createCheaperWays(engine, settings);
  const provider: vscode.CodeActionProvider = {
    provideCodeActions: (document, range, { only, diagnostics }, token) => {
      if (!settings.suggestionsEnabled()) return [];
      const marks = diagnostics.filter(({ source }) => source === SOURCE);
      const isAskedFor = !only || only.contains(KIND) || (marks.length > 0 && only.contains(vscode.CodeActionKind.QuickFix));
      return isAskedFor ? guarded(log, 'Code actions', () => actionsAt(engine, ways, document, range, marks, token)) : [];
    },
  };
  return vscode.languages.registerCodeActionsProvider([...languageIds], provider, {
    providedCodeActionKinds: [KIND, vscode.CodeActionKind.QuickFix],
  });
}

async function actionsAt(
  host: FeatureContext['engine'],
  cheaperWays: CheaperWays,
  document: vscode.TextDocument,
  range: vscode.Range,
  marks: readonly vscode.Diagnostic[],
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
    const action = new vscode.CodeAction(title, marks.length > 0 ? vscode.CodeActionKind.QuickFix : KIND);
    action.edit = await workspaceEditOf(document, way, title);
    action.diagnostics = [...marks];
    actions.push(action);
  }
  return actions;
}
