import { defineLanguage } from '../language';
import type { Part } from '../language';
import { excerpt } from '../mappedText';
import { scriptParts } from '../markup';

export const astro = defineLanguage({
  id: 'astro',
  languageIds: ['astro'],
  extensions: ['.astro'],
  syntax: {
    kind: 'document',
    read: (text) => ({ roots: [], parts: [...frontmatter(text), ...scriptParts(text, 'ts')], problems: [] }),
  },
});

/** The code above the page, between two lines of dashes. */
function frontmatter(text: string): Part[] {
  const open = /^\s*---[ \t]*\r?\n/.exec(text)?.[0].length;
  if (open === undefined) return [];
  const close = text.slice(open).search(/^---[ \t]*\r?$/m);
  return [{ language: 'ts', ...excerpt(text, open, close < 0 ? text.length : open + close) }];
}
