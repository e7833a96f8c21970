import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import * as path from 'node:path';
import { copyOfSample } from '../support/paths.mjs';
import { until } from '../support/until.mjs';
import { useWorkbench } from '../support/useWorkbench';
import type { Workbench } from '../support/workbench';

const AXE = createRequire(__filename).resolve('axe-core/axe.min.js');

const pageOf = ({ page }: Workbench) => page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');

/** What an automatic check of accessibility finds on the page. */
async function violationsOn({ page }: Workbench): Promise<string[]> {
  for (const frame of page.frames()) {
    if ((await frame.locator('th').count().catch(() => 0)) === 0) continue;
    await frame.evaluate(fs.readFileSync(AXE, 'utf8'));
    return await frame.evaluate<string[]>("axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).join(' ')))");
  }
  return ['there is no page'];
}

describe('a batch in the editor', () => {
  const folder = copyOfSample();
  const rows = ['"a cat, asleep",kling-v2-6,pro,10,on,3', 'a dog,kling-v2-6,pro,5,off,1', 'a bird,kling-v2-6,std,5,off,', '<img src=x onerror=alert(1)>,kling-v9,std,5,off,', 'a horse,kling-v3,pro,10,,2'];
  fs.writeFileSync(path.join(folder, 'prompts.csv'), `prompt,model,mode,duration,audio,priority\n${rows.join('\n')}\n`);
  fs.writeFileSync(path.join(folder, '.gitignore'), 'scripts/\n');
  const workbench = useWorkbench({ folder, settings: { 'klingCost.budget.daily': { limit: 14, unit: 'units' } } });
  const page = () => pageOf(workbench());
  const column = async (place: number): Promise<string[]> => await page().locator(`tbody tr:not(.cut) td:nth-child(${String(place)})`).allInnerTexts();

  it('plans a list of prompts: what fits, where the money ends, and what would make it fit', async () => {
    await workbench().open('prompts.csv');
    await workbench().runCommand('Kling Cost: Estimate Batch…');
    await workbench().choose('The prompts in this file');
    await workbench().screenshot('batch-choices');
    await workbench().choose('Estimate 5 requests');
    await page().getByText('This batch takes at least 22 units ≈ $3.08 for 5 requests.').waitFor();
    await page().getByText('Today: 14 units left, at least 22 units needed: does not fit, by at least 8 units.').waitFor();
    await page().getByText('3 of 4 fit: the first, and 2 cheaper further on.').waitFor();
    await page().getByText('lower mode: mode std for 2 requests: 19 units ≈ $2.66 (−13 %), does not fit').waitFor();
    assert.deepEqual(await column(1), ['5', '2', '6', '3', '4']);
    assert.equal(await page().locator('tr.cut + tr.over').count(), 1);
    await workbench().screenshot('batch-panel');
    assert.deepEqual(await violationsOn(workbench()), []);
  });

  it('sorts by every column, with what has no price first', async () => {
    await page().getByRole('button', { name: 'Quantity' }).click();
    await page().locator('th[aria-sort="descending"]', { hasText: 'Quantity' }).waitFor();
    assert.deepEqual(await column(1), ['5', '2', '6', '3', '4']);
    await page().getByRole('button', { name: 'Quantity' }).click();
    await page().locator('th[aria-sort="ascending"]', { hasText: 'Quantity' }).waitFor();
    assert.deepEqual(await column(1), ['5', '4', '3', '6', '2']);
    await page().getByRole('button', { name: 'In the order of the plan' }).click();
    await page().locator('tr.cut').waitFor();
  });

  it('reserves what fits, gives it back, and copies the table', async () => {
    await page().getByRole('button', { name: 'Reserve what fits' }).click();
    await page().getByText(/^Reserved as plan-[\w-]+: 3 requests, 14 units/).waitFor();
    await workbench().statusBar((texts) => texts.some((text) => text.includes('0 of 14 left today')));
    await page().getByRole('button', { name: 'Give back' }).click();
    await workbench().statusBar((texts) => texts.some((text) => text.includes('14 units left')));
    await page().getByRole('button', { name: 'Copy as Markdown' }).click();
    const copied = await until(() => workbench().page.evaluate<string>('navigator.clipboard.readText()'), { what: 'the table on the clipboard', accept: (text) => text.includes('| Row |') });
    assert.match(copied, /^\*\*This batch takes at least 22 units/);
    await page().getByRole('button', { name: '6', exact: true }).click();
    await workbench().page.locator('.editor-instance .view-line', { hasText: 'a horse' }).waitFor();
  });

  it('counts the files of the workspace before it reads them, without what .gitignore leaves out', async () => {
    await workbench().runCommand('View: Close All Editors');
    await workbench().runCommand('Kling Cost: Estimate Batch…');
    await workbench().choose('Folder or workspace');
    await workbench().answer('**/*');
    await workbench().page.locator('.quick-input-list .monaco-list-row', { hasText: '1 ignored' }).waitFor();
    await workbench().screenshot('batch-files');
    await workbench().choose('Estimate 3 files');
    await page().getByText('This batch takes at least').waitFor();
    assert.deepEqual([...new Set((await column(2)).map((place) => place.replace(/:\d+$/, '')))].sort(), ['requests.json', 'src/productVideo.ts']);
    await workbench().screenshot('batch-workspace');
  });
});

describe('a batch of many files', () => {
  const folder = copyOfSample();
  const many = path.join(folder, 'many');
  fs.mkdirSync(many);
  const request = (index: number): string => `export const video${String(index)} = () => post('/v1/videos/text2video', { model_name: 'kling-v2-6', prompt, mode: 'pro', duration: '5' });\n`;
  for (let index = 0; index < 20_000; index++) fs.writeFileSync(path.join(many, `video${String(index).padStart(5, '0')}.ts`), request(index));
  fs.writeFileSync(path.join(many, 'a-large-one.json'), `["kling ${'x'.repeat(10_000_000)}"]`);
  const workbench = useWorkbench({ folder });
  const page = () => pageOf(workbench());

  it('shows rows as they come, keeps what was read when it is stopped, and names what could not be read', async () => {
    await workbench().runCommand('Kling Cost: Estimate Batch…');
    await workbench().choose('Folder or workspace');
    await workbench().answer('many/**');
    await workbench().choose('Estimate 20,001 files');
    await page().getByText(/^So far it takes [\d,.]+ units/).waitFor();
    await page().locator('tbody tr').first().waitFor();
    await page().getByText(/^\d[\d,]* of 20,001 files are read/).waitFor();
    await page().getByText('many/a-large-one.json: larger than 10 MB, skipped').waitFor();
    await workbench().screenshot('batch-reading');
    assert.deepEqual(await violationsOn(workbench()), []);
    await page().getByRole('button', { name: 'Stop reading' }).click();
    await page().getByText(/^What was read takes [\d,.]+ units/).waitFor();
    await page().getByText(/^Only [\d,]+ of 20,001 files were read/).waitFor();
    await page().getByRole('button', { name: 'Reserve what fits' }).waitFor();
    assert.equal(await page().getByRole('progressbar').count(), 0);
    await workbench().screenshot('batch-stopped');
  });
});
