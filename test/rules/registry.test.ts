import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { pathToFileURL } from 'node:url';
import { languages } from '../../src/parsers/languages';
import { providers } from '../../src/core/providers';
import { parser } from '../support/engine';

interface Lists {
  LISTED: readonly { folder: string }[];
  listText: (listed: { folder: string }) => string;
}

describe('lists of one-file-each folders', () => {
  it('are what `npm run lists` writes', async () => {
    const url = pathToFileURL(path.resolve('.config/lists.mjs')).href;
    const { LISTED, listText } = (await import(url)) as Lists;
    assert.ok(LISTED.length >= 3);
    for (const listed of LISTED) {
      const index = path.join('src', listed.folder, 'index.ts');
      assert.equal(fs.readFileSync(index, 'utf8'), listText(listed), `${index} is out of date: run npm run lists`);
    }
  });

  it('give each language and provider an id of its own', () => {
    for (const ids of [languages.map(({ id }) => id), providers.map(({ id }) => id)]) {
      assert.equal(new Set(ids).size, ids.length);
    }
    const endings = languages.flatMap(({ extensions }) => extensions);
    assert.equal(new Set(endings).size, endings.length);
  });

  it('load every grammar with its query', async function () {
    this.timeout(20_000);
    const trees = languages.filter(({ syntax }) => syntax.kind === 'tree');
    assert.ok(trees.length >= 4);
    for (const { id } of trees) {
      await parser.prepare(id);
      assert.ok(parser.isReady(id), id);
    }
  }).timeout(20_000);

  it('ship exactly the grammars that languages name', () => {
    const shipped = JSON.parse(fs.readFileSync('src/parsers/grammars.json', 'utf8')) as string[];
    const named = languages.flatMap(({ syntax }) => (syntax.kind === 'tree' ? [syntax.grammar] : []));
    assert.deepEqual(shipped, [...new Set(named)].sort());
  });
});
