// Documents to break, and ways to break them that a seed repeats exactly.
import * as fs from 'node:fs';
import * as path from 'node:path';
import { readFixture } from './fixtures';

const FOLDER = path.join('test', 'fixtures', 'languages');

/** Every fixture's text with its language. */
export function sources(): { text: string; language: string }[] {
  return fs.readdirSync(FOLDER).flatMap((language) =>
    fs.readdirSync(path.join(FOLDER, language)).map((file) => ({
      text: readFixture(fs.readFileSync(path.join(FOLDER, language, file), 'utf8')).source,
      language,
    })),
  );
}

/** Small and fast, and the same on every machine. */
function numbers(seed: number): () => number {
  let state = (seed + 1) * 0x9e3779b9;
  return () => {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d);
    state = Math.imul(state ^ (state >>> 12), 0x297a2d39);
    state ^= state >>> 15;
    return (state >>> 0) / 2 ** 32;
  };
}

const NOISE = ['{', '}', '(', ')', '[', ']', "'", '"', '`', '${', '/*', '//', '\n', '\0', '\u202e', '\ud800', '\\', ',', ':', '...', 'kling-v2-6', 'model_name', '??', '=>'];

/** A text with one to four changes: cut short, a piece deleted, doubled, moved, or noise put in. */
export function mutate(text: string, seed: number): string {
  const next = numbers(seed);
  const below = (limit: number): number => Math.floor(next() * Math.max(limit, 1));
  let result = text;
  for (let changes = 1 + below(4); changes > 0; changes--) {
    const start = below(result.length);
    const end = Math.min(result.length, start + below(below(3) === 0 ? 400 : 20));
    const piece = result.slice(start, end);
    switch (below(5)) {
      case 0: result = result.slice(0, start); break;
      case 1: result = result.slice(0, start) + result.slice(end); break;
      case 2: result = result.slice(0, end) + piece + result.slice(end); break;
      case 3: result = result.slice(0, start) + (NOISE[below(NOISE.length)] ?? '') + result.slice(start); break;
      default: {
        const to = below(result.length);
        result = result.slice(0, to) + piece + result.slice(to);
      }
    }
  }
  return result;
}
