import assert from 'node:assert/strict';
import type { LogQuery } from '../../../src/presentation/sidebar/messages';
import { plainTranslate as t } from '../../../src/presentation/translate';
import { createLogLists } from '../../../src/service/logLists';
import { createUsageService } from '../../../src/service/usageService';
import { createMemoryStore } from '../../../src/stores/memory';

const NOW = Date.UTC(2026, 10, 21, 12);
const QUERY: LogQuery = { text: '', model: '', project: '', state: 'all', period: 'all', sort: 'time', descending: false };
const ENTRIES = 3000;

/** Lists whose every step waits until it is let go on. */
async function start() {
  let ids = 0;
  const store = createMemoryStore({ now: () => NOW, newId: () => `e${String(ids++)}` });
  for (let index = 0; index < ENTRIES; index++) {
    await store.record({ amount: { quantity: 1e6, unit: 'units' }, timestamp: NOW + index, model: index % 3 === 0 ? 'kling-v3' : 'kling-v2-6' });
  }
  const service = createUsageService({ store, plan: { limits: [], timeZone: 'UTC', day: 'calendar', packages: [] }, schedules: () => [], now: () => NOW });
  const waiting: (() => void)[] = [];
  let [ms, pauses] = [0, 0];
  const pause = () => new Promise<void>((resolve) => {
    pauses += 1;
    waiting.push(resolve);
  });
  const lists = createLogLists(service, { now: () => (ms += 1000), pause });
  const goOn = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      next();
      await new Promise(setImmediate);
    }
  };
  const asked = { query: QUERY, from: 0, to: 2 };
  const ask = (query: Partial<LogQuery>, { from = 0, isFresh = false } = {}) => {
    Object.assign(asked, { query: { ...QUERY, ...query }, from, to: from + 2 });
    return lists.rows(() => asked, isFresh, NOW, t);
  };
  return { service, lists, asked, ask, goOn, pauses: () => pauses };
}

describe('the lists of the usage log', () => {
  it('are made in pieces, and let others have their turn', async () => {
    const { ask, goOn, pauses } = await start();
    const answer = ask({ text: 'v3', sort: 'request' });
    assert.equal(pauses(), 1);
    await goOn();
    assert.equal((await answer)?.total, ENTRIES / 3);
    assert.ok(pauses() > 10, String(pauses()));
  });

  it('never answer an older query after a newer one, and end its work', async () => {
    const { ask, goOn, pauses } = await start();
    const whole = ask({ text: 'k' });
    await goOn();
    await whole;
    const most = pauses();
    const [older, newer] = [ask({ text: 'kl' }), ask({ text: 'kling-v3' })];
    await goOn();
    assert.equal(await older, undefined);
    assert.equal((await newer)?.query.text, 'kling-v3');
    assert.equal(pauses() - most, most + 1);
  });

  it('keep what is shown when a search is given up', async () => {
    const { ask, goOn, pauses } = await start();
    const shown = ask({});
    await goOn();
    await shown;
    const search = ask({ text: 'v3' });
    const back = ask({});
    await goOn();
    assert.equal(await search, undefined);
    assert.equal((await back)?.total, ENTRIES);
    const before = pauses();
    await ask({}, { from: 100 });
    assert.equal(pauses(), before);
  });

  it('give the rows that are in view by then', async () => {
    const { ask, asked, goOn } = await start();
    const answer = ask({ descending: true });
    asked.from = 1000;
    asked.to = 1001;
    await goOn();
    const rows = await answer;
    assert.deepEqual([rows?.from, rows?.rows.map(({ id }) => id)], [1000, ['e1999']]);
  });

  it('are finished while others write to the log, and made again when they are old', async () => {
    const { service, ask, goOn, pauses } = await start();
    const record = () => service.store.record({ amount: { quantity: 1e6, unit: 'units' }, timestamp: NOW });
    const first = ask({});
    await record();
    await goOn();
    assert.equal((await first)?.total, ENTRIES);
    const before = pauses();
    assert.equal((await ask({}, { from: 10 }))?.total, ENTRIES);
    assert.equal(pauses(), before);
    const fresh = ask({}, { isFresh: true });
    await goOn();
    assert.equal((await fresh)?.total, ENTRIES + 1);
  });

  it('are given up with the page', async () => {
    const { lists, ask, goOn } = await start();
    const answer = ask({});
    lists.dispose();
    await goOn();
    assert.equal(await answer, undefined);
  });
});
