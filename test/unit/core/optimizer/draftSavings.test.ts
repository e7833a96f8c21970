import assert from 'node:assert/strict';
import type { Amount, Entry } from '../../../../src/core/ledger/entry';
import { draftSavings } from '../../../../src/core/optimizer/draftSavings';
import { schedules } from '../../../support/engine';

let count = 0;
const units = (quantity: number, pool = 'video'): Amount => ({ quantity: quantity * 1e6, unit: 'units', pool });
const entry = (amount: Amount, more: Partial<Entry> = {}): Entry => ({
  id: String(++count), state: 'settled', timestamp: Date.parse('2026-11-20T10:00:00Z'), amount, ...(amount.unit === 'units' ? { usd: Math.round(amount.quantity * 0.14) } : {}),
  provider: 'kling', feature: 'text2video', model: 'kling-v3', mode: 'std', durationSeconds: 5, schedule: 'kling-api 2026', ...more,
});

describe('draftSavings', () => {
  it('compares a charge in std with pro by what it came to, sound or no sound', () => {
    // Kling v3, 5 s: 3 units in std and 4 in pro; with audio 4.5 and 6.
    assert.deepEqual(draftSavings([entry(units(3)), entry(units(3)), entry(units(4.5))], schedules), {
      entries: 3, saved: [units(1 + 1 + 1.5)], usdSaved: 490_000, withoutComparison: 0,
    });
  });

  it('says how many it cannot compare: what comes to no price of the schedule, and what others wrote', () => {
    const others = [
      entry(units(2)), entry(units(3), { schedule: 'kling-api 2025' }), entry(units(3), { model: 'kling-v9' }), entry({ quantity: 20e6, unit: 'credits' }),
      { id: 'T', state: 'settled', timestamp: 0, amount: { quantity: 20e6, unit: 'credits' }, model: 'kling-v2-6', mode: 'standard', durationSeconds: 5 } as const,
    ];
    assert.deepEqual(draftSavings(others, schedules), { entries: 0, saved: [], usdSaved: 0, withoutComparison: 5 });
  });

  it('counts charges alone, and nothing in pro', () => {
    assert.equal(draftSavings([entry(units(4), { mode: 'pro' }), entry(units(3), { state: 'released' }), entry(units(3), { state: 'reserved' })], schedules), undefined);
  });

  it('gives dollars only where every charge has a price', () => {
    const { usd, ...withoutPrice } = entry(units(3));
    assert.equal(usd, 420_000);
    assert.deepEqual(draftSavings([entry(units(3)), withoutPrice], schedules), { entries: 2, saved: [units(2)], withoutComparison: 0 });
  });
});
