import { defineLanguage } from '../language';
import { scriptParts } from '../markup';

export const vue = defineLanguage({
  id: 'vue',
  languageIds: ['vue'],
  extensions: ['.vue'],
  syntax: { kind: 'document', read: (text) => ({ roots: [], parts: scriptParts(text, 'js'), problems: [] }) },
});
