import * as fs from 'node:fs';
import * as path from 'node:path';
import { copyOfSample } from '../support/paths.mjs';
import { useWorkbench } from '../support/useWorkbench';

describe('a batch in the editor', () => {
  const folder = copyOfSample();
  fs.writeFileSync(path.join(folder, 'prompts.csv'), `prompt,model,mode,duration,audio,priority\n"a cat, asleep",kling-v2-6,pro,10,on,3\na dog,kling-v2-6,pro,5,off,1\na bird,kling-v2-6,std,5,off,\na fish,kling-v9,std,5,off,\na horse,kling-v3,pro,10,,2\n`);
  fs.writeFileSync(path.join(folder, '.gitignore'), 'scripts/\n');
  const workbench = useWorkbench({ folder, settings: { 'klingCost.budget.daily': { limit: 14, unit: 'units' } } });

  it('estimates a list of prompts', async () => {
    await workbench().open('prompts.csv');
    await workbench().runCommand('Kling Cost: Estimate Batch…');
    await workbench().choose('The prompts in this file');
    await workbench().screenshot('batch-choices');
    await workbench().choose('Estimate 5 requests');
    await workbench().page.locator('.view-line', { hasText: 'This batch takes at least' }).waitFor();
    await workbench().screenshot('batch-result');
  });
});
