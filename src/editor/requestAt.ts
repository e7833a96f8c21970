import * as vscode from 'vscode';
import { contains } from '../core/text';
import type { EstimatedSite } from '../service/engine';
import type { EngineHost } from './engineHost';

/** The innermost request around an offset, or the one whose line it is on. */
export function nearestRequest(requests: readonly EstimatedSite[], offset: number): EstimatedSite | undefined {
  const at = { start: offset, end: offset };
  return requests.findLast(({ site }) => contains(site.span, at) || contains(site.head, at)) ??
    requests.find(({ site }) => site.call !== undefined && contains(site.call, at));
}

/** The request at the cursor of the active editor. */
export async function requestAtCursor(engine: EngineHost): Promise<EstimatedSite | undefined> {
  const editor = vscode.window.activeTextEditor;
  if (!editor) return undefined;
  const estimate = await engine.estimate(editor.document);
  return nearestRequest(estimate?.requests ?? [], editor.document.offsetAt(editor.selection.active));
}
