import * as vscode from 'vscode';
import type { FeatureContext } from '../feature';
import { translate } from '../l10n';
import { saveText } from '../saveText';
import { withUsage } from '../withUsage';

/** `Kling Cost: Export Package Expiry to a Calendar`: the days on which packages expire, for any calendar. */
export function register(context: FeatureContext): vscode.Disposable {
  return vscode.commands.registerCommand('klingCost.exportPackageCalendar', () =>
    withUsage(context, 'Export Package Expiry', async ({ usage, service }) => {
      const standing = service.packages();
      if (!standing.packages.some(({ leftMs }) => leftMs !== undefined)) {
        const add = vscode.l10n.t('Add Package…');
        const none = vscode.l10n.t('No package is known that will expire.');
        if ((await vscode.window.showInformationMessage(none, add)) === add) await vscode.commands.executeCommand('klingCost.addPackage');
        return;
      }
      const text = usage.packageCalendar(standing, Date.now(), service.plan().timeZone, translate);
      await saveText('kling-packages.ics', { iCalendar: ['ics'] }, text);
    }),
  );
}
