// The ledger folds line by line; a plain reference, written apart from it, looks at all lines at once.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createLedger } from '../../../../src/core/ledger/ledger';
import { lineOf } from '../../../../src/core/ledger/line';
import type { Line } from '../../../../src/core/ledger/line';
import type { Stretch } from '../../../../src/core/ledger/totals';

const QUARTER = 900_000;
const START = 1_795_219_200_000;

/** What a group of lines comes to. */
interface Plain {
  readonly state: string;
  readonly timestamp: number;
  readonly quantity: number;
  readonly usd: number | undefined;
  readonly model: string | undefined;
  readonly key: string;
}

/** Sorts lines into groups by walking their ids until nothing changes, and reads each group from its last line back. */
function plainFold(lines: readonly Line[], now: number): Plain[] {
  const marks = lines.map((_, index) => index);
  for (let changed = true; changed; ) {
    changed = false;
    for (const [a, left] of lines.entries()) {
      for (const [b, right] of lines.entries()) {
        const same = [left.id, left.taskId].some((key) => key !== undefined && [right.id, right.taskId].includes(key));
        const lower = Math.min(marks[a]!, marks[b]!);
        if (same && marks[a] !== marks[b]) [marks[a], marks[b], changed] = [lower, lower, true];
      }
    }
  }
  return [...new Set(marks)].map((mark) => {
    const group = lines.filter((_, index) => marks[index] === mark);
    const reservations = group.filter((line) => line.event === 'reserved' && !lines.slice(0, lines.indexOf(line)).some(({ id, taskId }) => id === line.id || taskId === line.id));
    const others = group.filter(({ event }) => event !== 'reserved');
    const [reservation, other] = [reservations.at(-1), others.at(-1)];
    const reopened = other?.event === 'released' && reservation && group.indexOf(reservation) > group.indexOf(other);
    const last = (reopened ? reservation : (other ?? reservation))!;
    const expired = last.expiresAt !== undefined && last.expiresAt <= now;
    return {
      state: last.event === 'reserved' ? (expired ? 'expired' : 'reserved') : last.event === 'released' ? 'released' : 'settled',
      timestamp: (reservation ?? group[0]!).timestamp,
      quantity: last.amount!.quantity,
      usd: last.usd,
      model: other?.kind.model ?? reservation?.kind.model ?? group[0]!.kind.model,
      key: group[0]!.id ?? group[0]!.taskId ?? '',
    };
  });
}

const lineArbitrary = fc.record({
  event: fc.constantFrom('reserved', 'settled', 'released', 'recorded', 'corrected'),
  id: fc.option(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { nil: undefined, freq: 6 }),
  taskId: fc.option(fc.constantFrom('T', 'U', 'V', 'a'), { nil: undefined, freq: 2 }),
  timestamp: fc.integer({ min: 0, max: 20 }).map((step) => START + step * (QUARTER / 3)),
  quantity: fc.integer({ min: 0, max: 50 }),
  usd: fc.option(fc.integer({ min: 0, max: 50 }), { nil: undefined }),
  model: fc.option(fc.constantFrom('m', 'n'), { nil: undefined }),
  expires: fc.option(fc.integer({ min: 0, max: 30 }), { nil: undefined }),
});

const linesArbitrary = fc
  .tuple(fc.array(lineArbitrary, { maxLength: 14 }), fc.array(fc.nat({ max: 13 }), { maxLength: 6 }))
  // Copies of some lines come again at the end, as a retry writes them.
  .map(([lines, copies]) => [...lines, ...copies.flatMap((index) => lines[index] ?? [])])
  .map((lines) => lines.map(({ quantity, expires, id, taskId, usd, model, timestamp, event }, order): Line => ({
    ...lineOf({ event, id: id ?? '', timestamp, amount: { quantity, unit: 'units', pool: 'video' } }, order + 1),
    // A line of another program has no id, and is a charge.
    event: id === undefined ? 'settled' : event,
    id,
    taskId,
    usd,
    kind: model === undefined ? {} : { model },
    expiresAt: event === 'reserved' && expires !== undefined ? START + expires * QUARTER : undefined,
  })));

function plainTotals(folded: readonly Plain[], { start, end }: Stretch): unknown {
  const counted = folded.filter(({ state, timestamp }) => state !== 'released' && start <= timestamp && timestamp < end);
  const sum = (reserved: boolean, of: (entry: Plain) => number): number =>
    counted.filter(({ state }) => (state === 'reserved') === reserved).reduce((total, entry) => total + of(entry), 0);
  return {
    amounts: counted.length === 0 ? [] : [{ unit: 'units', pool: 'video', spent: sum(false, ({ quantity }) => quantity), reserved: sum(true, ({ quantity }) => quantity), entries: counted.length }],
    usd: { spent: sum(false, ({ usd = 0 }) => usd), reserved: sum(true, ({ usd = 0 }) => usd) },
    entries: counted.length,
    withoutUsd: counted.filter(({ usd }) => usd === undefined).length,
  };
}

