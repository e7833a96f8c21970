// Writes the sorted list of each "one file each" folder. `--check` only compares, for the tests.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', 'src');
const NOTE = '// Written by `npm run lists` from the files of this folder.\n';

/** Each folder with the file ending of its members, the list's name and type, and how a member is imported. */
export const LISTED = [
  {
    folder: 'core/optimizer/rules',
    list: 'rules',
    type: { name: 'RuleDefinition', from: '../rule' },
    marker: 'defineRule(',
  },
  {
    folder: 'core/providers',
    list: 'providers',
    type: { name: 'ProviderDefinition', from: './provider' },
    marker: 'defineProvider(',
  },
  { folder: 'core/pricing/schedules', list: 'bundledSchedules', json: true },
  {
    folder: 'parsers/languages',
    list: 'languages',
    type: { name: 'LanguageDefinition', from: '../language' },
    marker: 'defineLanguage(',
  },
];

/** The text of a folder's index.ts. */
export function listText({ folder, list, type, json, marker }) {
  const at = path.join(root, folder);
  const files = fs.readdirSync(at).sort();
  const members = json
    ? files.filter((file) => file.endsWith('.json')).map((file) => path.basename(file, '.json'))
    : files
        .filter((file) => file !== 'index.ts' && file.endsWith('.ts'))
        .filter((file) => fs.readFileSync(path.join(at, file), 'utf8').includes(`= ${marker}`))
        .map((file) => path.basename(file, '.ts'));
  const imports = members.map((name) =>
    json ? `import ${name} from './${name}.json';\n` : `import { ${name} } from './${name}';\n`,
  );
  const typeImport = type ? `import type { ${type.name} } from '${type.from}';\n` : '';
  const body = members.map((name) => `  ${name},\n`).join('');
  return `${NOTE}${typeImport}${imports.join('')}\nexport const ${list}: readonly ${type?.name ?? 'unknown'}[] = [\n${body}];\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const listed of LISTED) {
    if (fs.existsSync(path.join(root, listed.folder))) {
      fs.writeFileSync(path.join(root, listed.folder, 'index.ts'), listText(listed));
    }
  }
}
