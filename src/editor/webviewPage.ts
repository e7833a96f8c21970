import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

/** A page of ours in a webview. `name` is that of its script and style in `dist`. */
export interface WebviewPage<FromPage> {
  readonly name: string;
  readonly title: string;
  /** What the page says while it has nothing to show yet. */
  readonly loading: string;
  readonly extensionUri: vscode.Uri;
  /** A checked message, or undefined for what is none. */
  readonly read: (raw: unknown) => FromPage | undefined;
  readonly onMessage: (message: FromPage) => void;
  readonly log: vscode.LogOutputChannel;
}

export interface PageChannel<ToPage> {
  readonly dispose: () => void;
  readonly post: (message: ToPage) => void;
}

/** Fills a webview with a page that has nothing but its own script and style, and talks to it. */
export function openWebviewPage<FromPage, ToPage>(webview: vscode.Webview, page: WebviewPage<FromPage>): PageChannel<ToPage> {
  const dist = vscode.Uri.joinPath(page.extensionUri, 'dist');
  webview.options = { enableScripts: true, enableForms: false, localResourceRoots: [dist, vscode.Uri.joinPath(page.extensionUri, 'media')] };
  const listening = webview.onDidReceiveMessage((raw: unknown) => {
    const message = page.read(raw);
    if (message === undefined) page.log.warn(`${page.name}: a message of the page was not understood.`);
    else page.onMessage(message);
  });
  webview.html = htmlOf(webview, page, dist);
  return { post: (message) => void webview.postMessage(message), dispose: () => { listening.dispose(); } };
}

function htmlOf(webview: vscode.Webview, { name, title, loading }: Pick<WebviewPage<unknown>, 'name' | 'title' | 'loading'>, dist: vscode.Uri): string {
  const nonce = randomBytes(16).toString('base64');
  const file = (ending: string): string => escapeHtml(webview.asWebviewUri(vscode.Uri.joinPath(dist, `${name}.${ending}`)).toString());
  const policy = `default-src 'none'; style-src ${webview.cspSource}; script-src 'nonce-${nonce}'`;
  return `<!DOCTYPE html>
<html lang="${escapeHtml(vscode.env.language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${escapeHtml(policy)}">
<title>${escapeHtml(title)}</title>
<link rel="stylesheet" href="${file('css')}">
</head>
<body>
<main id="page"><p role="status">${escapeHtml(loading)}</p></main>
<script type="module" nonce="${nonce}" src="${file('js')}"></script>
</body>
</html>`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
