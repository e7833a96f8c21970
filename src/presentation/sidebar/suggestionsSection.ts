import type { PlacedSuggestion } from '../../core/optimizer/optimize';
import { givenUpText, savedWithDollars, suggestionTitle } from '../suggestionText';
import type { Subject } from '../subject';
import type { Translate } from '../translate';
import type { Sections } from './messages';

const MOST = 3;

/** A suggestion for the request at a place of the list. */
export interface ShownSuggestion {
  readonly request: number;
  readonly shown: Sections['suggestions'][number];
}

/** At most three cheaper ways, the largest saving first; of those that exclude each other only the first. */
export function suggestionsSection(
  suggestions: readonly PlacedSuggestion[],
  requests: readonly (Subject & { readonly line: number })[],
  now: number,
  t: Translate,
): ShownSuggestion[] {
  const excluded = new Set<number>();
  const chosen: PlacedSuggestion[] = [];
  for (const [place, suggestion] of suggestions.entries()) {
    if (excluded.has(place) || chosen.length === MOST) continue;
    chosen.push(suggestion);
    for (const other of suggestion.excludes) excluded.add(other);
  }
  return chosen.flatMap((suggestion) => {
    const subject = requests[suggestion.index];
    if (!subject) return [];
    const shown = {
      line: subject.line,
      title: suggestionTitle(suggestion, subject, t),
      saving: t('saves {0}', savedWithDollars(suggestion, t)),
      givesUp: t('gives up: {0}', givenUpText(suggestion, subject, now, t)),
    };
    return [{ request: suggestion.index, shown }];
  });
}
