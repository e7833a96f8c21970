import { defineLanguage } from '../language';
import { markdownContent } from './markdownParts';

export const mdx = defineLanguage({
  id: 'mdx',
  languageIds: ['mdx'],
  extensions: ['.mdx'],
  syntax: { kind: 'document', read: markdownContent },
});
