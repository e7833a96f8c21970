import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { causeOf } from './storeError';

/** Says to one process only, of all that ask, that something is theirs to do. */
export interface Claims {
  /** True exactly once for a key, over all processes and restarts. Rejected when the folder cannot be written. */
  readonly claim: (key: string) => Promise<boolean>;
}

const NAME = /^[0-9a-f]{64}\.claim$/;
/** Longer than any period or package that a key names. */
const KEEP_MS = 800 * 86_400_000;

/** Claims as files of a folder that nothing else uses; only one process can create a file. Old ones are removed. */
export function createClaims(folder: string, now: () => number = Date.now): Claims {
  return {
    claim: async (key) => {
      await fs.promises.mkdir(folder, { recursive: true });
      try {
        const file = path.join(folder, `${createHash('sha256').update(key).digest('hex')}.claim`);
        await fs.promises.writeFile(file, `${key}\n`, { flag: 'wx' });
      } catch (error) {
        if (causeOf(error) === 'EEXIST') return false;
        throw error;
      }
      await removeOld(folder, now());
      return true;
    },
  };
}

async function removeOld(folder: string, now: number): Promise<void> {
  for (const name of await fs.promises.readdir(folder)) {
    if (!NAME.test(name)) continue;
    const file = path.join(folder, name);
    try {
      if (now - (await fs.promises.stat(file)).mtimeMs > KEEP_MS) await fs.promises.unlink(file);
    } catch (error) {
      // Another process was faster.
      if (causeOf(error) !== 'ENOENT') throw error;
    }
  }
}
