import * as vscode from 'vscode';
import { askCharge, askCorrection, type Entry } from '../entryActions';
import type { FeatureContext } from '../feature';
import type { LoadedUsage } from '../usageHost';
import { withUsage } from '../withUsage';

/** The menu of an entry in the sidebar's log. */
export function register(context: FeatureContext): vscode.Disposable {
  /** The page tells which entry it is, and is not taken at its word. */
  const on = (command: string, what: string, run: (loaded: LoadedUsage, entry: Entry) => Promise<unknown>): vscode.Disposable =>
    vscode.commands.registerCommand(command, (raw: unknown) =>
      withUsage(context, what, async (loaded) => {
        const id = loaded.usage.readEntryContext(raw);
        const entry = id === undefined ? undefined : loaded.service.store.find(id, Date.now());
        if (entry) await run(loaded, entry);
        else void vscode.window.showInformationMessage(vscode.l10n.t('Choose an entry in the log of the sidebar.'));
      }),
    );
  return vscode.Disposable.from(
    on('klingCost.correctThisEntry', 'Correct', askCorrection),
    on('klingCost.settleThisEntry', 'It Was Charged', askCharge),
    on('klingCost.releaseThisEntry', 'It Was Not Charged', ({ service }, { id }) => service.store.release(id)),
    on('klingCost.copyTaskOfEntry', 'Copy Task', async (_, { taskId, id }) => { await vscode.env.clipboard.writeText(taskId ?? id); }),
  );
}
