import * as vscode from 'vscode';
import type { FeatureContext } from '../feature';
import { guarded } from '../guard';
import { translate } from '../l10n';
import { requestAtCursor } from '../requestAt';

/** `Kling Cost: Report a Wrong Price`: a text with all that the price stands on, to be completed and sent by the user. */
export function register({ engine, log }: FeatureContext): vscode.Disposable {
  return vscode.commands.registerCommand('klingCost.reportWrongPrice', () =>
    guarded(log, 'Report a Wrong Price', async () => {
      const request = await requestAtCursor(engine);
      if (!request) {
        void vscode.window.showInformationMessage(vscode.l10n.t('Put the cursor into the request whose price is wrong.'));
        return;
      }
      const { engine: texts, service } = await engine.load();
      const details = texts.detailsMarkdown(request, service.neighbors(request), vscode.l10n.t('the request in question'), translate);
      const asked = [vscode.l10n.t('# A wrong price'), vscode.l10n.t('What it should be:'), vscode.l10n.t('Where that is written, and on which day it was read:'), vscode.l10n.t('## What was shown')];
      const content = `${[...asked, details].join('\n\n')}\n`;
      await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language: 'markdown', content }));
    }),
  );
}
