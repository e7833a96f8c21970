import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { atExit } from './processes.mjs';

/** The packaged extension. */
export const VSIX = 'out/kling-cost-lens.vsix';

/** The folder of this user for what is slow to install and the same for every checkout. */
export function cacheFolder() {
  return path.join(process.env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache'), 'kling-cost-lens');
}

/** A new folder that is removed when this process ends. */
export function temporaryFolder(purpose) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), `kling-cost-${purpose}-`));
  atExit(() => fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

/** A copy of the sample workspace that a test may change. */
export function copyOfSample() {
  const folder = path.join(temporaryFolder('workspace'), 'sample');
  fs.mkdirSync(folder);
  if (fs.existsSync('media/sample')) fs.cpSync('media/sample', folder, { recursive: true });
  return folder;
}
