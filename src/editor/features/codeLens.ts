import * as vscode from 'vscode';
import { coalesce } from '../coalesce';
import type { FeatureContext } from '../feature';
import { guarded } from '../guard';
import { translate } from '../l10n';

/** Between two sets of lenses while a program books all the time: the editor waits for a pause of the changes, the longer the longer lenses take. */
const REST_MS = 1_000;
const REST = 3;

/** The price above each request; one lens on a line, however many requests begin there. */
export function register({ engine, usage, settings, log, languageIds }: FeatureContext): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  let lastMs = 0;
  const provide = async (document: vscode.TextDocument): Promise<vscode.CodeLens[]> => {
    const started = performance.now();
    const lenses = await lensesOf(engine, usage, document);
    lastMs = performance.now() - started;
    return lenses;
  };
  const provider: vscode.CodeLensProvider = {
    onDidChangeCodeLenses: changed.event,
    provideCodeLenses: (document) => (settings.codeLensEnabled() ? guarded(log, 'CodeLens', () => provide(document)) : []),
  };
  const fire = (): void => { changed.fire(); };
  const booked = coalesce(fire, () => Math.max(REST_MS, REST * lastMs));
  return vscode.Disposable.from(
    changed,
    booked,
    vscode.languages.registerCodeLensProvider([...languageIds], provider),
    settings.onDidChange('codeLens.enabled', fire),
    engine.onDidChange(fire),
    usage.onDidChange(booked),
  );
}

async function lensesOf(host: FeatureContext['engine'], { peek }: FeatureContext['usage'], document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
  const estimate = await host.estimate(document);
  if (!estimate) return [];
  const { engine } = await host.load();
  const budget = peek();
  const byLine = new Map<number, { range: vscode.Range; titles: string[]; over?: string; offset: number }>();
  for (const request of estimate.requests) {
    const { head, span } = request.site;
    const range = new vscode.Range(document.positionAt(head.start), document.positionAt(head.end));
    const line = document.positionAt(span.start).line;
    const known = byLine.get(line);
    const title = engine.lensTitle(request, translate);
    const least = budget?.usage.leastAmount(request);
    const over = least && budget?.usage.overLimitText(budget.service.judge(least.amount, least.usd), translate);
    const shown = known ?? { range: new vscode.Range(new vscode.Position(line, 0), range.end), titles: [], offset: span.start };
    shown.titles.push(title);
    if (over !== undefined) shown.over ??= over;
    byLine.set(line, shown);
  }
  const lenses = [...byLine.values()].flatMap(({ range, titles, over, offset }) => [
    new vscode.CodeLens(range, {
      title: titles.join('  |  '),
      tooltip: vscode.l10n.t('Show how this price comes about'),
      command: 'klingCost.showDetails',
      arguments: [document.uri.toString(), offset],
    }),
    ...(over === undefined
      ? []
      : [new vscode.CodeLens(range, { title: over, tooltip: vscode.l10n.t('Show what was spent'), command: 'klingCost.showUsageReport' })]),
  ]);
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
