import * as vscode from 'vscode';
import type { FeatureContext } from '../feature';
import { guarded } from '../guard';
import { translate } from '../l10n';
import { settingsTarget } from '../settingsTarget';

const SETTING = 'klingCost.packages';

/** `Kling Cost: Add Package`: one that was bought, from the price schedules in force or of one's own, to the settings. */
export function register(context: FeatureContext): vscode.Disposable {
  return vscode.commands.registerCommand('klingCost.addPackage', () => guarded(context.log, 'Add Package', () => addPackage(context)));
}

async function addPackage({ engine }: FeatureContext): Promise<void> {
  const { engine: texts, service } = await engine.load();
  const listed = texts.packageChoices(service.schedules(), service.today(), translate);
  const own = { label: vscode.l10n.t('A package of your own…'), description: vscode.l10n.t('with its own price and units'), id: undefined };
  const chosen = await vscode.window.showQuickPick([...listed, own], { title: vscode.l10n.t('The package you bought') });
  if (!chosen) return;
  const what = chosen.id === undefined ? await askOwnPackage() : { package: chosen.id };
  if (!what) return;
  const boughtOn = await vscode.window.showInputBox({
    title: vscode.l10n.t('The day you bought it'),
    value: service.today(),
    validateInput: (text) => (isDay(text) ? undefined : vscode.l10n.t('Write a day as YYYY-MM-DD.')),
  });
  if (boughtOn === undefined) return;
  const configuration = vscode.workspace.getConfiguration();
  const known = configuration.get<unknown>(SETTING);
  await configuration.update(SETTING, [...(Array.isArray(known) ? (known as unknown[]) : []), { ...what, boughtOn }], settingsTarget());
}

async function askOwnPackage(): Promise<Record<string, unknown> | undefined> {
  const name = await vscode.window.showInputBox({ title: vscode.l10n.t('Its name'), validateInput: (text) => (text.trim() === '' ? vscode.l10n.t('Write a name.') : undefined) });
  if (name === undefined) return undefined;
  const units = await askNumber(vscode.l10n.t('Its units'));
  if (units === undefined) return undefined;
  const price = await askNumber(vscode.l10n.t('Its price in dollars'));
  if (price === undefined) return undefined;
  const validityDays = await askNumber(vscode.l10n.t('The days until it expires'));
  if (validityDays === undefined) return undefined;
  return { name: name.trim(), units, price, validityDays };
}

async function askNumber(title: string): Promise<number | undefined> {
  const isNumber = (text: string): boolean => /^\d{1,9}(?:\.\d{1,6})?$/.test(text.trim()) && Number(text) > 0;
  const text = await vscode.window.showInputBox({
    title,
    validateInput: (written) => (isNumber(written) ? undefined : vscode.l10n.t('Write a number above 0.')),
  });
  return text === undefined ? undefined : Number(text);
}

function isDay(text: string): boolean {
  const date = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : undefined;
  return date !== undefined && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
