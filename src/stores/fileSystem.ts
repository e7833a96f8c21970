import type fs from 'node:fs';

/** What stores ask of a file system; tests give one that fails. */
export type FileSystem = Pick<
  typeof fs,
  | 'openSync' | 'closeSync' | 'readSync' | 'writeSync' | 'fstatSync' | 'statSync' | 'lstatSync' | 'readFileSync' | 'renameSync' | 'unlinkSync'
  | 'utimesSync' | 'realpathSync' | 'fdatasync'
>;
