import { listed } from './help';
import type { Option } from './help';
import { LIMIT_HELP } from './limitOptions';

const OPTIONS: readonly Option[] = [
  ['--port NUMBER', 'port of 127.0.0.1 to listen on; 8787 unless told, 0 for any that is free'],
  ['--upstream ADDRESS', 'where requests go; https://api-singapore.klingai.com unless told; https://queue.fal.run may be added'],
  ...LIMIT_HELP,
  ['--max-units-per-request N', 'refuse a request that takes more: 10 video units, or 10,500image-units; others are then refused'],
  ['--models IDS', 'only these models, or features such as lip-sync, may be asked for: kling-v2-6,kling-v3'],
  ['--unpriced ACTION', 'what happens to a request whose price nobody knows: refuse or allow; refuse unless told'],
  ['--poll', 'ask for tasks that nobody else asks for, with the key of the last request, KLING_API_KEY or FAL_KEY'],
  ['--concurrency NUMBER', 'let only so many tasks run at once, or as many as your package allows: package; 100 requests may wait for a minute; it polls too'],
  ['--duplicates ACTION', 'what happens to the same request again: warn, refuse, or reuse to answer with its task'],
  ['--duplicates-window MINUTES', 'for how long that is; 10 unless told'],
  ['--project NAME', 'what entries are booked under; the name of the folder unless told'],
  ['--usage-log PATH', 'the usage log; unless given, that of .vscode/settings.json, else kling_usage.jsonl'],
  ['--schedule ID', 'price schedule; see kling-cost schedules'],
  ['--schedules-file PATH', 'price schedule of your own, a JSON file; may be given several times'],
  ['--package ID', 'resource package whose price turns units into dollars'],
  ['-h, --help', 'show this help'],
];

export const GUARD_HELP = `Stands before Kling's API on this machine: what a request costs is reserved in the usage log before it is
sent, and a request that does not fit under the limits is refused with HTTP 402 and never reaches Kling.
Give your program its address as the base URL. Reading, and what is known to be free, passes through.

Usage:
  kling-cost guard [options]

Options:
${listed(OPTIONS)}

What a task was charged is booked when an answer about it passes through, or when a callback that you have
received is handed on to POST /.kling-cost/callback. Keys are passed on and never shown; only where it polls
is the last one kept, in memory. It listens on 127.0.0.1 only. End it with Ctrl-C.

Limits that are not given are those of KLING_COST_DAILY and KLING_COST_MONTHLY, else of .vscode/settings.json.

Exit codes: 0 ended, 1 internal error, 2 bad usage, 5 the usage log cannot be read.
`;
