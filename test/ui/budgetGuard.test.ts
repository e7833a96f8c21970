import * as assert from 'node:assert/strict';
import { startKlingServer } from '../support/klingServer';
import type { KlingServer } from '../support/klingServer';
import { until } from '../support/until.mjs';
import { useWorkbench } from '../support/useWorkbench';

const shows = (wanted: string | RegExp) => (texts: string[]) => texts.some((text) => text.search(wanted) >= 0);
/** 2.5 units. */
const BODY = JSON.stringify({ model_name: 'kling-v2-6', mode: 'pro', duration: '5', prompt: 'a cat' });

describe('the budget guard in the editor', () => {
  const settings: Record<string, unknown> = { 'klingCost.guard.port': 0, 'klingCost.budget.daily': { limit: 4, unit: 'units' } };
  let kling: KlingServer;
  before(async () => {
    kling = await startKlingServer();
    settings['klingCost.guard.upstreams'] = [kling.url];
  });
  after(async () => { await kling.close(); });
  const workbench = useWorkbench({ settings });
  const make = (address: string): Promise<Response> =>
    fetch(`${address}/v1/videos/text2video`, { method: 'POST', headers: { authorization: 'Bearer key', 'content-type': 'application/json' }, body: BODY });

  it('shows its state in the status bar and its requests live, and is stopped there', async () => {
    await workbench().open('productVideo.ts');
    const offered = await workbench().commands('Budget Guard');
    assert.ok(!shows(/Stop Budget Guard|Base URL|Live Requests/)(offered), offered.join('\n'));
    await workbench().runCommand('Kling Cost: Start Budget Guard');
    const texts = await workbench().statusBar(shows(/Guard :\d+/));
    const address = `http://127.0.0.1:${/Guard :(\d+)/.exec(texts.join(' '))?.[1] ?? ''}`;
    const [toast = ''] = await workbench().toasts(shows('The budget guard stands before'));
    assert.ok(toast.includes(`give your program ${address} as its base URL`), toast);
    await workbench().screenshot('guard-started');
    await workbench().page.locator('.notification-toast a', { hasText: 'Copy Base URL' }).click();
    await workbench().statusBar(shows(/Guard :\d+/));

    assert.deepEqual([(await make(address)).status, (await make(address)).status], [200, 402]);
    await workbench().lenses(shows("Over today's limit by 8.5 units"));
    // Noticed once, and then counted.
    const [refusal = ''] = await workbench().toasts(shows("The budget guard refused a request. Over today's limit by 1 unit"));
    assert.match(refusal, /1\.5 units of 4 units are left/);
    await workbench().statusBar(shows(/Guard :\d+ · 1 refused/));
    await workbench().screenshot('guard-refused');
    await workbench().runCommand('Notifications: Clear All Notifications');
    assert.equal((await make(address)).status, 402);
    await workbench().statusBar(shows(/Guard :\d+ · 2 refused/));
    assert.ok(!shows('refused a request')(await workbench().toastTexts()));
    await workbench().clickStatusBar('Guard :');
    await workbench().choose('Show Live Requests');
    const lines = async () => (await workbench().page.locator('.part.panel .view-lines').allInnerTexts()).join('\n').replace(/\s+/g, ' ');
    await until(lines, { what: 'the live requests', accept: (text) => /sent Kling v2\.6 pro · 5 s: 2\.5 units.*refused Over today's limit by 1 unit/.test(text) });
    await workbench().page.locator('.part.statusbar [aria-label*="1 sent, 2 refused"]').first().waitFor();
    await workbench().screenshot('guard-requests');
    assert.equal(await workbench().page.evaluate('navigator.clipboard.readText()'), address);

    await workbench().clickStatusBar('Guard :');
    await workbench().screenshot('guard-menu');
    await workbench().choose('Stop Budget Guard');
    await workbench().statusBar((all) => !shows('Guard :')(all));
    await assert.rejects(make(address));
  });

  it('says that nothing is stopped while no limit is set', async () => {
    await workbench().writeSetting({ 'klingCost.budget.daily': {} });
    await workbench().runCommand('Kling Cost: Start Budget Guard');
    await workbench().toasts(shows('No limit is set'));
    await workbench().statusBar(shows(/Guard :\d+ · no limit/));
    await workbench().screenshot('guard-without-limit');
    await workbench().runCommand('Kling Cost: Stop Budget Guard');
    await workbench().statusBar((all) => !shows('Guard :')(all));
  });
});

describe('the budget guard in Restricted Mode', () => {
  const workbench = useWorkbench({ untrusted: true });

  it('does not start, and says why', async () => {
    await workbench().runCommand('Kling Cost: Start Budget Guard');
    await workbench().toasts(shows('does not start in Restricted Mode'));
    assert.ok(!shows('Guard :')(await workbench().statusBar(() => true)));
  });
});
