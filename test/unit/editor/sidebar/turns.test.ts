import assert from 'node:assert/strict';
import { createTurns } from '../../../../src/editor/sidebar/turns';

/** A thing that is done again, each time until it is let end. */
function start() {
  const running: (() => void)[] = [];
  let begun = 0;
  const turns = createTurns(() => new Promise((resolve) => {
    begun += 1;
    running.push(resolve);
  }));
  const end = async (): Promise<void> => {
    running.shift()?.();
    await new Promise(setImmediate);
  };
  return { turns, end, begun: () => begun, running: () => running.length };
}

describe('turns', () => {
  it('are never taken twice at a time, and once more for all that was asked meanwhile', async () => {
    const { turns, end, begun, running } = start();
    turns.now();
    turns.now();
    turns.soon();
    turns.now();
    assert.deepEqual([begun(), running()], [1, 1]);
    await end();
    assert.deepEqual([begun(), running()], [2, 1]);
    await end();
    assert.deepEqual([begun(), running()], [2, 0]);
    turns.now();
    assert.equal(begun(), 3);
    await end();
    turns.dispose();
  });

  it('are not taken after their end', async () => {
    const { turns, end, begun } = start();
    turns.now();
    turns.now();
    turns.dispose();
    await end();
    turns.now();
    turns.soon();
    assert.equal(begun(), 1);
  });
});
