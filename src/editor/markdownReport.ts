import * as vscode from 'vscode';

const SCHEME = 'kling-cost-report';

/** Shows a text made by us as a rendered page, in one tab for each title. */
export interface MarkdownReports {
  readonly show: (title: string, markdown: string) => Promise<void>;
  readonly dispose: () => void;
}

export function createMarkdownReports(): MarkdownReports {
  const texts = new Map<string, string>();
  const changed = new vscode.EventEmitter<vscode.Uri>();
  const registered = vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
    onDidChange: changed.event,
    provideTextDocumentContent: ({ path }) => texts.get(path) ?? '',
  });
  return {
    async show(title, markdown) {
      const uri = vscode.Uri.from({ scheme: SCHEME, path: `${title}.md` });
      texts.set(uri.path, markdown);
      changed.fire(uri);
      await vscode.commands.executeCommand('markdown.showPreview', uri);
    },
    dispose() {
      registered.dispose();
      changed.dispose();
    },
  };
}
