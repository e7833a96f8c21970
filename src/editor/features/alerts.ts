import * as path from 'node:path';
import * as vscode from 'vscode';
import type { BudgetAlert } from '../../service/usage';
import { WEBHOOK_SECRET } from '../commands/setAlertWebhook';
import type { FeatureContext } from '../feature';
import { guarded } from '../guard';
import { translate } from '../l10n';
import type { LoadedUsage } from '../usageHost';

const SNOOZED_UNTIL = 'alerts.snoozedUntil';

/** Says when a threshold was crossed or units are about to expire: once over all windows, and never over the code. */
export function register(context: FeatureContext): vscode.Disposable {
  const { usage, settings, memory, sharedFolder, log } = context;
  let watch: { readonly of: LoadedUsage; readonly check: () => Promise<BudgetAlert[]> } | undefined;
  let turn: Promise<unknown> = Promise.resolve();

  const check = async (): Promise<void> => {
    const loaded = usage.peek();
    if (!loaded || !settings.alertsEnabled()) return;
    if (watch?.of !== loaded) {
      const claims = loaded.usage.createClaims(path.join(sharedFolder.fsPath, 'alerts'));
      const { check: ask } = loaded.usage.createAlertWatch({ usage: loaded.service, claims, log: loaded.file, now: Date.now });
      watch = { of: loaded, check: ask };
    }
    for (const alert of await watch.check()) {
      if (Date.now() >= memory.get<number>(SNOOZED_UNTIL, 0)) void guarded(log, 'Alert', () => show(alert, loaded, context));
      void guarded(log, 'Alert webhook', () => send(alert, loaded, context));
    }
  };
  // One after the other, so that what one has seen the next does not announce again.
  const soon = (): void => { turn = turn.then(() => guarded(log, 'Alerts', check)); };

  return vscode.Disposable.from(usage.onDidChange(soon), settings.onDidChange('alerts.enabled', soon));
}

async function show(alert: BudgetAlert, { usage, service }: LoadedUsage, { memory }: FeatureContext): Promise<void> {
  const text = usage.budgetAlertText(alert, translate);
  const showBudget = vscode.l10n.t('Show Budget');
  const snooze = vscode.l10n.t('Snooze Today');
  const never = vscode.l10n.t("Don't Show Again");
  const chosen = await vscode.window.showWarningMessage(text, showBudget, snooze, never);
  if (chosen === showBudget) await vscode.commands.executeCommand('klingCost.showUsageReport');
  if (chosen === snooze) await memory.update(SNOOZED_UNTIL, usage.calendarPeriod('daily', Date.now(), service.plan().timeZone).end);
  if (chosen === never) await vscode.workspace.getConfiguration().update('klingCost.alerts.enabled', false, vscode.ConfigurationTarget.Global);
}

/** To where the user wants alerts besides; a failure is logged and never shown over the code. */
async function send(alert: BudgetAlert, { usage }: LoadedUsage, { settings, secrets, log }: FeatureContext): Promise<void> {
  const webhook = usage.readWebhookSetting(settings.raw('alerts.webhook'));
  if (webhook === undefined) return;
  if ('problem' in webhook) {
    log.error(vscode.l10n.t('The setting {0} is not in force: {1}.', 'klingCost.alerts.webhook', webhook.problem));
    return;
  }
  const secret = await secrets.get(WEBHOOK_SECRET);
  const source = vscode.workspace.name ?? 'Kling Cost Lens';
  const message = usage.alertMessage(alert, source, translate);
  await usage.sendAlert(message, { ...webhook, ...(secret === undefined ? {} : { secret }) }, {
    fetch,
    wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  });
}
