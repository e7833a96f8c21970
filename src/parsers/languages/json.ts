import { defineLanguage } from '../language';

export const json = defineLanguage({
  id: 'json',
  languageIds: ['json', 'jsonc'],
  extensions: ['.json', '.jsonc'],
  syntax: { kind: 'json', perLine: false },
});
