import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import ignore from 'ignore';
import type { Ignore } from 'ignore';

/** The rules of one `.gitignore`, for what lies below its folder. */
interface Level {
  readonly folder: string;
  readonly rules: Ignore;
  /** Matches every name that a rule may speak of, and others. Most names are in no rule, and this says so sooner. */
  readonly names: RegExp;
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
  const levels = above.reduce<IgnoreLevels>((outer, at) => withFolder(inside(outer, path.dirname(at), path.basename(at)), at), []);
  // A folder that the user names is wanted, whatever the repository ignores.
  return isIgnored(levels, path.dirname(folder), path.basename(folder), true) ? [] : inside(levels, path.dirname(folder), path.basename(folder));
}

/** Adds the rules of a folder's own `.gitignore`. */
export function withFolder(levels: IgnoreLevels, folder: string): IgnoreLevels {
  let text: string;
  try {
    text = fs.readFileSync(path.join(folder, '.gitignore'), 'utf8');
  } catch {
    return levels;
  }
  return [...levels, { folder, rules: ignore({ ignorecase: IGNORE_CASE }).add(text), names: namesIn(text) }];
}

/** Whether something in a folder is ignored: the innermost file with a rule for it decides. */
export function isIgnored(levels: IgnoreLevels, folder: string, name: string, isFolder: boolean): boolean {
  for (let index = levels.length - 1; index >= 0; index--) {
    const result = test(levels[index], folder, name, isFolder);
    if (result?.ignored || result?.unignored) return result.ignored;
  }
  return false;
}

/** The levels that still decide inside a folder that an inner file took back: not those that ignore it. */
export function inside(levels: IgnoreLevels, parent: string, name: string): IgnoreLevels {
  const kept = levels.filter((level) => !test(level, parent, name, true)?.ignored);
  return kept.length < levels.length ? kept : levels;
}

function test(level: Level | undefined, folder: string, name: string, isFolder: boolean): ReturnType<Ignore['test']> | undefined {
  if (!level?.names.test(name)) return undefined;
  const below = path.relative(level.folder, path.join(folder, name));
  return level.rules.test(below.split(path.sep).join('/') + (isFolder ? '/' : ''));
}

/** A rule speaks of its last part, in whatever case; one that is hard to read may speak of every name. */
function namesIn(rules: string): RegExp {
  const parts = rules.split('\n').flatMap((line) => {
    const rule = line.replace(/^\uFEFF/, '').trimEnd();
    if (rule === '' || rule.startsWith('#')) return [];
    const name = rule.replace(/^!/, '').replace(/\/+$/, '').split('/').at(-1) ?? '';
    if (name === '' || /[\\[]/.test(name)) return ['.*'];
    return [name.replace(/[.+^${}()|\]]/g, '\\$&').replace(/\*+/g, '.*').replace(/\?/g, '.')];
  });
  return new RegExp(`^(?:${parts.length > 0 ? parts.join('|') : '(?!)'})\\s*$`, 'is');
}
