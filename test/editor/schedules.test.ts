import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { diagnostics, lensTitles, openFile, withSetting } from '../support/editor';

const OWN = {
  id: 'team-rates',
  edition: '2026-11',
  title: 'Rates of our team',
  providers: ['kling'],
  effectiveFrom: '2026-01-01',
  sources: { contract: { title: 'Our contract', date: '2026-01-01', kind: 'own' } },
  pools: { video: { unit: 'units', unitPrice: '0.10', source: 'contract' } },
  models: [{ id: 'kling-v2-6', title: 'Kling v2.6' }],
  rates: [
    { features: ['text2video'], models: ['kling-v2-6'], when: { mode: ['pro'], audio: true }, per: 'second', quantity: '2', pool: 'video', source: 'contract' },
  ],
};

async function write(name: string, text: string): Promise<vscode.Uri> {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder);
  const uri = vscode.Uri.joinPath(folder.uri, name);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  return uri;
}

describe("a user's own price schedule", () => {
  it('is used when chosen, follows its file, and a bad one is named at its place', async () => {
    const document = await openFile('src/productVideo.ts');
    await lensTitles(document);
    await write('rates.json', JSON.stringify(OWN, null, 2));
    await withSetting('klingCost.priceSchedules.files', ['rates.json', 'bad.json'], async () => {
      await withSetting('klingCost.priceSchedule', 'team-rates', async () => {
        const priced = await lensTitles(document, ([first]) => first?.includes('20 units') ?? false);
        assert.equal(priced[0], 'Kling v2.6 pro · 10 s · audio: 20 units ≈ $2.00');

        const dearer = JSON.stringify(OWN, null, 2).replace('"quantity": "2"', '"quantity": "3"');
        await write('rates.json', dearer);
        await lensTitles(document, ([first]) => first?.includes('30 units') ?? false);

        const bad = await write('bad.json', JSON.stringify({ ...OWN, id: 'bad', rates: [{ ...OWN.rates[0], quantity: 'two' }] }, null, 2));
        const shown = await vscode.workspace.openTextDocument(bad);
        const [problem] = await diagnostics(shown);
        assert.ok(problem);
        assert.match(shown.lineAt(problem.range.start.line).text, /"quantity": "two"/);
        assert.equal((await lensTitles(document))[0], 'Kling v2.6 pro · 10 s · audio: 30 units ≈ $3.00');
      });
    });
    await lensTitles(document, ([first]) => first?.includes('10 units') ?? false);
  });
});
