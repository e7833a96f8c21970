import * as vscode from 'vscode';
import type { FeatureContext } from '../feature';
import { guarded } from '../guard';
import { translate } from '../l10n';

/** The price above each request; one lens on a line, however many requests begin there. */
export function register({ engine, settings, log, languageIds }: FeatureContext): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  const provider: vscode.CodeLensProvider = {
    onDidChangeCodeLenses: changed.event,
    provideCodeLenses: (document) =>
      settings.codeLensEnabled() ? guarded(log, 'CodeLens', () => lensesOf(engine, document)) : [],
  };
  const fire = (): void => { changed.fire(); };
  return vscode.Disposable.from(
    changed,
    vscode.languages.registerCodeLensProvider([...languageIds], provider),
    settings.onDidChange('codeLens.enabled', fire),
    engine.onDidChange(fire),
  );
}

async function lensesOf(host: FeatureContext['engine'], document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
  const estimate = await host.estimate(document);
  if (!estimate) return [];
  const { engine } = await host.load();
  const byLine = new Map<number, { range: vscode.Range; titles: string[]; offset: number }>();
  for (const request of estimate.requests) {
    const { head, span } = request.site;
    const range = new vscode.Range(document.positionAt(head.start), document.positionAt(head.end));
    const line = document.positionAt(span.start).line;
    const known = byLine.get(line);
    const title = engine.lensTitle(request, translate);
    if (known) known.titles.push(title);
    else byLine.set(line, { range: new vscode.Range(new vscode.Position(line, 0), range.end), titles: [title], offset: span.start });
  }
  const lenses = [...byLine.values()].map(
    ({ range, titles, offset }) =>
      new vscode.CodeLens(range, {
        title: titles.join('  |  '),
        tooltip: vscode.l10n.t('Show how this price comes about'),
        command: 'klingCost.showDetails',
        arguments: [document.uri.toString(), offset],
      }),
  );
  return [...unreadLens(estimate.problems), ...lenses];
}

/** Says of a file that it is not read; that it has no lens would say that there is nothing in it. */
function unreadLens(problems: readonly { readonly code: string }[]): vscode.CodeLens[] {
  const has = (wanted: string): boolean => problems.some(({ code }) => code === wanted);
  const titles = [
    ...(has('tooLarge') ? [vscode.l10n.t('Kling: this file is too large to price here; run kling-cost estimate on it')] : []),
    ...(has('tooComplex') ? [vscode.l10n.t('Kling: this file is too complex to be read, such as one with thousands of open brackets')] : []),
  ];
  return titles.map((title) => new vscode.CodeLens(new vscode.Range(0, 0, 0, 0), { title, command: '' }));
}
