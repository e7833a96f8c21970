import * as vscode from 'vscode';
import type { GuardEvent } from '../../guard/ports';
import type { StartedGuard } from './startGuard';

/** The running guard in the status bar. */
export interface GuardItem {
  /** Takes in what the guard did. */
  readonly count: (event: GuardEvent) => void;
  readonly dispose: () => void;
}

export function createGuardItem({ guard, address, upstream }: StartedGuard): GuardItem {
  const item = vscode.window.createStatusBarItem('guard', vscode.StatusBarAlignment.Left, 9);
  const counts = { sent: 0, refused: 0 };
  const show = (): void => {
    const stands = vscode.l10n.t('{0} stands before {1}', address, upstream);
    const counted = vscode.l10n.t('{0} sent, {1} refused', counts.sent, counts.refused);
    item.tooltip = `${stands}\n${counted}`;
    item.accessibilityInformation = { label: vscode.l10n.t('Kling Cost budget guard: {0}; {1}', stands, counted) };
  };
  item.name = vscode.l10n.t('Kling Cost Budget Guard');
  item.text = `$(shield) ${vscode.l10n.t('Guard :{0}', guard.port)}`;
  item.command = 'klingCost.guardMenu';
  show();
  item.show();
  return {
    count({ kind }) {
      if (kind !== 'sent' && kind !== 'refused') return;
      counts[kind] += 1;
      show();
    },
    dispose: () => { item.dispose(); },
  };
}
