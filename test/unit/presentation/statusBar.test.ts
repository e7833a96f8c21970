import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import type { Limit } from '../../../src/core/budget/limit';
import type { OwnedPackage } from '../../../src/core/budget/ownedPackages';
import { packagesStanding } from '../../../src/core/budget/packages';
import type { PackagesStanding } from '../../../src/core/budget/packages';
import type { PeriodStanding } from '../../../src/core/budget/usage';
import { standingOf } from '../../../src/core/budget/verdict';
import type { Amount } from '../../../src/core/ledger/entry';
import { STATUS_BAR_SHOW, STATUS_TEXT_MAX, statusBar } from '../../../src/presentation/statusBar';
import type { StatusBarInput } from '../../../src/presentation/statusBar';
import { plainTranslate as t } from '../../../src/presentation/translate';

const ONE = 1_000_000;
const DAY = 86_400_000;
const NOW = Date.parse('2026-11-21T12:00:00Z');
const NONE: PackagesStanding = packagesStanding([], [], NOW);

function period(spent: number, most: number, rest: Partial<Limit> & Pick<Partial<Amount>, 'unit' | 'pool'> = {}, reserved = 0): PeriodStanding {
  const { unit = 'units', pool, ...more } = rest;
  const amount = { quantity: Math.round(most * ONE), unit, ...(pool ? { pool } : {}) };
  const limit: Limit = { period: 'daily', amount, thresholds: [0.8], onExceed: 'stop', ...more };
  const sum = { spent: Math.round(spent * ONE), reserved: Math.round(reserved * ONE) };
  const standing = standingOf(limit, { amounts: [{ ...sum, unit, ...(pool ? { pool } : {}), entries: 1 }], usd: sum, entries: 1, withoutUsd: 0 });
  return { standing, resetsAt: Date.parse('2026-11-21T23:00:00Z') };
}
const owned = (units: number, leftDays: number | undefined, rest: Partial<OwnedPackage> = {}): OwnedPackage => ({
  key: 'a', name: 'Trial 1000', size: { quantity: units * ONE, unit: 'units', pool: 'video' }, boughtAt: NOW - 20 * DAY,
  ...(leftDays === undefined ? {} : { expiresAt: NOW + leftDays * DAY }), ...rest,
});
const input = (rest: Partial<StatusBarInput>): StatusBarInput => ({
  show: 'today', periods: [], packages: NONE, zone: 'Europe/Berlin', unwritten: 0, hasSeenRequest: true, ...rest,
});
const shown = (rest: Partial<StatusBarInput>): string => {
  const item = statusBar(input(rest), t);
  return item ? `$(${item.icon}) ${item.text} | ${item.severity}` : 'nothing';
};

