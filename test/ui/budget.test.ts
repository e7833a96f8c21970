import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { copyOfSample } from '../support/paths.mjs';
import { spend } from '../support/spend';
import { useWorkbench } from '../support/useWorkbench';

const shows = (wanted: string) => (texts: string[]) => texts.some((text) => text.includes(wanted));
const DAILY = { 'klingCost.budget.daily': { limit: 60, unit: 'units' } };

describe('the budget in the editor', () => {
  const folder = copyOfSample();
  const workbench = useWorkbench({ folder, settings: DAILY });

  it('shows what is left and follows the log', async () => {
    await workbench().open('productVideo.ts');
    await workbench().statusBar(shows('60 units left'));
    await workbench().lenses(shows('10 units'));
    spend(folder, 38);
    await workbench().statusBar(shows('22 units left'));
    await workbench().screenshot('status-normal');
  });

  it('alerts once in two windows when a threshold is reached, and says in one when it jumps over the limit', async () => {
    const other = await workbench().openWindow();
    await other.open('productVideo.ts');
    await other.statusBar(shows('22 units left'));
    spend(folder, 13);
    await workbench().statusBar(shows('9 of 60 left today'));
    await other.statusBar(shows('9 of 60 left today'));
    // One of the two windows has it, whichever was first.
    const alerts = (wanted: string) => async () =>
      [...(await workbench().toastTexts()), ...(await other.toastTexts())].filter((text) => text.includes(wanted));
    const shown = await workbench().toasts(() => true, alerts('budget used'));
    assert.equal(shown.length, 1, shown.join('\n'));
    assert.match(shown[0] ?? '', /85% of today's budget used: 51 units of 60 units/);
    await workbench().screenshot('alert-threshold');
    await other.screenshot('alert-threshold-other-window');
    spend(folder, 18);
    await workbench().statusBar(shows('115% · 9 over'));
    await other.statusBar(shows('115% · 9 over'));
    assert.equal((await workbench().toasts(() => true, alerts("Over today's limit by 9 units"))).length, 1);
    await workbench().screenshot('status-over');
    await other.page.close();
  });

  it('marks the requests that no longer fit, above the code and as problems', async () => {
    const lenses = await workbench().lenses(shows("Over today's limit by 19 units"));
    assert.ok(lenses.some((text) => text.includes('10 units ≈ $1.40')), lenses.join('\n'));
    const marks = workbench().page.locator('.tab.active .monaco-icon-label[aria-label*="problem"], .squiggly-warning');
    await marks.first().waitFor();
    await workbench().screenshot('lens-over-budget');
  });

  it('opens the sidebar with a click on the item, and the report with its command', async () => {
    await workbench().clickStatusBar('115%');
    await workbench().sidebar.getByText('69 units of 60 units').waitFor();
    await workbench().runCommand('View: Toggle Primary Side Bar Visibility');
    await workbench().runCommand('Kling Cost: Show Usage Report');
    await workbench().page.locator('.tab', { hasText: 'Kling Usage' }).waitFor();
    const report = workbench().page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame').locator('body', { hasText: 'kling-v2-6' });
    assert.match(await report.innerText(), /69 units/);
    await workbench().screenshot('usage-report');
  });

  it('takes a limit from the command, and refuses what is none', async () => {
    await workbench().runCommand('Kling Cost: Set Daily Budget…');
    await workbench().answer('nothing', /100 units/);
    await workbench().answer('100 units');
    await workbench().statusBar(shows('31 units left'));
    const settings = JSON.parse(fs.readFileSync(path.join(folder, '.vscode/settings.json'), 'utf8')) as Record<string, unknown>;
    assert.deepEqual(settings['klingCost.budget.daily'], { limit: 100, unit: 'units' });
  });

  it('records the request at the cursor, and corrects it', async () => {
    await workbench().open('productVideo.ts', 9);
    await workbench().runCommand('Kling Cost: Record Usage…');
    await workbench().answer('10 units');
    await workbench().answer('task-of-mine');
    await workbench().statusBar(shows('21 units left'));
    const lines = fs.readFileSync(path.join(folder, 'kling_usage.jsonl'), 'utf8').trimEnd().split('\n');
    const line = JSON.parse(lines.at(-1) ?? '') as Record<string, unknown>;
    assert.equal(line['task_id'], 'task-of-mine');
    assert.equal(line['quantity'], '10');
    assert.equal(line['usd'], '1.4');
    assert.equal(line['feature'], 'text2video');
    await workbench().runCommand('Kling Cost: Correct an Entry…');
    await workbench().choose('10 units');
    await workbench().answer('12 units');
    await workbench().answer('the bill says so');
    await workbench().statusBar(shows('19 of 100 left today'));
  });

  it('shows the month, a percentage, only its icon, or nothing', async () => {
    await workbench().writeSetting({ 'klingCost.budget.daily': null, 'klingCost.budget.monthly': { limit: 1000, unit: 'units' }, 'klingCost.statusBar.show': 'percent' });
    fs.writeFileSync(path.join(folder, '.vscode/settings.json'), '{}');
    await workbench().statusBar(shows('8%'));
    await workbench().screenshot('status-percent');
    await workbench().writeSetting({ 'klingCost.statusBar.show': 'month' });
    await workbench().statusBar(shows('919 units left'));
    await workbench().writeSetting({ 'klingCost.statusBar.show': 'iconOnly' });
    await workbench().statusBar((texts) => texts.length === 1 && !/\w/.test(texts[0] ?? ''));
    await workbench().screenshot('status-icon');
    await workbench().writeSetting({ 'klingCost.statusBar.show': 'hidden' });
    await workbench().statusBar((texts) => texts.length === 0);
  });
});

describe('a package that will expire', () => {
  const bought = new Date(Date.now() - 25 * 86_400_000).toISOString().slice(0, 10);
  const workbench = useWorkbench({ settings: { 'klingCost.packages': [{ package: 'trial-l', boughtOn: bought }] } });

  it('is warned of while units would be lost', async () => {
    await workbench().open('productVideo.ts');
    await workbench().statusBar(shows('expire in'));
    await workbench().toasts(shows('will be lost'));
    await workbench().screenshot('status-expiring');
  });
});

describe('a workspace without a budget', () => {
  const workbench = useWorkbench();

  it('has an item once a Kling request was seen, and none before', async () => {
    await workbench().commands('Kling Cost');
    assert.deepEqual(await workbench().statusBar(() => true), []);
    await workbench().open('productVideo.ts');
    await workbench().statusBar((texts) => texts.some((text) => text.trim() === 'Kling'));
    await workbench().screenshot('status-no-budget');
  });
});

describe('a folder that is not trusted', () => {
  const folder = copyOfSample();
  fs.mkdirSync(path.join(folder, '.vscode'), { recursive: true });
  const elsewhere = path.join(folder, 'elsewhere.jsonl');
  const hostile = {
    'klingCost.usageLog.path': elsewhere,
    'klingCost.budget.daily': { limit: 1_000_000, unit: 'units' },
    'klingCost.alerts.webhook': { format: 'json', url: 'http://127.0.0.1:9/' },
    'klingCost.resourcePackage': 'package-3',
  };
  fs.writeFileSync(path.join(folder, '.vscode/settings.json'), JSON.stringify(hostile));
  const workbench = useWorkbench({ folder, settings: DAILY, untrusted: true });

  it('cannot move the log, raise the limit or change a price', async () => {
    spend(folder, 38);
    await workbench().open('productVideo.ts');
    await workbench().lenses(shows('10 units ≈ $1.40'));
    await workbench().statusBar(shows('22 units left'));
    await workbench().screenshot('status-untrusted');
    assert.equal(fs.existsSync(elsewhere), false);
  });
});

describe('a usage log that cannot be written', () => {
  const folder = copyOfSample();
  const log = path.join(folder, 'logs', 'usage.jsonl');
  const workbench = useWorkbench({ folder, settings: { ...DAILY, 'klingCost.usageLog.path': log } });

  it('is said at once; the entry is kept, counted and written as soon as it can be', async () => {
    await workbench().open('productVideo.ts', 9);
    await workbench().statusBar(shows('60 units left'));
    // A file stands where the log's folder should be.
    fs.writeFileSync(path.dirname(log), '');
    await workbench().runCommand('Kling Cost: Record Usage…');
    await workbench().answer('10 units');
    await workbench().answer('kept');
    await workbench().toasts(shows('usage.jsonl'));
    await workbench().statusBar(shows('1 entry is not saved'));
    await workbench().screenshot('status-not-saved');
    fs.rmSync(path.dirname(log));
    fs.mkdirSync(path.dirname(log));
    await workbench().runCommand('Kling Cost: Show Usage Report');
    await workbench().page.locator('.tab', { hasText: 'Kling Usage' }).waitFor();
    await workbench().statusBar(shows('50 units left'));
    assert.match(fs.readFileSync(log, 'utf8'), /"task_id":"kept"/);
  });

  it('is doubted while it cannot be read', async () => {
    fs.rmSync(log);
    fs.mkdirSync(log);
    await workbench().statusBar(shows('50 units left?'));
    await workbench().screenshot('status-stale');
  });
});
