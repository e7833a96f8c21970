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
    let compared = 0;
    for (let seed = 0; seed < MUTANTS; seed++) {
      const { text, language } = texts[seed % texts.length] ?? { text: '', language: '' };
      const open = parser.open();
      for (const each of [text, mutate(text, seed), text]) {
        await parser.prepare(language, each);
        const [kept, fresh] = [open.find(each, language), parser.find(each, language)];
        // What is broken by a change is read without the rest, which the next tests are about.
        if (!kept.isBroken) assert.deepEqual(kept, fresh, `seed ${seed} of ${language}`);
        compared += kept.isBroken ? 0 : 1;
      }
      open.dispose();
    }
    assert.ok(compared > MUTANTS * 2, `${compared}`);
  });

  it('reads a statement that is half typed by itself, with the constants and imports around it', async () => {
    const around = "import { MODE } from './settings';\nconst MODEL = 'kling-v2-6';\n";
    const typed = "post('/v1/videos/text2video', { model_name: MODEL, prompt, mode: MODE, duration: '10' });";
    const near = { path: '/a/b.ts', read: (path: string) => (path === '/a/settings.ts' ? "export const MODE = 'pro';" : undefined) };
    await parser.prepare('typescript');
    const open = parser.open();
    open.find(around + block(0), 'typescript', near);
    assert.equal(open.find(`${around}${typed}\n${block(0)}`, 'typescript', near).isBroken, false);
    const { requests, isBroken } = open.find(`${around}${typed.slice(0, -2)}\n${block(0)}`, 'typescript', near);
    assert.equal(isBroken, true);
    const { model, mode, durationSeconds } = requests[0]?.resolution.request.parameters ?? {};
    assert.deepEqual([model?.values, mode?.values, durationSeconds?.values], [['kling-v2-6'], ['pro'], [10]]);
    assert.equal(model?.definedAt?.line, 2);
    assert.equal(requests.length, 2);
    open.dispose();
  });

  it('reads anew at each keystroke what another file says', async () => {
    await parser.prepare('typescript');
    const around = "import { MODE } from './settings';\nconst MODEL = 'kling-v2-6';\n";
    const typed = "post('/v1/videos/text2video', { model_name: MODEL, prompt, mode: MODE, duration: '10' }";
    const near = (mode: string) => ({ path: '/a/b.ts', read: (path: string) => (path === '/a/settings.ts' ? `export const MODE = '${mode}';` : undefined) });
    const open = parser.open();
    open.find(`${around}${typed});\n${block(0)}`, 'typescript', near('std'));
    for (const mode of ['std', 'pro']) {
      const { requests, isBroken } = open.find(`${around}${typed}\n${block(0)}`, 'typescript', near(mode));
      const { model, mode: found } = requests[0]?.resolution.request.parameters ?? {};
      assert.deepEqual([isBroken, model?.values, found?.values], [true, ['kling-v2-6'], [mode]]);
    }
    open.dispose();
  });

  it('goes on saying what of the rest is too complex while a statement is half typed', async () => {
    await parser.prepare('typescript');
    const deep = `const kling = { model_name: ${'['.repeat(3_000)}${']'.repeat(3_000)} };\n`;
    const typed = "post('/v1/videos/text2video', { model_name: 'kling-v2-6', prompt, duration: '10' });";
    const open = parser.open();
    const [before] = open.find(`${block(0)}\n${deep}`, 'typescript').problems;
    assert.equal(before?.code, 'tooComplex');
    open.find(`${block(0)}${typed}\n${deep}`, 'typescript');
    const half = typed.slice(0, -2);
    const { problems, requests, isBroken } = open.find(`${block(0)}${half}\n${deep}`, 'typescript');
    assert.deepEqual([isBroken, requests.length], [true, 2]);
    assert.deepEqual(problems, [{ ...before, span: { start: before.span.start + half.length, end: before.span.end + half.length } }]);
    open.dispose();
  });

  it('knows no value that more than one place gives, or that the half-typed statement itself gave', async () => {
    await parser.prepare('typescript');
    const typed = "post('/v1/videos/text2video', { model_name: 'kling-v2-6', prompt, mode, duration: '10' }";
    for (const text of ["let mode = 'pro';\nfunction set() { mode = 'std'; }\n", "const mode = 'pro';\n"]) {
      const open = parser.open();
      const isOwn = text.startsWith('const');
      open.find(text + block(0), 'typescript');
      const next = isOwn ? `const mode = [\n${typed}\n` : text + typed;
      const { requests } = open.find(`${next}\n${block(0)}`, 'typescript');
      const typing = requests.find(({ site }) => site.span.start < next.length);
      assert.ok(typing);
      assert.deepEqual(typing.resolution.request.parameters.mode?.values, []);
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
