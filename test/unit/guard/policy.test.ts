// What a request may be at all, whatever is left, and what is said of it.
import assert from 'node:assert/strict';
import { guardLine } from '../../../src/guard/guard';
import { policyOf, readCeilings, readModels } from '../../../src/guard/policyValues';
import type { PolicyValues } from '../../../src/guard/policyValues';
import type { AllowedModels } from '../../../src/guard/ports';
import { plainTranslate } from '../../../src/presentation/translate';
import { schedules } from '../../support/engine';
import { PRO_5, T2V, limit, taskId, useGuard } from './support';

const allowed = (...names: string[]): AllowedModels => {
  const models = readModels(names, schedules);
  return 'keys' in models ? models : assert.fail(models.name);
};
const ceilings = (...texts: string[]): NonNullable<PolicyValues['ceilings']> => {
  const read = readCeilings(texts);
  return 'bad' in read ? assert.fail(read.bad) : read;
};

describe('guard: policy', () => {
  const here = useGuard();
  const { start, post } = here;
  const IMAGE = { model_name: 'kling-v2', prompt: 'a', n: 2 };
  const codes = async (...requests: [string, unknown][]): Promise<unknown[]> => {
    const replies: unknown[] = [];
    for (const [path, body] of requests) replies.push((await post(path, body)).body.code);
    return replies;
  };

  it('keeps to a ceiling for one request, each kind of units by itself', async () => {
    await start([], { policy: policyOf({ ceilings: ceilings('3') }) });
    assert.deepEqual(await codes([T2V, PRO_5], [T2V, { ...PRO_5, duration: '10' }]), [0, 4022]);
    const other = await post('/v1/images/generations', IMAGE);
    assert.deepEqual([other.status, other.body.code], [402, 4022]);
    assert.match(String(other.body.message), /takes 8 image units, and the ceiling for one request is 3 units; name one in image units too$/);
    assert.equal(here.kling.tasks.size, 1);
    await here.bench.guard.close();
    here.kling.charge = () => 80;
    await start([], { policy: policyOf({ ceilings: ceilings('3', '8image-units') }) });
    assert.deepEqual(await codes(['/v1/images/generations', IMAGE], ['/v1/images/generations', { ...IMAGE, n: 3 }], [T2V, { ...PRO_5, prompt: 'b' }]), [0, 4022, 0]);
    for (const bad of [['0'], ['$5'], ['5 credits'], ['many'], ['3', '5units'], ['']]) assert.ok('bad' in readCeilings(bad), bad.join());
  });

  it('lets only the models be asked for that are allowed, by any of their names', async () => {
    await start([], { policy: policyOf({ models: allowed('KLING-V2-6', 'lip-sync') }) });
    const renamed = await post('/text-to-video/kling-2.6', { prompt: 'a', settings: { resolution: '1080p', duration: 5, audio: 'off' } });
    assert.equal(renamed.status, 200, renamed.body.message);
    assert.deepEqual(await codes([T2V, PRO_5], [T2V, { prompt: 'a', duration: '5' }], [T2V, { ...PRO_5, model_name: 'kling-v9' }]), [0, 4030, 4030]);
    // A body that nobody can read names no model.
    assert.deepEqual(await codes([T2V, '{"prompt":'], ['/v1/videos/of-tomorrow', PRO_5]), [4021, 4021]);
    await here.bench.guard.close();
    await start([], { policy: policyOf({ unpriced: 'allow', models: allowed('kling-v2-6') }) });
    assert.deepEqual(await codes([T2V, '{"prompt":'], ['/v1/videos/of-tomorrow', PRO_5]), [4030, 4030]);
  });

  it('knows a model by what the price schedules and features say, and names those near an unknown one', () => {
    assert.deepEqual(readModels(['kling-v2-6', 'kling-v3_omnii'], schedules), { name: 'kling-v3_omnii', near: ['kling-v3-omni', 'kling-v3.0-omni', 'kling-3.0-omni'] });
    assert.ok(allowed('Kling_3.0').keys.has('kling-v3'));
  });

  it('says on one line that a duplicate was refused, and how much is left or over', async () => {
    await start([limit('6units', 'warn')], { policy: policyOf({ duplicates: 'refuse' }) });
    const lines = (): string[] => here.bench.events.map((event) => guardLine(event, here.bench.usage, plainTranslate).replace(/task [\w-]+/, 'task T'));
    await post(T2V, PRO_5);
    assert.deepEqual(lines(), ['sent      Kling v2.6 pro · 5 s: 2.5 units, task T; 3.5 units left today']);
    await post(T2V, PRO_5);
    assert.deepEqual(here.bench.events.map(({ kind }) => kind), ['sent', 'refused']);
    await post(T2V, { ...PRO_5, duration: '10' });
    assert.equal(lines().at(-1), 'sent      Kling v2.6 pro · 10 s: 5 units, task T (mind the limit); 1.5 units over today\'s limit');
    here.kling.mood = () => 'rate';
    await post(T2V, { ...PRO_5, duration: '10', prompt: 'b' });
    assert.deepEqual(here.bench.events.slice(-2).map(({ kind }) => kind), ['released', 'sent']);
    assert.equal(lines().at(-1), 'answered  Kling v2.6 pro · 10 s: status 429; 1.5 units over today\'s limit');
  });

  it('says of the high end of a range that it is the most, and names a model without a price, whose charge is told and counted later', async () => {
    await start([limit('9units')], { policy: policyOf({ unpriced: 'allow', ceilings: ceilings('50') }) });
    const lines = (): string[] => here.bench.events.map((event) => guardLine(event, here.bench.usage, plainTranslate).replace(/task [\w-]+|(?<=charged {3})[\w-]+/, 'T'));
    const AVATAR = '/v1/videos/avatar/image2video';
    const over = await post(AVATAR, { image: 'a', audio_id: 'b', mode: 'pro' });
    assert.match(String(over.body.message), /takes up to \S+ units, and only up to 50 units may be asked for at once$/);
    await here.bench.guard.close();
    await start([limit('9units')], { policy: policyOf({ unpriced: 'allow' }) });
    assert.match(String((await post(AVATAR, { image: 'a', audio_id: 'b', mode: 'pro' })).body.message), /^Over today's limit by up to \S+ units: .*; it needs up to \S+ units and 9 units of 9 units are left/);
    await post('/v1/videos/lip-sync', { input: { video_id: '1', mode: 'text2video', text: 'hi', voice_id: 'a' } });
    assert.equal(lines().at(-1), 'sent      Kling lip-sync: up to 1 unit, T; 8 units left today');
    here.kling.charge = () => 77;
    const made = await post(T2V, { prompt: 'a', model_name: 'kling-v9' });
    assert.equal(lines().at(-1), 'sent      Kling: no price for "kling-v9", T, not counted until an answer tells its charge; 8 units left today');
    for (let at = 0; at < 2; at += 1) await here.get(`${T2V}/${taskId(made)}`);
    await here.bench.guard.close();
    assert.equal(lines().at(-1), 'charged   T: 7.7 units');
  });
});
