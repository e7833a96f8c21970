import ignore from 'ignore';
import type { Ignore } from 'ignore';

/** A `.gitignore`: the folder it stands in, with slashes and empty for the root, and its text. */
export interface IgnoreFile {
  readonly folder: string;
  readonly text: string;
}

/** Tells of a path below the root, with slashes, whether the files ignore it or a folder around it; the innermost with a rule decides. */
export function ignoredBy(files: readonly IgnoreFile[]): (path: string) => boolean {
  const levels = new Map(files.map(({ folder, text }): [string, Ignore] => [folder, ignore().add(text)]));
  const known = new Map<string, boolean>();
  const isNamed = (path: string, isFolder: boolean): boolean => {
    for (let folder = parentOf(path); folder !== undefined; folder = parentOf(folder)) {
      const below = folder === '' ? path : path.slice(folder.length + 1);
      const result = levels.get(folder)?.test(isFolder ? `${below}/` : below);
      if (result?.ignored || result?.unignored) return result.ignored;
    }
    return false;
  };
  const isIgnoredFolder = (folder: string): boolean => {
    const parent = parentOf(folder);
    if (parent === undefined) return false;
    const isIgnored = known.get(folder) ?? (isIgnoredFolder(parent) || isNamed(folder, true));
    known.set(folder, isIgnored);
    return isIgnored;
  };
  return (path) => isIgnoredFolder(parentOf(path) ?? '') || isNamed(path, false);
}

/** The folder around a path; the root is empty and in none. */
function parentOf(path: string): string | undefined {
  return path === '' ? undefined : path.slice(0, Math.max(0, path.lastIndexOf('/')));
}
