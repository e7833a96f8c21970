import * as vscode from 'vscode';
import type { StartedGuard } from './startGuard';

/** Asks for which language or tool a line is wanted. That of a launch configuration starts the guard itself. */
export async function chooseLine({ lines, variables }: StartedGuard): Promise<string | undefined> {
  const [variable] = variables;
  const launched = variable === undefined ? [] : [{ title: 'launch.json', text: `"env": { "${variable}": "\${command:klingCost.startGuard}" }` }];
  const items = [...lines, ...launched].map(({ title, text }) => ({ label: title, detail: text, text }));
  return (await vscode.window.showQuickPick(items, { title: vscode.l10n.t('The line that puts a program before the guard') }))?.text;
}

/** A terminal in which the variables that programs read the address from name the guard's. */
export function openGuardTerminal({ address, variables }: StartedGuard): void {
  const told = vscode.l10n.t(
    'The budget guard stands at {0}, and {1} say so here. A program that reads none of them does not pass through the guard: give it the address as its base URL.',
    address, variables.join(', '),
  );
  const untold = vscode.l10n.t('The budget guard stands at {0}. No variable tells programs of this API its address: give it to them as their base URL.', address);
  const env = Object.fromEntries(variables.map((name) => [name, address]));
  vscode.window.createTerminal({ name: vscode.l10n.t('Budget Guard'), env, message: variables.length > 0 ? told : untold, iconPath: new vscode.ThemeIcon('shield') }).show();
}
