import * as assert from 'node:assert/strict';
import { until } from '../support/until.mjs';
import { useWorkbench } from '../support/useWorkbench';

const TEASER = 'Kling v2.6 pro · 10 s · audio: 10 units ≈ $1.40';

describe('the cheaper way in a browser', () => {
  const workbench = useWorkbench({ settings: { 'klingCost.suggestions.minimumSaving': '5 units' } });
  const shows = (wanted: string) => (texts: string[]) => texts.some((text) => text.includes(wanted));

  it('says above the request what could be saved, and shows every other choice with its price', async () => {
    await workbench().open('productVideo.ts');
    const lenses = await workbench().lenses(shows('Save 7 units: std, no audio'));
    assert.ok(lenses.some((text) => text.includes(TEASER)), lenses.join('\n'));
    await workbench().screenshot('saving-lens');
    await workbench().clickLens('Save 7 units');
    const rows = workbench().page.locator('.quick-input-list .monaco-list-row');
    await rows.filter({ hasText: 'as it is' }).waitFor();
    await workbench().page.locator('.quick-input-widget input').fill('v2.6 pro');
    await rows.filter({ hasText: 'Kling v2.6 pro · 5 s' }).first().waitFor();
    await workbench().screenshot('what-if');
    await workbench().choose('Kling v2.6 pro · 10 s5 units');
    await workbench().lenses(shows('Kling v2.6 pro · 10 s: 5 units ≈ $0.70'));
    assert.match(await workbench().page.locator('.view-lines').first().innerText(), /sound:\s'off'/);
    await workbench().page.keyboard.press('Control+z');
    await workbench().lenses(shows(TEASER));
  });

  it('switches to a cheaper value by a code action, at the request', async () => {
    await workbench().open('productVideo.ts', 9);
    await workbench().lenses(shows(TEASER));
    const menu = workbench().page.locator('.action-widget');
    const offered = menu.getByText('Switch to std, no audio: saves 7 units (70 %)');
    // Pressed again while nothing comes: the editor may have had no focus yet.
    const ask = async (): Promise<boolean> => {
      await workbench().page.keyboard.press('Control+.');
      return await offered.waitFor({ timeout: 3000 }).then(() => true, () => false);
    };
    await until(ask, { what: 'the code actions' });
    await workbench().screenshot('code-action');
    await menu.getByText('Shorten to 5 s: saves 5 units (50 %)').click();
    await workbench().lenses(shows('Kling v2.6 pro · 5 s · audio: 5 units ≈ $0.70'));
    await workbench().page.keyboard.press('Control+z');
    await workbench().lenses(shows(TEASER));
  });

  it('lists the cheaper ways of the whole workspace', async () => {
    await workbench().runCommand('Kling Cost: Optimize Workspace');
    await workbench().page.locator('.tab', { hasText: 'Cheaper Kling requests' }).waitFor();
    const report = workbench().page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame').locator('body', { hasText: 'Saved at most' });
    await report.waitFor();
    assert.match(await report.innerText(), /Switch to std, no audio/);
    await workbench().screenshot('optimize-workspace');
  });
});
