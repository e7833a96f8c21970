import * as vscode from 'vscode';
import { askAmount } from '../askAmount';
import type { FeatureContext } from '../feature';
import { translate } from '../l10n';
import { requestAtCursor } from '../requestAt';
import type { LoadedUsage } from '../usageHost';
import { withUsage } from '../withUsage';

/** `Kling Cost: Record Usage`: books a charge, filled in from the request at the cursor. */
export function register(context: FeatureContext): vscode.Disposable {
  return vscode.commands.registerCommand('klingCost.recordUsage', () =>
    withUsage(context, 'Record Usage', (loaded) => recordUsage(context, loaded)),
  );
}

async function recordUsage({ engine }: FeatureContext, { usage, service }: LoadedUsage): Promise<void> {
  const request = await requestAtCursor(engine);
  const expected = request && usage.expectedAmount(request);
  const amount = await askAmount(usage, vscode.l10n.t('Record usage: what was charged'), expected?.amount);
  if (!amount) return;
  const taskId = await vscode.window.showInputBox({
    title: vscode.l10n.t('Record usage: the task'),
    prompt: vscode.l10n.t("The task's id, so that it is counted once however often it is logged; empty if there is none."),
  });
  if (taskId === undefined) return;
  const usd = usage.usdAtSamePrice(amount, expected);
  const project = vscode.workspace.workspaceFolders?.[0]?.name;
  const requestHash = request && usage.requestHashOf(request);
  const entry = await service.store.record({
    ...(request ? usage.entryDetailsOf(request) : {}),
    amount,
    timestamp: Date.now(),
    ...(requestHash === undefined ? {} : { requestHash }),
    ...(usd === undefined ? {} : { usd }),
    ...(taskId.trim() === '' ? {} : { taskId: taskId.trim() }),
    ...(project === undefined ? {} : { project }),
  });
  const booked = usage.amountText(entry.amount.quantity, entry.amount.unit, translate);
  void vscode.window.showInformationMessage(vscode.l10n.t('{0} recorded.', booked));
}
