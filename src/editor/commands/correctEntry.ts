import * as vscode from 'vscode';
import { askCorrection, type Entry } from '../entryActions';
import type { FeatureContext } from '../feature';
import { translate } from '../l10n';
import type { LoadedUsage } from '../usageHost';
import { withUsage } from '../withUsage';

const MOST_ENTRIES = 200;

/** `Kling Cost: Correct an Entry`: another amount for a charge, or the end of a reservation. */
export function register(context: FeatureContext): vscode.Disposable {
  return vscode.commands.registerCommand('klingCost.correctEntry', () =>
    withUsage(context, 'Correct an Entry', async (loaded) => {
      await loaded.service.refresh();
      const entry = await pickEntry(loaded);
      if (!entry) return;
      if (entry.state === 'settled') await askCorrection(loaded, entry);
      else await close(loaded, entry);
    }),
  );
}

async function pickEntry({ usage, service }: LoadedUsage): Promise<Entry | undefined> {
  const entries = service.store
    .entries({ start: -Infinity, end: Infinity }, Date.now())
    .filter(({ state }) => state !== 'released')
    .toSorted((a, b) => b.timestamp - a.timestamp)
    .slice(0, MOST_ENTRIES);
  if (entries.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('There is no entry to correct.'));
    return undefined;
  }
  const items = entries.map((entry) => ({ ...usage.entryLabel(entry, translate), entry }));
  const chosen = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('The entry to correct'),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return chosen?.entry;
}

async function close({ service }: LoadedUsage, entry: Entry): Promise<void> {
  const settle = vscode.l10n.t('It was charged');
  const release = vscode.l10n.t('It failed and was not charged');
  const chosen = await vscode.window.showQuickPick([settle, release], { title: vscode.l10n.t('How did it end?') });
  if (chosen === settle) await service.store.settle(entry.id);
  else if (chosen === release) await service.store.release(entry.id);
}
