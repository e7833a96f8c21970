import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { API_KEY, documentedPackage, documentedUnits, refusal, startAccountServer } from '../support/accountServer';
import type { AccountServer } from '../support/accountServer';
import { copyOfSample } from '../support/paths.mjs';
import { useWorkbench } from '../support/useWorkbench';

const DAY_MS = 86_400_000;

describe('the account in the editor', () => {
  const folder = copyOfSample();
  const settings: Record<string, unknown> = {};
  let server: AccountServer | undefined;
  before(async () => {
    server = await startAccountServer();
    settings['klingCost.account.baseUrl'] = server.url;
    const now = Date.now();
    server.packages = [{ ...documentedPackage, remaining_quantity: 118, effective_time: now - DAY_MS, purchase_time: now - DAY_MS, invalid_time: now + 60 * DAY_MS, status: 'online' }];
    server.units = [{ ...documentedUnits, deduction_time: String(now - DAY_MS) }];
  });
  after(async () => { await server?.close(); });
  const workbench = useWorkbench({ folder, settings });
  const shown = (text: string) =>
    workbench().page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame').locator('body', { hasText: text }).first();

  it('asks for a key once, says what is wrong with it, and shows what is left', async () => {
    await workbench().runCommand('Kling Cost: Sync Account');
    await workbench().choose('API key');
    await workbench().answer('wrong-key');
    await workbench().toasts((texts) => texts.some((text) => text.includes('Kling did not accept the API key')));
    await workbench().screenshot('account-refused');
    await workbench().page.locator('.notification-toast a', { hasText: 'Set Account Key' }).click();
    await workbench().choose('API key');
    await workbench().answer(API_KEY);
    await workbench().runCommand('Kling Cost: Sync Account');
    await shown('118').waitFor();
    await workbench().screenshot('account-synced');
  });

  it('shows what Kling charged beside the log, and writes it when told to', async () => {
    await workbench().runCommand('Kling Cost: Import Usage History');
    await workbench().page.locator('.monaco-dialog-box', { hasText: 'Import 1 entry' }).waitFor();
    await workbench().screenshot('account-import');
    assert.equal(fs.existsSync(path.join(folder, 'kling_usage.jsonl')), false);
    await workbench().page.locator('.monaco-dialog-box .monaco-button', { hasText: 'Import' }).click();
    await workbench().toasts((texts) => texts.some((text) => text.includes('imported')));
    const [line = ''] = fs.readFileSync(path.join(folder, 'kling_usage.jsonl'), 'utf8').split('\n');
    assert.deepEqual([JSON.parse(line)].map(({ task_id: task, quantity }: Record<string, unknown>) => [task, quantity]), [['t1', '5']]);
  });

  it('says what the server says when it fails', async () => {
    server?.answers.push(refusal(429, 1304, 'IP not allowed'));
    await workbench().runCommand('Kling Cost: Import Usage History');
    await workbench().toasts((texts) => texts.some((text) => text.includes('internet address')));
    assert.ok(!fs.readFileSync(path.join(folder, 'kling_usage.jsonl'), 'utf8').includes(API_KEY));
  });
});
