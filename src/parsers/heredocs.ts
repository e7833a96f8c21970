import type { Part } from './language';
import { excerpt } from './mappedText';

const START = /<<-?[ \t]*(['"]?)([A-Za-z_]\w*)\1/;
const INTERPRETER = /\b(python3?|node|deno|bun|tsx|ruby|php)\b/;
const FILE = />{1,2}[ \t]*["']?[^\s"'<>|]*\.(py|js|mjs|cjs|ts|rb|php)\b/;
const LANGUAGES: Readonly<Record<string, string>> = { python: 'py', python3: 'py', node: 'js', deno: 'ts', bun: 'ts', tsx: 'ts', ruby: 'rb' };

/** The programs that a shell script hands to an interpreter, or writes into a file of theirs: `python3 - <<'EOF'`. */
export function heredocs(text: string): Part[] {
  if (!text.includes('<<')) return [];
  const parts: Part[] = [];
  let open: { readonly language: string | undefined; readonly end: string; readonly from: number } | undefined;
  for (const { 0: line, index } of text.matchAll(/[^\n]*(?:\n|$)/g)) {
    if (open) {
      if (line.trim() !== open.end) continue;
      if (open.language !== undefined) parts.push({ language: open.language, ...excerpt(text, open.from, index) });
      open = undefined;
      continue;
    }
    const [marks, , end] = START.exec(line) ?? [];
    if (marks === undefined || end === undefined) continue;
    const name = FILE.exec(line)?.[1] ?? INTERPRETER.exec(line)?.[1];
    open = { language: name === undefined ? undefined : (LANGUAGES[name] ?? name), end, from: index + line.length };
  }
  return parts;
}
