import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { languages } from '../../../src/parsers/languages';
import { parser } from '../../support/engine';
import { marksOf, readFixture, writeMarks } from '../../support/fixtures';
import { shapesTable } from '../../support/shapesTable';
import type { ReadFixture } from '../../support/shapesTable';

const FOLDER = path.join('test', 'fixtures', 'languages');
const TABLE = path.join('src', 'parsers', 'LANGUAGES.md');
const UPDATE = process.env['UPDATE_FIXTURES'] === '1';

const read = new Map<string, ReadFixture>();
/** A fixture and what is found in it; read once. */
async function readOnce(full: string, languageId: string): Promise<ReadFixture> {
  const known = read.get(full);
  if (known) return known;
  const { source, marks } = readFixture(fs.readFileSync(full, 'utf8'));
  const fixture = { source, marks, found: await marksOf(source, languageId) };
  read.set(full, fixture);
  return fixture;
}

function filesOf(languageId: string): string[] {
  const folder = path.join(FOLDER, languageId);
  return fs.existsSync(folder) ? fs.readdirSync(folder).sort() : [];
}

describe('requests found in fixtures', () => {
  for (const language of languages) {
    const folder = path.join(FOLDER, language.id);
    const files = filesOf(language.id);

    it(`${language.id} has a fixture with requests`, () => {
      const marks = files.flatMap((file) => readFixture(fs.readFileSync(path.join(folder, file), 'utf8')).marks);
      assert.ok(marks.length > 0, `put a fixture with marks into ${folder}`);
    });

    for (const file of files) {
      it(`${language.id}: ${file}`, async () => {
        const full = path.join(folder, file);
        assert.equal(parser.languageOf(file), language.id);
        const { source, marks, found } = await readOnce(full, language.id);
        if (UPDATE) {
          read.set(full, { source, marks: found, found });
          fs.writeFileSync(full, writeMarks(source, found, /\.(?:py|rb|sh|ps1|ya?ml|http|rest)$/.test(file) ? '#' : '//'));
          return;
        }
        assert.deepEqual(
          found.map(({ line, text }) => `${line + 1}: ${text}`),
          marks.map(({ line, text }) => `${line + 1}: ${text}`),
        );
      }).timeout(20_000);
    }
  }

  it('are counted in the table of languages and shapes', async () => {
    const rows = [];
    for (const { id, syntax } of languages) {
      const fixtures = [];
      for (const file of filesOf(id)) fixtures.push(await readOnce(path.join(FOLDER, id, file), id));
      rows.push({ id, isData: syntax.kind === 'document', fixtures });
    }
    const table = shapesTable(rows);
    if (UPDATE) fs.writeFileSync(TABLE, table);
    assert.equal(fs.readFileSync(TABLE, 'utf8'), table, `${TABLE} is stale: UPDATE_FIXTURES=1 npm test -- unit`);
  }).timeout(60_000);
});