describe('the fold', () => {
  const stretches = fc.array(fc.tuple(fc.integer({ min: -2, max: 24 }), fc.integer({ min: 0, max: 24 })).map(([from, length]): Stretch => ({
    start: START + from * (QUARTER / 3), end: START + (from + length) * (QUARTER / 3),
  })), { minLength: 1, maxLength: 3 });

  it('comes to what a plain reference does, after every line, for any sequence with duplicates', () => {
    fc.assert(fc.property(linesArbitrary, stretches, fc.array(fc.integer({ min: 0, max: 31 }), { minLength: 1, maxLength: 20 }), (lines, parts, steps) => {
      // Clocks may be turned, too.
      const nowAt = (index: number): number => START + (steps[index % steps.length] ?? 0) * QUARTER;
      const now = nowAt(lines.length);
      const ledger = createLedger();
      for (const [index, line] of lines.entries()) {
        const now = nowAt(index);
        ledger.append(line);
        const folded = plainFold(lines.slice(0, index + 1), now);
        for (const stretch of [...parts, { start: -Infinity, end: Infinity }]) {
          assert.deepEqual(ledger.totals(stretch, now), plainTotals(folded, stretch));
          assert.deepEqual(ledger.totals(stretch, now, { model: 'm' }), plainTotals(folded.filter(({ model }) => model === 'm'), stretch));
        }
      }
      const all = ledger.entries({ start: -Infinity, end: Infinity }, now);
      const plain = plainFold(lines, now);
      const short = (items: readonly { state: string; timestamp: number; model?: string | undefined }[], quantity: (index: number) => number): string[] =>
        items.map(({ state, timestamp, model }, index) => JSON.stringify([state, timestamp, model, quantity(index)])).sort();
      assert.deepEqual(short(all, (index) => all[index]!.amount.quantity), short(plain, (index) => plain[index]!.quantity));
      assert.equal(new Set(all.map(({ id }) => id)).size, all.length, 'no two entries share an id');
    }), { numRuns: 300 });
  });

  it('stays the same when lines come twice in the same order', () => {
    fc.assert(fc.property(linesArbitrary, (lines) => {
      const [once, twice] = [createLedger(), createLedger()];
      const settled = lines.filter(({ event, id, taskId }) => event !== 'released' && (id ?? taskId) !== undefined);
      for (const line of settled) once.append(line);
      for (const line of settled) twice.append(line);
      for (const line of settled) twice.append({ ...line, order: line.order + settled.length * 2 });
      const all = { start: -Infinity, end: Infinity };
      assert.deepEqual(twice.totals(all, START), once.totals(all, START));
    }), { numRuns: 300 });
  });

  it('is exact again when what was too large to be is given back', () => {
    const ledger = createLedger();
    const most = Number.MAX_SAFE_INTEGER;
    const day = { start: START, end: START + 96 * QUARTER };
    const add = (event: 'reserved' | 'released', id: string, quantity: number): void => {
      ledger.append(lineOf({ event, id, timestamp: START, amount: { quantity, unit: 'units', pool: 'video' } }, 1));
      ledger.totals(day, START);
    };
    for (const [id, quantity] of [['a', most], ['b', most - 1], ['c', 3]] as const) add('reserved', id, quantity);
    for (const id of ['a', 'b']) add('released', id, 0);
    assert.deepEqual(ledger.totals(day, START).amounts, [{ unit: 'units', pool: 'video', spent: 0, reserved: 3, entries: 1 }]);
    add('released', 'c', 0);
    assert.deepEqual(ledger.totals(day, START).amounts, []);
  });

  it('joins many groups in bounded time, whichever takes the other in', () => {
    const ledger = createLedger();
    const count = 100_000;
    const line = (order: number, id: string, taskId?: string): Line => ({
      ...lineOf({ event: 'settled', id, timestamp: START, amount: { quantity: 1, unit: 'credits' } }, order), taskId,
    });
    for (let index = 0; index < count; index++) ledger.append(line(index + 1, `e${String(index)}`));
    for (let index = 0; index < count; index++) ledger.append(line(count + index + 1, `e${String(index)}`, 'T'));
    assert.equal(ledger.totals({ start: -Infinity, end: Infinity }, START).entries, 1);
  });
});
