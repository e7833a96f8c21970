import * as assert from 'node:assert/strict';
import { violationsOf } from '../support/axe';
import { frameOf } from '../support/frameOf';
import { copyOfSample } from '../support/paths.mjs';
import { spend, spendForWeeks } from '../support/spend';
import { useWorkbench } from '../support/useWorkbench';
import { until } from '../support/until.mjs';

const THEMES = { dark: 'Default Dark Modern', light: 'Default Light Modern', contrast: 'Default High Contrast', 'contrast-light': 'Default High Contrast Light' };
const THEME_CLASSES = { dark: 'vscode-dark', light: 'vscode-light', contrast: 'vscode-high-contrast', 'contrast-light': 'vscode-high-contrast-light' };
const boughtOn = new Date(Date.now() - 10 * 86_400_000).toISOString().slice(0, 10);

describe('the looks of the sidebar', () => {
  const folder = copyOfSample();
  const settings = {
    'klingCost.budget.daily': { limit: 60, unit: 'units' },
    'klingCost.budget.monthly': { limit: 20, unit: 'usd' },
    'klingCost.packages': [{ package: 'trial-l', boughtOn }],
    'klingCost.alerts.enabled': false,
  };
  const workbench = useWorkbench({ folder, settings });
  before(() => {
    spendForWeeks(folder);
    spend(folder, 41);
    spend(folder, 6, { event: 'reserved', expires_at: new Date(Date.now() + 3_600_000).toISOString() });
    spend(folder, 5, { event: 'released' });
  });

  for (const [name, theme] of Object.entries(THEMES)) {
    it(`has nothing that axe finds wrong in the theme ${theme}`, async () => {
      const { sidebar, page } = workbench();
      await workbench().writeSetting({ 'workbench.colorTheme': theme });
      await workbench().open('productVideo.ts', 9);
      await workbench().openSidebar();
      await sidebar.locator(`body.${THEME_CLASSES[name as keyof typeof THEMES]}`).waitFor();
      await sidebar.locator('.request[aria-current=true]').waitFor();
      await sidebar.getByRole('slider').first().waitFor();
      await sidebar.locator('.entry.settled').first().waitFor();
      assert.deepEqual(await violationsOf(sidebar), []);
      await workbench().screenshot(`sidebar-theme-${name}`);
      await sidebar.getByRole('slider').first().scrollIntoViewIfNeeded();
      await workbench().screenshot(`sidebar-theme-${name}-charts`);
      await sidebar.getByText('As a table').first().click();
      assert.deepEqual(await violationsOf(sidebar), []);
      await page.locator('.activitybar a.action-label[aria-label^="Explorer"]').click();
    });
  }

  it('fits into 200 pixels, and into a wide bar where the log has columns', async () => {
    const { sidebar } = workbench();
    await workbench().writeSetting({ 'workbench.colorTheme': THEMES.dark });
    await workbench().openSidebar();
    for (const width of [200, 700]) {
      await workbench().resizeSideBar(width);
      const frame = await frameOf(sidebar);
      const overflow = () => frame.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
      await until(overflow, { what: `no sideways scrolling at ${String(width)} px`, accept: (pixels) => pixels <= 0 });
      await workbench().screenshot(`sidebar-${String(width)}-top`);
      await sidebar.locator('.log').scrollIntoViewIfNeeded();
      await sidebar.getByRole('slider').first().scrollIntoViewIfNeeded();
      await workbench().screenshot(`sidebar-${String(width)}`);
      assert.deepEqual(await violationsOf(sidebar), []);
    }
    assert.ok(await sidebar.getByRole('columnheader', { name: 'Estimate' }).isVisible());
  });

  it('is usable at twice the size', async () => {
    const { sidebar, page } = workbench();
    await workbench().resizeSideBar(300);
    await page.setViewportSize({ width: 640, height: 400 });
    await sidebar.locator('.fold').first().scrollIntoViewIfNeeded();
    await sidebar.getByText('47 units of 60 units').waitFor();
    await workbench().screenshot('sidebar-zoomed');
    await page.setViewportSize({ width: 1280, height: 800 });
  });

  it('is used with the keyboard alone, and shows where the focus is', async () => {
    const { sidebar, page } = workbench();
    await sidebar.locator('.fold').first().focus();
    const frame = await frameOf(sidebar);
    const focused = () => frame.evaluate<string[]>(
      '(({ tagName, className, role }, { outlineStyle, outlineWidth }) => [tagName, role ?? "", className, outlineStyle, outlineWidth])(document.activeElement, getComputedStyle(document.activeElement))',
    );
    const seen = new Set<string>();
    for (let step = 0; step < 60; step++) {
      const [tag = '', role = '', kind = '', style, width] = await focused();
      if (tag === 'BODY') break;
      assert.notEqual(`${String(style)} ${String(width)}`, 'none 0px', `${tag} ${kind}`);
      seen.add(role === '' ? (kind.split(' ')[0] || tag) : role);
      await page.keyboard.press('Tab');
    }
    for (const part of ['fold', 'request', 'wide', 'SELECT', 'row', 'slider', 'SUMMARY', 'link']) assert.ok(seen.has(part), `${part} in ${[...seen].join(', ')}`);
    const fold = sidebar.locator('.fold').first();
    await fold.focus();
    await page.keyboard.press('Enter');
    assert.equal(await fold.getAttribute('aria-expanded'), 'false');
    await page.keyboard.press('Enter');
    const rows = sidebar.locator('.entry');
    await rows.first().focus();
    await page.keyboard.press('End');
    await sidebar.locator('.entry:focus').waitFor();
    const [last, all] = [await sidebar.locator('.entry:focus').getAttribute('aria-rowindex'), await sidebar.getByRole('grid').getAttribute('aria-rowcount')];
    assert.equal(last, all);
    await page.keyboard.press('Home');
    await sidebar.locator('.entry[data-row="0"]:focus').waitFor();
  });

  it('keeps what was chosen while it is hidden', async () => {
    const { sidebar, page } = workbench();
    await sidebar.getByRole('combobox', { name: 'State' }).selectOption({ label: 'Reserved' });
    await sidebar.getByRole('button', { name: 'Packages' }).click();
    await page.locator('.activitybar a.action-label[aria-label^="Explorer"]').click();
    await workbench().openSidebar();
    await sidebar.locator('.entry.reserved').waitFor();
    assert.equal(await sidebar.locator('.entry').count(), 1);
    assert.equal(await sidebar.getByRole('button', { name: 'Packages' }).getAttribute('aria-expanded'), 'false');
  });
});
