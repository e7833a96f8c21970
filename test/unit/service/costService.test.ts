import assert from 'node:assert/strict';
import { lensTitle } from '../../../src/presentation/lensTitle';
import { plainTranslate as t } from '../../../src/presentation/translate';
import { createCostService } from '../../../src/service/costService';
import type { CostServicePorts, DocumentEstimate, TextDocument } from '../../../src/service/costService';
import { DATE, parser, schedules } from '../../support/engine';
import { ownSchedule } from '../presentation/subjects';

const REQUEST = '{ "model_name": "kling-v2-6", "prompt": "a cat", "mode": "pro", "duration": "5" }';

function service(ports: Partial<CostServicePorts> = {}) {
  return createCostService({
    parser,
    schedules: () => schedules,
    settings: { priceSchedule: '', resourcePackage: '' },
    today: () => DATE,
    ...ports,
  });
}

function document(text: string, version = 1, uri = 'file:///a.json'): TextDocument {
  return { uri, version, languageId: 'json', text: () => text };
}

const titles = ({ requests }: DocumentEstimate): string[] => requests.map((request) => lensTitle(request, t));

describe('cost service', () => {
  it('prices a text', async () => {
    assert.deepEqual(titles(await service().estimateText(REQUEST, 'json')), ['Kling v2.6 pro · 5 s: 2.5 units ≈ $0.35']);
  });

  it('answers at once for what has no request, without loading a grammar', async () => {
    const idle = service({ parser: { ...parser, prepare: () => Promise.reject(new Error('not needed')) } });
    assert.deepEqual(await idle.estimateText('const a = 1', 'typescript'), { date: DATE, requests: [], problems: [] });
    assert.deepEqual(await idle.estimateText('kling-v2-6', 'plaintext'), { date: DATE, requests: [], problems: [] });
  });

  it('refuses a text over its limit, and says so', async () => {
    const { requests, problems } = await service({ maxLength: 10 }).estimateText(REQUEST, 'json');
    assert.deepEqual([requests.length, problems.map(({ code }) => code)], [0, ['tooLarge']]);
  });

  it('reads each version of a document once', async () => {
    const costs = service();
    let reads = 0;
    const counted = (version: number): TextDocument => ({
      ...document(REQUEST, version),
      text: () => {
        reads += 1;
        return REQUEST;
      },
    });
    const first = await costs.estimateDocument(counted(1));
    assert.equal(await costs.estimateDocument(counted(1)), first);
    assert.equal(reads, 1);
    assert.notEqual(await costs.estimateDocument(counted(2)), first);
    assert.equal(reads, 2);
  });

  it('keeps the trees of few documents, and frees that of a closed one', async () => {
    let [opened, freed] = [0, 0];
    const counting = {
      ...parser,
      open: () => {
        opened += 1;
        const open = parser.open();
        return { find: open.find, dispose: () => { freed += 1; open.dispose(); } };
      },
    };
    const costs = service({ parser: counting });
    const read = (index: number, version = 1) => costs.estimateDocument(document(REQUEST, version, `file:///${index}.json`));
    for (let index = 0; index < 200; index++) await read(index);
    assert.deepEqual([opened, opened - freed], [200, 8]);
    await read(199, 2);
    assert.equal(opened, 200);
    costs.forget('file:///199.json');
    assert.equal(opened - freed, 7);
  });

  it('keeps the last answer at hand until the document is forgotten', async () => {
    const costs = service();
    assert.equal(costs.peek('file:///a.json'), undefined);
    const answer = await costs.estimateDocument(document(REQUEST));
    assert.equal(costs.peek('file:///a.json'), answer);
    costs.forget('file:///a.json');
    assert.equal(costs.peek('file:///a.json'), undefined);
  });

  it('forgets the documents used longest ago', async () => {
    const costs = service();
    for (let index = 0; index < 101; index += 1) await costs.estimateDocument(document(REQUEST, 1, `file:///${index}`));
    assert.equal(costs.peek('file:///0'), undefined);
    assert.ok(costs.peek('file:///1'));
    assert.ok(costs.peek('file:///100'));
  });

  it('does not let a slow old version replace a newer one', async () => {
    let release = (): void => undefined;
    const slow = new Promise<void>((resolve) => { release = resolve; });
    let calls = 0;
    const costs = service({
      parser: { ...parser, isReady: () => false, prepare: () => (++calls === 1 ? slow : Promise.resolve()) },
    });
    const old = costs.estimateDocument(document(REQUEST.replace('"pro"', '"std"'), 1));
    const newer = await costs.estimateDocument(document(REQUEST, 2));
    release();
    assert.deepEqual(titles(await old), ['Kling v2.6 std · 5 s: 1.5 units ≈ $0.21']);
    assert.equal(costs.peek('file:///a.json'), newer);
  });

  it('prices again, without reading again, when a setting or the day changes', async () => {
    let today = DATE;
    const costs = service({ today: () => today });
    const seen = async (): Promise<string[]> =>
      titles(await costs.estimateDocument({ ...document(REQUEST), text: () => (read++ === 0 ? REQUEST : '') }));
    let read = 0;
    assert.deepEqual(await seen(), ['Kling v2.6 pro · 5 s: 2.5 units ≈ $0.35']);
    costs.update({ priceSchedule: '', resourcePackage: 'package-3' });
    assert.deepEqual(await seen(), ['Kling v2.6 pro · 5 s: 2.5 units ≈ $0.315']);
    costs.update({ priceSchedule: 'kling-credits', resourcePackage: '' });
    assert.deepEqual(await seen(), ['Kling v2.6 pro · 5 s: 35 credits']);
    costs.update({ priceSchedule: '', resourcePackage: '' });
    today = '2025-06-01';
    assert.deepEqual(await seen(), ['Kling: no price for "kling-v2-6"']);
    assert.equal(read, 1);
  });

  it('tells of a change once, and not of a setting that stays', () => {
    const costs = service();
    let changes = 0;
    const count = (): void => { changes += 1; };
    const first = costs.onDidChange(count);
    const second = costs.onDidChange(count);
    costs.update({ priceSchedule: '', resourcePackage: '' });
    assert.equal(changes, 0);
    costs.update({ priceSchedule: 'kling-credits', resourcePackage: '' });
    assert.equal(changes, 2);
    first.dispose();
    first.dispose();
    costs.setOwnSchedules([]);
    assert.equal(changes, 3);
    second.dispose();
    costs.setOwnSchedules([]);
    assert.equal(changes, 3);
  });

  it('uses a schedule of the user’s own by its id, and as default when it says so', async () => {
    const costs = service();
    const seen = async (): Promise<string[]> => titles(await costs.estimateText(REQUEST, 'json'));
    costs.setOwnSchedules([ownSchedule()]);
    assert.deepEqual(await seen(), ['Kling v2.6 pro · 5 s: 2.5 units ≈ $0.35']);
    costs.update({ priceSchedule: 'own', resourcePackage: '' });
    assert.deepEqual(await seen(), ['Kling v2.6 pro · 5 s: $0.35']);
    costs.update({ priceSchedule: '', resourcePackage: '' });
    costs.setOwnSchedules([ownSchedule({ default: true, models: [{ id: 'kling-v2-6', title: 'Ours' }] })]);
    assert.deepEqual(await seen(), ['Ours pro · 5 s: $0.35']);
  });

  it('names choices that do not exist, with those that do', () => {
    const unknown = (priceSchedule: string, resourcePackage: string, today = DATE) =>
      service({ settings: { priceSchedule, resourcePackage }, today: () => today }).unknownChoices();
    assert.deepEqual(unknown('', ''), {});
    assert.deepEqual(unknown('kling-api', 'Package 3'), {});
    assert.equal(unknown('nope', '').priceSchedule?.available.includes('kling-api'), true);
    assert.deepEqual(unknown('kling-credits', 'package-3').resourcePackage, { value: 'package-3', available: [] });
    assert.ok(unknown('', 'trial-100').resourcePackage?.available.includes('trial-s'));
    assert.deepEqual(unknown('', 'trial-100', '2025-06-01'), {});
  });

  it('says why a request whose API is not known has no price, and has no neighbors for it', async () => {
    const found = parser.find(REQUEST, 'json').requests[0];
    assert.ok(found);
    const unresolved = {
      kind: 'unresolved', request: { provider: 'kling', parameters: {}, reason: 'ambiguousEndpoint', detail: 'kling-v1' },
    } as const;
    const costs = service({ parser: { ...parser, find: () => ({ requests: [{ site: found.site, resolution: unresolved }], problems: [] }) } });
    const [request] = (await costs.estimateText(REQUEST, 'json')).requests;
    assert.ok(request);
    assert.equal(request.estimate.status, 'unpriced');
    assert.deepEqual(costs.neighbors(request), []);
  });

  it('keeps the other requests while one is typed between them, and forgets what is deleted', async () => {
    const send = (prompt: string): string => `await fetch('https://api.klingai.com/v1/videos/text2video', { method: 'POST', body: JSON.stringify({ model_name: 'kling-v2-6', mode: 'pro', duration: '5', prompt: '${prompt}' }) });\n`;
    const [before, typed, after] = [send('a') + send('b'), send('typed'), send('c')];
    const costs = service();
    let version = 0;
    const read = async (text: string) => (await costs.estimateDocument({ uri: 'file:///typing.ts', version: (version += 1), languageId: 'typescript', text: () => text })).requests;
    assert.equal((await read(before + after)).length, 3);
    for (let length = 1; length < typed.length; length++) {
      const text = before + typed.slice(0, length) + after;
      const starts = (await read(text)).map(({ site }) => text.slice(site.span.start, site.span.end));
      for (const prompt of ['a', 'b', 'c']) assert.equal(starts.filter((body) => body.includes(`prompt: '${prompt}'`)).length, 1, `${prompt} after ${typed.slice(0, length)}`);
    }
    assert.equal((await read(before + typed + after)).length, 4);
    assert.equal((await read(before + '(' + after)).length, 3);
    assert.equal((await read(send('a') + '(')).length, 1);
  });
});
