import * as vscode from 'vscode';
import type { FeatureContext } from '../feature';
import { guarded } from '../guard';

/** Where the secret part of the webhook is kept: an address, a routing key or a token. */
export const WEBHOOK_SECRET = 'klingCost.alerts.webhook';

/** `Kling Cost: Set Alert Webhook`: the form to the settings, the secret to where the editor keeps secrets. */
export function register({ secrets, log }: FeatureContext): vscode.Disposable {
  return vscode.commands.registerCommand('klingCost.setAlertWebhook', () =>
    guarded(log, 'Set Alert Webhook', () => setWebhook(secrets)),
  );
}

async function setWebhook(secrets: vscode.SecretStorage): Promise<void> {
  const forms = [
    { label: 'Slack', format: 'slack', asked: vscode.l10n.t('The address of the incoming webhook') },
    { label: 'PagerDuty', format: 'pagerduty', asked: vscode.l10n.t('The routing key of the Events API v2 integration') },
    { label: 'JSON', format: 'json', asked: vscode.l10n.t('A bearer token; empty if the receiver needs none') },
    { label: vscode.l10n.t('None'), format: undefined, asked: '' },
  ] as const;
  const form = await vscode.window.showQuickPick(forms, { title: vscode.l10n.t('Where alerts go besides the editor') });
  if (!form) return;
  const configuration = vscode.workspace.getConfiguration();
  const setting = 'klingCost.alerts.webhook';
  if (form.format === undefined) {
    await configuration.update(setting, undefined, vscode.ConfigurationTarget.Global);
    await secrets.delete(WEBHOOK_SECRET);
    return;
  }
  const url = form.format === 'json' ? await askAddress() : undefined;
  if (form.format === 'json' && url === undefined) return;
  const secret = await vscode.window.showInputBox({ title: form.asked, password: true });
  if (secret === undefined) return;
  if (secret.trim() === '') await secrets.delete(WEBHOOK_SECRET);
  else await secrets.store(WEBHOOK_SECRET, secret.trim());
  const value = { format: form.format, ...(url === undefined ? {} : { url }) };
  await configuration.update(setting, value, vscode.ConfigurationTarget.Global);
}

async function askAddress(): Promise<string | undefined> {
  return await vscode.window.showInputBox({
    title: vscode.l10n.t('The address that gets the alert'),
    validateInput: (text) => (/^https:\/\/./.test(text) ? undefined : vscode.l10n.t('Write an https address.')),
  });
}
