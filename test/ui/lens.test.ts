import * as assert from 'node:assert/strict';
import { useWorkbench } from '../support/useWorkbench';

const TEASER = 'Kling v2.6 pro · 10 s · audio: 10 units ≈ $1.40';

describe('the packaged extension in a browser', () => {
  const workbench = useWorkbench();
  const shows = (wanted: string) => (texts: string[]) => texts.some((text) => text.includes(wanted));

  it('shows a lens over each request of the sample', async () => {
    await workbench().open('productVideo.ts');
    const lenses = await workbench().lenses(shows(TEASER));
    assert.ok(lenses.some((text) => text.includes('2.4–12 units ($0.336–$1.68)')), lenses.join('\n'));
    await workbench().screenshot('lens-typescript');
  });

  it('explains the price on hover', async () => {
    const text = await workbench().hover('model_name', '10 units');
    assert.match(text, /\$1\.40/);
    assert.match(text, /audio/);
    await workbench().screenshot('hover-typescript');
  });

  it('shows defaults, ranges and unpriced requests', async () => {
    await workbench().open('storyboard.py');
    await workbench().lenses(shows('default: std, 5 s'));
    await workbench().screenshot('lens-python');
    await workbench().open('requests.json');
    await workbench().lenses(shows('no price for "kling-v9"'));
    await workbench().screenshot('lens-json');
  });

  it('takes lenses and hovers away and brings them back by their settings', async () => {
    await workbench().open('productVideo.ts');
    await workbench().lenses(shows(TEASER));
    await workbench().writeSetting({ 'klingCost.codeLens.enabled': false });
    await workbench().lenses((texts) => !texts.some((text) => text.includes('Kling')));
    assert.match(await workbench().hover('model_name', '10 units'), /10 units/);
    await workbench().writeSetting({ 'klingCost.codeLens.enabled': true, 'klingCost.hover.enabled': false });
    await workbench().lenses(shows(TEASER));
    await workbench().screenshot('hover-off');
    await workbench().writeSetting({ 'klingCost.hover.enabled': true });
    assert.match(await workbench().hover('model_name', '10 units'), /10 units/);
  });

  it('opens the details with a click on the lens', async () => {
    await workbench().open('productVideo.ts');
    await workbench().lenses(shows(TEASER));
    await workbench().clickLens('10 units');
    await workbench().page.locator('.tab', { hasText: 'Price in productVideo.ts' }).waitFor();
    const details = workbench()
      .page.frameLocator('iframe.webview.ready')
      .frameLocator('iframe#active-frame')
      .locator('body', { hasText: 'audio' });
    await details.waitFor();
    assert.match(await details.innerText(), /10 units/);
    await workbench().screenshot('details');
  });
});
