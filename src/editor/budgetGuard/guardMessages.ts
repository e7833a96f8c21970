import * as vscode from 'vscode';
import { visibleInFull } from '../../presentation/visible';
import type { SettingFault, StartedGuard } from './startGuard';

/** Says where the guard stands, and whether anything will stop it from sending. */
export async function announceGuard({ address, upstreams }: StartedGuard, hasLimit: boolean): Promise<void> {
  const stands = vscode.l10n.t('The budget guard stands before {0}: give your program {1} as its base URL.', upstreams, address);
  const copy = vscode.l10n.t('Copy Base URL');
  const show = vscode.l10n.t('Show Live Requests');
  const setLimit = vscode.l10n.t('Set Daily Budget…');
  const chosen = hasLimit
    ? await vscode.window.showInformationMessage(stands, copy, show)
    : await vscode.window.showWarningMessage(vscode.l10n.t('{0} No limit is set, so it books all that has a price and stops none of it.', stands), copy, setLimit);
  if (chosen === copy) await vscode.commands.executeCommand('klingCost.copyGuardAddress');
  if (chosen === show) await vscode.commands.executeCommand('klingCost.showGuardRequests');
  if (chosen === setLimit) await vscode.commands.executeCommand('klingCost.setDailyBudget');
}

/** `state` is what becomes of a guard that stood when the setting was changed. */
export async function offerSetting({ message, setting }: SettingFault, state: 'none' | 'goesOn' | 'stopped'): Promise<void> {
  const open = vscode.l10n.t('Open Settings');
  const texts = {
    none: message,
    goesOn: vscode.l10n.t('{0} Until then the budget guard goes on as before.', message),
    stopped: vscode.l10n.t('The budget guard has stopped. {0} Then start it again.', message),
  };
  if ((await vscode.window.showErrorMessage(texts[state], open)) === open) await vscode.commands.executeCommand('workbench.action.openSettings', setting);
}

export async function sayUntrusted(): Promise<void> {
  const manage = vscode.l10n.t('Manage Workspace Trust');
  const message = vscode.l10n.t('The budget guard does not start in Restricted Mode, where the limits and the usage log of the workspace are not in force. Trust the workspace first.');
  if ((await vscode.window.showWarningMessage(message, manage)) === manage) await vscode.commands.executeCommand('workbench.trust.manage');
}

/** `fault` is a sentence that names the setting and the remedy. */
export async function sayLimitFault(fault: string): Promise<void> {
  const open = vscode.l10n.t('Open Settings');
  const message = vscode.l10n.t('The budget guard does not stand without a limit that you set. {0} Then start it again.', fault);
  if ((await vscode.window.showErrorMessage(message, open)) === open) await vscode.commands.executeCommand('workbench.action.openSettings', 'klingCost.budget');
}

/** Says of a refusal what the program was told; further ones are counted in the status bar. `isLimit` where a limit refused it. */
export async function sayRefused(refusal: string, isLimit: boolean): Promise<void> {
  const show = vscode.l10n.t('Show Live Requests');
  const budget = vscode.l10n.t('Show Budget');
  const never = vscode.l10n.t("Don't Show Again");
  // The name of a model in a request must not become a link that runs a command.
  const text = vscode.l10n.t('The budget guard refused a request. {0}', visibleInFull(refusal).replaceAll('](', '] ('));
  const chosen = await vscode.window.showWarningMessage(text, show, ...(isLimit ? [budget] : []), never);
  if (chosen === show) await vscode.commands.executeCommand('klingCost.showGuardRequests');
  if (chosen === budget) await vscode.commands.executeCommand('klingCost.showUsageReport');
  if (chosen === never) await vscode.workspace.getConfiguration().update('klingCost.alerts.enabled', false, vscode.ConfigurationTarget.Global);
}

export function sayNotRunning(): void {
  void vscode.window.showInformationMessage(vscode.l10n.t('The budget guard is not running; start it with "Kling Cost: Start Budget Guard".'));
}
