import { readJsonText } from '../jsonReader';
import type { DataContext } from '../dataText';
import { defineLanguage } from '../language';
import type { DocumentContent } from '../language';

export const json = defineLanguage({
  id: 'json',
  languageIds: ['json', 'jsonc'],
  extensions: ['.json', '.jsonc'],
  syntax: { kind: 'document', read },
});

function read(text: string): DocumentContent {
  const context: DataContext = {
    // Steps of n8n workflows that run code.
    code: [
      { key: /^(?:jsCode|functionCode)$/, language: 'javascript' },
      { key: /^pythonCode$/, language: 'python' },
    ],
    variables: new Map(),
    parts: [],
  };
  const { value, errors } = readJsonText(text, context);
  return { roots: value ? [{ value }] : [], parts: context.parts, problems: errors };
}
