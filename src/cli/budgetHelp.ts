import { listed } from './help';
import type { Option } from './help';
import { LIMIT_HELP } from './limitOptions';

const HELP: Option = ['-h, --help', 'show this help'];
const LOG: Option = ['--usage-log PATH', 'the usage log; unless given, that of .vscode/settings.json, else kling_usage.jsonl'];

const EXITS = `Exit codes: 0 done, 1 internal error, 2 bad usage, or a setting or package that is not right,
5 the usage log cannot be read.`;

export const BUDGET_HELP = `Shows where the limits of day and month stand, and the month's usage by model and project.

Usage:
  kling-cost budget [options]

Options:
${listed([...LIMIT_HELP, LOG, ['--format FORMAT', 'table, json, markdown or csv; table unless given'], HELP])}

Limits that are not given are those of KLING_COST_DAILY and KLING_COST_MONTHLY, else of
klingCost.budget.daily and klingCost.budget.monthly in .vscode/settings.json.

${EXITS}
`;

export const PACKAGES_HELP = `Shows what is left of the resource packages that klingCost.packages in .vscode/settings.json lists, when
they expire, and what will expire unused at the current pace.

Usage:
  kling-cost packages [options]

Options:
${listed([
  LOG,
  ['--time-zone ZONE', 'time zone of days, such as Europe/Berlin; the machine\'s unless told'],
  ['--schedule ID', 'price schedule whose packages are meant where several have one of a name'],
  ['--schedules-file PATH', 'price schedule of your own, a JSON file; may be given several times'],
  ['--format FORMAT', 'table, json, markdown, csv, or ics for a calendar with the days of expiry; table unless given'],
  HELP,
])}

${EXITS}
`;
