// Written by `npm run lists` from the files of this folder.
import type { LanguageDefinition } from '../language';
import { astro } from './astro';
import { csharp } from './csharp';
import { go } from './go';
import { html } from './html';
import { http } from './http';
import { java } from './java';
import { javascript } from './javascript';
import { json } from './json';
import { jsonLines } from './jsonLines';
import { kotlin } from './kotlin';
import { markdown } from './markdown';
import { mdx } from './mdx';
import { notebook } from './notebook';
import { php } from './php';
import { powerShell } from './powerShell';
import { python } from './python';
import { ruby } from './ruby';
import { rust } from './rust';
import { shellScript } from './shellScript';
import { svelte } from './svelte';
import { typescript } from './typescript';
import { typescriptReact } from './typescriptReact';
import { vue } from './vue';
import { yaml } from './yaml';

export const languages: readonly LanguageDefinition[] = [
  astro,
  csharp,
  go,
  html,
  http,
  java,
  javascript,
  json,
  jsonLines,
  kotlin,
  markdown,
  mdx,
  notebook,
  php,
  powerShell,
  python,
  ruby,
  rust,
  shellScript,
  svelte,
  typescript,
  typescriptReact,
  vue,
  yaml,
];
