export type Option = readonly [name: string, text: string];

const HELP: Option = ['-h, --help', 'show this help'];
const FORMAT: Option = ['--format FORMAT', 'table, json, markdown or csv; table unless given'];
const FILES: Option = ['--schedules-file PATH', 'price schedule of your own, a JSON file; may be given several times'];

const COMMON: readonly Option[] = [
  ['--schedule ID', 'price schedule, such as kling-api or kling-credits; see kling-cost schedules'],
  FILES,
  ['--date YYYY-MM-DD', 'day of the estimate; today unless given'],
  ['--package ID', 'resource package whose price turns units into dollars; see kling-cost schedules'],
  FORMAT,
  ['--strict', 'exit with 4 when something is unpriced'],
  HELP,
];

const REQUEST: readonly Option[] = [
  ['--model ID', 'model, such as kling-v2-6'],
  ['--mode MODE', 'std, pro or 4k'],
  ['--tier TIER', 'tier of a schedule that has tiers, such as Enhanced; else as --mode'],
  ['--resolution SIZE', '720p, 1080p, 1k, 2k or 4k'],
  ['--duration SECONDS', 'length of the video or sound'],
  ['--count NUMBER', 'number of images or videos'],
  ['--scene NAME', 'scene of a video effect'],
  ['--audio [on|off]', 'with sound'],
  ['--voice [on|off]', 'with a chosen voice'],
  ['--video-input [on|off]', 'with a video as input'],
  ['--reference-image [on|off]', 'with an image as reference'],
  ['--provider ID', 'who bills; unless given, kling or whom the chosen schedule is for'],
];

const SCHEDULES: readonly Option[] = [
  ['--schedule ID', 'only this schedule'],
  FILES,
  ['--date YYYY-MM-DD', 'day for "in force"; today unless given'],
  FORMAT,
  HELP,
];

const ACCOUNT: readonly Option[] = [
  ['--usage-log PATH', 'the usage log; unless given, that of .vscode/settings.json, else kling_usage.jsonl'],
  ['--since TIME', 'import: from this day of yours, such as 2026-11-21, or this time on; 400 days ago unless given'],
  ['--dry-run', 'import: show what would be written, and write nothing'],
  ['--base-url ADDRESS', 'address of the API that gets the key; https://api-singapore.klingai.com unless given'],
  FORMAT,
  HELP,
];

const EXITS = `Exit codes: 0 done, 1 internal error, 2 bad usage or a path or schedule file that is not right,
4 something is unpriced and --strict was given.`;

const ALL_EXITS = `Exit codes: 0 done, 1 internal error, 2 bad usage or a path or schedule file that is not right,
3 over a limit that stops, 4 something is unpriced and --strict was given, 5 the usage log cannot be
read or written, 6 Kling's account API did not answer as documented.`;

export const MAIN_HELP = `Shows what Kling requests cost, before they run.

Usage:
  kling-cost estimate <files or folders...>  price the requests written in code and JSON
  kling-cost price <feature> [options]       price one request given by its options
  kling-cost plan <lists or folders...>      price a batch, and hold it against limits and packages
  kling-cost optimize [files or folders...]  show cheaper ways for the requests, with what each saves
  kling-cost schedules                       list the price schedules with edition, source and date
  kling-cost record [options]                book a charge in the usage log
  kling-cost reserve [options]               set an amount aside, if it fits under the limits
  kling-cost settle <id>                     book what a reserved request was charged
  kling-cost release <id>                    give back what was reserved
  kling-cost log                             show the usage log
  kling-cost budget                          show where the limits stand, and usage by model and project
  kling-cost packages                        show what is left of bought packages, and what will expire unused
  kling-cost account <sync|import>           what Kling says is left and was charged, beside the usage log
  kling-cost guard [options]                 stand before Kling's API, and refuse requests that do not fit under the limits

Options:
  -h, --help     show this help; kling-cost <command> --help for a command's
  -v, --version  show the version

${ALL_EXITS}
`;

export const ESTIMATE_HELP = `Prices the Kling requests in files. Folders are walked; what .gitignore names, node_modules and
binary files are left out.

Usage:
  kling-cost estimate <files or folders...> [options]

Options:
${listed(COMMON)}

${EXITS}
`;

export function priceHelp(features: readonly string[]): string {
  return `Prices one request. What is not given takes the API's default.

Usage:
  kling-cost price <feature> [options]

Features:
${wrapped(features)}

Options of the request:
${listed(REQUEST, COMMON)}

Options:
${listed(COMMON, REQUEST)}

${EXITS}
`;
}

export const SCHEDULES_HELP = `Lists the price schedules with edition, first day, price of a unit and source, and their packages with
id and price. As markdown or json also billing rules, where sources disagree, and what no source tells.

Usage:
  kling-cost schedules [options]

Options:
${listed(SCHEDULES)}
`;

export const ACCOUNT_HELP = `Asks Kling's account API what is left and what was charged, and shows it beside the usage log.

Usage:
  kling-cost account sync [options]    what Kling says is left in each resource package, and what was logged since
  kling-cost account import [options]  the charges of tasks, matched to the log by task id: open entries are settled,
                                       others corrected, and tasks that the log does not know recorded

Options:
${listed(ACCOUNT)}

Environment:
  KLING_API_KEY                        a key of Kling's API; it is sent to the address of the API and nowhere else
  KLING_ACCESS_KEY, KLING_SECRET_KEY   the older pair of keys, from which a token is made; used when there is no KLING_API_KEY

Kling is asked once a second at most. What it says of packages is kept for an hour in the user's cache folder.

Exit codes: 0 done, 1 internal error, 2 bad usage, 5 the usage log cannot be read or written,
6 Kling's account API did not answer as documented.
`;

/** Options with their texts in one column; it also leaves room for the options of a list beside it. */
export function listed(options: readonly Option[], beside: readonly Option[] = []): string {
  const width = Math.max(...[...options, ...beside].map(([name]) => name.length));
  return options.map(([name, text]) => `  ${name.padEnd(width)}  ${text}`).join('\n');
}

function wrapped(words: readonly string[]): string {
  const lines = [''];
  for (const word of words) {
    const line = lines.at(-1) ?? '';
    if (line.length + word.length > 96) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines.map((line) => `  ${line}`).join('\n');
}
