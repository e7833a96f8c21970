import * as fs from 'node:fs';
import * as vscode from 'vscode';
import type { FeatureContext } from '../feature';
import { withUsage } from '../withUsage';

/** `Kling Cost: Open Usage Log`: the log's own file. */
export function register(context: FeatureContext): vscode.Disposable {
  return vscode.commands.registerCommand('klingCost.openUsageLog', () =>
    withUsage(context, 'Open Usage Log', async ({ file }) => {
      if (!fs.existsSync(file)) {
        void vscode.window.showInformationMessage(vscode.l10n.t('There is no usage log yet: {0} is made with the first entry.', file));
        return;
      }
      await vscode.window.showTextDocument(vscode.Uri.file(file));
    }),
  );
}
