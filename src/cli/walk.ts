import fs from 'node:fs';
import path from 'node:path';
import binaryExtensions from 'binary-extensions';
import { inside, isIgnored, outerLevels, withFolder } from './ignoreRules';
import type { IgnoreLevels } from './ignoreRules';

/** A file to be read, or to be named because it cannot be. */
export interface WalkedFile {
  /** As it is shown: from where the command runs, with slashes. */
  readonly path: string;
  readonly absolute: string;
  /** Whether the user named this file, rather than a folder around it. */
  readonly named: boolean;
  readonly problem?: WalkProblem;
}

export type WalkProblem = { readonly kind: 'binary' } | { readonly kind: 'unreadable'; readonly error: unknown };

const SKIPPED = new Set(['.git', 'node_modules']);
const BINARY: ReadonlySet<string> = new Set(binaryExtensions);

/**
 * The files below the given paths, sorted by path, each once. `.gitignore` files, `.git` and `node_modules` are
 * honoured below folders; links to folders are not followed. `wanted` tells the files that are worth reading.
 */
export function walk(targets: readonly string[], wanted: (name: string) => boolean): WalkedFile[] {
  const files = targets.flatMap((target) => walkTarget(target, wanted));
  const seen = new Set<string>();
  const own = files.filter(({ absolute }) => !isLink(absolute));
  const links = files.filter(({ absolute }) => isLink(absolute));
  // A file is counted once, under its own name rather than under a link to it.
  return [...own, ...links]
    .filter(({ absolute }) => {
      const real = realPath(absolute);
      return !seen.has(real) && seen.add(real);
    })
    .sort((a, b) => (a.path < b.path ? -1 : Number(a.path > b.path)));
}

function walkTarget(target: string, wanted: (name: string) => boolean): WalkedFile[] {
  const absolute = path.resolve(target);
  const shown = slashes(path.normalize(target)).replace(/(?<=.)\/$/, '');
  try {
    if (!fs.statSync(absolute).isDirectory()) return [{ path: shown, absolute, named: true }];
  } catch (error) {
    return [{ path: shown, absolute, named: true, problem: { kind: 'unreadable', error } }];
  }
  const files: WalkedFile[] = [];
  walkFolder(absolute, shown === '.' ? '' : shown, outerLevels(absolute), wanted, files);
  return files;
}

function walkFolder(
  folder: string,
  shown: string,
  outer: IgnoreLevels,
  wanted: (name: string) => boolean,
  files: WalkedFile[],
): void {
  let entries: fs.Dirent[];
  try {
    entries = fs.readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    files.push({ path: shown || '.', absolute: folder, named: false, problem: { kind: 'unreadable', error } });
    return;
  }
  const levels = withFolder(outer, folder);
  for (const entry of entries) {
    const absolute = path.join(folder, entry.name);
    const at = shown === '' ? entry.name : `${shown.replace(/\/$/, '')}/${entry.name}`;
    if (SKIPPED.has(entry.name) || isIgnored(levels, absolute, entry.isDirectory())) continue;
    if (entry.isDirectory()) walkFolder(absolute, at, inside(levels, absolute), wanted, files);
    else files.push(...walkFile(entry, at, absolute, wanted));
  }
}

function walkFile(entry: fs.Dirent, shown: string, absolute: string, wanted: (name: string) => boolean): WalkedFile[] {
  const file = { path: shown, absolute, named: false };
  if (entry.isSymbolicLink()) {
    try {
      if (!fs.statSync(absolute).isFile()) return [];
    } catch (error) {
      return [{ ...file, problem: { kind: 'unreadable', error } }];
    }
  } else if (!entry.isFile()) return [];
  if (wanted(entry.name)) return [file];
  const extension = path.extname(entry.name).slice(1).toLowerCase();
  return BINARY.has(extension) ? [{ ...file, problem: { kind: 'binary' } }] : [];
}

export function isLink(absolute: string): boolean {
  return fs.lstatSync(absolute, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
}

function realPath(absolute: string): string {
  try {
    return fs.realpathSync(absolute);
  } catch {
    return absolute;
  }
}

function slashes(text: string): string {
  return text.split(path.sep).join('/');
}
