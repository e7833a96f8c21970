import assert from 'node:assert/strict';
import { createCountingParser } from '../../support/countedSteps';

const BODY = "model_name: 'kling-v2-6', prompt: 'x', duration: '5'";
const SEND = "fetch('https://api.klingai.com/v1/videos/text2video', { method: 'POST', body: JSON.stringify(b) });\n";
const PYTHON = 'b = {"model_name": "kling-v2-6", "prompt": "x"}\nrequests.post("https://api.klingai.com/v1/videos/text2video", json=b)\n';

/** Texts that grow with a number, in ways that make a careless search grow with its square. */
const SHAPES: Readonly<Record<string, readonly [language: string, make: (count: number) => string]>> = {
  'nested objects': ['typescript', (count) => `const b = ${'{ input: '.repeat(count)}{ ${BODY} }${' }'.repeat(count)};\n${SEND}`],
  'nested calls': ['typescript', (count) => `const b = ${'f('.repeat(count)}{ ${BODY} }${')'.repeat(count)};\n${SEND}`],
  'nested calls of Python': ['python', (count) => `b = ${'f('.repeat(count)}{"model_name": "kling-v2-6"}${')'.repeat(count)}\n`],
  'nested functions': ['typescript', (count) => `${'function f() {'.repeat(count)} const b = { ${BODY} };\n${SEND}${'}'.repeat(count)}`],
  ternaries: ['typescript', (count) => `const b = { ${BODY}, mode: ${'a ? "std" : '.repeat(count)}"pro" };\n${SEND}`],
  'ternaries in ternaries': ['typescript', (count) => `const b = { ${BODY}, mode: ${'a ? ('.repeat(count)}"std"${') : "pro"'.repeat(count)} };\n${SEND}`],
  fallbacks: ['typescript', (count) => `const b = { ${BODY}, mode: ${'x ?? '.repeat(count)}"pro" };\n${SEND}`],
  'branches of branches': ['typescript', (count) => `let b;${'if (a) { b = 1 } else '.repeat(count)} { b = { ${BODY} } };\n${SEND}`],
  'a chain of calls': ['typescript', (count) => `const b = kling.textToVideo('x')${'.mode("pro")'.repeat(count)};\n`],
  'a chain of calls in Java': ['java', (count) => `class A { void f() { var b = KlingRequest.builder().modelName("kling-v2-6")${'.mode("pro")'.repeat(count)}.build(); client.post("https://api.klingai.com/v1/videos/text2video", b); } }`],
  'strings put together': ['typescript', (count) => `fetch(${'"kling" + '.repeat(count)}"/v1/videos/text2video", { body: { ${BODY} } });\n`],
  'elements in elements': ['typescriptreact', (count) => `const q = ${'<a b={'.repeat(count)}{ ${BODY} }${'}/>'.repeat(count)};`],
  'requests in turn': ['python', (count) => PYTHON.repeat(count)],
  'requests in one function': ['typescript', (count) => `function g() {\n${`const b = { ${BODY} };\n${SEND}`.repeat(count)}}\n`],
  'requests in a list': ['typescript', (count) => `const all = [${`{ ${BODY} },\n`.repeat(count)}];\nfor (const b of all) ${SEND}`],
  'fields of one object': ['typescript', (count) => `const b = { ${BODY}, ${Array.from({ length: count }, (_, at) => `z${at}: 1, `).join('')} };\n${SEND}`],
  'names for names': ['typescript', (count) => `${Array.from({ length: count }, (_, at) => `const c${at + 1} = a ? c${at} : c${at};\n`).join('')}const b = { ${BODY}, mode: c${count} };\n${SEND}`],
};

describe('shapes that grow', () => {
  const find = createCountingParser();

  for (const [name, [language, make]] of Object.entries(SHAPES)) {
    it(`reads ${name} in steps that grow with the text, or says that it is too deep`, async () => {
      const [once, fourfold] = [await find(make(150), language), await find(make(600), language)];
      const isTooDeep = fourfold.problems.some(({ code }) => code === 'tooComplex');
      if (isTooDeep) assert.ok(fourfold.steps < 200_000, `${fourfold.steps} steps`);
      else assert.ok(fourfold.steps < once.steps * 6, `${once.steps} steps, then ${fourfold.steps}`);
      assert.ok(isTooDeep || fourfold.requests.length > 0);
    });
  }

  it('does not read the functions that have a name of their own for what a request takes', async () => {
    const request = `export function generate(mode = 'pro') {\n  ${SEND.replace('(b)', `({ ${BODY}, mode })`)}}\n`;
    const other = (at: number): string => `export function other${at}(mode) {\n  for (const item of mode) { total${at} += item * ${at}; }\n  return [mode, total${at}];\n}\n`;
    const among = (count: number) => find(request + Array.from({ length: count }, (_, at) => other(at)).join(''), 'typescript');
    const [few, many] = [await among(10), await among(100)];
    assert.equal(many.requests.length, 1);
    assert.equal(many.queries, few.queries);
  });

  it('reads what stands beside a place that is nested too deep', async () => {
    const { requests, problems } = await find(`const q = ${'['.repeat(600)}'kling'${']'.repeat(600)};\nconst b = { ${BODY} };\n${SEND}`, 'typescript');
    assert.deepEqual([requests.length, problems.map(({ code }) => code)], [1, ['tooComplex']]);
  });
});
