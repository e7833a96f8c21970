import * as fs from 'node:fs';
import type { FrameLocator } from 'playwright-core';
import { frameOf } from './frameOf';

interface Violation {
  id: string;
  nodes: { html: string; failureSummary?: string }[];
}

/** What axe finds wrong with a page, as one line for each place. */
export async function violationsOf(page: FrameLocator): Promise<string[]> {
  const frame = await frameOf(page);
  await frame.evaluate(`if (!window.axe) { ${fs.readFileSync('node_modules/axe-core/axe.min.js', 'utf8')} }`);
  const violations = await frame.evaluate<Violation[]>('axe.run(document).then(({ violations }) => violations)');
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary ?? ''}`));
}
