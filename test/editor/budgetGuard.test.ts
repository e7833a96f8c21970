import assert from 'node:assert/strict';
import { once } from 'node:events';
import * as fs from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as os from 'node:os';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { openFile, withSetting } from '../support/editor';
import { startKlingServer } from '../support/klingServer';
import type { KlingServer } from '../support/klingServer';
import { until } from '../support/until.mjs';

const KEY = 'Bearer the-very-secret-key';
/** 2.5 units. */
const BODY = { model_name: 'kling-v2-6', mode: 'pro', duration: '5', prompt: 'a very secret cat' };

describe('Budget Guard', () => {
  let kling: KlingServer;
  let folder: string;
  before(async () => {
    await openFile('src/productVideo.ts');
    kling = await startKlingServer();
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kling-cost-editor-guard-'));
  });
  after(async () => {
    await kling.close();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  const logFile = (name: string): string => path.join(folder, name);
  const events = (name: string): string[] =>
    fs.readFileSync(logFile(name), 'utf8').trim().split('\n').map((line) => (JSON.parse(line) as Record<string, string>)['event'] ?? '');
  const start = async (): Promise<string | undefined> => await vscode.commands.executeCommand('klingCost.startGuard');
  const stop = async (): Promise<void> => { await vscode.commands.executeCommand('klingCost.stopGuard'); };
  const make = (address: string): Promise<Response> =>
    fetch(`${address}/v1/videos/text2video`, { method: 'POST', headers: { authorization: KEY, 'content-type': 'application/json' }, body: JSON.stringify(BODY) });
  const withGuardSettings = (log: string, limit: number, port: number, body: () => Promise<void>): Promise<void> =>
    withSetting('klingCost.usageLog.path', logFile(log), () =>
      withSetting('klingCost.budget.daily', { limit, unit: 'units' }, () =>
        withSetting('klingCost.guard.upstreams', [kling.url], () =>
          withSetting('klingCost.guard.port', port, body))));

  it('sends what fits and books it, refuses what does not, and frees its port when it is stopped', async () => {
    await withGuardSettings('one.jsonl', 4, 0, async () => {
      const address = await start();
      assert.match(address ?? '', /^http:\/\/127\.0\.0\.1:\d+$/);
      assert.equal(await start(), address, 'one that runs is not started again');
      const sent = await make(address ?? '');
      assert.equal(sent.status, 200);
      const { data } = (await sent.json()) as { data: { task_id: string } };
      assert.deepEqual(kling.bodies.map(String), [JSON.stringify(BODY)]);
      const refused = await make(address ?? '');
      assert.equal(refused.status, 402);
      const { code, message } = (await refused.json()) as { code: number; message: string };
      assert.equal(code, 4020);
      assert.match(message, /it needs 2\.5 units and 1\.5 units of 4 units are left/);
      assert.equal(kling.bodies.length, 1);
      // The window's own limits: a change holds for the next request.
      await vscode.workspace.getConfiguration().update('klingCost.budget.daily', { limit: 5, unit: 'units' }, vscode.ConfigurationTarget.Global);
      assert.equal((await make(address ?? '')).status, 200);
      for (let poll = 0; poll < kling.polls; poll += 1) await fetch(`${address ?? ''}/v1/videos/text2video/${data.task_id}`, { headers: { authorization: KEY } });
      await stop();
      await assert.rejects(make(address ?? ''), 'the port is closed');
      const log = fs.readFileSync(logFile('one.jsonl'), 'utf8');
      assert.equal(events('one.jsonl').filter((event) => event === 'settled').length, 1);
      assert.equal(events('one.jsonl').filter((event) => event === 'reserved').length >= 2, true);
      assert.doesNotMatch(log, /secret/);
    });
  });

  it('stands before several APIs', async () => {
    await withGuardSettings('several.jsonl', 4, 0, () =>
      withSetting('klingCost.guard.upstreams', [kling.url, `fal=${kling.url}`], async () => {
        const address = await start() ?? '';
        const asked = '/fal-ai/kling-video/requests/one/status';
        await fetch(address, { headers: { 'x-fal-target-url': `https://queue.fal.run${asked}` } });
        await fetch(`${address}/v1/videos/text2video/two`);
        assert.deepEqual(kling.calls.slice(-2), [`GET ${asked}`, 'GET /v1/videos/text2video/two']);
        await stop();
      }));
  });

  it('books in the log of the window, also when that becomes another', async () => {
    await withGuardSettings('two.jsonl', 4, 0, async () => {
      const address = await start();
      assert.equal((await make(address ?? '')).status, 200);
      await vscode.workspace.getConfiguration().update('klingCost.usageLog.path', logFile('three.jsonl'), vscode.ConfigurationTarget.Global);
      const answer = await until(() => make(address ?? '').catch(() => undefined), { what: 'the guard on the other log', accept: (reply) => reply?.status === 200 });
      assert.ok(answer);
      await stop();
      assert.ok(events('two.jsonl').includes('reserved'));
      assert.ok(events('three.jsonl').includes('reserved'));
    });
  });

  it('takes changed settings at once and at the same address, and loses no request that is under way', async () => {
    const waiting: (() => void)[] = [];
    const slow = createServer((request, response) => {
      request.resume().on('end', () => waiting.push(() => { response.setHeader('content-type', 'application/json').end('{"code":0,"data":{"task_id":"late","task_status":"submitted"}}'); }));
    }).listen(0, '127.0.0.1');
    await once(slow, 'listening');
    const set = (name: string, value: unknown): Thenable<void> => vscode.workspace.getConfiguration().update(name, value, vscode.ConfigurationTarget.Global);
    await withGuardSettings('five.jsonl', 100, 0, () =>
      withSetting('klingCost.guard.upstreams', [`http://127.0.0.1:${(slow.address() as AddressInfo).port}`], () =>
        withSetting('klingCost.guard.maxUnitsPerRequest', '', async () => {
          const address = await start() ?? '';
          const late = make(address);
          await until(() => waiting.length, { what: 'the request to arrive' });
          await set('klingCost.guard.maxUnitsPerRequest', '1');
          const refused = async (): Promise<unknown> => ((await (await make(address)).json()) as { code: number }).code;
          await until(() => refused().catch(() => undefined), { what: 'the new ceiling', accept: (code) => code === 4022 });
          assert.equal(await start(), address);
          waiting[0]?.();
          assert.equal((await late).status, 200);
          assert.equal(events('five.jsonl').length, 2, 'the one that was under way is booked with its task, and no other');
          assert.match(fs.readFileSync(logFile('five.jsonl'), 'utf8'), /"task_id":"late"/);

          await withSetting('klingCost.guard.port', Number(new URL(kling.url).port), async () => {
            assert.equal(await refused(), 4022, 'it goes on where it is while the port that is wished for is taken');
            assert.equal(await start(), address);
          });
          // As it stands while somebody types it.
          await set('klingCost.guard.maxUnitsPerRequest', '1, 5');
          assert.equal(await refused(), 4022, 'the guard goes on as before');
          await stop();
          assert.equal(await start(), undefined);
          await set('klingCost.guard.maxUnitsPerRequest', '1, 500image-units');
          assert.ok(await start());
          await stop();
        })));
    slow.closeAllConnections();
    slow.close();
  });

  it('does not stand while a limit of the settings cannot be read', async () => {
    await withGuardSettings('limits.jsonl', 4, 0, async () => {
      const address = await start();
      assert.ok(address);
      const setLimit = (limit: number): Thenable<void> =>
        vscode.workspace.getConfiguration().update('klingCost.budget.daily', { limit, unit: 'units' }, vscode.ConfigurationTarget.Global);
      const sent = kling.bodies.length;
      assert.equal((await make(address)).status, 200);
      const isClosed = (): Promise<boolean> => make(address).then(({ status }) => {
        assert.ok(status === 402 || status === 503, String(status));
        return false;
      }, () => true);
      const closed = until(isClosed, { what: 'the port to be closed' });
      await setLimit(-4);
      await closed;
      assert.equal(kling.bodies.length, sent + 1, 'until then the limit from before holds');
      assert.equal(await start(), undefined);
      await setLimit(4);
      assert.ok(await start());
      await stop();
    });
  });

  it('does not start where its port is taken, or before an address that is not allowed, and starts when that is mended', async () => {
    await withGuardSettings('four.jsonl', 4, Number(new URL(kling.url).port), async () => {
      assert.equal(await start(), undefined);
      await withSetting('klingCost.guard.port', 0, async () => {
        await withSetting('klingCost.guard.upstreams', ['https://api.example.com'], async () => { assert.equal(await start(), undefined); });
        fs.mkdirSync(logFile('four.jsonl'));
        assert.equal(await start(), undefined, 'the log cannot be read');
        fs.rmdirSync(logFile('four.jsonl'));
        assert.ok(await start());
        await stop();
      });
    });
  });
});
