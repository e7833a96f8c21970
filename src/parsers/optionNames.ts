/** Where command lines and schemas give an option its default. */
const OPTION_CALLS = /\b(?:add_argument|add_option|option|default)\s*\(|\bdefault_value\w*\s*=/g;
const MAX_OPTION_CALLS = 50;

/** `--video-mode`, `-m, --video-mode <mode>` and `video_mode` are one option. */
export function optionKey(name: string): string {
  const long = /--([\w-]+)/.exec(name)?.[1] ?? name;
  return long.replace(/\W|_/g, '').toLowerCase();
}

/** The places of a text that give an option its default. */
export function optionPlaces(text: string): number[] {
  return [...text.matchAll(OPTION_CALLS)].slice(0, MAX_OPTION_CALLS).map(({ index }) => index);
}
