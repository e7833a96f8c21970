/** Deeper than any data that people write; a parser's own stack ends far later. */
const MAX_DEPTH = 300;

/** Whether brackets outside of strings are nested too deep for a parser that calls itself for each. */
export function isTooDeep(json: string): boolean {
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < json.length; at += 1) {
    switch (json[at]) {
      case '\\': at += 1; break;
      case '"': quoted = !quoted; break;
      case '[': case '{': if (!quoted && ++depth > MAX_DEPTH) return true; break;
      case ']': case '}': if (!quoted && depth > 0) depth -= 1; break;
      default:
    }
  }
  return false;
}
