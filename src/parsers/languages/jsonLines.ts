import { defineLanguage } from '../language';

export const jsonLines = defineLanguage({
  id: 'jsonl',
  languageIds: ['jsonl'],
  extensions: ['.jsonl', '.ndjson'],
  syntax: { kind: 'json', perLine: true },
});
