import * as vscode from 'vscode';
import type { Usage } from './usage';

type Amount = NonNullable<ReturnType<Usage['parseAmount']>>;

/** Asks for an amount with its unit; undefined when the user gives none. */
export async function askAmount(usage: Usage, title: string, proposed?: Amount): Promise<Amount | undefined> {
  const text = await vscode.window.showInputBox({
    title,
    prompt: vscode.l10n.t('An amount with its unit, such as 7 units or 0.98 usd.'),
    value: proposed ? usage.amountInput(proposed) : '',
    validateInput: (value) =>
      usage.parseAmount(value) ? undefined : vscode.l10n.t('Write an amount above 0 with its unit, such as 7 units or 0.98 usd.'),
  });
  return text === undefined ? undefined : usage.parseAmount(text);
}
