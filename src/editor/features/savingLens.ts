import * as vscode from 'vscode';
import { wishesOf } from '../cheaper/wishes';
import type { FeatureContext } from '../feature';
import { guarded } from '../guard';
import { translate } from '../l10n';

/** A second line above a request that could be much cheaper: `Save 5 units: std`. */
export function register({ engine, settings, log, languageIds }: FeatureContext): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  const provider: vscode.CodeLensProvider = {
    onDidChangeCodeLenses: changed.event,
    provideCodeLenses: (document) =>
      settings.codeLensEnabled() && settings.suggestionsEnabled() ? guarded(log, 'Saving CodeLens', () => lensesOf(engine, settings, document)) : [],
  };
  const fire = (): void => { changed.fire(); };
  return vscode.Disposable.from(
    changed,
    vscode.languages.registerCodeLensProvider([...languageIds], provider),
    settings.onDidChange('codeLens.enabled', fire),
    settings.onDidChange('suggestions', fire),
    engine.onDidChange(fire),
  );
}

async function lensesOf(host: FeatureContext['engine'], settings: FeatureContext['settings'], document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
  const least = settings.raw('suggestions.minimumSaving');
  const estimate = least === '' ? undefined : await host.estimate(document);
  if (!estimate || estimate.requests.length === 0) return [];
  const { engine, service } = await host.load();
  const wishes = wishesOf(engine, settings);
  const lines = new Set<number>();
  return estimate.requests.flatMap((request) => {
    const { span, head } = request.site;
    const title = engine.savingLensTitle(service.optimize([request], wishes).suggestions, least, request, translate);
    const line = document.positionAt(span.start).line;
    if (title === undefined || lines.has(line)) return [];
    lines.add(line);
    const range = new vscode.Range(new vscode.Position(line, 0), document.positionAt(head.end));
    return [new vscode.CodeLens(range, {
      title,
      tooltip: vscode.l10n.t('Show what this request would cost otherwise'),
      command: 'klingCost.whatIf',
      arguments: [document.uri.toString(), span.start],
    })];
  });
}
