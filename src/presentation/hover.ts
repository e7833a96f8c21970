import type { ScheduleReference } from '../core/estimate/estimate';
import type { Neighbor } from '../core/estimate/neighbors';
import { assumptionSentence } from './assumptions';
import { basisTexts, breakdownTable } from './breakdown';
import { lensTitle } from './lensTitle';
import { markdownTable } from './markdownTable';
import { otherChoices } from './otherChoices';
import { placeSentence } from './places';
import { remarkTexts } from './remarks';
import type { Subject } from './subject';
import type { Translate } from './translate';
import { escapeMarkdown } from './visible';

/**
 * Explains a price in Markdown: the breakdown, what was assumed, the dollars on each basis, what other choices would
 * cost, and the schedule with its source. Text of the document and of the schedule is escaped; there are no links.
 */
export function hoverMarkdown(subject: Subject, neighbors: readonly Neighbor[], t: Translate): string {
  const { estimate } = subject;
  const priced = estimate.status === 'unpriced' ? undefined : estimate;
  const others = otherChoices(subject, neighbors, t);
  return joinBlocks([
    `**${escapeMarkdown(lensTitle(subject, t))}**`,
    priced && markdownTable(breakdownTable(subject, priced, t)),
    notes(subject, t),
    priced && basisTexts(priced, t).map(escapeMarkdown).join('  \n'),
    others && markdownTable(others),
    estimate.schedule && escapeMarkdown(scheduleSentence(estimate.schedule, t)),
  ]);
}

/** Where values stand, assumptions and remarks, one line each, in Markdown; undefined when there are none. */
export function notes(subject: Subject, t: Translate): string | undefined {
  const remarks = remarkTexts(subject.estimate, t);
  const lines = [placeSentence(subject, t) ?? [], assumptionSentence(subject, t) ?? [], ...remarks].flat();
  return lines.length > 0 ? lines.map(escapeMarkdown).join('  \n') : undefined;
}

/** `Kling API units (2026), edition 2026, in force from 2026-01-01. Source: … (2026).` */
export function scheduleSentence({ title, edition, effectiveFrom, source }: ScheduleReference, t: Translate): string {
  const schedule =
    effectiveFrom === null
      ? t('{0}, edition {1}, for any day.', title, edition)
      : t('{0}, edition {1}, in force from {2}.', title, edition, effectiveFrom);
  if (!source) return schedule;
  return t('{0} Source: {1} ({2}).', schedule, source.title, source.date);
}

/** Blocks with an empty line between them; absent and empty ones are left out. */
export function joinBlocks(blocks: readonly (string | undefined)[]): string {
  return blocks.filter((block) => block !== undefined && block !== '').join('\n\n');
}
