import assert from 'node:assert/strict';
import { plainTranslate as t } from '../../../src/presentation/translate';
import { choiceText, savingLensTitle, wayTitle } from '../../../src/presentation/wayText';
import { createCostService } from '../../../src/service/costService';
import type { CostService, EstimatedSite } from '../../../src/service/costService';
import { DATE, parser, schedules } from '../../support/engine';

const costs: CostService = createCostService({ parser, schedules: () => schedules, settings: { priceSchedule: '', resourcePackage: '' }, today: () => DATE });

async function requestOf(more: string): Promise<EstimatedSite> {
  const { requests } = await costs.estimateText(`post('/v1/videos/text2video', { prompt, ${more} });`, 'typescript');
  const [request] = requests;
  assert.ok(request);
  return request;
}

const PRO = "model_name: 'kling-v1', mode: 'pro', duration: '5'";

describe('wayTitle', () => {
  it('says what is saved, and in how many requests', async () => {
    const request = await requestOf(PRO);
    const [suggestion] = costs.optimize([request]).suggestions;
    assert.ok(suggestion);
    assert.equal(wayTitle({ suggestion, requests: 1 }, request, t), 'Switch to std: saves 2.5 units (71 %)');
    assert.equal(wayTitle({ suggestion, requests: 3 }, request, t), 'Switch to std in 3 requests: saves 2.5 units (71 %)');
  });
});

describe('savingLensTitle', () => {
  const title = async (least: unknown, more = PRO): Promise<string | undefined> => {
    const request = await requestOf(more);
    return savingLensTitle(costs.optimize([request]).suggestions, least, request, t);
  };

  it('speaks from the least saving on, in units, dollars or as a share', async () => {
    for (const least of ['2.5 units', '0.35 usd', '$0.35', '71 %', '20%']) assert.equal(await title(least), 'Save 2.5 units: std', least);
    for (const least of ['2.6 units', '0.36 usd', '72 %', '1 credit', '1 image units', '', 'much', 3, null]) assert.equal(await title(least), undefined, String(least));
  });

  it('is silent about a value that stands nowhere', async () => {
    assert.equal(await title('1 units', "model_name: 'kling-video-o1'"), undefined);
  });
});

describe('choiceText', () => {
  it('lists the present values first, then every other combination by price, each with its difference', async () => {
    const request = await requestOf("model_name: 'kling-v2-6', mode: 'pro', duration: '5', sound: 'on'");
    const texts = costs.choices(request).map((choice) => Object.values(choiceText(choice, request, t)).join(' | '));
    assert.equal(texts[0], 'Kling v2.6 pro · 5 s · audio | 5 units ≈ $0.70 | as it is');
    assert.ok(texts.includes('Kling v2.6 std · 5 s | 1.5 units ≈ $0.21 | 3.5 units less'), texts.join('\n'));
    assert.ok(texts.includes('Kling v2.6 pro · 10 s · audio | 10 units ≈ $1.40 | 5 units more'));
    assert.ok(texts.includes('Kling v3 std · 5 s | 3 units ≈ $0.42 | 2 units less'));
    assert.equal(texts.some((text) => text.includes('Kling v1.6') || text.includes('3.0 Turbo')), false);
    assert.equal(texts.some((text) => text.includes('v2.6 std') && text.includes('audio')), false);
  });

  it('varies nothing that is only known at run time or stands nowhere', async () => {
    const request = await requestOf("model_name: 'kling-v2-6', mode, duration: '5'");
    const changed = new Set(costs.choices(request).flatMap(({ changes }) => changes.map(({ parameter }) => parameter)));
    assert.deepEqual([...changed].sort(), ['durationSeconds', 'model']);
  });
});
