import * as vscode from 'vscode';
import type { EstimatedSite } from '../../service/engine';
import type { EngineHost } from '../engineHost';
import { nearestRequest } from '../requestAt';

/** The file in the editor with its requests, and the one at the cursor. */
export interface CurrentFile {
  readonly document: vscode.TextDocument;
  readonly requests: readonly EstimatedSite[];
  readonly current?: EstimatedSite | undefined;
}

/** Follows the editor that was used last, also while something else has the focus. */
export interface CurrentFileFollower {
  readonly dispose: () => void;
  readonly read: () => Promise<CurrentFile | undefined>;
  /** Fires when the file, its text or the cursor has changed. */
  readonly onDidChange: vscode.Event<void>;
}

export function followCurrentFile(engine: EngineHost): CurrentFileFollower {
  const changed = new vscode.EventEmitter<void>();
  let editor = vscode.window.activeTextEditor;
  const fire = (): void => { changed.fire(); };
  const subscriptions = vscode.Disposable.from(
    changed,
    vscode.window.onDidChangeActiveTextEditor((next) => {
      editor = next ?? editor;
      fire();
    }),
    vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => { if (textEditor === editor) fire(); }),
    vscode.workspace.onDidChangeTextDocument(({ document }) => { if (document === editor?.document) fire(); }),
    vscode.workspace.onDidCloseTextDocument((document) => {
      if (document !== editor?.document) return;
      editor = vscode.window.activeTextEditor;
      fire();
    }),
  );
  return {
    onDidChange: changed.event,
    async read() {
      if (!editor || editor.document.isClosed) return undefined;
      const { document, selection } = editor;
      const requests = (await engine.estimate(document))?.requests ?? [];
      return { document, requests, current: nearestRequest(requests, document.offsetAt(selection.active)) };
    },
    dispose: () => { subscriptions.dispose(); },
  };
}

/** Shows a place of a document in its editor. */
export async function reveal({ document, requests }: CurrentFile, row: number): Promise<void> {
  const site = requests[row]?.site;
  if (!site) return;
  const [start, end] = [document.positionAt(site.head.start), document.positionAt(site.head.end)];
  const shown = vscode.window.visibleTextEditors.find((editor) => editor.document === document);
  const column = shown?.viewColumn;
  await vscode.window.showTextDocument(document, { selection: new vscode.Range(start, end), ...(column === undefined ? {} : { viewColumn: column }) });
}
