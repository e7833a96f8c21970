import * as vscode from 'vscode';
import { register as registerShowDetails } from './editor/commands/showDetails';
import { createEngineHost } from './editor/engineHost';
import type { Register } from './editor/feature';
import { register as registerCodeLens } from './editor/features/codeLens';
import { register as registerHover } from './editor/features/hover';
import { createSettings } from './editor/settings';

const FEATURES: readonly Register[] = [registerCodeLens, registerHover, registerShowDetails];

/** Registers the features; the engine is loaded with the first document that mentions Kling. */
export function activate({ extension, extensionUri, subscriptions }: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel('Kling Cost Lens', { log: true });
  const settings = createSettings();
  const engine = createEngineHost(extensionUri, settings, log);
  subscriptions.push(log, engine);
  const { activationEvents } = extension.packageJSON as { activationEvents: string[] };
  const languageIds = activationEvents.flatMap((event) => event.split('onLanguage:')[1] ?? []);
  for (const register of FEATURES) subscriptions.push(register({ engine, settings, log, languageIds }));
}
