import * as fs from 'node:fs';

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

/** The memory in use of the extension host that this process has started, in megabytes. */
export function extensionHostMegabytes(): number {
  const all = fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap((name) => processAt(Number(name)));
  const parents = new Map(all.map(({ pid, parent }) => [pid, parent]));
  const isOurs = (pid: number | undefined): boolean => pid !== undefined && (pid === process.pid || isOurs(parents.get(pid)));
  const host = all.find(({ pid, command }) => command.includes('--type=extensionHost') && isOurs(pid));
  if (!host) return NaN;
  const [, resident = '0'] = fs.readFileSync(`/proc/${String(host.pid)}/statm`, 'utf8').split(' ');
  return (Number(resident) * 4096) / 1e6;
}

function processAt(pid: number): Process[] {
  try {
    const parent = /\) \S (\d+)/.exec(fs.readFileSync(`/proc/${String(pid)}/stat`, 'utf8'))?.[1];
    return [{ pid, parent: Number(parent), command: fs.readFileSync(`/proc/${String(pid)}/cmdline`, 'utf8') }];
  } catch {
    // It has ended meanwhile.
    return [];
  }
}
