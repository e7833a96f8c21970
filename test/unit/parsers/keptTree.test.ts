import assert from 'node:assert/strict';
import { ENDLESS_KOTLIN } from '../../support/endless';
import { parser } from '../../support/engine';
import { mutate, sources } from '../../support/mutations';

const MUTANTS = 120;
const block = (index: number): string => `export async function generate${index}(prompt: string) {
  const body = { model_name: 'kling-v2-6', prompt, duration: '5' };
  return await fetch('https://api.klingai.com/v1/videos/text2video', { method: 'POST', body: JSON.stringify(body) });
}
`;

describe('an open document', () => {
  it(`finds after each of ${MUTANTS} changes, and after each is undone, what a new reading finds`, async function () {
    this.timeout(120_000);
    const texts = sources();
    for (let seed = 0; seed < MUTANTS; seed++) {
      const { text, language } = texts[seed % texts.length] ?? { text: '', language: '' };
      const open = parser.open();
      for (const each of [text, mutate(text, seed), text]) {
        await parser.prepare(language, each);
        assert.deepEqual(open.find(each, language), parser.find(each, language), `seed ${seed} of ${language}`);
      }
      open.dispose();
    }
  });

  it('begins anew after another language, and after a runtime that was given up', async () => {
    const open = parser.open();
    await parser.prepare('typescript');
    await parser.prepare('kotlin');
    assert.equal(open.find(block(0), 'typescript').requests.length, 1);
    assert.deepEqual(open.find(ENDLESS_KOTLIN, 'kotlin').problems.map(({ code }) => code), ['tooComplex']);
    assert.equal(open.find(block(1), 'typescript').requests.length, 1);
    open.dispose();
  });
});
