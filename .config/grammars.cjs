// Where a grammar, or the runtime that loads them, is among the installed packages.
const fs = require('node:fs');
const path = require('node:path');

const packages = path.join(__dirname, '..', 'node_modules');

/** The path of a file: in the package that has most of them, or in one that has only this grammar. */
exports.grammarPath = function grammarPath(file) {
  const name = path.basename(file, '.wasm');
  const folders = ['@vscode/tree-sitter-wasm/wasm', `@tree-sitter-grammars/${name}`, name];
  const found = folders.map((folder) => path.join(packages, folder, file)).find((full) => fs.existsSync(full));
  if (!found) throw new Error(`no installed package has ${file}`);
  return found;
};
