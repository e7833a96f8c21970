import { readJsonText } from '../jsonReader';
import type { DataContext, Variable } from '../dataText';
import { defineLanguage } from '../language';
import type { DocumentContent } from '../language';

export const json = defineLanguage({
  id: 'json',
  languageIds: ['json', 'jsonc'],
  extensions: ['.json', '.jsonc'],
  syntax: { kind: 'document', read },
});

function read(text: string): DocumentContent {
  const first = readWith(text, new Map());
  const variables = text.includes('{{') ? variablesOf(first) : new Map<string, Variable>();
  return variables.size > 0 ? readWith(text, variables) : first;
}

function readWith(text: string, variables: ReadonlyMap<string, Variable>): DocumentContent {
  const context: DataContext = {
    // Steps of n8n workflows that run code.
    code: [
      { key: /^(?:jsCode|functionCode)$/, language: 'javascript' },
      { key: /^pythonCode$/, language: 'python' },
    ],
    variables,
    parts: [],
  };
  const { value, errors } = readJsonText(text, context);
  return { roots: value ? [{ value }] : [], parts: context.parts, problems: errors };
}

/** The variables of a Postman collection: `"variable": [{ "key": "model", "value": "kling-v2-6" }]`. */
function variablesOf({ roots }: DocumentContent): ReadonlyMap<string, Variable> {
  const root = roots[0]?.value;
  const list = root?.kind === 'object' ? root.fields.find(({ key }) => key === 'variable')?.value : undefined;
  const variables = new Map<string, Variable>();
  for (const item of list?.kind === 'array' ? list.items : []) {
    const [key, value] = item.kind === 'object' ? ['key', 'value'].map((name) => item.fields.find((field) => field.key === name)?.value) : [];
    if (key?.kind !== 'scalar' || value?.kind !== 'scalar') continue;
    variables.set(String(key.values[0]), { text: String(value.values[0]), span: value.span });
  }
  return variables;
}
