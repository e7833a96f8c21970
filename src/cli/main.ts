import process from 'node:process';
import { version } from '../../package.json';
import { estimateCommand } from './estimateCommand';
import { MAIN_HELP } from './help';
import { priceCommand } from './priceCommand';
import type { CommandResult } from './result';
import { schedulesCommand } from './schedulesCommand';
import { UsageError } from './usageError';

function today(): string {
  const now = new Date();
  const two = (number: number): string => String(number).padStart(2, '0');
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

async function run([command, ...args]: readonly string[]): Promise<CommandResult> {
  switch (command) {
    case 'estimate': return await estimateCommand(args, today);
    case 'price': return priceCommand(args, today);
    case 'schedules': return schedulesCommand(args, today);
    case '-v':
    case '--version': return { output: `${version}\n` };
    case 'help':
    case '-h':
    case '--help': return { output: MAIN_HELP };
    case undefined: return { output: '', errors: [MAIN_HELP.trimEnd()], exitCode: 2 };
    default: throw new UsageError(`"${command}" is not a command; use estimate, price or schedules`);
  }
}

/** Prints a result; the process ends by itself when everything is written. */
function print({ output, errors = [], exitCode = 0 }: CommandResult): void {
  process.exitCode = exitCode;
  if (errors.length > 0) process.stderr.write(errors.map((line) => `${line}\n`).join(''));
  if (output !== '') process.stdout.write(output);
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
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  print({ output: '', errors: [`kling-cost: internal error: ${message}`], exitCode: 1 });
});
