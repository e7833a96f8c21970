import * as vscode from 'vscode';
import type { FeatureContext } from '../feature';
import { guarded } from '../guard';

/** `Kling Cost: What If…`: what the request at the cursor would cost with other values; the chosen ones are written. */
export function register({ engine, log }: FeatureContext): vscode.Disposable {
  return vscode.commands.registerCommand('klingCost.whatIf', (uri: unknown, at: unknown) =>
    guarded(log, 'What If', async () => { await (await import('../cheaper/cheaperSession')).whatIf(engine, uri, at); }),
  );
}
