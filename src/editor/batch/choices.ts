import * as vscode from 'vscode';
import { MOST_COPIES } from '../../core/batch/listRow';
import type { ListDefaults } from '../../core/batch/listRow';
import { chooseSchedule } from '../../core/pricing/catalog';
import { FEATURES } from '../../core/request/resolved';
import type { Feature, Parameter, ParameterName } from '../../core/request/resolved';
import type { Scalar } from '../../core/request/value';
import { featureName, valueText } from '../../presentation/words';
import type { CostService } from '../../service/engine';
import { translate } from '../l10n';
import { sizeTexts } from './sources';
import type { Gathered } from './sources';

interface Chosen {
  feature: Feature;
  readonly values: Map<ParameterName, Scalar>;
  copies: number;
}

interface Row extends vscode.QuickPickItem {
  readonly change?: () => Promise<void>;
}

const FIRST_FEATURE: Feature = 'text2video';

/** Asks for what rows and code do not tell, and how often each is sent, until the user starts it; undefined when they do not. */
export async function askChoices(gathered: Gathered, provider: string, scheduleId: string, service: CostService): Promise<ListDefaults | undefined> {
  const chosen: Chosen = { feature: FIRST_FEATURE, values: new Map(), copies: 1 };
  const asWritten = vscode.l10n.t('as written');
  const shown = (name: ParameterName): string => {
    const value = chosen.values.get(name);
    return value === undefined ? asWritten : valueText(name, value, translate);
  };
  const pickValue = async (name: ParameterName, title: string, values: readonly Scalar[]): Promise<void> => {
    const items = [{ label: asWritten, description: vscode.l10n.t('then the API\'s default'), value: undefined }, ...values.map((value) => ({ label: valueText(name, value, translate), value }))];
    const picked = await vscode.window.showQuickPick(items, { title });
    if (picked?.value === undefined) {
      if (picked) chosen.values.delete(name);
    } else chosen.values.set(name, picked.value);
  };
  const change = (name: ParameterName, label: string, values: () => readonly Scalar[]): Row => ({ label, description: shown(name), change: () => pickValue(name, label, values()) });
  for (;;) {
    const { label, ...left } = sizeTexts(gathered, chosen.copies);
    const start: Row = { label: vscode.l10n.t('$(play) Estimate {0}', label), ...left };
    const rows: Row[] = [
      start,
      { label: vscode.l10n.t('Where a request does not tell'), kind: vscode.QuickPickItemKind.Separator },
      ...(gathered.kind === 'list' ? [{ label: vscode.l10n.t('Feature'), description: featureName(chosen.feature, translate), change: () => pickFeature(chosen) }] : []),
      change('model', vscode.l10n.t('Model'), () => modelsOf(service, provider, scheduleId)),
      change('mode', vscode.l10n.t('Mode'), () => ['std', 'pro', '4k']),
      change('durationSeconds', vscode.l10n.t('Duration'), () => [5, 10, 15]),
      change('audio', vscode.l10n.t('Audio'), () => [true, false]),
      { label: vscode.l10n.t('Every request'), kind: vscode.QuickPickItemKind.Separator },
      { label: vscode.l10n.t('Copies'), description: String(chosen.copies), change: () => askCopies(chosen) },
    ];
    const picked = await vscode.window.showQuickPick(rows, { title: vscode.l10n.t('Estimate Batch'), placeHolder: vscode.l10n.t('Enter starts it; or choose what to change') });
    if (!picked) return undefined;
    if (!picked.change) break;
    await picked.change();
  }
  const parameters = Object.fromEntries([...chosen.values].map(([name, value]): [ParameterName, Parameter] => [name, { values: [value], origin: 'literal' }]));
  return { feature: chosen.feature, provider, parameters, copies: chosen.copies };
}

async function pickFeature(chosen: Chosen): Promise<void> {
  const items = FEATURES.map((feature) => ({ label: featureName(feature, translate), description: feature, feature }));
  chosen.feature = (await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Feature'), matchOnDescription: true }))?.feature ?? chosen.feature;
}

async function askCopies(chosen: Chosen): Promise<void> {
  const isCopies = (text: string): boolean => /^\d{1,6}$/.test(text.trim()) && Number(text) >= 1 && Number(text) <= MOST_COPIES;
  const text = await vscode.window.showInputBox({
    title: vscode.l10n.t('How often is each request sent?'),
    value: String(chosen.copies),
    validateInput: (written) => (isCopies(written) ? undefined : vscode.l10n.t('Write a whole number from 1 to {0}.', MOST_COPIES)),
  });
  if (text !== undefined) chosen.copies = Number(text);
}

/** The models of the schedule that prices the provider's requests. */
function modelsOf(service: CostService, provider: string, scheduleId: string): string[] {
  const choice = chooseSchedule(service.schedules(), provider, service.today(), scheduleId === '' ? undefined : scheduleId);
  return choice.kind === 'inForce' ? choice.schedule.models.map(({ id }) => id) : [];
}
