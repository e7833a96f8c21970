import * as vscode from 'vscode';
import type { FeatureContext } from '../feature';
import { guarded } from '../guard';

/** `Kling Cost: Optimize Workspace`: every cheaper way for the requests of all files, the largest saving first. */
export function register(context: FeatureContext): vscode.Disposable {
  return vscode.commands.registerCommand('klingCost.optimizeWorkspace', () =>
    guarded(context.log, 'Optimize Workspace', async () => { await (await import('../cheaper/cheaperSession')).optimizeWorkspace(context); }),
  );
}
