import { defineLanguage } from '../language';

export const jsonLines = defineLanguage({
  id: 'jsonl',
  languageIds: ['jsonl', 'ndjson'],
  extensions: ['.jsonl', '.ndjson'],
  syntax: { kind: 'json', perLine: true },
});
