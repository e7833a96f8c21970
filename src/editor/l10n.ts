import * as vscode from 'vscode';
import type { Translate } from '../service/engine';

/** The sentences of the presentation room in the editor's language. */
export const translate: Translate = (message, ...args) => vscode.l10n.t(message, ...args);
