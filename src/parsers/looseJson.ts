import type { MappedText } from './mappedText';
import { TextBuilder, within } from './mappedText';

/** A string that does not end takes the rest of its line, so that each line is read once. */
const TOKEN =
  /\/\/[^\n]*|\/\*[^]{0,2000}?\*\/|"(?:[^"\\\n]|\\.)*"?|'((?:[^'\\\n]|\\.)*)('?)|(\.{3})|(?<![\w.$-])([A-Za-z_$][\w$]*)(?![\w.$-])|(?<=[\w"'])[ \t]*(\|)[ \t]*(?=[\w"'])/g;
const WORDS: Readonly<Record<string, string>> = { True: 'true', False: 'false', None: 'null', undefined: 'null' };

/**
 * Data as people note it down, as JSON: keys without quotes, single quotes, the constants of other languages, `...` for
 * what is left out, and `"std" | "pro"` for a choice, which becomes one string with both.
 */
export function looseJson(code: MappedText): MappedText {
  const { text } = code;
  const builder = new TextBuilder();
  let at = 0;
  const keep = (end: number): void => {
    builder.keep(text.slice(at, end), at);
    at = end;
  };
  for (const match of text.matchAll(TOKEN)) {
    const [token, single, closing, rest, word, bar] = match;
    const start = match.index;
    const put = (instead: string): void => {
      keep(start);
      builder.put(instead, start, token.length);
      at = start + token.length;
    };
    if (single !== undefined && closing === '') continue;
    if (single !== undefined) put(`"${single.replace(/\\'/g, "'").replace(/(?<!\\)"/g, '\\"')}"`);
    else if (rest !== undefined) put(' ');
    else if (word !== undefined && /^\s*:/.test(text.slice(start + token.length, start + token.length + 8))) put(`"${word}"`);
    else if (word !== undefined && WORDS[word] !== undefined) put(WORDS[word]);
    else if (bar !== undefined) put('|');
  }
  keep(text.length);
  return joinedChoices(within(code, builder.build()));
}

const CHOICE = /(?<![\w.-])(?:"[\w.-]*"|[\w.-]+)(?:\|(?:"[\w.-]*"|[\w.-]+))+/g;

function joinedChoices(code: MappedText): MappedText {
  const builder = new TextBuilder();
  let at = 0;
  for (const { 0: choice, index } of code.text.matchAll(CHOICE)) {
    if (code.text[index - 1] === '"') continue;
    builder.keep(code.text.slice(at, index), at);
    builder.put(`"${choice.replaceAll('"', '')}"`, index, choice.length);
    at = index + choice.length;
  }
  builder.keep(code.text.slice(at), at);
  return within(code, builder.build());
}
