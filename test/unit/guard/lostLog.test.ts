// A log that loses what was booked in it must not give the budget anew.
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { policyOf } from '../../../src/guard/policyValues';
import { PRO_5, T2V, limit, taskId, useGuard } from './support';
import type { Reply } from './support';

describe('guard: a log that loses lines', () => {
  const here = useGuard();
  const make = (prompt: string): Promise<Reply> => here.post(T2V, { ...PRO_5, prompt });
  const faults = (): string[] => here.bench.events.flatMap((event) => (event.kind === 'fault' ? [event.message] : []));
  const refuses = async (which = /such as entry [\w-]+: /): Promise<void> => {
    const sent = here.kling.bodies.length;
    const reply = await make('refused');
    assert.deepEqual([reply.status, reply.body.code], [503, 5030], reply.body.message);
    assert.match(String(reply.body.message), /^the usage log \S+kling_usage\.jsonl has lost what was booked in it, such as entry [\w -]+: put it back, or stop the guard and start it again /);
    assert.match(String(reply.body.message), which);
    assert.equal(here.kling.bodies.length, sent);
  };
  const lines = (): string[] => fs.readFileSync(here.bench.file, 'utf8').split('\n');

  const losses: Readonly<Record<string, (text: string) => string | undefined>> = {
    'is deleted': () => undefined,
    'is emptied': () => '',
    'is cut at its end': (text) => `${text.split('\n').slice(0, 1).join('\n')}\n`,
    'loses its first lines': (text) => text.split('\n').slice(4).join('\n'),
    'loses a line within': (text) => text.split('\n').filter((_, at) => at !== 2 && at !== 3).join('\n'),
    'is another one': () => `${JSON.stringify({ timestamp: '2026-11-21T11:00:00', task_id: 'other', credits: 1 })}\n`,
    'cannot be read any more': (text) => text.replaceAll('"units"', '"unit'),
  };
  for (const [what, change] of Object.entries(losses)) {
    it(`sends nothing when the log ${what}, until it is put back`, async () => {
      await here.start([limit('10units')]);
      for (const prompt of ['a', 'b', 'c']) assert.equal((await make(prompt)).status, 200);
      const whole = fs.readFileSync(here.bench.file, 'utf8');
      const changed = change(whole);
      if (changed === undefined) fs.rmSync(here.bench.file);
      else fs.writeFileSync(here.bench.file, changed);
      await refuses();
      await refuses();
      fs.writeFileSync(here.bench.file, whole);
      assert.equal((await make('d')).status, 200);
      assert.equal((await make('e')).status, 402);
    });
  }

  it('sends nothing when the log has lost what it held before the guard was started', async () => {
    await here.start([limit('10units')]);
    await make('a');
    await here.bench.guard.close();
    await here.start([limit('10units')]);
    fs.rmSync(here.bench.file);
    await refuses();
    await here.bench.guard.close();
    // Who starts it again wants that log.
    await here.start([limit('10units')]);
    assert.equal((await make('b')).status, 200);
  });

  it('sends nothing when a charge that was told is lost, though its reservation stands', async () => {
    here.kling.charge = () => 90;
    await here.start([limit('10units')]);
    const made = await make('a');
    for (let at = 0; at < 2; at += 1) await here.get(`${T2V}/${taskId(made)}`);
    while (!here.bench.events.some(({ kind }) => kind === 'settled')) await new Promise(setImmediate);
    fs.writeFileSync(here.bench.file, lines().filter((line) => !line.includes('"settled"')).join('\n'));
    await refuses();
  });

  it('sends nothing without a price either', async () => {
    await here.start([], { policy: policyOf({ unpriced: 'allow' }) });
    await make('a');
    fs.rmSync(here.bench.file);
    const sent = here.kling.bodies.length;
    assert.equal((await here.post(T2V, { ...PRO_5, model_name: 'kling-v9' })).body.code, 5030);
    assert.equal(here.kling.bodies.length, sent);
  });

  it('goes on when a tool has written the log anew with all its entries, and others have added theirs', async () => {
    await here.start([limit('10units')]);
    for (const prompt of ['a', 'b']) await make(prompt);
    here.kling.mood = () => 'rate';
    await make('given back');
    here.kling.mood = () => 'ok';
    const kept = lines().filter((line) => line !== '').reverse().filter((line, at, all) => all.findIndex((other) => (JSON.parse(other) as { id: string }).id === (JSON.parse(line) as { id: string }).id) === at);
    fs.writeFileSync(`${here.bench.file}.new`, kept.filter((line) => !line.includes('released')).map((line) => `${line}\n`).join(''));
    fs.renameSync(`${here.bench.file}.new`, here.bench.file);
    fs.appendFileSync(here.bench.file, `${JSON.stringify({ timestamp: '2026-11-21T11:00:00', task_id: 'other', credits: 1 })}\n`);
    assert.equal((await make('c')).status, 200);
    assert.deepEqual(faults(), []);
  });

  it('counts what other programs have booked without an id or a task', async () => {
    const line = (at: number): string => `${JSON.stringify({ timestamp: `2026-11-21T11:0${String(at)}:00`, credits: at })}\n`;
    const file = path.join(here.folder, 'kling_usage.jsonl');
    fs.writeFileSync(file, line(1) + line(2));
    await here.start([limit('10units')]);
    assert.equal((await make('a')).status, 200);
    const own = lines().slice(2).join('\n');
    fs.writeFileSync(file, own + line(3) + line(2) + line(1));
    assert.equal((await make('b')).status, 200);
    fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace(line(2), ''));
    await refuses(/such as entry without an id: /);
    fs.appendFileSync(file, line(2));
    assert.equal((await make('c')).status, 200);
  });

  it('says which lines count nothing since they cannot be read', async () => {
    await here.start([limit('10units')]);
    await make('a');
    fs.appendFileSync(here.bench.file, 'no line\nnor this\n');
    await make('b');
    await make('c');
    assert.equal(faults().length, 1);
    assert.match(faults()[0] ?? '', /kling_usage\.jsonl, line 3: .+, and 1 more; what cannot be read counts nothing$/);
    await here.bench.guard.close();
    await here.start([limit('10units')]);
    assert.equal(faults().length, 1);
  });
});
