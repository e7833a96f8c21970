const MOST_NEAR = 3;

/** The names that someone who wrote `value` may have meant: at most three, the nearest first. */
export function nearNames(value: string, names: readonly string[]): string[] {
  const written = simple(value);
  const allowed = Math.max(2, Math.floor(written.length / 3));
  return names
    .map((name) => ({ name, edits: edits(written, simple(name), allowed) }))
    .filter(({ edits: count }) => count <= allowed)
    .sort((a, b) => a.edits - b.edits)
    .slice(0, MOST_NEAR)
    .map(({ name }) => name);
}

/** Only letters and digits count: `Package 2` is `package-2`. */
function simple(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

/** How many letters must be put in, left out or changed to make one word of another; more than `most` is not counted on. */
function edits(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (const [row, letter] of Array.from(a).entries()) {
    const here = [row + 1];
    for (const [column, other] of Array.from(b).entries()) {
      const changed = (above[column] ?? 0) + Number(letter !== other);
      here.push(Math.min(changed, (above[column + 1] ?? 0) + 1, (here[column] ?? 0) + 1));
    }
    if (Math.min(...here) > most) return most + 1;
    above = here;
  }
  return above.at(-1) ?? 0;
}
