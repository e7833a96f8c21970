import assert from 'node:assert/strict';
import { createCostService } from '../../../src/service/costService';
import { DATE, parser, schedules } from '../../support/engine';

describe('documents that import', () => {
  it('are priced with the imported constants, and again when those change', async () => {
    let model = 'kling-v2-6';
    const service = createCostService({
      parser,
      schedules: () => schedules,
      settings: { priceSchedule: '', resourcePackage: '' },
      today: () => DATE,
      readFile: (path) => (path === '/p/constants.ts' ? `export const MODEL = '${model}';` : undefined),
    });
    const document = {
      uri: 'file:///p/a.ts',
      version: 1,
      languageId: 'typescript',
      path: '/p/a.ts',
      text: () => "// kling\nimport { MODEL } from './constants';\npost('/v1/videos/text2video', { model_name: MODEL, prompt, mode: 'pro' });",
    };
    const models = async (): Promise<unknown> => (await service.estimateDocument(document)).requests[0]?.request.parameters.model?.values;
    assert.deepEqual(await models(), ['kling-v2-6']);
    model = 'kling-v3';
    assert.deepEqual(await models(), ['kling-v2-6'], 'one version is read once');
    let fired = 0;
    service.onDidChange(() => { fired += 1; });
    service.rereadAll();
    assert.equal(fired, 1);
    assert.deepEqual(await models(), ['kling-v3']);
  });
});
