import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { appendFromOutside } from '../support/appendingProcess';
import { frameOf } from '../support/frameOf';
import { copyOfSample } from '../support/paths.mjs';
import { spend } from '../support/spend';
import { useWorkbench } from '../support/useWorkbench';

const MARKUP = '<img src=x onerror="window.wasRun = 1"><script>window.wasRun = 1</script>';
const TURNED = '\u202egnp.exe';

describe('the sidebar with hostile texts', () => {
  const folder = copyOfSample();
  const workbench = useWorkbench({
    folder,
    settings: {
      'klingCost.budget.daily': { limit: 60, unit: 'units' },
      'klingCost.packages': [{ name: `${MARKUP}${TURNED}`, units: 100, validityDays: 30, boughtOn: new Date().toISOString().slice(0, 10) }],
    },
  });

  it('shows them as they are written, and runs none', async () => {
    const { sidebar } = workbench();
    spend(folder, 3, { model: MARKUP, project: `${TURNED}${MARKUP}`, mode: '"\'>', prompt_preview: 'x'.repeat(900_000) });
    spend(folder, 4, { task_id: MARKUP.repeat(1000), reason: MARKUP });
    fs.appendFileSync(path.join(folder, 'kling_usage.jsonl'), `{"${MARKUP}": \n`);
    fs.writeFileSync(path.join(folder, 'hostile.py'), `client.text_to_video("x", model_name="kling-${MARKUP.replaceAll('"', "'")}", duration=5)\n`);
    await workbench().open('hostile.py', 1);
    await workbench().openSidebar();
    await sidebar.locator('.entry', { hasText: '<img src=x' }).first().waitFor();
    await sidebar.locator('.standing', { hasText: '<img src=x' }).waitFor();
    await sidebar.locator('#body-file', { hasText: 'kling-<img src=' }).waitFor();
    await sidebar.getByText(/of the usage log cannot be read/).waitFor();
    const frame = await frameOf(sidebar);
    const text = await frame.evaluate<string>('document.body.innerText');
    assert.doesNotMatch(text, /\u202e/);
    assert.deepEqual(await frame.evaluate('[document.querySelectorAll("#page img, #page script, #page iframe").length, typeof window.wasRun]'), [0, 'undefined']);
    await workbench().screenshot('sidebar-hostile');
  });

  it('lets the page run and fetch nothing but its own', async () => {
    const frame = await frameOf(workbench().sidebar);
    const policy = await frame.evaluate<string>('document.querySelector("meta[http-equiv]").content');
    assert.match(policy, /^default-src 'none'; style-src [^;]+; script-src 'nonce-[\w+/=]+'$/);
    await frame.evaluate('document.body.append(Object.assign(document.createElement("script"), { textContent: "window.wasRun = 1" }))');
    await frame.evaluate(`document.body.insertAdjacentHTML('beforeend', '<p id="colored" style="color: rgb(1, 2, 3)">x</p>')`);
    const [wasRun, color, fetched] = await frame.evaluate<string[]>(
      'fetch("https://127.0.0.1:9/").then(() => "answered", () => "refused").then((fetched) => [typeof window.wasRun, getComputedStyle(document.getElementById("colored")).color, fetched])',
    );
    assert.deepEqual([wasRun, fetched], ['undefined', 'refused']);
    assert.notEqual(color, 'rgb(1, 2, 3)');
    await frame.evaluate('document.getElementById("colored").remove()');
  });

  it('ignores messages that are none, and goes on', async () => {
    const { sidebar } = workbench();
    const frame = await frameOf(sidebar);
    for (const message of ['null', '"x"', '{ type: "eval", code: "window.wasRun = 1" }', '{ type: "sections", sections: { budget: 5 } }', '{ type: "log", rows: "all" }', '{ type: "sections", sections: { faults: [{ text: 1 }] } }']) {
      await frame.evaluate(`window.postMessage(${message}, '*')`);
    }
    spend(folder, 11);
    await sidebar.getByText('18 units of 60 units').waitFor();
  });
});

describe('the sidebar while another process writes to the log', () => {
  const folder = copyOfSample();
  const workbench = useWorkbench({ folder, settings: { 'klingCost.budget.daily': { limit: 1000, unit: 'units' } } });

  it('has the right totals in the end, and takes nothing away that it shows', async () => {
    const { sidebar } = workbench();
    spend(folder, 5);
    await workbench().open('productVideo.ts', 9);
    await workbench().openSidebar();
    await sidebar.getByText('5 units of 1,000 units').waitFor();
    await sidebar.getByRole('slider').first().waitFor();
    await sidebar.locator('.entry.settled').waitFor();
    const frame = await frameOf(sidebar);
    const shown = '.standing, .request, .log, .chart, .filters, section';
    await frame.evaluate(`window.gone = 0; new MutationObserver((changes) => {
      for (const { removedNodes } of changes) for (const node of removedNodes) if (node.matches?.('${shown}')) window.gone += 1;
    }).observe(document.body, { childList: true, subtree: true })`);
    await appendFromOutside(folder, 100);
    await sidebar.getByText('105 units of 1,000 units').waitFor();
    await sidebar.locator('.sums', { hasText: /^101 · 105 units · \$14\.70$/ }).waitFor();
    assert.equal(await frame.evaluate('window.gone'), 0);
    assert.ok((await sidebar.locator('.entry').count()) < 40);
  });
});
