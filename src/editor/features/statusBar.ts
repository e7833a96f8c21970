import * as vscode from 'vscode';
import type { FeatureContext } from '../feature';
import { guarded } from '../guard';
import { translate } from '../l10n';
import type { LoadedUsage } from '../usageHost';

/** What is left of the budget, in one item of the status bar. */
export function register({ engine, usage, settings, log }: FeatureContext): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('budget', vscode.StatusBarAlignment.Left, 10);
  item.name = vscode.l10n.t('Kling Budget');
  item.command = 'klingCost.sidebar.focus';

  const textOf = ({ usage: texts, service }: LoadedUsage): ReturnType<typeof texts.statusBar> => {
    const wanted = settings.raw('statusBar.show');
    const staleMs = service.staleMs();
    const input = {
      show: texts.STATUS_BAR_SHOW.find((known) => known === wanted) ?? 'today',
      periods: service.standings(),
      packages: service.packages(),
      zone: service.plan().timeZone,
      unwritten: service.store.unwritten().length,
      ...(staleMs === undefined ? {} : { staleMs }),
      hasSeenRequest: engine.peek() !== undefined,
    };
    return texts.statusBar(input, translate);
  };
  const show = (): void => {
    const loaded = usage.peek();
    const face = loaded && textOf(loaded);
    if (!face) {
      item.hide();
      return;
    }
    item.text = `$(${face.icon}) ${face.text}`.trim();
    item.tooltip = new vscode.MarkdownString(face.tooltip);
    item.accessibilityInformation = { label: face.label };
    item.backgroundColor = face.severity === 'none' ? undefined : new vscode.ThemeColor(`statusBarItem.${face.severity}Background`);
    item.show();
  };
  const load = (): void => void guarded(log, 'Status bar', async () => {
    await usage.load();
    show();
  });
  const limits = ['budget.daily', 'budget.monthly'] as const;
  // After the activation, which reads nothing.
  const first = limits.some((name) => Object.keys(settings.raw(name) ?? {}).length > 0) ? setTimeout(load, 0) : undefined;

  return vscode.Disposable.from(
    item,
    new vscode.Disposable(() => { clearTimeout(first); }),
    engine.onDidLoad(load),
    usage.onDidChange(show),
    ...limits.map((name) => settings.onDidChange(name, load)),
    settings.onDidChange('statusBar.show', show),
  );
}
