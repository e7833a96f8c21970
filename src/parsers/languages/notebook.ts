import { findNodeAtLocation, parseTree } from 'jsonc-parser';
import type { Node } from 'jsonc-parser';
import { isTooDeep } from '../depth';
import { decodeJsonString } from '../jsonReader';
import { defineLanguage } from '../language';
import type { DocumentContent, Part } from '../language';
import { TextBuilder, joined, within } from '../mappedText';
import type { MappedText } from '../mappedText';
import { continuation } from '../prompts';

/** Jupyter notebooks as files. In an editor each cell is a document of its own. */
export const notebook = defineLanguage({
  id: 'ipynb',
  languageIds: [],
  extensions: ['.ipynb'],
  syntax: { kind: 'document', read },
});

/** Cells that say in their first line what they are written in. */
const CELL_MAGIC = /^%%(?:script[ \t]+)?(\w+)(?:[ \t]+([^\s-]\S*))?[^\n]*(?:\n|$)/;
const CELL_LANGUAGES: Readonly<Record<string, string>> = {
  bash: 'sh', sh: 'sh', zsh: 'sh', javascript: 'js', js: 'js', html: 'html', ruby: 'rb', python: 'py', python3: 'py', markdown: 'md',
};

function read(text: string): DocumentContent {
  const root = isTooDeep(text) ? undefined : parseTree(text);
  const cells = root && (nodesAt(root, ['cells']) ?? nodesAt(root, ['worksheets', 0, 'cells']));
  if (!root || !cells) return { roots: [], parts: [], problems: [] };
  const kernel = textAt(root, ['metadata', 'language_info', 'name']) ?? textAt(root, ['metadata', 'kernelspec', 'language']);
  const parts: Part[] = [];
  const code = new Map<string, MappedText[]>();
  for (const cell of cells) {
    const source = findNodeAtLocation(cell, ['source']) ?? findNodeAtLocation(cell, ['input']);
    if (!source) continue;
    const written = sourceOf(text, source);
    const kind = textAt(cell, ['cell_type']);
    if (kind === 'markdown') parts.push({ language: 'md', ...written });
    if (kind !== 'code') continue;
    const language = textAt(cell, ['metadata', 'vscode', 'languageId']) ?? kernel ?? 'python';
    const magic = CELL_MAGIC.exec(written.text);
    const other = magic ? languageOfMagic(magic[1] ?? '', magic[2] ?? '') : undefined;
    if (magic && other !== undefined) {
      const rest = new TextBuilder().keep(written.text.slice(magic[0].length), magic[0].length).build();
      parts.push({ language: other, ...within(written, rest) });
      continue;
    }
    const { lines, commands } = splitLines(written);
    code.set(language, [...(code.get(language) ?? []), lines]);
    for (const command of commands) parts.push({ language: 'sh', ...command });
  }
  // Cells share their names: one cell's constant is used in the next.
  for (const [language, texts] of code) parts.push({ language: language.toLowerCase(), ...joined(texts) });
  return { roots: [], parts, problems: [] };
}

function languageOfMagic(name: string, argument: string): string | undefined {
  return CELL_LANGUAGES[name] ?? (name === 'writefile' ? /\.(\w+)$/.exec(argument)?.[1] : undefined);
}

/** A cell's source: a string, or a list of its lines. */
function sourceOf(text: string, source: Node): MappedText {
  const builder = new TextBuilder();
  for (const node of source.type === 'array' ? (source.children ?? []) : [source]) {
    if (node.type === 'string') decodeJsonString(text, node.offset, node.offset + node.length, builder);
  }
  return builder.build();
}

/** A cell's own lines, and the shell commands (`!curl …`) between them; `%` lines speak to the notebook. */
function splitLines(cell: MappedText): { lines: MappedText; commands: MappedText[] } {
  const lines = new TextBuilder();
  const commands: MappedText[] = [];
  let command = new TextBuilder();
  let open: string | undefined;
  for (const match of cell.text.matchAll(/[^\n]*(?:\n|$)/g)) {
    const [line] = match;
    const mark = open === undefined ? /^[ \t]*[!%]{1,2}/.exec(line)?.[0] : '';
    if (mark === undefined) {
      lines.keep(line, match.index);
      continue;
    }
    open = mark.includes('%') ? undefined : continuation(line.slice(mark.length), open);
    if (!mark.includes('%')) command.keep(line.slice(mark.length), match.index + mark.length);
    if (open === undefined) {
      commands.push(within(cell, command.build()));
      command = new TextBuilder();
    }
    lines.put('\n', match.index, line.length);
  }
  return { lines: within(cell, lines.build()), commands };
}

function nodesAt(root: Node, path: (string | number)[]): readonly Node[] | undefined {
  const node = findNodeAtLocation(root, path);
  return node?.type === 'array' ? node.children : undefined;
}

function textAt(root: Node, path: (string | number)[]): string | undefined {
  const value: unknown = findNodeAtLocation(root, path)?.value;
  return typeof value === 'string' ? value : undefined;
}
