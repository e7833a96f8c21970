import type { Endpoint } from '../../core/request/site';
import type { DocumentContent, Part } from '../language';
import { looseJson } from '../looseJson';
import { TextBuilder, excerpt, within } from '../mappedText';
import type { MappedText } from '../mappedText';
import { commandLines, continuation } from '../prompts';

/** Names of fences that are no id and no file ending of their language. */
const ALIASES: Readonly<Record<string, string>> = {
  shell: 'sh', console: 'sh', terminal: 'sh', curl: 'sh', zsh: 'sh', shellsession: 'sh', 'shell-session': 'sh', shellscript: 'sh',
  ksh: 'sh', fish: 'sh', 'bash-session': 'sh', httpie: 'sh', golang: 'go', node: 'js', nodejs: 'js', es6: 'js', deno: 'ts', bun: 'ts',
  python3: 'py', ipython: 'py', pycon: 'py', pytb: 'py', 'c#': 'cs', 'jsx-live': 'jsx', json5: 'json', 'json-doc': 'json', pwsh: 'ps1',
  'vscode-rest': 'http', rest: 'http', md: 'markdown',
};
const SHELLS = new Set(['sh', 'bash', 'ps1', 'powershell']);
const SCRIPTS = new Set(['js', 'ts', 'jsx', 'tsx', 'javascript', 'typescript', 'py', 'python']);

