import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { frameOf } from '../support/frameOf';
import { copyOfSample } from '../support/paths.mjs';
import { spend, spendForWeeks } from '../support/spend';
import { useWorkbench } from '../support/useWorkbench';

const DAY_MS = 86_400_000;
const today = (daysAgo: number): string => new Date(Date.now() - daysAgo * DAY_MS).toISOString().slice(0, 10);

describe('the sidebar of a workspace with nothing yet', () => {
  const workbench = useWorkbench();

  it('says the next step for each part', async () => {
    const { sidebar } = workbench();
    await workbench().openSidebar();
    await sidebar.getByText('No budget is set').waitFor();
    await sidebar.getByText('No package is listed').waitFor();
    await sidebar.getByText('Open a file that calls Kling').waitFor();
    await workbench().screenshot('sidebar-empty');
    await sidebar.getByRole('button', { name: 'Set a daily budget' }).click();
    await workbench().answer('60 units');
    await sidebar.getByText('60 units left').waitFor();
  });
});

describe('the sidebar', () => {
  const folder = copyOfSample();
  const settings = {
    'klingCost.budget.daily': { limit: 60, unit: 'units' },
    'klingCost.budget.monthly': { limit: 200, unit: 'usd' },
    'klingCost.packages': [{ package: 'trial-l', boughtOn: today(10) }],
  };
  const workbench = useWorkbench({ folder, settings });

  it('shows the budget with what is spent and reserved, and the request at the cursor', async () => {
    spend(folder, 38);
    spend(folder, 4, { event: 'reserved', expires_at: new Date(Date.now() + DAY_MS).toISOString() });
    const { sidebar } = workbench();
    await workbench().open('productVideo.ts', 9);
    await workbench().clickStatusBar('18 units left');
    await sidebar.getByText('42 units of 60 units').waitFor();
    await sidebar.getByText('18 units left').waitFor();
    await sidebar.getByText('The request at the cursor takes 10 units').waitFor();
    await sidebar.getByRole('img', { name: /Today: 42 units of 60 units used/ }).waitFor();
    await workbench().screenshot('sidebar-budget');
    spend(folder, 30);
    await sidebar.getByText('12 units over', { exact: true }).waitFor();
    assert.equal(await sidebar.locator('.standing.over').count(), 1);
  });

  it('lists what is left of the packages', async () => {
    const { sidebar } = workbench();
    await sidebar.getByText(/of 1,000 units left/).waitFor();
    await sidebar.getByText(/Expires in/).waitFor();
  });

  it('lists the requests of the file and shows one in the editor on a click', async () => {
    const { sidebar } = workbench();
    await sidebar.getByRole('button', { name: /10 units ≈ \$1\.40/ }).waitFor();
    await sidebar.getByRole('button', { name: /2\.4–12 units/ }).click();
    await workbench().page.locator('.statusbar-item', { hasText: /Ln 27/ }).waitFor();
    await sidebar.locator('.request[aria-current=true]', { hasText: 'Kling v3' }).waitFor();
  });

  it('offers cheaper ways, and shows the request of one on a click', async () => {
    const { sidebar } = workbench();
    await sidebar.getByRole('button', { name: 'Suggestions' }).waitFor();
    const suggestions = sidebar.locator('#body-suggestions .request');
    assert.ok((await suggestions.count()) <= 3);
    await suggestions.filter({ hasText: /^6/ }).first().click();
    await workbench().page.locator('.statusbar-item', { hasText: /Ln 6/ }).waitFor();
    await suggestions.first().scrollIntoViewIfNeeded();
    await workbench().screenshot('sidebar-suggestions');
  });

  it('lists the usage log, filters and sorts it', async () => {
    const { sidebar } = workbench();
    spend(folder, 2, { model: 'kling-v3', event: 'released', id: 'failed-one', task_id: 'failed-one' });
    const row = (text: string) => sidebar.locator('.entry', { hasText: text });
    await row('kling-v3').waitFor();
    assert.match(await row('kling-v3').innerText(), /not charged/);
    await sidebar.getByRole('combobox', { name: 'State' }).selectOption({ label: 'Reserved' });
    await sidebar.locator('.sums', { hasText: '1 / 4' }).waitFor();
    assert.match(await row('kling-v2-6').innerText(), /reserved/);
    await sidebar.getByRole('combobox', { name: 'State' }).selectOption({ label: 'All' });
    await sidebar.locator('.sums', { hasText: /^4 / }).waitFor();
    const frame = await frameOf(sidebar);
    await frame.evaluate(`window.busy = []; new MutationObserver((changes) => {
      for (const { target } of changes) window.busy.push(target.getAttribute('aria-busy'));
    }).observe(document.querySelector('.log'), { attributes: true, attributeFilter: ['aria-busy'] })`);
    await sidebar.getByRole('searchbox').fill('FAILED');
    await sidebar.locator('.sums', { hasText: '1 / 4' }).waitFor();
    assert.deepEqual(await frame.evaluate('window.busy'), ['true', 'false']);
    await sidebar.getByRole('searchbox').fill('');
    await sidebar.getByRole('columnheader', { name: 'Charged' }).getByRole('button').click();
    await sidebar.locator('.entry[data-row="0"]', { hasText: '38 units' }).waitFor();
    await sidebar.locator('.log').scrollIntoViewIfNeeded();
    await workbench().screenshot('sidebar-log');
  });

  it('ends a reservation from the menu of its entry, with the keyboard too', async () => {
    const { sidebar } = workbench();
    const reserved = sidebar.locator('.entry.reserved');
    await reserved.getByRole('button').click();
    await workbench().chooseInMenu('It Failed and Was Not Charged');
    await sidebar.locator('.entry.released').nth(1).waitFor();
    await sidebar.locator('.entry[data-row="0"]').focus();
    await workbench().page.keyboard.press('Enter');
    await workbench().page.locator('.monaco-menu .action-label', { hasText: 'Correct…' }).waitFor();
    await workbench().screenshot('sidebar-entry-menu');
    await workbench().chooseInMenu('Correct…');
    await workbench().answer('40 units');
    await workbench().answer('the bill says so');
    await sidebar.locator('.entry[data-row="0"]', { hasText: '40 units' }).waitFor();
  });

  it('draws what was spent, in units or dollars, and reads it out', async () => {
    const { sidebar } = workbench();
    spendForWeeks(folder);
    const chart = sidebar.getByRole('slider', { name: 'Spend per day, by model' });
    await chart.focus();
    await workbench().page.keyboard.press('Home');
    await sidebar.locator('.legend', { hasText: 'kling-v2-5-turbo' }).waitFor();
    assert.equal(await chart.getAttribute('aria-valuenow'), '1');
    await sidebar.getByRole('combobox', { name: 'Unit' }).selectOption({ label: 'dollars' });
    await sidebar.getByText('Limit: $200.00', { exact: true }).waitFor();
    await sidebar.getByRole('combobox', { name: 'Days' }).selectOption({ label: 'Last 90 days' });
    await sidebar.locator('[role=slider][aria-valuemax="90"]').first().waitFor();
    await sidebar.getByRole('combobox', { name: 'Days' }).selectOption({ label: 'Last 30 days' });
    await sidebar.locator('[role=slider][aria-valuemax="30"]').first().waitFor();
    await chart.hover({ position: { x: 200, y: 50 } });
    await sidebar.locator('.reading', { hasText: /2026-\d\d-\d\d: \$/ }).first().waitFor();
    await chart.scrollIntoViewIfNeeded();
    await workbench().screenshot('sidebar-charts');
    await sidebar.getByText('As a table').first().click();
    await sidebar.getByRole('table').getByRole('columnheader', { name: 'kling-v3' }).waitFor();
  });

  it('names the schedule of the prices, and writes down a wrong price for the user to send', async () => {
    const { sidebar } = workbench();
    await sidebar.getByText(/Prices: kling-api 2026, in force from 2026-01-01/).waitFor();
    await sidebar.getByRole('button', { name: 'Report a wrong price' }).click();
    await workbench().page.locator('.tab.active', { hasText: 'Untitled' }).waitFor();
    await workbench().page.locator('.editor-instance .view-line', { hasText: 'A wrong price' }).waitFor();
  });
});

describe('the sidebar of a log that cannot be read', () => {
  const folder = copyOfSample();
  const log = path.join(folder, 'kling_usage.jsonl');
  const workbench = useWorkbench({ folder, settings: { 'klingCost.budget.daily': { limit: 60, unit: 'units' } } });

  it('says so with the remedy, and goes on when it can be read again', async () => {
    fs.mkdirSync(log);
    const { sidebar } = workbench();
    await workbench().openSidebar();
    await sidebar.locator('.fault', { hasText: 'kling_usage.jsonl' }).waitFor();
    await workbench().screenshot('sidebar-fault');
    fs.rmdirSync(log);
    spend(folder, 7);
    await sidebar.getByRole('button', { name: 'Try again' }).click();
    await sidebar.getByText('7 units of 60 units').waitFor();
    await sidebar.locator('.fault').waitFor({ state: 'detached' });
  });
});
