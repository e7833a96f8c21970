import assert from 'node:assert/strict';
import { parser } from '../../support/engine';

type Files = Readonly<Record<string, string>>;

/** The values found at a file among others, and the files that were read for them. */
async function read(path: string, files: Files): Promise<{ values: unknown[]; origins: unknown[]; asked: string[] }> {
  const language = parser.languageOf(path) ?? '';
  await parser.prepare(language);
  const asked: string[] = [];
  const near = {
    path,
    read: (wanted: string) => {
      if (wanted in files) asked.push(wanted);
      return files[wanted];
    },
  };
  const { requests } = parser.find(files[path] ?? '', language, near);
  const resolution = requests[0]?.resolution;
  if (resolution?.kind !== 'resolved') assert.fail(JSON.stringify(resolution));
  const { model, mode, durationSeconds } = resolution.request.parameters;
  const all = [model, mode, durationSeconds];
  return { values: all.map((parameter) => parameter?.values), origins: all.map((parameter) => parameter?.origin), asked };
}

const CONSTANTS = `
export const MODEL = 'kling-v2-6';
export enum Mode { Pro = 'pro', Std = 'std' }
export const PRESETS = { long: { duration: '10' } };
`;
const USE = "post('https://api.klingai.com/v1/videos/text2video', { prompt, model_name: MODEL, mode: Mode.Pro, duration: PRESETS.long.duration });";
const EXPECTED = { values: [['kling-v2-6'], ['pro'], [10]], origins: ['constant', 'constant', 'constant'] };

describe('imported constants', () => {
  it('are read from a TypeScript file beside', async () => {
    const files = { '/p/src/a.ts': `import { MODEL, Mode, PRESETS } from './constants';\n${USE}`, '/p/src/constants.ts': CONSTANTS };
    const { values, origins, asked } = await read('/p/src/a.ts', files);
    assert.deepEqual({ values, origins }, EXPECTED);
    assert.deepEqual(asked, ['/p/src/constants.ts']);
  });

  it('are followed through an index file, a .js ending and the @ root', async () => {
    const files = {
      '/p/src/app/a.ts': `import { MODEL, Mode, PRESETS } from '@/lib/kling/index.js';\n${USE}`,
      '/p/src/lib/kling/index.ts': "export { MODEL, Mode, PRESETS } from './constants';",
      '/p/src/lib/kling/constants.ts': CONSTANTS,
    };
    assert.deepEqual((await read('/p/src/app/a.ts', files)).values, EXPECTED.values);
  });

  it('are read through a whole module and an alias', async () => {
    const use = USE.replace('MODEL', 'C.MODEL').replace('Mode.Pro', 'M.Pro').replace('PRESETS', 'C.PRESETS');
    const files = {
      '/p/a.ts': `import * as C from './c';\nimport { Mode as M } from './c';\n${use}`,
      '/p/c.ts': CONSTANTS,
    };
    assert.deepEqual((await read('/p/a.ts', files)).values, EXPECTED.values);
  });

  it('are read from Python modules, relative and from the root', async () => {
    const body = 'requests.post(URL, json={"prompt": p, "model_name": MODEL, "mode": settings.MODE, "duration": cfg.SECONDS})';
    const files = {
      '/p/app/jobs/run.py': `from ..config import MODEL, URL\nfrom app import settings\nimport app.limits as cfg\n${body}`,
      '/p/app/config.py': 'MODEL = "kling-v2-6"\nURL = "https://api.klingai.com/v1/videos/text2video"',
      '/p/app/settings.py': 'MODE = "pro"',
      '/p/app/limits.py': 'SECONDS = 10',
    };
    const { values, origins } = await read('/p/app/jobs/run.py', files);
    assert.deepEqual({ values, origins }, EXPECTED);
  });

  it('stay open when the file is not there, imports in a circle, or is a package', async () => {
    const open = [[], ['pro'], [5]];
    const body = "post('https://api.klingai.com/v1/videos/text2video', { prompt, model_name: MODEL, mode: 'pro' });";
    assert.deepEqual((await read('/p/a.ts', { '/p/a.ts': `import { MODEL } from './gone';\n${body}` })).values, open);
    assert.deepEqual((await read('/p/a.ts', { '/p/a.ts': `import { MODEL } from 'kling';\n${body}` })).values, open);
    const circle = {
      '/p/a.ts': `import { MODEL } from './b';\n${body}`,
      '/p/b.ts': "export { MODEL } from './c';",
      '/p/c.ts': "export { MODEL } from './b';",
    };
    assert.deepEqual((await read('/p/a.ts', circle)).values, open);
  });
});
