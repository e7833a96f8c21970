import { defineLanguage } from '../language';
import { scriptParts } from '../markup';

export const html = defineLanguage({
  id: 'html',
  languageIds: ['html'],
  extensions: ['.html', '.htm', '.xhtml'],
  syntax: { kind: 'document', read: (text) => ({ roots: [], parts: scriptParts(text, 'js'), problems: [] }) },
});
