import assert from 'node:assert/strict';
import { ignoredBy } from '../../../src/service/batchIgnore';

describe('ignored files of a workspace', () => {
  const isIgnored = ignoredBy([
    { folder: '', text: 'build/\n*.tmp.py\n/only-root.py\ndocs/*.md\n' },
    { folder: 'src', text: '!keep.tmp.py\ngenerated\n' },
    { folder: 'build', text: '!*\n' },
  ]);
  for (const [path, expected] of [
    ['a.py', false], ['build/a.py', true], ['src/build/deep/a.py', true], ['a.tmp.py', true], ['src/keep.tmp.py', false], ['src/other.tmp.py', true],
    ['only-root.py', true], ['src/only-root.py', false], ['docs/a.md', true], ['docs/deep/a.md', false], ['src/generated/a.py', true], ['generated/a.py', false],
  ] as const) {
    it(`${expected ? 'leaves out' : 'keeps'} ${path}`, () => { assert.equal(isIgnored(path), expected); });
  }
});
