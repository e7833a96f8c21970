/** What a function of the user's own makes of its arguments, nobody but its code knows. */

/** So many called names are looked for in the file. */
const MAX_WRAPPERS = 300;
const DEFINING = String.raw`(?:\b(?:def|function|func|fn|fun|async|public|private|protected|static|override|suspend)\s+|^\s*)`;
const SIGNATURE = String.raw`\s*(?:<[^>\n]*>)?\([^()]*(?:\([^()]*\)[^()]*)*\)\s*(?::[^\n{=]+|->[^\n{:]+|=>\s*)?\s*[{:]`;

/** Whether the file defines a function or method of this name. */
function defines(text: string, name: string): boolean {
  return /^\w+$/.test(name) && new RegExp(`${DEFINING}${name}${SIGNATURE}`, 'm').test(text);
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

/** The called names of a text that are functions of the project's own, of its file or of one near it. */
export class Wrappers {
  readonly #text: string;
  readonly #known = new Map<string, boolean>();

  constructor(text: string) {
    this.#text = text;
  }

  isOwn(callee: string): boolean {
    // Each is looked for in all of the text; what nobody looked for may well be the project's own.
    const known = this.#known.get(callee) ?? (this.#known.size >= MAX_WRAPPERS || isOwnFunction(this.#text, callee));
    this.#known.set(callee, known);
    return known;
  }
}

function isOwnFunction(text: string, callee: string): boolean {
  const { last, made, all } = namesBehind(text, callee);
  // A client of a class from elsewhere has its own method of that name.
  return ((made === undefined || definesClass(text, made)) && defines(text, last)) || comesFromNear(text, all);
}
