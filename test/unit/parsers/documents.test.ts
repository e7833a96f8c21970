import assert from 'node:assert/strict';
import { providers } from '../../../src/core/providers';
import { createRequestParser } from '../../../src/parsers/createRequestParser';
import type { ParserPorts } from '../../../src/parsers/createRequestParser';
import { TextBuilder, excerpt, joined, moveSpans } from '../../../src/parsers/mappedText';
import { parser, ports } from '../../support/engine';

const DOCUMENTS = ['json', 'jsonl', 'yaml', 'markdown', 'mdx', 'http', 'html', 'vue', 'svelte', 'astro', 'ipynb'];

function counting(): { loaded: string[]; ports: ParserPorts } {
  const loaded: string[] = [];
  const loadBytes = (file: string): Promise<Uint8Array> => {
    loaded.push(file);
    return ports.loadBytes(file);
  };
  return { loaded, ports: { ...ports, providers, loadBytes } };
}

describe('documents with parts in other languages', () => {
  it('load only the grammars of parts that are there and may hold a request', async () => {
    const { loaded, ports: counted } = counting();
    const fresh = createRequestParser(counted);
    const fence = (language: string, code: string): string => `\`\`\`${language}\n${code}\n\`\`\`\n`;
    const plain = `# Kling\n${fence('go', 'fmt.Println(1)')}${fence('json', '{ "model_name": "kling-v1" }')}`;
    assert.ok(fresh.isReady('markdown', plain));
    await fresh.prepare('markdown', plain);
    assert.deepEqual(loaded, []);
    const text = plain + fence('py', 'kling.text_to_video(prompt="x", model_name="kling-v2-6", mode="pro", duration=5)');
    assert.ok(!fresh.isReady('markdown', text));
    assert.equal(fresh.find(text, 'markdown').requests.length, 0);
    await fresh.prepare('markdown', text);
    assert.deepEqual(loaded.filter((file) => file !== 'tree-sitter.wasm'), ['tree-sitter-python.wasm']);
    assert.ok(fresh.isReady('markdown', text));
    assert.equal(fresh.find(text, 'markdown').requests.length, 1);
  });

  it('give every value at its place in the document', async () => {
    const body = '{ "model_name": "kling-v2-6", "prompt": "a \\"b\\" c\\n", "mode": "pro", "duration": "10" }';
    const texts: Record<string, string> = {
      markdown: `# Kling\n\n> - one:\n>\n>   \`\`\`json\n>   ${body}\n>   \`\`\`\n`,
      yaml: `kling:\n  data: >\n    ${body}\n  other: 1\n`,
      http: `POST https://api.klingai.com/v1/videos/text2video\n\n${body}\n`,
      json: JSON.stringify({ url: 'https://api.klingai.com/v1/videos/text2video', body }, null, 2),
      html: `<script type="application/json">${body}</script><script>let kling;</script>`,
      ipynb: JSON.stringify({ cells: [{ cell_type: 'markdown', source: ['# Kling\n', '```json\n', `${body}\n`, '```'] }] }),
    };
    for (const [language, text] of Object.entries(texts)) {
      await parser.prepare(language, text);
      const [found, ...others] = parser.find(text, language).requests;
      assert.ok(found && others.length === 0, language);
      const parameters = found.resolution.kind === 'resolved' ? found.resolution.request.parameters : {};
      const written = (span: { start: number; end: number } | undefined): string => text.slice(span?.start, span?.end).replaceAll(/[\\"]/g, '');
      assert.equal(written(parameters.model?.keySpan), 'model_name', language);
      assert.equal(written(parameters.model?.valueSpan), 'kling-v2-6', language);
      assert.equal(written(parameters.durationSeconds?.valueSpan), '10', language);
      assert.match(text.slice(found.site.span.start, found.site.span.end), /^\{.*\}$/s, language);
    }
  });

  it('end without a throw on deep, endless and hostile text', async () => {
    const n = 4_000;
    const hostile = [
      '['.repeat(n), '{"a":'.repeat(n), '{"kling":"'.repeat(n), '- '.repeat(n), '&a [*a, *a]\n'.repeat(n), '```\nkling\n'.repeat(n),
      'curl "\n'.repeat(n), '> '.repeat(n), '<script>'.repeat(n), '<script "'.repeat(n), '<!--'.repeat(n), '{{'.repeat(n),
      '"{{ kling'.repeat(n), '###\nPOST /v1/videos/text2video\n\n{\n'.repeat(n / 10), '---\n'.repeat(n), 'kling\0\uFEFF\u202E\r\r\n'.repeat(n),
      'a: &a kling\n'.repeat(n), `${'  '.repeat(300)}- kling: `.repeat(50), '@a = {{a}}{{a}}\n'.repeat(n), `"${'\\'.repeat(n)}`,
    ];
    for (const language of DOCUMENTS) {
      for (const text of hostile) {
        await parser.prepare(language, text);
        assert.ok(Array.isArray(parser.find(text, language).requests));
      }
    }
  }).timeout(120_000);
});

describe('texts put together from stretches', () => {
  it('know their way back through escapes, gaps and joins', () => {
    const document = 'ab\\ncd--ef';
    const first = new TextBuilder().keep('ab', 0).put('\n', 2, 2).keep('cd', 4).build();
    assert.equal(first.text, 'ab\ncd');
    assert.deepEqual(first.place({ start: 1, end: 4 }), { start: 1, end: 5 });
    assert.deepEqual(first.place({ start: 2, end: 3 }), { start: 2, end: 4 });
    const both = joined([first, excerpt(document, 8, 10)]);
    assert.equal(both.text, 'ab\ncd\nef\n');
    assert.deepEqual(both.place({ start: 6, end: 8 }), { start: 8, end: 10 });
    assert.deepEqual(both.place({ start: 3, end: 7 }), { start: 4, end: 9 });
  });

  it('move spans wherever they are, and leave those that are placed already', () => {
    const placed = { start: 1, end: 2 };
    const moved = moveSpans({ a: [{ span: { start: 1, end: 2 }, text: 'x' }], b: placed }, ({ start, end }) => ({ start: start + 5, end: end + 5 }), new Set([placed]));
    assert.deepEqual(moved, { a: [{ span: { start: 6, end: 7 }, text: 'x' }], b: { start: 1, end: 2 } });
  });
});
