import assert from 'node:assert/strict';
import { createRefusalNotice } from '../../../src/editor/budgetGuard/refusalNotice';
import type { GuardEvent } from '../../../src/guard/ports';
import type { RefusalName } from '../../../src/guard/refusal';

const refused = (name: RefusalName): GuardEvent => ({ kind: 'refused', name, title: 'Kling v2.6', message: 'no' });

describe('refusal notice', () => {
  it('tells the first refusal of each kind, and not the thousands of a script that goes on', () => {
    let now = 0;
    const isNews = createRefusalNotice(() => now);
    const told: string[] = [];
    for (let request = 0; request < 5_000; request += 1) {
      now += 1_000;
      for (const name of ['overLimit', 'unpriced'] as const) if (isNews(refused(name))) told.push(`${name} ${String(request)}`);
    }
    assert.deepEqual(told, ['overLimit 0', 'unpriced 0']);
  });

  it('tells of one again after an hour without', () => {
    let now = 0;
    const isNews = createRefusalNotice(() => now);
    assert.equal(isNews(refused('overLimit')), true);
    now = 3_599_999;
    assert.equal(isNews(refused('overLimit')), false);
    now += 3_600_000;
    assert.equal(isNews(refused('overLimit')), true);
  });

  it('leaves what only the program can mend to the program', () => {
    const isNews = createRefusalNotice(() => 0);
    for (const name of ['busy', 'unreachable', 'timeout', 'tooLarge', 'badRequest'] as const) assert.equal(isNews(refused(name)), false);
    assert.equal(isNews({ kind: 'sent', title: 'Kling v2.6', status: 200, warns: false }), false);
  });
});
