import assert from 'node:assert/strict';
import { coalesce } from '../../../src/editor/coalesce';
import type { Timers } from '../../../src/editor/coalesce';

/** A clock that stands until it is told to go on. */
function createClock(): Timers & { readonly pass: (milliseconds: number) => void; readonly waiting: () => number } {
  let now = 0;
  const due = new Map<object, { at: number; run: () => void }>();
  return {
    set(run, milliseconds) {
      const timer = {} as NodeJS.Timeout;
      due.set(timer, { at: now + milliseconds, run });
      return timer;
    },
    clear: (timer) => { if (timer) due.delete(timer); },
    waiting: () => due.size,
    pass(milliseconds) {
      now += milliseconds;
      for (const [timer, { at, run }] of [...due]) {
        if (at > now) continue;
        due.delete(timer);
        run();
      }
    },
  };
}

describe('coalesce', () => {
  it('shows a thousand changes of a second four times and once more, the last of them last', () => {
    const clock = createClock();
    let number = 0;
    const shown: number[] = [];
    const ask = coalesce(() => { shown.push(number); }, () => 250, clock);
    for (let change = 1; change <= 1_000; change += 1) {
      number = change;
      ask();
      clock.pass(1);
    }
    clock.pass(250);
    assert.deepEqual(shown, [1, 250, 500, 750, 1_000]);
    clock.pass(10_000);
    assert.equal(shown.length, 5, 'nothing is shown again while nothing changes');
    assert.equal(clock.waiting(), 0);
  });

  it('shows one change at once, also after a rest', () => {
    const clock = createClock();
    let shown = 0;
    const ask = coalesce(() => { shown += 1; }, () => 250, clock);
    ask();
    assert.equal(shown, 1);
    clock.pass(250);
    ask();
    assert.equal(shown, 2);
  });

  it('takes the length of its rest anew each time, and runs no more once it is disposed of', () => {
    const clock = createClock();
    let [shown, rest] = [0, 100];
    const ask = coalesce(() => { shown += 1; }, () => rest, clock);
    ask();
    rest = 1_000;
    ask();
    clock.pass(100);
    assert.equal(shown, 2);
    ask();
    clock.pass(999);
    assert.equal(shown, 2);
    ask.dispose();
    clock.pass(1);
    assert.equal(shown, 2);
  });

  it('takes in what is asked for by the run itself', () => {
    const clock = createClock();
    let shown = 0;
    const ask = coalesce(() => { if (++shown === 1) ask(); }, () => 250, clock);
    ask();
    assert.equal(shown, 1);
    clock.pass(250);
    assert.equal(shown, 2);
  });
});
