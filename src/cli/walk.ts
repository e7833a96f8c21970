import fs from 'node:fs';
import path from 'node:path';
import binaryExtensions from 'binary-extensions';
import { inside, isIgnored, outerLevels, withFolder } from './ignoreRules';
import type { IgnoreLevels } from './ignoreRules';
import { pathIn } from './pathIn';

/** A file to be read, or to be named because it cannot be. */
export interface WalkedFile {
  /** As it is shown: from where the command runs, with slashes. */
  readonly path: string;
  readonly absolute: string;
  /** Whether the user named this file, rather than a folder around it. */
  readonly named: boolean;
  /** Whether another path may lead to the same file. */
  readonly link: boolean;
  readonly problem?: WalkProblem;
}

export type WalkProblem = { readonly kind: 'binary' } | { readonly kind: 'unreadable'; readonly error: unknown };

/** The files of one folder that are worth reading: plain files, by name. */
export interface WalkedFolder {
  /** As it is shown; empty for where the command runs. */
  readonly path: string;
  readonly absolute: string;
  readonly names: readonly string[];
}

/** Tells the files that are worth reading, by the ending of their name. */
type Wanted = (name: string) => boolean;

const SKIPPED = new Set(['.git', 'node_modules']);
const BINARY: ReadonlySet<string> = new Set(binaryExtensions);

/**
 * Walks the given paths. Folders with wanted files go to `found`, as they are met; there may be very many. What comes
 * back are the others: files that the user named, links, and files that cannot be read. `.gitignore` files, `.git`
 * and `node_modules` are honoured below folders; links to folders are not followed.
 */
export function walk(targets: readonly string[], wanted: Wanted, found: (folder: WalkedFolder) => void): WalkedFile[] {
  const files: WalkedFile[] = [];
  const kindOfName = createKindOfName(wanted);
  for (const target of targets) {
    const absolute = path.resolve(target);
    const shown = slashes(path.normalize(target)).replace(/(?<=.)\/$/, '');
    const named = { path: shown, absolute, named: true, link: true };
    let isFolder: boolean;
    try {
      isFolder = fs.statSync(absolute).isDirectory();
    } catch (error) {
      files.push({ ...named, problem: { kind: 'unreadable', error } });
      continue;
    }
    if (isFolder) {
      // Under its real name, a file that is no link has one path only.
      const folder = realPath(absolute);
      walkFolder(folder, shown === '.' ? '' : shown, outerLevels(folder), { kindOfName, found, files });
    } else files.push(named);
  }
  return files;
}

/** Each file once, under its own name rather than under a link to it, and under the first of several names; sorted by path. */
export function eachOnce(files: readonly WalkedFile[]): WalkedFile[] {
  const seen = new Set<string>();
  const known = files.map((file) => ({ file, real: file.link ? realPath(file.absolute) : file.absolute })).sort(byPath);
  const own = known.filter(({ file, real }) => real === file.absolute);
  const links = known.filter(({ file, real }) => real !== file.absolute);
  return [...own, ...links]
    .filter(({ real }) => {
      const id = fileId(real);
      return !seen.has(id) && seen.add(id);
    })
    .sort(byPath)
    .map(({ file }) => file);
}

function byPath({ file: a }: { file: WalkedFile }, { file: b }: { file: WalkedFile }): number {
  return a.path < b.path ? -1 : Number(a.path > b.path);
}

/** What tells one file from all others: its path, or its place on the disk where it has several names (hard links). */
function fileId(real: string): string {
  try {
    const stat = fs.statSync(real, { bigint: true });
    return stat.isFile() && stat.nlink > 1n && stat.ino > 0n ? `${stat.dev}:${stat.ino}` : real;
  } catch {
    return real;
  }
}

/** The path at which something in a folder is shown. */
export function shownPath(folder: string, name: string): string {
  return folder === '' || folder.endsWith('/') ? folder + name : `${folder}/${name}`;
}

type NameKind = 'wanted' | 'binary' | 'skipped';

interface Walk {
  readonly kindOfName: (name: string) => NameKind;
  readonly found: (folder: WalkedFolder) => void;
  readonly files: WalkedFile[];
}

function walkFolder(folder: string, shown: string, outer: IgnoreLevels, walking: Walk): void {
  let entries: fs.Dirent[];
  try {
    entries = fs.readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    walking.files.push({ path: shown || '.', absolute: folder, named: false, link: false, problem: { kind: 'unreadable', error } });
    return;
  }
  const levels = entries.some(({ name }) => name === '.gitignore') ? withFolder(outer, folder) : outer;
  const names: string[] = [];
  const folders: string[] = [];
  for (const entry of entries) {
    const { name } = entry;
    const kind = kindOf(entry, walking.kindOfName);
    if (kind === 'skipped' || isIgnored(levels, folder, name, kind === 'folder')) continue;
    if (kind === 'folder') folders.push(name);
    else if (kind === 'wanted') names.push(name);
    else walking.files.push(...otherFile(entry, folder, shown, walking.kindOfName));
  }
  if (names.length > 0) walking.found({ path: shown, absolute: folder, names });
  for (const name of folders) walkFolder(pathIn(folder, name), shownPath(shown, name), inside(levels, folder, name), walking);
}

function kindOf(entry: fs.Dirent, kindOfName: Walk['kindOfName']): 'folder' | 'link' | NameKind {
  if (entry.isFile()) return kindOfName(entry.name);
  if (SKIPPED.has(entry.name)) return 'skipped';
  return entry.isDirectory() ? 'folder' : entry.isSymbolicLink() ? 'link' : 'skipped';
}

/** What is known of a link, or of a file that is binary by its ending. */
function otherFile(entry: fs.Dirent, folder: string, shown: string, kindOfName: Walk['kindOfName']): WalkedFile[] {
  const link = entry.isSymbolicLink();
  const file: WalkedFile = { path: shownPath(shown, entry.name), absolute: pathIn(folder, entry.name), named: false, link };
  try {
    if (link && !fs.statSync(file.absolute).isFile()) return [];
  } catch (error) {
    return [{ ...file, problem: { kind: 'unreadable', error } }];
  }
  const kind = kindOfName(entry.name);
  return kind === 'wanted' ? [file] : kind === 'binary' ? [{ ...file, problem: { kind } }] : [];
}

/** What a file is by its name. There are many files and few endings, so what was said of an ending is remembered. */
function createKindOfName(wanted: Wanted): Walk['kindOfName'] {
  const known = new Map<string, NameKind>();
  const kindOf = (name: string): NameKind =>
    wanted(name) ? 'wanted' : BINARY.has(path.extname(name).slice(1).toLowerCase()) ? 'binary' : 'skipped';
  return (name) => {
    const dot = name.indexOf('.');
    if (dot === 0) return kindOf(name);
    const ending = dot < 0 ? '' : name.slice(dot);
    const kind = known.get(ending) ?? kindOf(name);
    known.set(ending, kind);
    return kind;
  };
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

export function slashes(text: string): string {
  return text.split(path.sep).join('/');
}
