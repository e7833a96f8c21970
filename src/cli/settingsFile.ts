import fs from 'node:fs';
import path from 'node:path';
import { MAX_BYTES, systemReason } from './session';
import { UsageError } from './usageError';

export function settingsFile(folder: string): string {
  return path.join(folder, '.vscode', 'settings.json');
}

/** The text of a settings file; undefined when there is none. Throws a UsageError when it cannot be read. */
export function readSettings(file: string): string | undefined {
  try {
    const stat = fs.statSync(file, { throwIfNoEntry: false });
    if (!stat) return undefined;
    if (!stat.isFile() || stat.size > MAX_BYTES) throw new UsageError(`${file} is not a settings file of at most ${MAX_BYTES / 1e6} MB`);
    return fs.readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${file} cannot be read: ${systemReason(error)}; make it readable, or remove it`);
  }
}
