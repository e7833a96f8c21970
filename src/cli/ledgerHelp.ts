import { listed } from './help';
import type { Option } from './help';
import { LIMIT_HELP } from './limitOptions';

const HELP: Option = ['-h, --help', 'show this help'];
const LOG: Option = ['--usage-log PATH', 'the usage log; unless given, that of .vscode/settings.json, else kling_usage.jsonl'];
const ACKNOWLEDGED: Option = ['--format FORMAT', 'json, one line, or table, a sentence; json unless given'];
const TASK: Option = ['--task-id ID', 'the task at Kling; what is written for one task counts once'];

const AMOUNT: readonly Option[] = [
  ['--units NUMBER', 'units of the API'],
  ['--pool NAME', 'which units, such as image; video unless given'],
  ['--credits NUMBER', 'credits of the app, instead of units'],
  ['--usd NUMBER', 'dollars, instead of units or beside them; list price of the units unless given'],
];

const REQUEST: readonly Option[] = [
  TASK,
  ['--model ID', 'model, such as kling-v2-6'],
  ['--mode MODE', 'mode, such as pro'],
  ['--duration SECONDS', 'length of the video or sound'],
  ['--prompt TEXT', 'only a digest of it is kept, unless klingCost.usageLog.prompt in .vscode/settings.json is preview'],
  ['--feature NAME', 'feature, such as text2video'],
  ['--provider ID', 'who bills; kling unless given'],
  ['--project NAME', 'project; the name of this folder unless given'],
];

const EXITS = `Exit codes: 0 done and on disk, 1 internal error, 2 bad usage or an id that is not in the log,
5 the usage log cannot be read or written.`;

export const RECORD_HELP = `Books a charge in the usage log.

Usage:
  kling-cost record --task-id T --units U [options]

Options:
${listed([...AMOUNT, ...REQUEST, LOG, ACKNOWLEDGED, HELP])}

${EXITS}
`;

export const RESERVE_HELP = `Sets an amount aside before a request is sent, if it fits under the limits. No other program can reserve in
between. Settle it when the request is done, release it when it failed.

Usage:
  kling-cost reserve --units U [options]

Options:
${listed([...AMOUNT, ...REQUEST, ['--ttl MINUTES', 'how long it is set aside; then it counts as spent until it is settled; 60 unless given'], ...LIMIT_HELP, LOG, ACKNOWLEDGED, HELP])}

Limits that are not given are those of KLING_COST_DAILY and KLING_COST_MONTHLY, else of .vscode/settings.json.

Exit codes: 0 set aside and on disk, 1 internal error, 2 bad usage, 3 over a limit that stops,
5 the usage log cannot be read or written.
`;

export const SETTLE_HELP = `Books what a request was charged, in the period it was reserved in. Without an amount, what was reserved.

Usage:
  kling-cost settle <id or task id> [options]

Options:
${listed([...AMOUNT, ['--task-id ID', 'the task at Kling, where it was not known before'], LOG, ACKNOWLEDGED, HELP])}

${EXITS}
`;

export const RELEASE_HELP = `Gives back what was reserved: the request failed, and Kling charges only success.

Usage:
  kling-cost release <id or task id> [options]

Options:
${listed([['--reason TEXT', 'why'], LOG, ACKNOWLEDGED, HELP])}

${EXITS}
`;

export const LOG_HELP = `Shows the entries of the usage log, each once, and the lines that cannot be read.

Usage:
  kling-cost log [options]

Options:
${listed([
    ['--since TIME', 'from this day of yours, such as 2026-11-21, or this time, such as 2026-11-21T11:03:37Z, on'],
    ['--until TIME', 'to the end of this day, or before this time'],
    ['--model ID', 'only entries of this model'],
    ['--project NAME', 'only entries of this project'],
    LOG,
    ['--format FORMAT', 'table, json, markdown or csv; table unless given'],
    HELP,
  ])}

${EXITS}
`;
