import * as vscode from 'vscode';
import { askAmount } from './askAmount';
import type { LoadedUsage } from './usageHost';

export type Entry = ReturnType<LoadedUsage['service']['store']['entries']>[number];

/** Asks what a request was really charged and why, and books it. */
export async function askCorrection({ usage, service }: LoadedUsage, entry: Entry): Promise<void> {
  const amount = await askAmount(usage, vscode.l10n.t('What was really charged'), entry.amount);
  if (!amount) return;
  const reason = await vscode.window.showInputBox({ title: vscode.l10n.t('Why'), prompt: vscode.l10n.t('It is kept with the entry.') });
  if (reason === undefined) return;
  await service.store.correct(entry.id, amount, reason);
}

/** Asks what a reservation was charged, and books it. */
export async function askCharge({ usage, service }: LoadedUsage, entry: Entry): Promise<void> {
  const amount = await askAmount(usage, vscode.l10n.t('What was charged'), entry.amount);
  if (amount) await service.store.settle(entry.id, { amount });
}
