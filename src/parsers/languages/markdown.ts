import { defineLanguage } from '../language';
import { markdownContent } from './markdownParts';

export const markdown = defineLanguage({
  id: 'markdown',
  languageIds: ['markdown'],
  extensions: ['.md', '.markdown'],
  syntax: { kind: 'document', read: markdownContent },
});
