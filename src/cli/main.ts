import process from 'node:process';
import { version } from '../../package.json';
import { estimateCommand } from './estimateCommand';
import { MAIN_HELP } from './help';
import type { LimitSources } from './limitOptions';
import { priceCommand } from './priceCommand';
import { visibleInFull } from '../presentation/visible';
import type { CommandResult, Notices, Today } from './result';
import { schedulesCommand } from './schedulesCommand';
import { storeFaultLine } from '../presentation/storeFault';
import { plainTranslate } from '../presentation/translate';
import { StoreError } from '../stores/storeError';
import { UsageError } from './usageError';

const endings: (() => Notices)[] = [];

const today: Today = Object.assign(
  () => {
    const now = new Date();
    const two = (number: number): string => String(number).padStart(2, '0');
    return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  },
  { atEnd: (notices: () => Notices) => { endings.push(notices); } },
);

const sources = (): LimitSources => ({ env: process.env, folder: process.cwd(), now: Date.now() });

/** What only some commands need is loaded with them: a scan starts without the ledger. */
async function run([command, ...args]: readonly string[]): Promise<CommandResult> {
  switch (command) {
    case 'estimate': return await estimateCommand(args, today);
    case 'price': return priceCommand(args, today);
    case 'plan': return await (await import('./planCommand')).planCommand(args, today, sources());
    case 'schedules': return schedulesCommand(args, today);
    case 'record': return await (await import('./recordCommands')).recordCommand(args, today);
    case 'reserve': return await (await import('./recordCommands')).reserveCommand(args, today);
    case 'settle': return await (await import('./recordCommands')).settleCommand(args, today);
    case 'release': return await (await import('./recordCommands')).releaseCommand(args);
    case 'log': return await (await import('./logCommand')).logCommand(args);
    case 'budget': return await (await import('./budgetCommand')).budgetCommand(args, sources());
    case 'packages': return await (await import('./packagesCommand')).packagesCommand(args, today, sources());
    case 'optimize': return await (await import('./optimizeCommand')).optimizeCommand(args, today, sources());
    case 'account': return await (await import('./accountCommand')).accountCommand(args);
    case 'guard': return await (await import('./guardCommand')).guardCommand(args, today, sources());
    case '-v':
    case '--version': return { output: `${version}\n` };
    case 'help':
    case '-h':
    case '--help': return { output: MAIN_HELP };
    case undefined: return { output: '', errors: [MAIN_HELP.trimEnd()], exitCode: 2 };
    default: throw new UsageError(`"${command}" is not a command; use estimate, price, optimize, plan, schedules, record, reserve, settle, release, log, budget, packages, account or guard`);
  }
}

/** What JSON leaves as it is and a terminal obeys: the second set of control characters, and turns of direction. */
const TERMINAL_CONTROLS = /[\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** Prints a result; the process ends by itself when everything is written. */
function print({ output, errors = [], exitCode = 0 }: CommandResult): void {
  const notices = endings.map((ask) => ask());
  const lines = [...notices.flatMap((notice) => notice.lines.map((line) => `kling-cost: ${line}`)), ...errors].flatMap((text) =>
    text.split('\n').map(visibleInFull),
  );
  const isBadUsage = exitCode !== 1 && notices.some((notice) => notice.isBadUsage);
  process.exitCode = isBadUsage ? 2 : exitCode;
  if (lines.length > 0) process.stderr.write(lines.map((line) => `${line}\n`).join(''));
  if (output !== '') process.stdout.write(output.replace(TERMINAL_CONTROLS, escaped));
}

for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    // The reader has closed the pipe, as `head` does; it has all it wanted.
    if (error.code !== 'EPIPE') throw error;
  });
}

run(process.argv.slice(2)).then(print, (error: unknown) => {
  if (error instanceof UsageError) {
    print({ output: '', errors: [`kling-cost: ${error.message}`], exitCode: 2 });
    return;
  }
  if (error instanceof StoreError) {
    print({ output: '', errors: [`kling-cost: ${storeFaultLine(error.fault, plainTranslate)}`], exitCode: isOfDisk(error) ? 5 : 2 });
    return;
  }
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  print({ output: '', errors: [`kling-cost: internal error: ${message}`], exitCode: 1 });
});

/** Whether the log failed; else what was asked of it makes no sense. */
function isOfDisk({ fault }: StoreError): boolean {
  return 'file' in fault && fault.code !== 'notAFile';
}
