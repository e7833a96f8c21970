import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { diagnostics, lensTitles, openDocument, openFile, placeOf, withSetting } from '../support/editor';
import { until } from '../support/until.mjs';

const TEXTS = {
  typescript: "const a = () => post('/v1/videos/text2video', { model_name: 'kling-v1', prompt, mode: 'pro', duration: '10' });\n",
  python: "import kling\nkling.text_to_video('x', model='kling-v1', mode='pro', duration=\"10\")\n",
  json: '[{ "endpoint": "/v1/videos/text2video", "model_name": "kling-v1", "prompt": "x", "mode": "pro", "duration": "10" }]\n',
} as const;

async function actionsAt(document: vscode.TextDocument, text: string, range = new vscode.Range(placeOf(document, text), placeOf(document, text))): Promise<vscode.CodeAction[]> {
  return await until(
    () => vscode.commands.executeCommand<vscode.CodeAction[]>('vscode.executeCodeActionProvider', document.uri, range),
    { what: 'code actions', accept: (actions: vscode.CodeAction[]) => actions.some(({ title }) => title.includes('saves')) },
  );
}

const ours = (actions: readonly vscode.CodeAction[]): string[] => actions.flatMap(({ title }) => (title.includes('saves') ? [title] : []));

async function apply(actions: readonly vscode.CodeAction[], title: string): Promise<void> {
  const action = actions.find((each) => each.title === title);
  assert.ok(action?.edit, ours(actions).join('\n'));
  assert.ok(await vscode.workspace.applyEdit(action.edit));
}

describe('code actions', () => {
  for (const [language, text] of Object.entries(TEXTS)) {
    it(`write the cheaper value in ${language}, keep its promise, and are undone byte for byte`, async () => {
      const document = await openDocument(language, text);
      assert.match((await lensTitles(document))[0] ?? '', /10 s: 7 units/);
      const actions = await actionsAt(document, 'pro');
      assert.deepEqual(ours(actions), ['Switch to std: saves 5 units (71 %)', 'Shorten to 5 s: saves 3.5 units (50 %)']);
      await apply(actions, 'Switch to std: saves 5 units (71 %)');
      assert.equal(document.getText(), text.replace(/(['"])pro\1/, '$1std$1'));
      assert.match((await lensTitles(document, ([title]) => title?.includes('2 units') ?? false))[0] ?? '', /10 s: 2 units ≈ \$0\.28/);
      await vscode.window.showTextDocument(document);
      await vscode.commands.executeCommand('undo');
      await until(() => document.getText(), { what: 'the text as it was', accept: (now: string) => now === text });
    });
  }

  it('change a constant where it stands, and show what serves several uses first', async () => {
    const text = `const MODE = 'pro';\n${TEXTS.typescript.replace("'pro'", 'MODE')}console.log(MODE);\n`;
    const document = await openDocument('typescript', text);
    const actions = await actionsAt(document, 'MODE, duration');
    const action = actions.find(({ title }) => title.startsWith('Switch to std'));
    const [[uri, edits] = []] = action?.edit?.entries() ?? [];
    assert.equal(uri?.toString(), document.uri.toString());
    assert.deepEqual(edits?.map(({ range, newText }) => [document.getText(range), range.start.line, newText]), [['pro', 0, 'std']]);
  });

  it('are none where a value is only known at run time, where a rule is switched off, and where suggestions are', async () => {
    const document = await openDocument('typescript', TEXTS.typescript.replace("'pro'", 'mode'));
    assert.deepEqual(ours(await actionsAt(document, 'kling-v1')), ['Shorten to 5 s: saves 1–3.5 units (50 %)']);
    await withSetting('klingCost.suggestions.disabledRules', ['draft-mode'], async () => {
      const other = await openDocument('typescript', TEXTS.typescript);
      assert.deepEqual(ours(await actionsAt(other, 'pro')), ['Shorten to 5 s: saves 3.5 units (50 %)']);
    });
  });

  it('are quick fixes where a request no longer fits', async () => {
    await withSetting('klingCost.budget.daily', { limit: 1, unit: 'units' }, async () => {
      const document = await openFile('cheaper.ts', TEXTS.typescript);
      await lensTitles(document);
      const [mark] = await diagnostics(document);
      assert.ok(mark);
      const actions = await actionsAt(document, '', mark.range);
      const first = actions.find(({ title }) => title.startsWith('Switch to std'));
      assert.equal(first?.kind?.value, vscode.CodeActionKind.QuickFix.value);
    });
  });
});

describe('the saving lens', () => {
  it('stands beside the price where the saving is large enough', async () => {
    const document = await openDocument('typescript', TEXTS.typescript);
    assert.equal((await lensTitles(document)).some((title) => title.startsWith('Save')), false);
    await withSetting('klingCost.suggestions.minimumSaving', '5 units', async () => {
      const titles = await lensTitles(document, (all) => all.some((title) => title.startsWith('Save')));
      assert.deepEqual(titles, ['Kling v1 pro · 10 s: 7 units ≈ $0.98', 'Save 5 units: std']);
    });
    await withSetting('klingCost.suggestions.minimumSaving', '72 %', async () => {
      await lensTitles(document, (all) => all.length === 1);
    });
  });
});

describe('Optimize Workspace', () => {
  it('shows the cheaper ways of all files, the largest saving first', async () => {
    await vscode.commands.executeCommand('klingCost.optimizeWorkspace');
    const report = vscode.Uri.from({ scheme: 'kling-cost-report', path: 'Cheaper Kling requests.md' });
    const text = (await vscode.workspace.openTextDocument(report)).getText();
    assert.match(text, /productVideo\.ts:6 \| Kling v2\.6 pro · 10 s · audio \| 7 units \(70 %\) \| \$0\.98 \| Switch to std, no audio/);
    assert.match(text, /Saved at most on .*\n\n- [\d.–]+ units of/);
  });

  it('names what it could not read', async () => {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(folder);
    const large = vscode.Uri.joinPath(folder.uri, 'large.json');
    await vscode.workspace.fs.writeFile(large, Buffer.from(`["kling ${'x'.repeat(10_000_000)}"]`));
    try {
      await vscode.commands.executeCommand('klingCost.optimizeWorkspace');
      const report = await vscode.workspace.openTextDocument(vscode.Uri.from({ scheme: 'kling-cost-report', path: 'Cheaper Kling requests.md' }));
      await until(() => report.getText(), { what: 'the file that was not read', accept: (text: string) => /Not read:\n\n- large\.json: larger than 10 MB, skipped/.test(text) });
    } finally {
      await vscode.workspace.fs.delete(large);
    }
  });
});
