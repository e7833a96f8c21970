import path from 'node:path';

/** A path below a folder whose path is absolute and normal; `path.join` would normalize it again, for each file. */
export function pathIn(folder: string, name: string): string {
  return folder.endsWith(path.sep) ? folder + name : folder + path.sep + name;
}
