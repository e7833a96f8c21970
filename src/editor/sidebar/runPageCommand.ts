import * as vscode from 'vscode';
import type { PageCommand } from '../../presentation/sidebar/messages';

/** What a button of the page runs. */
const COMMANDS: Readonly<Record<PageCommand, string>> = {
  addPackage: 'klingCost.addPackage',
  exportUsage: 'klingCost.exportUsage',
  openFolder: 'workbench.action.files.openFolder',
  openUsageLog: 'klingCost.openUsageLog',
  recordUsage: 'klingCost.recordUsage',
  refresh: 'klingCost.refresh',
  reportWrongPrice: 'klingCost.reportWrongPrice',
  setDailyBudget: 'klingCost.setDailyBudget',
  setMonthlyBudget: 'klingCost.setMonthlyBudget',
};

export async function runPageCommand(command: PageCommand): Promise<void> {
  await vscode.commands.executeCommand(COMMANDS[command]);
}
