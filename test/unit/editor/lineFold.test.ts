import assert from 'node:assert/strict';
import { createLineFold } from '../../../src/editor/budgetGuard/lineFold';
import { createClock } from './clock';

describe('line fold', () => {
  it('writes what a script is refused ten thousand times in a few lines, and loses no count', () => {
    const clock = createClock();
    const written: [string, string, number][] = [];
    const { write } = createLineFold<string>((kind, line, times) => written.push([kind, line, times]), clock);
    write('sent', 'a task');
    for (let request = 0; request < 10_000; request += 1) {
      write('refused', 'over the limit');
      clock.pass(1);
    }
    clock.pass(1_000);
    clock.pass(1_000);
    assert.ok(written.length < 15, String(written.length));
    assert.deepEqual(written.slice(0, 2), [['sent', 'a task', 1], ['refused', 'over the limit', 1]]);
    assert.equal(written.slice(1).reduce((sum, [, , times]) => sum + times, 0), 10_000);
    assert.ok(written.slice(1).every(([kind, line]) => kind === 'refused' && line === 'over the limit'));
    assert.equal(clock.waiting(), 0);
  });

  it('keeps the order: what was repeated is told before the next line', () => {
    const clock = createClock();
    const written: string[] = [];
    const { write } = createLineFold<string>((_, line, times) => written.push(`${line} ${String(times)}`), clock);
    for (const line of ['a', 'a', 'a', 'a', 'b', 'a']) write('x', line);
    assert.deepEqual(written, ['a 1', 'a 1', 'a 2', 'b 1', 'a 1']);
    clock.pass(5_000);
    assert.equal(written.length, 5);
  });
});
