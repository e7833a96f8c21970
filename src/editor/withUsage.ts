import * as vscode from 'vscode';
import type { FeatureContext } from './feature';
import { guarded } from './guard';
import { translate } from './l10n';
import type { LoadedUsage } from './usageHost';

/** Runs a command on the ledger; says why when there is none, and when the ledger refuses or cannot be written. */
export function withUsage({ usage, log }: FeatureContext, what: string, run: (loaded: LoadedUsage) => Promise<void>): Promise<void> {
  return guarded(log, what, async () => {
    const loaded = await usage.load();
    if (!loaded) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t('Open a folder first, or give klingCost.usageLog.path an absolute path: the usage log needs a place.'),
      );
      return;
    }
    try {
      await run(loaded);
    } catch (error) {
      if (!(error instanceof loaded.usage.StoreError)) throw error;
      const { message, remedy } = loaded.usage.storeFaultText(error.fault, translate);
      const line = vscode.l10n.t('{0}; {1}', message, remedy);
      log.error(`${what}: ${line}`);
      void vscode.window.showErrorMessage(line);
    }
  });
}
