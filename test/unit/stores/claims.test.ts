import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { createClaims } from '../../../src/stores/claims';
import { withLog } from './support';

const DAY_MS = 86_400_000;

describe('claims', () => {
  const within = (use: (folder: string) => Promise<void>): Promise<void> => withLog((file) => use(path.join(path.dirname(file), 'deep', 'claims')));

  it('gives a key to one asker only, also after a restart', () => within(async (folder) => {
    const askers = Array.from({ length: 20 }, () => createClaims(folder).claim('daily 80 % 2026-11-21'));
    assert.equal((await Promise.all(askers)).filter(Boolean).length, 1);
    assert.equal(await createClaims(folder).claim('daily 80 % 2026-11-21'), false);
    assert.equal(await createClaims(folder).claim('daily 80 % 2026-11-22 ../../x'), true);
  }));

  it('removes old claims, and nothing else', () => within(async (folder) => {
    await createClaims(folder).claim('old');
    fs.writeFileSync(path.join(folder, 'notes.txt'), '');
    const later = Date.now() + 801 * DAY_MS;
    assert.equal(await createClaims(folder, () => later).claim('new'), true);
    assert.deepEqual(fs.readdirSync(folder).filter((name) => !name.endsWith('.claim')), ['notes.txt']);
    // The clock of the test is ahead of the files': both were old to it.
    assert.equal(await createClaims(folder).claim('old'), true);
  }));

  it('says so when the folder cannot be made', () => withLog(async (file) => {
    fs.writeFileSync(file, '');
    await assert.rejects(createClaims(path.join(file, 'claims')).claim('x'), /ENOTDIR|EEXIST/);
  }));
});
