import type { EstimateOptions } from '../estimate/estimateRequest';
import type { ResolvedRequest } from '../request/resolved';
import { savingOf } from './saving';
import { excludes, targetsOf } from './suggestion';
import type { Change, Saving, Suggestion } from './suggestion';

/** Suggestions for one request that are followed together, with what that saves by the price book. */
export interface Combination {
  readonly changes: readonly Change[];
  readonly saving: Saving;
}

/** More ways to combine than this are not tried. */
const MOST_COMBINATIONS = 500;

/** What is saved at most with suggestions that do not exclude each other: the price of all of them together, never the sum. */
export function bestOf(request: ResolvedRequest, suggestions: readonly Suggestion[], options: EstimateOptions): Combination | undefined {
  const leaves: readonly Suggestion[][] = combinations(suggestions);
  return leaves
    .flatMap((together): Combination[] => {
      const changes = together.flatMap((suggestion) => suggestion.changes);
      const [only] = together;
      const saving = together.length === 1 ? only?.saving : savingOf(request, targetsOf(changes), options)?.saving;
      return saving ? [{ changes, saving }] : [];
    })
    .reduce<Combination | undefined>((best, next) => (best && isAtLeast(best.saving, next.saving) ? best : next), undefined);
}

/** Every set of suggestions of which none excludes another. */
function combinations(suggestions: readonly Suggestion[]): Suggestion[][] {
  let sets: Suggestion[][] = [[]];
  for (const suggestion of suggestions) {
    const more = sets.filter((set) => !set.some((other) => excludes(other, suggestion))).map((set) => [...set, suggestion]);
    sets = [...sets, ...more].slice(0, MOST_COMBINATIONS);
  }
  return sets.filter((set) => set.length > 0);
}

function isAtLeast({ quantity: a }: Saving, { quantity: b }: Saving): boolean {
  return a.high > b.high || (a.high === b.high && a.low >= b.low);
}
