import { HINT } from '../../core/providers/hint';
import type { Problem } from '../../core/request/site';
import type { DataContext } from '../dataText';
import { readJsonText } from '../jsonReader';
import { defineLanguage } from '../language';
import type { DataRoot, DocumentContent, Part } from '../language';
import { excerpt, moveSpans } from '../mappedText';

export const jsonLines = defineLanguage({
  id: 'jsonl',
  languageIds: ['jsonl'],
  extensions: ['.jsonl', '.ndjson'],
  syntax: { kind: 'document', read },
});

const MAX_PROBLEMS = 20;

function read(text: string): DocumentContent {
  const roots: DataRoot[] = [];
  const problems: Problem[] = [];
  const parts: Part[] = [];
  for (const match of text.matchAll(/[^\r\n]+/g)) {
    if (!HINT.test(match[0])) continue;
    const context: DataContext = { code: [], variables: new Map(), parts: [] };
    const { value, errors } = readJsonText(match[0], context);
    const { place } = excerpt(text, match.index, match.index + match[0].length);
    if (value) roots.push({ value: moveSpans(value, place) });
    problems.push(...moveSpans(errors, place));
    for (const part of context.parts) parts.push({ ...part, place: (span) => place(part.place(span)) });
  }
  return { roots, parts, problems: problems.slice(0, MAX_PROBLEMS) };
}
