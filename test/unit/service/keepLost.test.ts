import assert from 'node:assert/strict';
import { lensTitle } from '../../../src/presentation/lensTitle';
import { plainTranslate as t } from '../../../src/presentation/translate';
import { createCostService } from '../../../src/service/costService';
import { DATE, parser, schedules } from '../../support/engine';

interface Typed {
  readonly language: string;
  readonly around: readonly [before: string, after: string];
  readonly typed: string;
}

const lineOf = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;

const SCRIPT = (name: string): string => `export async function ${name}(prompt: string) {
  const body = { model_name: 'kling-v2-6', prompt, mode: 'pro', duration: '5' };
  return fetch(\`\${API}/v1/videos/text2video\`, { method: 'POST', body: JSON.stringify(body) });
}
`;
const SCRIPT_CALL = "\nconst later = await fetch(`${API}/v1/videos/image2video`, {\n  body: JSON.stringify({ model_name: 'kling-v2-1', image }),\n});\n";
const PYTHON = (name: string): string => `def ${name}(prompt):
    body = {"model_name": "kling-v2-6", "prompt": prompt, "mode": "pro", "duration": "5"}
    return requests.post(f"{API}/v1/videos/text2video", json=body)

`;
const JAVA = (name: string): string => `  String ${name}(String prompt) {
    return send("/v1/videos/text2video", Map.of("model_name", "kling-v2-6", "prompt", prompt, "mode", "pro", "duration", "5"));
  }
`;
const ENTRY = '{ "model_name": "kling-v2-6", "prompt": "a cat", "mode": "pro", "duration": "5" }';

const TYPED: readonly Typed[] = [
  { language: 'typescript', around: [SCRIPT('a') + SCRIPT('b'), SCRIPT('c') + SCRIPT('d')], typed: SCRIPT_CALL },
  {
    language: 'vue', around: [`<script setup lang="ts">\n${SCRIPT('a')}`, `${SCRIPT('b')}</script>\n`], typed: SCRIPT_CALL,
  },
  {
    language: 'python', around: [PYTHON('a') + PYTHON('b'), PYTHON('c')],
    typed: 'later = requests.post(\n    f"{API}/v1/videos/image2video",\n    json={"model_name": "kling-v2-1", "image": image},\n)\n\n',
  },
  {
    language: 'java', around: [`class Videos {\n${JAVA('a')}`, `${JAVA('b')}${JAVA('c')}}\n`],
    typed: '  String later(String image) {\n    return send("/v1/videos/image2video", Map.of("model_name", "kling-v2-1", "image", image));\n  }\n',
  },
  { language: 'json', around: [`[${ENTRY},\n`, `${ENTRY}]`], typed: '{ "model_name": "kling-v2-1", "image": "https://example.com/cat.png", "mode": "std" },\n' },
];

describe('requests around one that is half typed', () => {
  for (const { language, around: [before, after], typed } of TYPED) {
    it(`stay with their prices at each keystroke in ${language}`, async function () {
      this.timeout(60_000);
      const service = createCostService({ parser, schedules: () => schedules, settings: { priceSchedule: '', resourcePackage: '' }, today: () => DATE });
      for (let length = 0; length <= typed.length; length++) {
        const text = before + typed.slice(0, length) + after;
        const { requests } = await service.estimateDocument({ uri: 'file:///a', version: length, languageId: language, text: () => text });
        const lines = requests.filter((request) => lensTitle(request, t) === 'Kling v2.6 pro · 5 s: 2.5 units ≈ $0.35').map(({ site }) => lineOf(text, site.span.end));
        const wanted = [...text.matchAll(/kling-v2-6/g)].map(({ index }) => lineOf(text, index));
        assert.deepEqual(lines, wanted, JSON.stringify(typed.slice(0, length)));
      }
    });
  }
});
