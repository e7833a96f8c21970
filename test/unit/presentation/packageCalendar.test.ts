import assert from 'node:assert/strict';
import { packagesStanding } from '../../../src/core/budget/packages';
import type { OwnedPackage } from '../../../src/core/budget/ownedPackages';
import { packageCalendar } from '../../../src/presentation/packageCalendar';
import { plainTranslate as t } from '../../../src/presentation/translate';

const DAY = 86_400_000;
const NOW = Date.parse('2026-11-21T12:00:00Z');

const owned = (rest: Partial<OwnedPackage>): OwnedPackage => ({
  key: 'Trial 2026-11-01', name: 'Trial', size: { quantity: 100_000_000, unit: 'units', pool: 'video' }, boughtAt: NOW - 20 * DAY,
  expiresAt: Date.parse('2026-11-30T23:00:00Z'), ...rest,
});
/** The lines of the file, folded ones put together. */
const lines = (packages: readonly OwnedPackage[], zone: string, now = NOW): string[] =>
  packageCalendar(packagesStanding(packages, [], now), now, zone, t).replaceAll('\r\n ', '').split('\r\n');

describe('calendar of packages', () => {
  it('has the last day that each package can be used, whatever the time zone', () => {
    const startIn = (zone: string): string | undefined => lines([owned({})], zone).find((line) => line.startsWith('DTSTART'));
    assert.equal(startIn('Europe/Berlin'), 'DTSTART;VALUE=DATE:20261130');
    assert.equal(startIn('Pacific/Kiritimati'), 'DTSTART;VALUE=DATE:20261201');
    assert.equal(startIn('Pacific/Pago_Pago'), 'DTSTART;VALUE=DATE:20261130');
  });

  it('is the same whichever time zone the machine is in', () => {
    const before = process.env['TZ'];
    try {
      const texts = ['UTC', 'America/Los_Angeles', 'Pacific/Kiritimati'].map((zone) => {
        process.env['TZ'] = zone;
        return lines([owned({})], 'Europe/Berlin').join('\n');
      });
      assert.equal(new Set(texts).size, 1);
    } finally {
      if (before === undefined) delete process.env['TZ'];
      else process.env['TZ'] = before;
    }
  });

  it('warns 14, 7 and 1 days before, and keeps its name when it is written again', () => {
    const first = lines([owned({})], 'UTC');
    assert.deepEqual(first.filter((line) => line.startsWith('TRIGGER')), ['TRIGGER:-P14D', 'TRIGGER:-P7D', 'TRIGGER:-P1D']);
    const uid = (text: readonly string[]): string | undefined => text.find((line) => line.startsWith('UID:'));
    assert.equal(uid(first), 'UID:Trial%202026-11-01@kling-cost-lens');
    assert.equal(uid(lines([owned({})], 'UTC', NOW + DAY)), uid(first));
  });

  it('has only packages that can be used and expire', () => {
    const forever: OwnedPackage = { key: 'never', name: 'Never', size: owned({}).size, boughtAt: NOW - DAY };
    const others = [owned({ key: 'gone', expiresAt: NOW - DAY }), forever, owned({ key: 'ahead', boughtAt: NOW + DAY })];
    assert.deepEqual(lines(others, 'UTC').filter((line) => line.startsWith('BEGIN')), ['BEGIN:VCALENDAR']);
  });

  it('lets no name write lines of its own', () => {
    const name = 'a;b,c\\d\r\nEND:VEVENT\nBEGIN:VEVENT\u2028"é😀'.repeat(5);
    const all = lines([owned({ name, key: `${name} 1` })], 'UTC');
    assert.equal(all.filter((line) => line === 'BEGIN:VEVENT').length, 1);
    assert.ok(all.every((line) => line === '' || /^[A-Z-]+[:;]/.test(line)), all.join('\n'));
    const raw = packageCalendar(packagesStanding([owned({ name })], [], NOW), NOW, 'UTC', t);
    assert.ok(raw.endsWith('END:VCALENDAR\r\n'));
    assert.ok(raw.split('\r\n').every((line) => Buffer.byteLength(line) <= 75));
  });
});
