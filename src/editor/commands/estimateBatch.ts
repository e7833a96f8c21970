import * as vscode from 'vscode';
import type { FeatureContext } from '../feature';
import { guarded } from '../guard';
import { withUsage } from '../withUsage';

/** `Kling Cost: Estimate Batch…`: many requests at once before they are sent; `Release Batch…` gives back one that was reserved. */
export function register(context: FeatureContext): vscode.Disposable {
  const session = () => import('../batch/batchSession');
  return vscode.Disposable.from(
    vscode.commands.registerCommand('klingCost.estimateBatch', () =>
      guarded(context.log, 'Estimate Batch', async () => { await (await session()).estimateBatch(context); }),
    ),
    vscode.commands.registerCommand('klingCost.releaseBatch', () =>
      withUsage(context, 'Release Batch', async (loaded) => { await (await session()).releaseBatch(loaded); }),
    ),
  );
}
