import * as vscode from 'vscode';
import type { GuardEvent } from '../../guard/ports';
import { visibleInFull } from '../../presentation/visible';
import { coalesce } from '../coalesce';
import type { StartedGuard } from './startGuard';

/** The guard of the window in the status bar. */
export interface GuardItem {
  /** Shows a guard that has just started, or that takes over from another with its counts. */
  readonly show: (started: StartedGuard) => void;
  /** Takes in whether a limit is in force. */
  readonly limited: (hasLimit: boolean) => void;
  /** Takes in what the guard did. */
  readonly count: (event: GuardEvent) => void;
  /** The user has looked: what was refused so far stands out no more. */
  readonly seen: () => void;
  /** No guard runs. */
  readonly hide: () => void;
  readonly dispose: () => void;
}

/** Between two drawings while a program sends one request after the other. */
const REST_MS = 250;
/** These have no answer of the API; nothing was held back. */
const UNANSWERED: ReadonlySet<string> = new Set(['unreachable', 'timeout']);

export function createGuardItem(): GuardItem {
  const item = vscode.window.createStatusBarItem('guard', vscode.StatusBarAlignment.Left, 9);
  item.name = vscode.l10n.t('Kling Cost Budget Guard');
  item.command = 'klingCost.guardMenu';
  const none = { sent: 0, refused: 0, seen: 0, last: '' };
  let counts = { ...none };
  let started: StartedGuard | undefined;
  let hasLimit = true;

  const draw = (): void => {
    if (!started) return;
    const { guard: { port }, address, upstreams } = started;
    const { sent, refused, seen, last } = counts;
    const name = vscode.l10n.t('Guard :{0}', port);
    const state = refused > 0 ? vscode.l10n.t('{0} refused', refused.toLocaleString('en-US')) : hasLimit ? undefined : vscode.l10n.t('no limit');
    const told = [
      vscode.l10n.t('{0} stands before {1}', address, upstreams),
      ...(hasLimit ? [] : [vscode.l10n.t('No limit is set: all that has a price is sent.')]),
      vscode.l10n.t('{0} sent, {1} refused', sent.toLocaleString('en-US'), refused.toLocaleString('en-US')),
      ...(last === '' ? [] : [vscode.l10n.t('The last refusal: {0}', last)]),
    ];
    item.text = `$(shield) ${state === undefined ? name : `${name} · ${state}`}`;
    item.tooltip = told.join('\n');
    item.accessibilityInformation = { label: vscode.l10n.t('Kling Cost budget guard: {0}', told.join('; ')) };
    item.backgroundColor = refused > seen ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
  };
  const drawSoon = coalesce(draw, () => REST_MS);
  return {
    show(next) {
      if (!started) counts = { ...none };
      started = next;
      draw();
      item.show();
    },
    limited(now) {
      hasLimit = now;
      draw();
    },
    count(event) {
      if (event.kind === 'sent') counts.sent += 1;
      else if (event.kind === 'refused' && !UNANSWERED.has(event.name)) Object.assign(counts, { refused: counts.refused + 1, last: visibleInFull(event.message) });
      else return;
      drawSoon();
    },
    seen() {
      counts.seen = counts.refused;
      draw();
    },
    hide() {
      started = undefined;
      item.hide();
    },
    dispose() {
      drawSoon.dispose();
      item.dispose();
    },
  };
}
