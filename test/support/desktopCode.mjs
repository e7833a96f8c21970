import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';

/** Where the application's files are, from the folder of its `code` command. */
const APPLICATION_FOLDERS = ['..', '../resources/app'];

function commandOnPath(name) {
  for (const folder of (process.env.PATH ?? '').split(path.delimiter)) {
    const file = path.join(folder, name);
    if (folder !== '' && fs.statSync(file, { throwIfNoEntry: false })?.isFile()) return file;
  }
  return undefined;
}

/**
 * The `code` command of a desktop VS Code that can show a window here, if there is one.
 * A `code` of a server or a remote terminal has no desktop main program beside its product file.
 */
export function findDesktopCode() {
  const hasScreen = process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
  // As root, VS Code wants a profile and a sandbox setting of its own.
  if (!hasScreen || process.getuid?.() === 0) return undefined;
  const command = commandOnPath(process.platform === 'win32' ? 'code.cmd' : 'code');
  if (command === undefined) return undefined;
  const bin = path.dirname(fs.realpathSync(command));
  const isDesktop = APPLICATION_FOLDERS.map((folder) => path.join(bin, folder)).some(
    (folder) => fs.existsSync(path.join(folder, 'product.json')) && fs.existsSync(path.join(folder, 'out/main.js')),
  );
  return isDesktop ? command : undefined;
}
