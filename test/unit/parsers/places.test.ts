import assert from 'node:assert/strict';
import { parser } from '../../support/engine';

type Files = Readonly<Record<string, string>>;

/** Where the values of the first request stand, by parameter, such as `3` or `../settings.ts:2`. */
async function placesIn(path: string, files: Files): Promise<Record<string, string>> {
  const language = parser.languageOf(path) ?? '';
  const text = files[path] ?? '';
  await parser.prepare(language, text);
  const { requests } = parser.find(text, language, { path, read: (wanted) => files[wanted] });
  const parameters = Object.entries(requests[0]?.resolution.request.parameters ?? {});
  return Object.fromEntries(
    parameters.flatMap(([name, { definedAt }]) =>
      definedAt?.line === undefined ? [] : [[name, `${definedAt.path === undefined ? '' : `${definedAt.path}:`}${definedAt.line}`]],
    ),
  );
}

const URL = "'https://api.klingai.com/v1/videos/text2video'";

describe('places of values', () => {
  it('are the lines of constants, members, defaults and fields of the file', async () => {
    const text = [
      "const MODEL = 'kling-v2-6';",
      'const PRESET = {',
      "  mode: 'pro',",
      '};',
      'function send(prompt: string,',
      '  seconds = 10) {',
      `  return axios.post(${URL}, { model_name: MODEL, prompt, mode: PRESET.mode, duration: seconds });`,
      '}',
    ].join('\n');
    assert.deepEqual(await placesIn('a.ts', { 'a.ts': text }), { model: '1', mode: '3', durationSeconds: '6' });
  });

  it('are not told for what is written in the request', async () => {
    const text = `axios.post(${URL}, { model_name: 'kling-v2-6', prompt, mode: 'p' + 'ro', duration: 5 * 2 });`;
    assert.deepEqual(await placesIn('a.ts', { 'a.ts': text }), {});
  });

  it('are file and line of what is imported, from the folder of the document', async () => {
    const files = {
      '/p/src/app/a.ts': `import { MODEL } from '../settings';\nimport { SECONDS } from './seconds';\naxios.post(${URL}, { model_name: MODEL, prompt, duration: SECONDS });`,
      '/p/src/settings.ts': "// The best.\nexport const MODEL = 'kling-v2-6';",
      '/p/src/app/seconds.ts': 'const LONG = 10;\nexport const SECONDS = LONG;',
    };
    assert.deepEqual(await placesIn('/p/src/app/a.ts', files), { model: '../settings.ts:2', durationSeconds: 'seconds.ts:1' });
  });

  it('are told in Python and in the script of a page', async () => {
    const python = `MODE = "pro"\n\nrequests.post(${URL}, json={"model_name": "kling-v2-6", "prompt": p, "mode": MODE})`;
    assert.deepEqual(await placesIn('a.py', { 'a.py': python }), { mode: '1' });
    const page = `<template></template>\n<script>\nconst MODE = 'pro';\naxios.post(${URL}, { model_name: 'kling-v2-6', prompt, mode: MODE });\n</script>`;
    assert.deepEqual(await placesIn('a.vue', { 'a.vue': page }), { mode: '3' });
  });
});