const FENCE = /^((?:[ \t]*>)*[ \t]*(?:(?:[-*+]|\d{1,3}[.)])[ \t]+)*)(`{3,}|~{3,})(.*)$/;
const COMMAND = /^([ \t>]*(?:(?:[-*+]|\d{1,3}[.)])[ \t]+)?)(?:\$ )?curl(?:\.exe)?[ \t]/;
const INLINE_COMMAND = /`(?:\$ )?(curl[ \t][^`]+)`/g;
const HEADING = /^ {0,3}(#{1,6})[ \t]/;
const PATH = /(\b(?:GET|DELETE|PUT|PATCH|POST)\b[`*: \t]*)?((?:https?:\/\/[\w.:-]+)?(?:\/[\w.{}:-]+){2,})/g;
const MAX_PATHS = 4;
const MAX_COMMAND_LINES = 80;

interface Line {
  readonly text: string;
  readonly start: number;
  /** The end with the line's own ending. */
  readonly end: number;
}

/** Code in fences, and curl commands outside of them; a path in the text around tells where a body may go. */
export function markdownContent(text: string): DocumentContent {
  const lines = linesOf(text);
  const parts: Part[] = [];
  const paths = new PathsAround();
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at];
    if (!line) break;
    const fence = FENCE.exec(line.text);
    if (fence) {
      const end = fenceEnd(lines, at, fence[2] ?? '');
      parts.push(...fenceParts(text, lines.slice(at + 1, end), fence[1] ?? '', fence[3] ?? '', paths));
      at = end;
      continue;
    }
    if (/^[ \t]*<!--/.test(line.text)) {
      while (at < lines.length && !lines[at]?.text.includes('-->')) at += 1;
      continue;
    }
    const command = COMMAND.exec(line.text);
    if (command) {
      const end = commandEnd(lines, at);
      parts.push({ language: 'sh', ...commandText(text, lines.slice(at, end), command), near: paths.near() });
      at = end - 1;
      continue;
    }
    for (const { 1: code = '', 0: quoted, index } of line.text.matchAll(INLINE_COMMAND)) {
      const start = line.start + index + quoted.indexOf(code);
      parts.push({ language: 'sh', ...excerpt(text, start, start + code.length), near: paths.near() });
    }
    paths.read(line);
  }
  return { roots: [], parts, problems: [] };
}

function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  let start = 0;
  for (const match of text.matchAll(/\r\n|\n|\r|$/g)) {
    const end = match.index + match[0].length;
    if (end > start) lines.push({ text: text.slice(start, match.index), start, end });
    start = end;
  }
  return lines;
}

/** The index of the line that closes a fence, or of the end. */
function fenceEnd(lines: readonly Line[], open: number, ticks: string): number {
  const close = new RegExp(`^[ \\t>]*${ticks[0] ?? ''}{${ticks.length},}[ \\t]*$`);
  for (let at = open + 1; at < lines.length; at += 1) if (close.test(lines[at]?.text ?? '')) return at;
  return lines.length;
}

function fenceParts(text: string, lines: readonly Line[], prefix: string, info: string, paths: PathsAround): Part[] {
  const quotes = prefix.split('>').length - 1;
  const indent = prefix.slice(prefix.lastIndexOf('>') + 1).length;
  const builder = new TextBuilder();
  for (const { text: content, start, end } of lines) {
    const quoted = new RegExp(`^(?:[ \\t]*>){0,${quotes}}`).exec(content)?.[0].length ?? 0;
    const spaces = /^[ \t]*/.exec(content.slice(quoted))?.[0].length ?? 0;
    const from = start + quoted + Math.min(spaces, indent);
    builder.keep(text.slice(from, end), from);
  }
  const code = builder.build();
  const language = languageOf(info, code.text);
  const near = paths.near();
  for (const line of lines) if (/^[ \t>]*(?:POST|PUT)[ \t]/.test(line.text)) paths.read(line);
  if (language === undefined) return [];
  return [{ language, ...opened(language, withoutPrompts(language, code)), near }];
}

/** Code whose language begins with a tag, which examples leave out. */
function opened(language: string, code: MappedText): MappedText {
  if (language !== 'php' || code.text.includes('<?')) return code;
  return within(code, new TextBuilder().put('<?php ', 0, 0).keep(code.text, 0).build());
}

function withoutPrompts(language: string, code: MappedText): MappedText {
  if (language === 'json' || language === 'jsonc') return looseJson(code);
  if (SHELLS.has(language)) return commandLines(code, /^\s*(?:[\w@~:/.-]*[$%]|PS[^>]*>) (?=\S)/);
  return /^>>> /m.test(code.text) ? commandLines(code, /^\s*(?:>>>|\.\.\.) ?/) : code;
}

function languageOf(info: string, code: string): string | undefined {
  const name = /^[ \t]*\{?\.?([\w#+-]+)/.exec(info)?.[1]?.toLowerCase();
  const language = name === undefined ? undefined : (ALIASES[name] ?? name);
  if (language !== undefined && SCRIPTS.has(language) && /^\s*\{\s*["']/.test(code)) return 'json';
  if (language !== undefined && !/^(?:text|txt|plaintext|plain|code|output)$/.test(language)) return language;
  if (/^\s*(?:\$ )?curl\s/.test(code)) return 'sh';
  if (/^\s*[{[]/.test(code)) return 'json';
  if (/^\s*(?:POST|PUT)\s+\S+/.test(code)) return 'http';
  if (/^\s*(?:import \w[\w., ]*$|from [\w.]+ import |(?:async )?def \w)/m.test(code)) return 'py';
  return /^\s*(?:import .* from ['"]|(?:const|let) [\w{[])/m.test(code) ? 'ts' : undefined;
}

/** The index after the last line of a command: continued by a backslash, or by a quote that is still open. */
function commandEnd(lines: readonly Line[], start: number): number {
  let quote: string | undefined;
  for (let at = start; at < Math.min(lines.length, start + MAX_COMMAND_LINES); at += 1) {
    quote = continuation(lines[at]?.text ?? '', quote);
    if (quote === undefined) return at + 1;
  }
  return start + 1;
}

function commandText(text: string, lines: readonly Line[], [, prefix = '']: RegExpExecArray): MappedText {
  const builder = new TextBuilder();
  lines.forEach(({ text: content, start, end }, index) => {
    const skipped = index === 0 ? prefix.length : (/^[ \t]*(?:>[ \t]?)*/.exec(content)?.[0].length ?? 0);
    builder.keep(text.slice(start + skipped, end), start + skipped);
  });
  return commandLines(builder.build(), /^\$ /);
}

/** The paths that the text names, as long as their section lasts. */
class PathsAround {
  #level = 0;
  #paths: { readonly level: number; readonly sent: boolean; readonly path: Endpoint }[] = [];

  read({ text, start }: Line): void {
    const heading = HEADING.exec(text)?.[1]?.length;
    if (heading !== undefined) {
      this.#level = heading;
      this.#paths = this.#paths.filter(({ level }) => level < heading);
    }
    for (const match of text.matchAll(PATH)) {
      const [, method, path = ''] = match;
      // What is only read takes no body, and what follows is about it.
      if (method !== undefined && !/^P/.test(method)) {
        this.#paths = [];
        continue;
      }
      const from = start + match.index + (method?.length ?? 0);
      const read = { level: this.#level, sent: method !== undefined, path: { text: path, span: { start: from, end: from + path.length } } };
      this.#paths = [read, ...this.#paths].slice(0, MAX_PATHS);
    }
  }

  near(): Endpoint[] {
    // In one section, where something is sent comes before what is only mentioned.
    const rank = ({ level, sent }: { level: number; sent: boolean }): number => level * 2 + Number(sent);
    return this.#paths.toSorted((a, b) => rank(b) - rank(a)).map(({ path }) => path);
  }
}
