import { close } from './fileSystem';
import type { FileSystem } from './fileSystem';
import { StoreError, causeOf } from './storeError';

const LINE_FEED = 10;

/**
 * Writes a line, or several, with the line end in a single write at the end of a file, as others may at the same moment, and
 * waits until it is on disk: an entry that was acknowledged survives a power cut. Where a line before was torn, it is
 * closed first. `isStillMine` is asked right before the write; when it says no, nothing is written and the answer is false.
 */
export async function appendLine(file: string, text: string, files: FileSystem, isStillMine: () => boolean = () => true): Promise<boolean> {
  let descriptor: number | undefined;
  try {
    descriptor = files.openSync(file, 'a+');
    const stat = files.fstatSync(descriptor);
    if (!stat.isFile()) throw new StoreError({ code: 'notAFile', file });
    const bytes = Buffer.from(`${endsOpen(descriptor, stat.size, files) ? '\n' : ''}${text}\n`);
    if (!isStillMine()) return false;
    if (files.writeSync(descriptor, bytes) < bytes.length) throw new StoreError({ code: 'shortWrite', file });
    await flush(file, descriptor, files);
    return true;
  } catch (error) {
    if (error instanceof StoreError) throw error;
    const cause = causeOf(error);
    throw new StoreError(cause === 'EISDIR' ? { code: 'notAFile', file } : { code: 'cannotWrite', file, cause });
  } finally {
    if (descriptor !== undefined) close(descriptor, files);
  }
}

function endsOpen(descriptor: number, size: number, files: FileSystem): boolean {
  const last = Buffer.alloc(1);
  return size > 0 && files.readSync(descriptor, last, 0, 1, size - 1) === 1 && last[0] !== LINE_FEED;
}

function flush(file: string, descriptor: number, files: FileSystem): Promise<void> {
  return new Promise((resolve, reject) => {
    files.fdatasync(descriptor, (error) => {
      if (error) reject(new StoreError({ code: 'notFlushed', file, cause: causeOf(error) }));
      else resolve();
    });
  });
}
