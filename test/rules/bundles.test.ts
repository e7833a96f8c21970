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

  it('takes the small form of zod', () => {
    // The other form adds a quarter of a million.
    assert.ok(fs.statSync('dist/engine.js').size < 600_000, `${String(fs.statSync('dist/engine.js').size)} bytes`);
  });
});
