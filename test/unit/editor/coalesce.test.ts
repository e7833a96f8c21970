import assert from 'node:assert/strict';
import { coalesce } from '../../../src/editor/coalesce';
import { createClock } from './clock';

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
