import * as vscode from 'vscode';
import type { FeatureContext } from '../feature';
import { saveText } from '../saveText';
import { withUsage } from '../withUsage';

/** `Kling Cost: Export Usage`: every entry of the log, folded, as CSV or JSON. */
export function register(context: FeatureContext): vscode.Disposable {
  return vscode.commands.registerCommand('klingCost.exportUsage', () =>
    withUsage(context, 'Export Usage', async ({ usage, service }) => {
      const form = await vscode.window.showQuickPick(['CSV', 'JSON'], { title: vscode.l10n.t('Export usage as') });
      if (form === undefined) return;
      await service.refresh();
      const entries = service.store.entries({ start: -Infinity, end: Infinity }, Date.now());
      const report = { entries, unreadable: service.store.unreadable() };
      if (form === 'CSV') await saveText('kling-usage.csv', { CSV: ['csv'] }, usage.logCsv(report));
      else await saveText('kling-usage.json', { JSON: ['json'] }, `${JSON.stringify(usage.logReportJson(report), null, 2)}\n`);
    }),
  );
}
