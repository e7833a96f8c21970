import { RULE_IDS } from '../core/optimizer/optimize';

import { CONTENTS, PLATFORMS } from '../core/optimizer/wishLists';
import { listed } from './help';

export const OPTIMIZE_HELP = `Shows cheaper ways for the Kling requests in files, the largest saving first: what each saves by the price
schedule, what is given up, and what all that can be done together saves. Nothing is changed.

Usage:
  kling-cost optimize [files or folders...] [options]

Options:
${listed([
  ['--platform NAME', `no more pixels than it shows: ${PLATFORMS.join(', ')}`],
  ['--content KIND', `no more seconds than it uses: ${CONTENTS.join(', ')}`],
  ['--quality QUALITY', 'the cheapest model of this quality: 720p, 1080p, 4k, or a tier such as Enhanced'],
  ['--budget AMOUNT', 'the most that one request may cost, such as 0.50usd or 3units'],
  ['--volume AMOUNT', 'what is planned in all, such as 30000units, for packages; what the requests take unless given'],
  ['--skip-rule ID', 'leaves a rule out; may be given several times'],
  ['--usage-log PATH', 'the usage log, for requests that were made before; that of .vscode/settings.json, else kling_usage.jsonl'],
  ['--schedule ID', 'price schedule, such as kling-api or kling-credits'],
  ['--schedules-file PATH', 'price schedule of your own, a JSON file; may be given several times'],
  ['--date YYYY-MM-DD', 'day of the prices; today unless given'],
  ['--package ID', 'resource package whose price turns units into dollars'],
  ['--format FORMAT', 'table, json, markdown or csv; table unless given'],
  ['-h, --help', 'show this help'],
])}

Rules:
  ${RULE_IDS.join(', ')}

Exit codes: 0 done, 1 internal error, 2 bad usage or a path or schedule file that is not right,
5 the usage log cannot be read.
`;
