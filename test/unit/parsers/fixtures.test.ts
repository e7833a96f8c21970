import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { languages } from '../../../src/parsers/languages';
import { parser } from '../../support/engine';
import { marksOf, readFixture, writeMarks } from '../../support/fixtures';

const FOLDER = path.join('test', 'fixtures', 'languages');
const UPDATE = process.env['UPDATE_FIXTURES'] === '1';

describe('requests found in fixtures', () => {
  for (const language of languages) {
    const folder = path.join(FOLDER, language.id);
    const files = fs.existsSync(folder) ? fs.readdirSync(folder).sort() : [];

    it(`${language.id} has a fixture with requests`, () => {
      const marks = files.flatMap((file) => readFixture(fs.readFileSync(path.join(folder, file), 'utf8')).marks);
      assert.ok(marks.length > 0, `put a fixture with marks into ${folder}`);
    });

    for (const file of files) {
      it(`${language.id}: ${file}`, async () => {
        const full = path.join(folder, file);
        const { source, marks } = readFixture(fs.readFileSync(full, 'utf8'));
        assert.equal(parser.languageOf(file), language.id);
        const found = await marksOf(source, language.id);
        if (UPDATE) {
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
});
