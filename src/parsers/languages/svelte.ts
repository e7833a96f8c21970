import { defineLanguage } from '../language';
import { scriptParts } from '../markup';

export const svelte = defineLanguage({
  id: 'svelte',
  languageIds: ['svelte'],
  extensions: ['.svelte'],
  syntax: { kind: 'document', read: (text) => ({ roots: [], parts: scriptParts(text, 'js'), problems: [] }) },
});
