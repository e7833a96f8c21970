import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { lensTitles, lenses, openDocument, openFile, replace, withSetting } from '../support/editor';

const TEASER = 'Kling v2.6 pro · 10 s · audio: 10 units ≈ $1.40';

describe('CodeLens', () => {
  it('shows the price above each request of the sample', async () => {
    const document = await openFile('src/productVideo.ts');
    const titles = await lensTitles(document);
    assert.equal(titles.length, 2);
    assert.equal(titles[0], TEASER);
    assert.match(titles[1] ?? '', /^Kling v3 · 1080p: 2\.4–12 units \(\$0\.336–\$1\.68\), 0\.8 units per second, duration not known here/);
  });

  it('stands on the line where the request begins', async () => {
    const document = await openFile('src/productVideo.ts');
    await lensTitles(document);
    const line = (await lenses(document))[0]?.range.start.line ?? -1;
    assert.match(document.lineAt(line).text, /const request = \{/);
  });

  it('follows the text while it is typed', async () => {
    const document = await openDocument('python', 'import kling\nkling.text_to_video("x", model="kling-v2-6", mode="std", duration=5)\n');
    assert.deepEqual(await lensTitles(document), ['Kling v2.6 std · 5 s: 1.5 units ≈ $0.21']);
    await replace(document, 'duration=5', 'duration=10');
    const after = await lensTitles(document, (titles) => titles[0]?.includes('10 s') ?? false);
    assert.deepEqual(after, ['Kling v2.6 std · 10 s: 3 units ≈ $0.42']);
  });

  it('keeps the lenses around a request that is half typed', async () => {
    const text = [
      "const a = () => post('/v1/videos/text2video', { model_name: 'kling-v2-6', prompt, mode: 'pro' });",
      'function typing() {',
      "  const body = { model_name: 'kling-v3', prompt, mode: ",
      '}',
      "const b = () => post('/v1/videos/text2video', { model_name: 'kling-v1-6', prompt, mode: 'std' });",
    ].join('\n');
    const titles = await lensTitles(await openDocument('typescript', text));
    assert.ok(titles.some((title) => title.startsWith('Kling v2.6 pro')));
    assert.ok(titles.some((title) => title.startsWith('Kling v1.6 std')));
  });

  it('says why there is no price', async () => {
    const document = await openFile('requests.json');
    const titles = await lensTitles(document);
    assert.equal(titles.at(-1), 'Kling: no price for "kling-v9"');
  });

  it('shows nothing in a document that does not mention Kling', async () => {
    const document = await openDocument('typescript', "post('/v1/videos/text2video', { model_name: 'x', prompt, mode: 'pro' });");
    assert.deepEqual(await lenses(document), []);
  });

  it('shows one lens on a line with two requests', async () => {
    const one = '{ "model_name": "kling-v2-6", "prompt": "x", "mode": "pro" }';
    const titles = await lensTitles(await openDocument('json', `[${one}, ${one}]`));
    assert.equal(titles.length, 1);
  });

  it('goes and comes with its setting', async () => {
    const document = await openFile('src/productVideo.ts');
    await lensTitles(document);
    await withSetting('klingCost.codeLens.enabled', false, async () => {
      assert.deepEqual(await lensTitles(document, (titles) => titles.length === 0), []);
    });
    assert.equal((await lensTitles(document))[0], TEASER);
  });

  it('prices by the chosen schedule, and by the default again', async () => {
    const document = await openFile('src/productVideo.ts');
    await withSetting('klingCost.priceSchedule', 'kling-credits', async () => {
      const titles = await lensTitles(document, ([first]) => first?.includes('credits') ?? false);
      assert.equal(titles[0], 'Kling v2.6 pro · 10 s · audio: 200 credits');
    });
    assert.equal((await lensTitles(document, ([first]) => first === TEASER))[0], TEASER);
  });

  it('turns units into dollars by the chosen package', async () => {
    const document = await openFile('src/productVideo.ts');
    await withSetting('klingCost.resourcePackage', 'package-3', async () => {
      const titles = await lensTitles(document, ([first]) => first !== TEASER);
      assert.equal(titles[0], 'Kling v2.6 pro · 10 s · audio: 10 units ≈ $1.26');
    });
    await lensTitles(document, ([first]) => first === TEASER);
  });
});

describe('Show Details', () => {
  it('opens the account of the price that a lens stands for', async () => {
    const document = await openFile('src/productVideo.ts');
    await lensTitles(document);
    const lens = (await lenses(document))[0];
    assert.equal(lens?.command?.command, 'klingCost.showDetails');
    const [uri, offset] = lens.command.arguments as [string, number];
    assert.equal(uri, document.uri.toString());
    const details = vscode.Uri.from({ scheme: 'kling-cost', path: 'x.md', query: JSON.stringify([uri, offset]) });
    const text = (await vscode.workspace.openTextDocument(details)).getText();
    assert.match(text, /10 units/);
    assert.match(text, /productVideo\.ts:6/);
    assert.match(text, /kling-api|Kling API/);
  });
});
