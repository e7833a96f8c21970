// An extension whose webview has nothing in it: what a page of ours is measured beside.
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { temporaryFolder } from '../support/paths.mjs';

const MANIFEST = {
  name: 'empty-page', publisher: 'kling-cost-bench', version: '0.0.1', engines: { vscode: '^1.101.0' }, main: 'main.js', repository: 'none',
  contributes: {
    viewsContainers: { activitybar: [{ id: 'empty', title: 'Empty Page', icon: 'icon.svg' }] },
    views: { empty: [{ id: 'empty.page', name: 'Empty', type: 'webview' }] },
  },
};

const MAIN = `exports.activate = ({ subscriptions }) => subscriptions.push(require('vscode').window.registerWebviewViewProvider('empty.page', {
  resolveWebviewView: ({ webview }) => { webview.html = '<!DOCTYPE html><html><body><p id="empty">empty</p></body></html>'; },
}));`;

/** The packaged extension's path. */
export function packageEmptyPage(): string {
  const folder = temporaryFolder('empty-page');
  fs.writeFileSync(path.join(folder, 'package.json'), JSON.stringify(MANIFEST));
  fs.writeFileSync(path.join(folder, 'main.js'), MAIN);
  fs.copyFileSync('media/sidebar.svg', path.join(folder, 'icon.svg'));
  const vsix = path.join(folder, 'empty.vsix');
  const args = [path.resolve('node_modules/@vscode/vsce/vsce'), 'package', '--no-dependencies', '--allow-missing-repository', '--skip-license', '--out', vsix];
  execFileSync(process.execPath, args, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  return vsix;
}
