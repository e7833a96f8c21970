import * as vscode from 'vscode';
import type { FeatureContext } from '../feature';
import { guarded } from '../guard';
import { withUsage } from '../withUsage';

/** The sidebar: budget, packages, the requests of the file, the log and charts. */
export function register(context: FeatureContext): vscode.Disposable {
  const { log } = context;
  const open = (view: vscode.WebviewView): Promise<void> => guarded(log, 'Sidebar', async () => {
    const [{ openSidebar }, usage] = await Promise.all([import('../sidebar/sidebarSession'), import('../../service/usage')]);
    const session = openSidebar(view, context, usage);
    view.onDidDispose(() => { session.dispose(); });
  });
  return vscode.Disposable.from(
    vscode.window.registerWebviewViewProvider('klingCost.sidebar', { resolveWebviewView: open }),
    vscode.commands.registerCommand('klingCost.refresh', () => withUsage(context, 'Refresh', ({ service }) => service.refresh())),
  );
}
