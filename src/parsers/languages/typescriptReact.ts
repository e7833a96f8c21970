import { defineLanguage } from '../language';
import { typescriptSyntax } from './ecmascript';

export const typescriptReact = defineLanguage({
  id: 'typescriptreact',
  languageIds: ['typescriptreact'],
  extensions: ['.tsx'],
  syntax: typescriptSyntax('tree-sitter-tsx.wasm'),
});
