import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import ignore from 'ignore';
import type { Ignore } from 'ignore';

/** The rules of one `.gitignore`, for what lies below its folder. */
interface Level {
  readonly folder: string;
  readonly rules: Ignore;
}

/** The `.gitignore` files that hold in a folder, the outermost first. */
export type IgnoreLevels = readonly Level[];

// Git itself compares names so on these systems.
const IGNORE_CASE = process.platform === 'win32' || process.platform === 'darwin';

/** The rules that hold in a named folder: of the repository it is in, down to its parent. */
export function outerLevels(folder: string): IgnoreLevels {
  const above: string[] = [];
  for (let at = folder; ; at = path.dirname(at)) {
    if (fs.existsSync(path.join(at, '.git'))) break;
    if (path.dirname(at) === at) return [];
    above.unshift(path.dirname(at));
  }
  const levels = above.reduce<IgnoreLevels>((outer, at) => withFolder(outer, at), []);
  // A folder that the user names is wanted, whatever the repository ignores.
  return isIgnored(levels, folder, true) ? [] : levels;
}

/** Adds the rules of a folder's own `.gitignore`. */
export function withFolder(levels: IgnoreLevels, folder: string): IgnoreLevels {
  let text: string;
  try {
    text = fs.readFileSync(path.join(folder, '.gitignore'), 'utf8');
  } catch {
    return levels;
  }
  return [...levels, { folder, rules: ignore({ ignorecase: IGNORE_CASE }).add(text) }];
}

/** Whether something in a folder is ignored: the innermost file with a rule for it decides. */
export function isIgnored(levels: IgnoreLevels, target: string, isFolder: boolean): boolean {
  for (const { folder, rules } of levels.toReversed()) {
    const result = rules.test(below(folder, target, isFolder));
    if (result.ignored || result.unignored) return result.ignored;
  }
  return false;
}

/** The levels that still decide inside a folder that an inner file took back: not those that ignore it. */
export function inside(levels: IgnoreLevels, folder: string): IgnoreLevels {
  return levels.filter((level) => !level.rules.test(below(level.folder, folder, true)).ignored);
}

function below(folder: string, target: string, isFolder: boolean): string {
  return path.relative(folder, target).split(path.sep).join('/') + (isFolder ? '/' : '');
}
