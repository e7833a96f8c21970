// Written by `npm run lists` from the files of this folder.
import type { LanguageDefinition } from '../language';
import { javascript } from './javascript';
import { json } from './json';
import { jsonLines } from './jsonLines';
import { php } from './php';
import { python } from './python';
import { typescript } from './typescript';
import { typescriptReact } from './typescriptReact';

export const languages: readonly LanguageDefinition[] = [
  javascript,
  json,
  jsonLines,
  php,
  python,
  typescript,
  typescriptReact,
];
