import * as assert from 'node:assert/strict';
import { once } from 'node:events';
import * as fs from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as path from 'node:path';
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
    await workbench().lenses((all) => shows('10 units')(all) && !shows('Over')(all));
    await workbench().screenshot('guard-without-limit');
    await workbench().runCommand('Kling Cost: Stop Budget Guard');
    await workbench().statusBar((all) => !shows('Guard :')(all));
  });
});

/** An API that answers a request for a task only when it is told to, and knows every task by the client's own name. */
async function startSlowServer(): Promise<{ readonly url: string; readonly arrived: () => number; readonly answer: () => void; readonly close: () => void }> {
  const waiting: (() => void)[] = [];
  let count = 0;
  const server = createServer((request, response) => {
    const reply = (data: unknown): void => { response.setHeader('content-type', 'application/json').end(JSON.stringify({ code: 0, message: 'SUCCEED', request_id: '1', data })); };
    const name = /shot-\d+$/.exec(request.url ?? '')?.[0];
    if (request.method === 'GET') {
      reply({ task_id: `task-${String(name)}`, task_status: 'succeed', task_info: { external_task_id: name }, final_unit_deduction: '2.5' });
      return;
    }
    request.resume().on('end', () => {
      count += 1;
      waiting.push(() => { reply({ task_id: `task-${String(count)}`, task_status: 'submitted' }); });
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    arrived: () => count,
    answer: () => { waiting.shift()?.(); },
    close: () => { server.closeAllConnections(); server.close(); },
  };
}

describe('the budget guard when its window closes', function closing() {
  this.timeout(120_000);
  const settings: Record<string, unknown> = { 'klingCost.guard.port': 0, 'klingCost.guard.poll': true, 'klingCost.budget.daily': { limit: 20, unit: 'units' } };
  let slow: Awaited<ReturnType<typeof startSlowServer>>;
  before(async () => {
    slow = await startSlowServer();
    settings['klingCost.guard.upstreams'] = [slow.url];
  });
  after(() => { slow.close(); });
  const workbench = useWorkbench({ settings });
  const start = async (): Promise<string> => {
    await workbench().open('productVideo.ts');
    await workbench().runCommand('Kling Cost: Start Budget Guard');
    const texts = await workbench().statusBar(shows(/Guard :\d+/));
    return `http://127.0.0.1:${/Guard :(\d+)/.exec(texts.join(' '))?.[1] ?? ''}`;
  };
  const make = (address: string, shot: string): Promise<number | string> =>
    fetch(`${address}/v1/videos/text2video`, {
      method: 'POST', headers: { authorization: 'Bearer key', 'content-type': 'application/json' }, body: JSON.stringify({ ...JSON.parse(BODY) as object, external_task_id: shot }),
    }).then(({ status }) => status, () => 'broken off');
  const events = (): string[] => fs.readFileSync(path.join(workbench().folder, 'kling_usage.jsonl'), 'utf8').trim().split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>).map(({ event, task_id: task }) => `${String(event)} ${String(task)}`);

  it('waits for what is under way', async () => {
    const first = await start();
    const arrived = slow.arrived();
    const answered = make(first, 'shot-1');
    await until(slow.arrived, { what: 'the first request', accept: (count) => count > arrived });
    const reloaded = workbench().reload();
    await until(() => fetch(first).then(() => false, () => true), { what: 'the port to be closed' });
    slow.answer();
    assert.equal(await answered, 200);
    await reloaded;
    await until(events, { what: 'the task to be booked', accept: (all) => all.includes('reserved task-1') });
  });

  it('leaves the rest reserved, and the next guard finds it', async () => {
    const arrived = slow.arrived();
    const second = await start();
    const left = make(second, 'shot-2');
    await until(slow.arrived, { what: 'the second request', accept: (count) => count > arrived });
    await workbench().reload();
    assert.equal(await left, 'broken off');

    const third = await start();
    await workbench().statusBar(shows('15 units left'));
    // The key of the next request is what the guard asks with.
    const last = make(third, 'shot-3');
    await until(slow.arrived, { what: 'the third request', accept: (count) => count > arrived + 1 });
    slow.answer();
    slow.answer();
    assert.equal(await last, 200);
    await until(events, { what: 'the request that was left to be settled', accept: (all) => all.includes('settled task-shot-2') });
  });
});

describe('programs before the budget guard', () => {
  const settings: Record<string, unknown> = { 'klingCost.guard.port': 0, 'klingCost.budget.daily': { limit: 100, unit: 'units' } };
  let kling: KlingServer;
  before(async () => {
    kling = await startKlingServer();
    settings['klingCost.guard.upstreams'] = [kling.url];
  });
  after(async () => { await kling.close(); });
  const workbench = useWorkbench({ settings });

  it('are given its address by a launch configuration and by a terminal, and are not edited', async () => {
    const { folder } = workbench();
    fs.writeFileSync(path.join(folder, 'shot.mjs'), `
      const base = process.env.KLING_BASE_URL ?? 'http://127.0.0.1:9';
      const answer = await fetch(base + '/v1/videos/text2video', { method: 'POST', headers: { authorization: 'Bearer key', 'content-type': 'application/json' }, body: ${JSON.stringify(BODY)} });
      console.log(answer.status);
    `);
    await workbench().open('productVideo.ts');
    await workbench().runCommand('Kling Cost: Start Budget Guard');
    await workbench().statusBar(shows(/Guard :\d+/));
    await workbench().clickStatusBar('Guard :');
    await workbench().choose('Copy for Python');
    await workbench().screenshot('guard-lines');
    await workbench().choose('launch.json');
    const read = (): Promise<string> => workbench().page.evaluate('navigator.clipboard.readText()');
    const line = await until(read, { what: 'the copied line', accept: (text) => text.startsWith('"env"') });
    await workbench().runCommand('Kling Cost: Stop Budget Guard');
    await workbench().statusBar((all) => !shows('Guard :')(all));
    fs.mkdirSync(path.join(folder, '.vscode'), { recursive: true });
    fs.writeFileSync(path.join(folder, '.vscode/launch.json'), `{ "version": "0.2.0", "configurations": [{ "type": "node", "request": "launch", "name": "Shot", "program": "\${workspaceFolder}/shot.mjs", ${line} }] }`);

    await workbench().runCommand('Debug: Start Without Debugging');
    await until(() => kling.bodies.length, { what: 'the request of the launched program', accept: (count) => count === 1 });
    await workbench().statusBar(shows(/Guard :\d+/));

    await workbench().runCommand('Kling Cost: New Terminal Through the Budget Guard');
    await workbench().page.locator('.part.panel .terminal-wrapper.active .xterm').waitFor();
    await workbench().page.keyboard.type(`${process.execPath} shot.mjs\n`);
    await until(() => kling.bodies.length, { what: 'the request of the program in the terminal', accept: (count) => count === 2 });
    await workbench().screenshot('guard-terminal');
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
