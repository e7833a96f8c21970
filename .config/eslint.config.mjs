import path from 'node:path';
import { fileURLToPath } from 'node:url';
import tseslint from 'typescript-eslint';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');

/** Rooms that no line of core or presentation may know of. */
const outside = ['vscode', 'node:*', 'fs', 'path', 'os', 'child_process'];

export default tseslint.config(
  { ignores: ['**/*.mjs', '**/*.cjs', '**/*.d.mts', 'test/fixtures/**'] },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: root } },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      'no-console': 'error',
      'no-restricted-syntax': [
        'error',
        {
          selector: "ImportDeclaration[source.value='zod'] > ImportSpecifier",
          message: "Import zod whole: `import * as z from 'zod'`; the named form bundles five times as much.",
        },
        { selector: 'CatchClause > BlockStatement[body.length=0]', message: 'Say what happens after an error.' },
      ],
    },
  },
  {
    files: ['src/core/**', 'src/parsers/**', 'src/presentation/**', 'src/service/**'],
    rules: {
      'no-restricted-imports': ['error', { patterns: outside }],
      'no-restricted-globals': ['error', 'process', 'Buffer', '__dirname', 'require', 'setTimeout'],
    },
  },
  {
    files: ['src/core/**', 'src/presentation/**'],
    rules: { 'no-restricted-globals': ['error', 'process', 'Buffer', '__dirname', 'require', 'Date', 'setTimeout'] },
  },
  {
    files: ['test/**'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-floating-promises': ['error', { allowForKnownSafeCalls: ['describe', 'it'] }],
    },
  },
);