describe('status bar', () => {
  const daily = period(38, 60);
  const monthly = period(41.2, 100, { period: 'monthly', unit: 'usd' });
  const packages = packagesStanding([owned(1000, 100)], [], NOW);
  const expiring = packagesStanding([owned(258, 6, { price: 25.8 * ONE })], [], NOW);
  const both = [daily, monthly];

  const STATES: [string, Partial<StatusBarInput>, string][] = [
    ['no budget, no Kling file yet', { hasSeenRequest: false }, 'nothing'],
    ['no budget', {}, '$(credit-card) Kling | none'],
    ['hidden', { show: 'hidden', periods: [period(99, 60)] }, 'nothing'],
    ['today', { periods: both }, '$(credit-card) 22 units left | none'],
    ['month', { periods: both, show: 'month' }, '$(credit-card) $58.80 left | none'],
    ['package', { periods: both, show: 'package', packages }, '$(credit-card) 1,000 units left | none'],
    ['percent', { periods: both, show: 'percent' }, '$(credit-card) 63% | none'],
    ['icon only', { periods: both, show: 'iconOnly' }, '$(credit-card)  | none'],
    ['what there is, where the chosen is not', { periods: [monthly] }, '$(credit-card) $58.80 left | none'],
    ['a package, where no limit is set', { packages }, '$(credit-card) 1,000 units left | none'],
    ['reserved counts', { periods: [period(30, 60, {}, 8)] }, '$(credit-card) 22 units left | none'],
    ['another pool', { periods: [period(0, 500, { pool: 'image' })] }, '$(credit-card) 500 image units left | none'],
    ['one left', { periods: [period(59, 60, { thresholds: [] })] }, '$(credit-card) 1 unit left | none'],
    ['warning', { periods: [period(51, 60)] }, '$(warning) 9 of 60 left today | warning'],
    ['warning of the month', { periods: [daily, period(95, 100, { period: 'monthly', unit: 'usd' })] }, '$(warning) $5 of $100 left | warning'],
    ['exactly used up', { periods: [period(60, 60)] }, '$(warning) 0 of 60 left today | warning'],
    ['over, not clamped', { periods: [period(69, 60)] }, '$(error) 115% · 9 over | error'],
    ['over by little', { periods: [period(60.000001, 60)] }, '$(error) 101% · 0.01 over | error'],
    ['over where it only warns', { periods: [period(69, 60, { onExceed: 'warn' })] }, '$(error) 115% · 9 over | warning'],
    ['over comes before a warning, whichever is chosen', { show: 'iconOnly', periods: [period(51, 60), period(104, 100, { period: 'monthly', unit: 'usd' })] }, '$(error)  | error'],
    ['a package that will be lost', { packages: expiring, periods: both }, '$(history) 258 units expire in 6 d | warning'],
    ['a package that will be used up', { packages: packagesStanding([owned(10, 6)], [{ timestamp: NOW - DAY, amount: { quantity: 5 * ONE, unit: 'units', pool: 'video' } }], NOW) }, '$(credit-card) 5 units left | none'],
    ['stale', { periods: both, staleMs: 9.5 * 3_600_000 }, '$(question) 22 units left? | none'],
    ['not saved', { periods: [period(69, 60)], unwritten: 3 }, '$(warning) 3 entries are not saved | warning'],
  ];
  for (const [title, state, expected] of STATES) it(`shows ${title}`, () => { assert.equal(shown(state), expected); });

  it('explains in the tooltip, and in words for a screen reader', () => {
    const item = statusBar(input({ periods: [period(30, 60, {}, 8), monthly], packages: expiring, staleMs: 9.5 * 3_600_000, unwritten: 1 }), t);
    assert.deepEqual(item?.tooltip.split('\n\n'), [
      'Today: 38 units of 60 units used (63%), 8 units of them reserved, 22 units left, resets 2026-11-22 00:00 (Europe/Berlin)',
      'This month: $41.20 of $100.00 used (41%), $58.80 left, resets 2026-11-22 00:00 (Europe/Berlin)',
      'Trial 1000: 258 units of 258 units left, expires in 6 days, what will be lost is not known: the usage log has no entry of these units since they were bought',
      'These numbers are 9 hours old',
      '1 entry is not saved; they are counted, and will be tried again',
    ]);
    assert.match(item.label, /^Kling Cost: 1 entry is not saved\. Today: 38 units of 60 units used/);
    const label = (rest: Partial<StatusBarInput>): string => (statusBar(input(rest), t)?.label ?? '').split('. ')[0] ?? '';
    assert.equal(label({ periods: [period(69, 60)] }), 'Kling Cost: 115% of today\'s limit, 9 units over');
    assert.equal(label({ periods: [period(51, 60)] }), 'Kling Cost: 9 units of 60 units left today');
    assert.equal(label({ periods: both, staleMs: 1 }), 'Kling Cost: perhaps 22 units left today');
    assert.equal(label({}), 'Kling Cost: no budget is set');
  });

  it('says what a limit does not see', () => {
    const { standing } = daily;
    const tooltip = statusBar(input({ periods: [{ standing: { ...standing, uncounted: 2 } }] }), t)?.tooltip ?? '';
    assert.match(tooltip, /2 entries are not counted: only video units are/);
  });

  it('shows no markup of a name', () => {
    const packagesOf = (name: string): PackagesStanding => packagesStanding([owned(1000, 100, { name })], [], NOW);
    const item = statusBar(input({ packages: packagesOf('<img onerror> [x](command:evil)') }), t);
    assert.doesNotMatch(item?.tooltip ?? '', /<img|\[x\]\(/);
  });

  it('never has more than 24 characters, whatever the numbers and names', () => {
    const micros = fc.oneof(fc.integer({ min: 0, max: 1e15 }), fc.integer({ min: 0, max: 1e9 }), fc.integer({ min: 0, max: 1000 }));
    fc.assert(
      fc.property(
        fc.record({
          show: fc.constantFrom(...STATUS_BAR_SHOW), spent: micros, most: micros.map((value) => value + 1), month: fc.boolean(),
          unit: fc.constantFrom('units', 'credits', 'usd'), pool: fc.option(fc.string({ minLength: 1, maxLength: 40 }), { nil: undefined }),
          size: micros.map((value) => value + 1), leftDays: fc.option(fc.integer({ min: 1, max: 14 }), { nil: undefined }), unwritten: fc.oneof(fc.constant(0), fc.nat()),
          stale: fc.boolean(), hasLimit: fc.boolean(),
        }),
        ({ show, spent, most, month, unit, pool, size, leftDays, unwritten, stale, hasLimit }) => {
          const rest = { unit, ...(pool && unit === 'units' ? { pool } : {}), period: month ? 'monthly' : 'daily' } as const;
          const item = statusBar(
            input({
              show, unwritten, ...(stale ? { staleMs: 1e12 } : {}),
              periods: hasLimit ? [period(spent / ONE, most / ONE, rest)] : [],
              packages: packagesStanding([owned(1, leftDays, { size: { quantity: size, unit, ...(pool && unit === 'units' ? { pool } : {}) } })], [], NOW),
            }),
            t,
          );
          assert.ok((item?.text.length ?? 0) <= STATUS_TEXT_MAX, item?.text);
          assert.doesNotMatch(item?.text ?? '', /NaN|Infinity|undefined|e\+/);
        },
      ),
      { numRuns: 2000 },
    );
  });
});
