import * as vscode from 'vscode';
import type { GuardSession } from '../budgetGuard/guardSession';
import type { FeatureContext } from '../feature';
import { guarded } from '../guard';

/** `Kling Cost: Start Budget Guard` and the commands for one that runs. Start answers with its address, for tasks and launch configurations. */
export function register(context: FeatureContext): vscode.Disposable {
  let session: Promise<GuardSession> | undefined;
  const load = (): Promise<GuardSession> =>
    (session ??= import('../budgetGuard/guardSession').then(({ createGuardSession }) => createGuardSession(context)));
  context.onDeactivate(async () => { await (await session)?.end(); });
  const command = (id: string, run: (session: GuardSession) => Promise<unknown>): vscode.Disposable =>
    vscode.commands.registerCommand(id, () => guarded(context.log, 'Budget Guard', async () => await run(await load())));
  return vscode.Disposable.from(
    command('klingCost.startGuard', ({ start }) => start()),
    command('klingCost.stopGuard', ({ stop }) => stop()),
    command('klingCost.copyGuardAddress', ({ copyAddress }) => copyAddress()),
    command('klingCost.showGuardRequests', ({ showRequests }) => showRequests()),
    command('klingCost.openGuardTerminal', ({ openTerminal }) => openTerminal()),
    command('klingCost.guardMenu', ({ showMenu }) => showMenu()),
    new vscode.Disposable(() => void session?.then(({ dispose }) => { dispose(); })),
  );
}
