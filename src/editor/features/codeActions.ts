import * as vscode from 'vscode';
import type { CheaperWays } from '../cheaper/cheaperWays';
import type { FeatureContext } from '../feature';
import { guarded } from '../guard';

const KIND = vscode.CodeActionKind.RefactorRewrite.append('klingCost');
const SOURCE = 'Kling Cost';

/** Cheaper ways for the request at the cursor, each with the edit that follows it and what that saves. */
export function register({ engine, settings, log, languageIds }: FeatureContext): vscode.Disposable {
  let ways: CheaperWays | undefined;
  const provider: vscode.CodeActionProvider = {
    provideCodeActions: (document, range, { only, diagnostics }, token) => {
      if (!settings.suggestionsEnabled()) return [];
      const marks = diagnostics.filter(({ source }) => source === SOURCE);
      const isAskedFor = !only || only.contains(KIND) || (marks.length > 0 && only.contains(vscode.CodeActionKind.QuickFix));
      if (!isAskedFor) return [];
      return guarded(log, 'Code actions', async () => {
        const session = await import('../cheaper/cheaperSession');
        ways ??= session.createCheaperWays(engine, settings);
        return await session.actionsAt(engine, ways, document, range, marks, KIND, token);
      });
    },
  };
  return vscode.languages.registerCodeActionsProvider([...languageIds], provider, {
    providedCodeActionKinds: [KIND, vscode.CodeActionKind.QuickFix],
  });
}
