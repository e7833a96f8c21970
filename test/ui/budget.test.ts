import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { copyOfSample } from '../support/paths.mjs';
import { useWorkbench } from '../support/useWorkbench';

const folder = copyOfSample();
const log = path.join(folder, 'kling_usage.jsonl');

/** A line as the Python tracker writes it, with the units that only we know. */
let task = 0;
function spend(units: number): void {
  task += 1;
  const id = `task-${String(task)}`;
  const line = {
    timestamp: new Date().toISOString(),
    task_id: id, credits: null, model: 'kling-v2-6', duration: 10, mode: 'pro', prompt_preview: null,
    v: 1, event: 'recorded', id, quantity: String(units), unit: 'units', usd: String(units * 0.14),
  };
  fs.appendFileSync(log, `${JSON.stringify(line)}\n`);
}

describe('the budget in the status bar', () => {
  const workbench = useWorkbench({ folder, settings: { 'klingCost.budget.daily': { limit: 60, unit: 'units' } } });
  const shows = (wanted: string) => (texts: string[]) => texts.some((text) => text.includes(wanted));

  it('shows what is left, follows the log, and says when it is nearly gone and gone', async () => {
    await workbench().open('productVideo.ts');
    await workbench().statusBar(shows('60 units left'));
    spend(38);
    await workbench().statusBar(shows('22 units left'));
    await workbench().screenshot('status-normal');
    spend(13);
    await workbench().statusBar(shows('9 of 60 left'));
    await workbench().toasts(shows('80'));
    await workbench().screenshot('alert-threshold');
    spend(18);
    await workbench().statusBar(shows('115%'));
    await workbench().screenshot('status-over');
  });

  it('marks the requests that no longer fit, above the code and as problems', async () => {
    const lenses = await workbench().lenses(shows('Over today'));
    assert.ok(lenses.some((text) => text.includes('10 units')), lenses.join('\n'));
    await workbench().screenshot('lens-over-budget');
  });

});
