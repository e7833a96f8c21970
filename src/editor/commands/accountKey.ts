import * as vscode from 'vscode';
import type { FeatureContext } from '../feature';
import { guarded } from '../guard';

/** Where the account's key is kept: an API key, or an access key and its secret key, as JSON. */
export const ACCOUNT_SECRET = 'klingCost.account';

/** `Kling Cost: Set Account Key` and `Remove Account Key`: kept where the editor keeps secrets, and nowhere else. */
export function register({ secrets, log }: FeatureContext): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.commands.registerCommand('klingCost.setAccountKey', () => guarded(log, 'Set Account Key', () => setKey(secrets))),
    vscode.commands.registerCommand('klingCost.removeAccountKey', () =>
      guarded(log, 'Remove Account Key', async () => {
        await secrets.delete(ACCOUNT_SECRET);
        void vscode.window.showInformationMessage(vscode.l10n.t('The account key is removed from this machine.'));
      }),
    ),
  );
}

/** Asks for a key and keeps it; whether there is one now. */
export async function setKey(secrets: vscode.SecretStorage): Promise<boolean> {
  const kinds = [
    { label: vscode.l10n.t('API key'), description: vscode.l10n.t('one text, works everywhere'), fields: ['apiKey'] },
    { label: vscode.l10n.t('Access key and secret key'), description: vscode.l10n.t('two texts'), fields: ['accessKey', 'secretKey'] },
  ];
  const kind = await vscode.window.showQuickPick(kinds, { title: vscode.l10n.t('The kind of key that Kling gave you') });
  if (!kind) return false;
  const key: Record<string, string> = {};
  for (const field of kind.fields) {
    const text = await vscode.window.showInputBox({
      title: FIELD_TITLES[field]?.() ?? field,
      password: true,
      ignoreFocusOut: true,
      validateInput: (written) => (written.trim() === '' ? vscode.l10n.t('Paste the key here.') : undefined),
    });
    if (text === undefined) return false;
    key[field] = text.trim();
  }
  await secrets.store(ACCOUNT_SECRET, JSON.stringify(key));
  return true;
}

const FIELD_TITLES: Readonly<Record<string, () => string>> = {
  apiKey: () => vscode.l10n.t('The API key'),
  accessKey: () => vscode.l10n.t('The access key'),
  secretKey: () => vscode.l10n.t('The secret key'),
};
