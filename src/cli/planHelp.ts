import { listed } from './help';
import type { Option } from './help';
import { LIMIT_HELP } from './limitOptions';

const OPTIONS: readonly Option[] = [
  ['--feature FEATURE', 'what rows ask for that do not tell; text2video unless given'],
  ['--model ID', 'model of rows that tell none; so with --mode, --resolution, --duration, --count, --audio, --voice'],
  ['--copies NUMBER', 'how often each row is sent; 1 unless given'],
  ['--provider ID', 'who bills rows that do not tell; unless given, kling or whom the chosen schedule is for'],
  ...LIMIT_HELP,
  ['--reserve [all|fitting]', 'set it aside in the usage log in one step: all of it or nothing, or what fits of it; all unless told'],
  ['--ttl MINUTES', 'when what is reserved counts as spent; 1440 minutes, a day, unless given'],
  ['--release ID', 'give back what is still reserved of a plan; with --reason TEXT, and --format json or table'],
  ['--usage-log PATH', 'the usage log; unless given, that of .vscode/settings.json, else kling_usage.jsonl'],
  ['--schedule ID', 'price schedule, such as kling-api or kling-credits; see kling-cost schedules'],
  ['--schedules-file PATH', 'price schedule of your own, a JSON file; may be given several times'],
  ['--date YYYY-MM-DD', 'day of the estimate; today unless given'],
  ['--package ID', 'resource package whose price turns units into dollars, and whose concurrency is used'],
  ['--format FORMAT', 'table, json, markdown or csv; table unless given'],
  ['--strict', 'exit with 4 when something is unpriced'],
  ['-h, --help', 'show this help'],
];

export const PLAN_HELP = `Prices a whole batch before it is sent, and holds it against what is left of the limits and packages: what
fits by priority, where the money ends, and what would make it fit.

Usage:
  kling-cost plan <lists, files or folders...> [options]
  kling-cost plan --release <id>

A list is a file of prompts: .csv, .tsv, .json, .jsonl or, one prompt a line, .txt. Columns and keys are
prompt, feature, provider, model, mode, resolution, duration, audio, voice, count, copies and priority (the
higher, the sooner). What a row or a request in code tells goes before the options. Other files and folders
are searched for requests.

Options:
${listed(OPTIONS)}

Limits that are not given are those of KLING_COST_DAILY and KLING_COST_MONTHLY, else of .vscode/settings.json.

Exit codes: 0 it fits, 1 internal error, 2 bad usage, or a list, row, path or schedule file that is not
right, 3 it does not fit, or nobody can say that it does, 4 something is unpriced and --strict was given,
5 the usage log cannot be read or written.
`;
