import { defineLanguage } from '../language';
import { javascriptSyntax } from './ecmascript';

export const javascript = defineLanguage({
  id: 'javascript',
  languageIds: ['javascript', 'javascriptreact'],
  extensions: ['.js', '.mjs', '.cjs', '.jsx'],
  syntax: javascriptSyntax('tree-sitter-javascript.wasm'),
});
