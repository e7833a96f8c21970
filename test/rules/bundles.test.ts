import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as esbuild from 'esbuild';

describe('bundles', () => {
  for (const entry of [
    'src/core/estimate/estimateRequest.ts',
    'src/parsers/createRequestParser.ts',
    'src/service/engine.ts',
    'src/presentation/hover.ts',
    'src/presentation/statusBar.ts',
    'src/presentation/packageCalendar.ts',
    'src/presentation/sidebar/messages.ts',
    'src/presentation/batchPage/messages.ts',
    'src/presentation/batchPage/rows.ts',
  ]) {
    it(`${entry} bundles for the browser`, async () => {
      const result = await esbuild.build({
        entryPoints: [entry],
        bundle: true,
        write: false,
        platform: 'browser',
        format: 'esm',
        mainFields: ['module', 'main'],
        logLevel: 'silent',
      });
      assert.ok((result.outputFiles[0]?.text.length ?? 0) > 1000);
    });
  }

  it('activation loads a small file that holds no engine', () => {
    const extension = fs.readFileSync('dist/extension.js', 'utf8');
    assert.ok(extension.length < 40_000, `${String(extension.length)} characters`);
    assert.doesNotMatch(extension, /kling-v2-6|ZodError|tree-sitter-python|Temporal\.|VCALENDAR/);
  });

  it('has a page of the sidebar of at most 100 KB', () => {
    const size = ['sidebar.js', 'sidebar.css'].reduce((sum, file) => sum + fs.statSync(`dist/${file}`).size, 0);
    assert.ok(size > 10_000 && size <= 100_000, `${String(size)} bytes`);
  });

  it('takes the small form of zod, without the sentences of other languages', () => {
    const sentence = /Ungültige Eingabe/;
    assert.match(fs.readFileSync('node_modules/zod/v4/locales/de.js', 'utf8'), sentence);
    for (const bundle of ['engine', 'usage', 'account', 'guard', 'cli']) assert.doesNotMatch(fs.readFileSync(`dist/${bundle}.js`, 'utf8'), sentence, bundle);
  });

  it('keeps what is loaded lazily small, and out of the command', () => {
    for (const [bundle, most] of [['engine', 700_000], ['usage', 300_000], ['account', 200_000], ['batchSession', 300_000], ['batchPage', 60_000], ['guard', 900_000], ['guardSession', 20_000], ['cli', 1_050_000]] as const) {
      const { size } = fs.statSync(`dist/${bundle}.js`);
      assert.ok(size < most, `${bundle}: ${String(size)} bytes`);
    }
  });
});
