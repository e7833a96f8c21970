import * as assert from 'node:assert/strict';
import { useWorkbench } from '../support/useWorkbench';

describe('the packaged extension', () => {
  const workbench = useWorkbench();

  it('lists its command in the palette', async () => {
    const commands = await workbench().commands('Kling Cost');
    await workbench().screenshot('workbench');
    assert.ok(
      commands.some((label) => label.startsWith('Kling Cost: Show Details of the Request')),
      commands.join('\n'),
    );
  });
});
