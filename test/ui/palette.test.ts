import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { useWorkbench } from '../support/useWorkbench';

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly title: string; readonly category: string }[];
    readonly menus: { readonly commandPalette: readonly { readonly command: string }[] };
  };
}

const read = (file: string): unknown => JSON.parse(fs.readFileSync(file, 'utf8'));
const { commands, menus } = (read('package.json') as Manifest).contributes;
const sentences = read('package.nls.json') as Readonly<Record<string, string>>;
/** What is only listed at times has tests where it is listed. */
const always = commands.filter(({ command }) => menus.commandPalette.every((item) => item.command !== command));

describe('the packaged extension', () => {
  const workbench = useWorkbench();

  it('lists its commands in the palette', async () => {
    assert.ok(always.length > 10);
    await workbench().commands('Kling Cost');
    await workbench().screenshot('workbench');
    for (const { title, category } of always) {
      const label = `${category}: ${sentences[title.slice(1, -1)] ?? ''}`;
      await workbench().commands(label, (labels) => labels.some((listed) => listed === label || listed.startsWith(`${label},`)));
    }
  });
});
