import * as vscode from 'vscode';
import type { FeatureContext } from '../feature';
import { settingsTarget } from '../settingsTarget';
import type { LoadedUsage } from '../usageHost';
import { withUsage } from '../withUsage';

const PERIODS = {
  daily: { command: 'klingCost.setDailyBudget', setting: 'klingCost.budget.daily' },
  monthly: { command: 'klingCost.setMonthlyBudget', setting: 'klingCost.budget.monthly' },
} as const;

type Period = keyof typeof PERIODS;

/** `Kling Cost: Set Daily Budget` and `Set Monthly Budget`: one amount, written to the settings. */
export function register(context: FeatureContext): vscode.Disposable {
  return vscode.Disposable.from(
    ...(['daily', 'monthly'] as const).map((period) =>
      vscode.commands.registerCommand(PERIODS[period].command, () =>
        withUsage(context, 'Set Budget', (loaded) => setBudget(period, loaded)),
      ),
    ),
  );
}

async function setBudget(period: Period, { usage, service }: LoadedUsage): Promise<void> {
  const current = service.plan().limits.find((limit) => limit.period === period);
  const text = await vscode.window.showInputBox({
    title: period === 'daily' ? vscode.l10n.t('Kling budget for a day') : vscode.l10n.t('Kling budget for a month'),
    prompt: vscode.l10n.t('An amount with its unit, such as 100 units, 50 usd or 200 credits; empty for no limit.'),
    value: current ? usage.amountInput(current.amount) : '',
    validateInput: (value) =>
      value.trim() === '' || usage.parseAmount(value)
        ? undefined
        : vscode.l10n.t('Write an amount above 0 with its unit, such as 100 units, 50 usd or 200 credits.'),
  });
  if (text === undefined) return;
  const { setting } = PERIODS[period];
  const configuration = vscode.workspace.getConfiguration();
  const target = settingsTarget();
  const amount = usage.parseAmount(text);
  if (!amount) {
    await configuration.update(setting, undefined, target);
    return;
  }
  const { quantity, unit, pool } = amount;
  const known = configuration.get<unknown>(setting);
  const kept = typeof known === 'object' && known !== null ? known : {};
  await configuration.update(setting, { ...kept, limit: quantity / 1e6, unit, pool }, target);
}
