import assert from 'node:assert/strict';
import { createRequestParser } from '../../../src/parsers/createRequestParser';
import { ENDLESS_KOTLIN } from '../../support/endless';
import { parser, ports } from '../../support/engine';

declare const WebAssembly: { readonly RuntimeError: new (message: string) => Error };

const KOTLIN = 'fun f() { post("/v1/videos/text2video", mapOf("model_name" to "kling-v2-6", "prompt" to "x", "duration" to "5")) }\n';
const SCRIPT = "fetch('https://api.klingai.com/v1/videos/text2video', { method: 'POST', body: JSON.stringify({ model_name: 'kling-v2-6' }) });\n";

const codes = (problems: readonly { readonly code: string }[]): string[] => problems.map(({ code }) => code);

describe('a document that breaks the runtime', () => {
  it('ends by count where a grammar is lost, and the next document is read', async () => {
    await parser.prepare('kotlin');
    const { requests, problems } = parser.find(ENDLESS_KOTLIN, 'kotlin');
    assert.deepEqual([requests, codes(problems)], [[], ['tooComplex']]);
    assert.equal(parser.find(KOTLIN, 'kotlin').requests.length, 1);
  });

  it('names the part of a document in which a grammar is lost, and reads the others', async () => {
    const text = `# One\n\n\`\`\`kotlin\n// kling\n${ENDLESS_KOTLIN}\n\`\`\`\n\n\`\`\`js\n${SCRIPT}\`\`\`\n`;
    await parser.prepare('markdown', text);
    const { requests, problems } = parser.find(text, 'markdown');
    assert.equal(requests.length, 1);
    assert.deepEqual([codes(problems), problems[0]?.span.start], [['tooComplex'], text.indexOf('// kling')]);
  });

  it('reads the next document in a new runtime after one has aborted', async () => {
    let runtimes = 0;
    const own = createRequestParser({
      ...ports,
      loadRuntime: async () => {
        runtimes += 1;
        const module = await ports.loadRuntime();
        const broken = class extends module.Parser {
          override parse(...given: Parameters<InstanceType<typeof module.Parser>['parse']>) {
            if (given[0] === 'abort') throw new WebAssembly.RuntimeError('Aborted().');
            return super.parse(...given);
          }
        };
        return { ...module, Parser: broken };
      },
    });
    await own.prepare('typescript');
    await own.prepare('kotlin');
    assert.deepEqual(codes(own.find('abort', 'typescript').problems), ['tooComplex']);
    assert.equal(own.isReady('kotlin'), false);
    for (const [text, language] of [[SCRIPT, 'typescript'], [KOTLIN, 'kotlin']] as const) {
      await own.prepare(language);
      assert.equal(own.find(text, language).requests.length, 1);
    }
    assert.equal(runtimes, 2);
  });

  it('throws what is no failure of the runtime', async () => {
    const providers = ports.providers.map((provider) => ({ ...provider, read: () => { throw new TypeError('ours'); } }));
    const own = createRequestParser({ ...ports, providers });
    await own.prepare('typescript');
    assert.throws(() => own.find(SCRIPT, 'typescript'), /ours/);
  });
});
