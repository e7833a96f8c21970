import type fs from 'node:fs';

/** What stores ask of a file system; tests give one that fails. */
export type FileSystem = Pick<
  typeof fs,
  | 'openSync' | 'closeSync' | 'readSync' | 'writeSync' | 'fstatSync' | 'statSync' | 'lstatSync' | 'readFileSync' | 'renameSync' | 'unlinkSync'
  | 'utimesSync' | 'realpathSync' | 'fdatasync'
>;

/** Closes a file, if need be with an error, which changes nothing: what must be on disk was flushed before. False when there was one. */
export function close(descriptor: number, files: FileSystem): boolean {
  try {
    files.closeSync(descriptor);
    return true;
  } catch {
    return false;
  }
}
