import type { Span } from '../core/text';

/** What a function of the user's own makes of its arguments, nobody but its code knows. */

const DEFINING = String.raw`(?:\b(?:def|function|func|fn|fun|async|public|private|protected|static|override|suspend)\s+|^\s*)`;
const SIGNATURE = String.raw`\s*(?:<[^>\n]*>)?\([^()]*(?:\([^()]*\)[^()]*)*\)\s*(?::[^\n{=]+|->[^\n{:]+|=>\s*)?\s*[{:]`;

/** Where the file defines a function or method of this name; undefined when it does not. */
function definitionOf(text: string, name: string): number | undefined {
  if (!/^\w+$/.test(name)) return undefined;
  const found = new RegExp(`${DEFINING}${name}${SIGNATURE}`, 'm').exec(text);
  return found ? found.index + found[0].indexOf(name) : undefined;
}

/** Whether the file defines a class of this name. */
function definesClass(text: string, name: string): boolean {
  return new RegExp(`\\bclass\\s+${name}\\b`).test(text);
}

/** Whether one of the names comes from a file of the same project, by the way it is imported. */
function comesFromNear(text: string, names: readonly string[]): boolean {
  const wanted = names.filter((name) => /^\w+$/.test(name));
  if (wanted.length === 0) return false;
  const any = `\\b(?:${wanted.join('|')})\\b`;
  return (
    new RegExp(`\\bimport\\b[^;'"]{0,300}${any}[^;'"]{0,300}\\bfrom\\s*['"]\\.{1,2}/`).test(text) ||
    new RegExp(`${any}[^;\\n]{0,80}=\\s*require\\(\\s*['"]\\.{1,2}/`).test(text) ||
    new RegExp(`^[ \\t]*from\\s+\\.[\\w.]*\\s+import\\b[^\\n]{0,300}${any}`, 'm').test(text)
  );
}

/** The names that a called name stands on: itself, its receiver, and the class that the receiver is made from. */
function namesBehind(text: string, callee: string): { last: string; made?: string; all: string[] } {
  const parts = callee.replace(/\(.*$/s, '').split(/[.:]+|->/).filter((part) => part !== '' && part !== 'this' && part !== 'self');
  const last = parts.at(-1) ?? '';
  const receiver = parts.length > 1 ? (parts.at(-2) ?? '') : '';
  const made = /^\w+$/.test(receiver)
    ? new RegExp(`\\b${receiver}\\b[^\\n=]{0,60}=\\s*(?:await\\s+)?(?:new\\s+)?([A-Z]\\w*)\\s*\\(`).exec(text)?.[1]
    : undefined;
  return { last, ...(made === undefined ? {} : { made }), all: [last, receiver, made ?? ''].filter((name) => name !== '') };
}

/** The place of the name in the definition of the project's own function that is called, when it is in this file. */
export function ownFunction(text: string, callee: string): Span | 'own' | 'no' {
  const { last, made, all } = namesBehind(text, callee);
  // A client of a class from elsewhere has its own method of that name.
  const at = made === undefined || definesClass(text, made) ? definitionOf(text, last) : undefined;
  if (at !== undefined) return { start: at, end: at + last.length };
  return comesFromNear(text, all) ? 'own' : 'no';
}
