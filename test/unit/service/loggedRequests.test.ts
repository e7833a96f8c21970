import assert from 'node:assert/strict';
import type { Entry } from '../../../src/core/ledger/entry';
import { createCostService } from '../../../src/service/costService';
import { loggedRequests, requestHashOf } from '../../../src/service/loggedRequests';
import { DATE, parser, schedules } from '../../support/engine';

const costs = createCostService({ parser, schedules: () => schedules, settings: { priceSchedule: '', resourcePackage: '' }, today: () => DATE });

async function requestOf(prompt: string) {
  const { requests } = await costs.estimateText(`post('/v1/videos/text2video', { model_name: 'kling-v2-6', mode: 'pro', prompt: ${prompt} });`, 'typescript');
  const [request] = requests;
  assert.ok(request);
  return request;
}

describe('logged requests', () => {
  it('are found again by the digest that is kept of them, unless they failed', async () => {
    const request = await requestOf("'a cat'");
    const requestHash = requestHashOf(request);
    assert.ok(requestHash !== undefined);
    const entry = (state: Entry['state'], timestamp: number): Entry => ({ id: String(timestamp), state, timestamp, amount: { quantity: 1, unit: 'units' }, requestHash });
    const found = (entries: Entry[]): unknown => costs.optimize([request], { loggedAt: loggedRequests({ entries: () => entries }, 9) }).suggestions.find(({ twin }) => twin)?.twin;
    assert.deepEqual(found([entry('settled', 3), entry('settled', 7)]), { kind: 'logged', timestamp: 7 });
    assert.equal(found([entry('released', 3)]), undefined);
  });

  it('have no digest where the prompt is only known at run time', async () => {
    assert.equal(requestHashOf(await requestOf('prompt')), undefined);
  });
});
