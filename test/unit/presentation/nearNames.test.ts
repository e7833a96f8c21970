import assert from 'node:assert/strict';
import { nearNames } from '../../../src/presentation/nearNames';

describe('near names', () => {
  const names = ['trial-s', 'trial-l', 'package-1', 'package-2', 'package-4', 'image-1', 'kling-api'];

  it('finds what was misspelled, the nearest first, whatever the case and the signs', () => {
    assert.deepEqual(nearNames('Pakage 2', names), ['package-2', 'package-1', 'package-4']);
    assert.deepEqual(nearNames('TRIALS', names), ['trial-s', 'trial-l']);
    assert.deepEqual(nearNames('klingapi', names), ['kling-api']);
  });

  it('finds nothing where nothing is near', () => {
    assert.deepEqual(nearNames('nope', names), []);
    assert.deepEqual(nearNames('x'.repeat(100_000), names), []);
    assert.deepEqual(nearNames('a', []), []);
  });
});
