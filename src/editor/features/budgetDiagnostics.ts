import * as vscode from 'vscode';
import type { FeatureContext } from '../feature';
import { guarded } from '../guard';
import { translate } from '../l10n';

const PAUSE_MS = 300;

/** Marks the requests that no longer fit under a limit as problems. */
export function register({ engine, usage, settings, log }: FeatureContext): vscode.Disposable {
  const diagnostics = vscode.languages.createDiagnosticCollection('klingCost.budget');
  let pause: NodeJS.Timeout | undefined;

  const check = async (document: vscode.TextDocument): Promise<void> => {
    const { version } = document;
    const loaded = usage.peek();
    const isWanted = settings.diagnosticsEnabled() && loaded !== undefined && loaded.service.plan().limits.length > 0;
    const estimate = isWanted ? await engine.estimate(document) : undefined;
    // What was typed meanwhile is checked by its own round.
    if (document.isClosed || document.version !== version) return;
    const found = (estimate?.requests ?? []).flatMap((request) => {
      const least = loaded?.usage.leastAmount(request);
      const over = least && loaded?.usage.overLimitText(loaded.service.judge(least.amount, least.usd), translate);
      if (over === undefined) return [];
      const { start, end } = request.site.head;
      const range = new vscode.Range(document.positionAt(start), document.positionAt(end));
      const diagnostic = new vscode.Diagnostic(range, over, vscode.DiagnosticSeverity.Warning);
      diagnostic.source = 'Kling Cost';
      diagnostic.code = 'over-budget';
      return [diagnostic];
    });
    diagnostics.set(document.uri, found);
  };
  const checkAll = (): void => {
    pause = undefined;
    for (const document of vscode.workspace.textDocuments) void guarded(log, 'Budget diagnostics', () => check(document));
  };
  const soon = (): void => { pause ??= setTimeout(checkAll, PAUSE_MS); };

  return vscode.Disposable.from(
    diagnostics,
    new vscode.Disposable(() => { clearTimeout(pause); }),
    settings.onDidChange('diagnostics.enabled', soon),
    engine.onDidChange(soon),
    usage.onDidChange(soon),
    vscode.workspace.onDidOpenTextDocument(soon),
    // Output that a program writes is no code.
    vscode.workspace.onDidChangeTextDocument(({ document }) => { if (document.uri.scheme !== 'output') soon(); }),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => { diagnostics.delete(uri); }),
  );
}
