import { assumptionSentence } from './assumptions';
import { basisTexts, breakdownTable } from './breakdown';
import { scheduleSentence } from './hover';
import { lensTitle } from './lensTitle';
import { remarkTexts } from './remarks';
import type { Subject } from './subject';
import { alignedTable } from './table';
import type { Translate } from './translate';

/** One request explained for a terminal: the price, its parts, what was assumed, and the schedule. */
export function priceReport(subject: Subject, t: Translate): string {
  const { estimate } = subject;
  const priced = estimate.status === 'unpriced' ? undefined : estimate;
  const blocks = [
    [lensTitle(subject, t)],
    priced ? alignedTable(breakdownTable(subject, priced, t)).map((line) => `  ${line}`) : [],
    [
      ...[assumptionSentence(subject, t) ?? []].flat(),
      ...remarkTexts(estimate, t),
      ...(priced ? basisTexts(priced, t) : []),
      ...(estimate.schedule ? [scheduleSentence(estimate.schedule, t)] : []),
    ],
  ];
  return blocks
    .filter((block) => block.length > 0)
    .map((block) => `${block.join('\n')}\n`)
    .join('\n');
}
