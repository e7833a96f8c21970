import { defineLanguage } from '../language';
import { typescriptSyntax } from './ecmascript';

export const typescript = defineLanguage({
  id: 'typescript',
  languageIds: ['typescript'],
  extensions: ['.ts', '.mts', '.cts'],
  syntax: typescriptSyntax('tree-sitter-typescript.wasm'),
});
