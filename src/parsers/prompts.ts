import type { MappedText } from './mappedText';
import { TextBuilder, within } from './mappedText';

/** The commands of a terminal's transcript: lines after a prompt and what continues them, without the output. */
export function commandLines(code: MappedText, prompt: RegExp): MappedText {
  const builder = new TextBuilder();
  let quote: string | undefined;
  let prompted = false;
  for (const match of code.text.matchAll(/[^\n]*(?:\n|$)/g)) {
    const [line] = match;
    const typed = prompt.exec(line);
    if (typed === null && quote === undefined) continue;
    prompted ||= typed !== null;
    const skipped = typed?.[0].length ?? 0;
    quote = continuation(line.slice(skipped), typed === null ? quote : undefined);
    builder.keep(line.slice(skipped), match.index + skipped);
  }
  if (!prompted) return code;
  return within(code, builder.build());
}

/** How a command goes on after a line of it: within this quote, or after a backslash (''); undefined when it ends. */
export function continuation(line: string, before: string | undefined): string | undefined {
  let quote = before ?? '';
  for (let at = 0; at < line.length; at += 1) {
    const char = line[at] ?? '';
    if (char === '\\' && quote !== "'") at += 1;
    else if (quote === '' ? char === '"' || char === "'" : char === quote) quote = quote === '' ? char : '';
  }
  return quote !== '' || /\\\r?\n?$/.test(line) ? quote : undefined;
}
