import fs from 'node:fs';

/** Larger files hold no constants that somebody imports by name. */
const MAX_BYTES = 500_000;

/** Reads files that others import from, each once; what is not there or not readable is undefined. */
export function createFileReader(): (path: string) => string | undefined {
  const known = new Map<string, string | undefined>();
  return (path) => {
    if (!known.has(path)) known.set(path, textOf(path));
    return known.get(path);
  };
}

function textOf(path: string): string | undefined {
  const stat = fs.statSync(path, { throwIfNoEntry: false });
  if (!stat?.isFile() || stat.size > MAX_BYTES) return undefined;
  try {
    return fs.readFileSync(path, 'utf8');
  } catch {
    // What cannot be read leaves the imported value open.
    return undefined;
  }
}
