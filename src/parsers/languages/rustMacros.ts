/** A macro whose arguments the grammar leaves as loose tokens. */
const MACRO = /\b(json|format|vec)!\s*(?=[([{])/g;
const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
/** A string, a raw string, a character or a comment: what may hold brackets that are none. */
const OPAQUE = /b?r(#*)"[^]*?"\1|b?"(?:[^"\\]|\\[^])*"|'(?:[^'\\\n]|\\[^\n]+?)'|\/\/[^\n]*|\/\*[^]*?\*\//y;
const SPACE = /(?:\s|\/\/[^\n]*|\/\*[^]*?\*\/)*/y;
const MAX_DEPTH = 200;
/** After so many that do not end, the rest is left as it is. */
const MAX_BROKEN = 20;

/**
 * The text with the macros that build values as expressions of the same length, so that the grammar reads what is
 * in them: `json!({ "a": x })` as `json_(["a"= x])`, `format!(…)` as a call, `vec![…]` as `&[…]`.
 */
export function expressionsOfMacros(text: string): string {
  const chars = new Map<number, string>();
  let broken = 0;
  for (const match of text.matchAll(MACRO)) {
    const bang = match.index + (match[1]?.length ?? 0);
    const open = match.index + match[0].length;
    if (match[1] === 'vec') {
      for (let at = match.index; at < open; at++) chars.set(at, at === open - 1 ? '&' : ' ');
      continue;
    }
    chars.set(bang, '_');
    if (match[1] !== 'json') continue;
    if (broken > MAX_BROKEN || !new JsonMacro(text, chars).read(open)) {
      chars.delete(bang);
      broken += 1;
    }
  }
  if (chars.size === 0) return text;
  let at = 0;
  let rewritten = '';
  for (const [place, char] of [...chars].sort(([a], [b]) => a - b)) {
    rewritten += text.slice(at, place) + char;
    at = place + 1;
  }
  return rewritten + text.slice(at);
}

/** Reads one `json!` and notes what is to change; nothing when its brackets do not match. */
class JsonMacro {
  readonly #text: string;
  readonly #chars: Map<number, string>;
  readonly #noted = new Map<number, string>();

  constructor(text: string, chars: Map<number, string>) {
    this.#text = text;
    this.#chars = chars;
  }

  read(open: number): boolean {
    const opening = this.#text[open] ?? '';
    const end = opening === '(' ? this.#value(open + 1, ')', 0) : this.#value(open, '', 0);
    if (end === undefined) return false;
    const close = this.#skipSpace(end);
    if (opening === '(' && this.#text[close] !== ')') return false;
    // `json!{ … }` and `json![ … ]` have no brackets of a call.
    if (opening !== '(') return false;
    for (const [at, char] of this.#noted) this.#chars.set(at, char);
    return true;
  }

  /** The end of a value that starts at a place. */
  #value(start: number, closing: string, depth: number): number | undefined {
    const at = this.#skipSpace(start);
    if (depth > MAX_DEPTH) return undefined;
    if (this.#text[at] === '{') return this.#object(at, depth);
    if (this.#text[at] === '[') return this.#items(at, depth);
    return this.#expression(at, closing);
  }

  #object(open: number, depth: number): number | undefined {
    this.#noted.set(open, '[');
    let at = this.#skipSpace(open + 1);
    while (at < this.#text.length && this.#text[at] !== '}') {
      const colon = this.#keyEnd(at);
      if (colon === undefined) return undefined;
      this.#noted.set(colon, '=');
      const end = this.#value(colon + 1, '}', depth + 1);
      if (end === undefined) return undefined;
      at = this.#skipSpace(end);
      if (this.#text[at] === ',') at = this.#skipSpace(at + 1);
      else if (this.#text[at] !== '}') return undefined;
    }
    if (this.#text[at] !== '}') return undefined;
    this.#noted.set(at, ']');
    return at + 1;
  }

  #items(open: number, depth: number): number | undefined {
    let at = this.#skipSpace(open + 1);
    while (at < this.#text.length && this.#text[at] !== ']') {
      const end = this.#value(at, ']', depth + 1);
      if (end === undefined) return undefined;
      at = this.#skipSpace(end);
      if (this.#text[at] === ',') at = this.#skipSpace(at + 1);
      else if (this.#text[at] !== ']') return undefined;
    }
    return at < this.#text.length ? at + 1 : undefined;
  }

  /** The place of the colon after a key. */
  #keyEnd(start: number): number | undefined {
    for (let at = start; at < this.#text.length; ) {
      const char = this.#text[at] ?? '';
      if (char === ':' && this.#text[at + 1] === ':') at += 2;
      else if (char === ':') return at;
      else if (/[,{}[\]]/.test(char)) return undefined;
      else at = this.#next(at) ?? this.#text.length;
    }
    return undefined;
  }

  /** The end of an expression: the comma after it or the bracket around it. */
  #expression(start: number, closing: string): number | undefined {
    const open: string[] = [];
    for (let at = start; at < this.#text.length; ) {
      const char = this.#text[at] ?? '';
      if (open.length === 0 && (char === ',' || char === closing)) return at;
      if (CLOSING[char]) open.push(CLOSING[char]);
      else if (/[)\]}]/.test(char) && open.pop() !== char) return undefined;
      if (open.length > MAX_DEPTH) return undefined;
      at = this.#next(at) ?? this.#text.length;
    }
    return undefined;
  }

  #next(at: number): number | undefined {
    OPAQUE.lastIndex = at;
    return OPAQUE.test(this.#text) ? OPAQUE.lastIndex : at + 1;
  }

  #skipSpace(at: number): number {
    SPACE.lastIndex = at;
    SPACE.test(this.#text);
    return Math.max(SPACE.lastIndex, at);
  }
}
