const COMMON = `  --schedule ID          price schedule, such as kling-api or kling-credits; see kling-cost schedules
  --schedules-file PATH  price schedule of your own, a JSON file; may be given several times
  --date YYYY-MM-DD      day of the estimate; today unless given
  --package ID           resource package whose price turns units into dollars; list price unless given
  --format FORMAT        table, json, markdown or csv; table unless given
  --strict               exit with 4 when something is unpriced
  -h, --help             show this help`;

const EXITS = `Exit codes: 0 done, 1 internal error, 2 bad usage, 4 something is unpriced and --strict was given.`;

export const MAIN_HELP = `Shows what Kling requests cost, before they run.

Usage:
  kling-cost estimate <files or folders...>  price the requests written in code and JSON
  kling-cost price <feature> [options]       price one request given by its options
  kling-cost schedules                       list the price schedules with edition, source and date

Options:
  -h, --help     show this help; kling-cost <command> --help for a command's
  -v, --version  show the version

${EXITS}
`;

export const ESTIMATE_HELP = `Prices the Kling requests in files. Folders are walked; what .gitignore names, node_modules and
binary files are left out.

Usage:
  kling-cost estimate <files or folders...> [options]

Options:
${COMMON}

${EXITS}
`;

export function priceHelp(features: readonly string[]): string {
  return `Prices one request. What is not given takes the API's default.

Usage:
  kling-cost price <feature> [options]

Features:
${wrapped(features)}

Options of the request:
  --model ID             model, such as kling-v2-6
  --mode MODE            std, pro or 4k
  --tier TIER            tier of a schedule that has tiers, such as Enhanced; else as --mode
  --resolution SIZE      720p, 1080p, 1k, 2k or 4k
  --duration SECONDS     length of the video or sound
  --count NUMBER         number of images or videos
  --scene NAME           scene of a video effect
  --audio [on|off]       with sound
  --voice [on|off]       with a chosen voice
  --video-input [on|off]      with a video as input
  --reference-image [on|off]  with an image as reference
  --provider ID          who bills; kling unless given

Options:
${COMMON}

${EXITS}
`;
}

export const SCHEDULES_HELP = `Lists the price schedules with edition, first day, prices of a unit, packages and source.

Usage:
  kling-cost schedules [options]

Options:
  --schedule ID          only this schedule
  --schedules-file PATH  price schedule of your own, a JSON file; may be given several times
  --date YYYY-MM-DD      day for "in force"; today unless given
  --format FORMAT        table, json, markdown or csv; table unless given
  -h, --help             show this help
`;

function wrapped(words: readonly string[]): string {
  const lines = [''];
  for (const word of words) {
    const line = lines.at(-1) ?? '';
    if (line.length + word.length > 96) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines.map((line) => `  ${line}`).join('\n');
}
