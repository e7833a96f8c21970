import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import { hoverText, hoverTexts, openDocument, openFile, placeOf, withSetting } from '../support/editor';

/** How many hovers of ours there are at a place, without waiting for one. */
async function hoverNow(document: vscode.TextDocument, at: vscode.Position): Promise<number> {
  return (await hoverTexts(document, at)).filter((text) => text.includes('units')).length;
}

describe('hover', () => {
  it('explains the price on the head and on each deciding field', async () => {
    const document = await openFile('src/productVideo.ts');
    for (const place of ['const request', 'model_name', "'pro'", 'duration:', 'sound:']) {
      const text = await hoverText(document, placeOf(document, place, 1), (all) => all.includes('units'));
      assert.match(text, /10 units/, place);
      assert.match(text, /\$1\.40/, place);
    }
  });

  it('stays silent over the rest of the body', async () => {
    const document = await openFile('src/productVideo.ts');
    await hoverText(document, placeOf(document, 'model_name', 1), (all) => all.includes('units'));
    assert.equal(await hoverNow(document, placeOf(document, 'aspect_ratio', 1)), 0);
  });

  it('names schedule, source and neighboring choices', async () => {
    const document = await openFile('src/productVideo.ts');
    const text = await hoverText(document, placeOf(document, 'model_name', 1), (all) => all.includes('units'));
    assert.match(text, /2026/);
    assert.match(text, /Other choices/i);
    assert.match(text, /5 s/);
  });

  it('does not depend on the lens, and goes with its own setting', async () => {
    const document = await openFile('src/productVideo.ts');
    const at = placeOf(document, 'model_name', 1);
    await withSetting('klingCost.codeLens.enabled', false, async () => {
      assert.match(await hoverText(document, at, (all) => all.includes('units')), /10 units/);
    });
    await withSetting('klingCost.hover.enabled', false, async () => {
      assert.equal(await hoverNow(document, at), 0);
    });
    assert.match(await hoverText(document, at, (all) => all.includes('units')), /10 units/);
  });

  it('shows hostile model names as text', async () => {
    const name = 'kling-v9|<img src=x onerror=alert(1)>[go](command:x)`';
    const document = await openDocument('json', JSON.stringify({ model_name: name, prompt: 'x', mode: 'pro' }));
    const text = await hoverText(document, placeOf(document, 'model_name', 1), (all) => all.includes('kling'));
    assert.doesNotMatch(text, /<img|(?<!\\)\]\(command:/);
  });
});
