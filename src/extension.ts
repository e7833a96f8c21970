import * as vscode from 'vscode';
import { register as registerAccount } from './editor/commands/account';
import { register as registerAccountKey } from './editor/commands/accountKey';
import { register as registerAddPackage } from './editor/commands/addPackage';
import { register as registerBudgetGuard } from './editor/commands/budgetGuard';
import { register as registerCorrectEntry } from './editor/commands/correctEntry';
import { register as registerEntryMenu } from './editor/commands/entryMenu';
import { register as registerEstimateBatch } from './editor/commands/estimateBatch';
import { register as registerExportPackageCalendar } from './editor/commands/exportPackageCalendar';
import { register as registerExportUsage } from './editor/commands/exportUsage';
import { register as registerOpenUsageLog } from './editor/commands/openUsageLog';
import { register as registerOptimizeWorkspace } from './editor/commands/optimizeWorkspace';
import { register as registerRecordUsage } from './editor/commands/recordUsage';
import { register as registerReportWrongPrice } from './editor/commands/reportWrongPrice';
import { register as registerSetAlertWebhook } from './editor/commands/setAlertWebhook';
import { register as registerSetBudget } from './editor/commands/setBudget';
import { register as registerShowDetails } from './editor/commands/showDetails';
import { register as registerWhatIf } from './editor/commands/whatIf';
import { createEngineHost } from './editor/engineHost';
import type { Register } from './editor/feature';
import { register as registerShowUsageReport } from './editor/commands/showUsageReport';
import { register as registerAlerts } from './editor/features/alerts';
import { register as registerBudgetDiagnostics } from './editor/features/budgetDiagnostics';
import { register as registerCodeActions } from './editor/features/codeActions';
import { register as registerCodeLens } from './editor/features/codeLens';
import { register as registerHover } from './editor/features/hover';
import { register as registerSavingLens } from './editor/features/savingLens';
import { register as registerSidebar } from './editor/features/sidebar';
import { register as registerStatusBar } from './editor/features/statusBar';
import { createMarkdownReports } from './editor/markdownReport';
import { createSettings } from './editor/settings';
import { createUsageHost } from './editor/usageHost';

const FEATURES: readonly Register[] = [
  // Of two lenses on a line that of the later provider comes first.
  registerSavingLens, registerCodeLens, registerCodeActions, registerWhatIf, registerOptimizeWorkspace, registerHover, registerStatusBar, registerSidebar, registerBudgetDiagnostics, registerAlerts,
  registerShowDetails, registerRecordUsage, registerSetBudget, registerAddPackage, registerOpenUsageLog, registerCorrectEntry, registerEntryMenu, registerEstimateBatch, registerReportWrongPrice,
  registerShowUsageReport, registerExportUsage, registerExportPackageCalendar, registerAccount, registerAccountKey, registerSetAlertWebhook, registerBudgetGuard,
];
const endings: (() => Promise<void>)[] = [];

/** Registers the features; the engine is loaded with the first document that mentions Kling. */
export function activate(context: vscode.ExtensionContext): void {
  const { extension, extensionUri, subscriptions, secrets, globalState: memory, globalStorageUri: sharedFolder } = context;
  const log = vscode.window.createOutputChannel('Kling Cost Lens', { log: true });
  const settings = createSettings();
  const engine = createEngineHost(extensionUri, settings, log);
  const usage = createUsageHost(engine, settings, log);
  const reports = createMarkdownReports();
  const languageIds = (extension.packageJSON as { activationEvents: string[] }).activationEvents.flatMap((event) => event.split('onLanguage:')[1] ?? []);
  const onDeactivate = (end: () => Promise<void>): void => void endings.push(end);
  const given = { extensionUri, engine, usage, reports, settings, log, secrets, memory, sharedFolder, onDeactivate, languageIds };
  subscriptions.push(log, engine, usage, reports, ...FEATURES.map((register) => register(given)));
}

/** Before the window closes, and before what the features hold is disposed of. */
export async function deactivate(): Promise<void> {
  await Promise.all(endings.map((end) => end()));
}
