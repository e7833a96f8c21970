import type { Bounds, PricedEstimate } from '../estimate/estimate';
import type { EstimateOptions } from '../estimate/estimateRequest';
import { askedOf } from './asked';
import { bestOf } from './combine';
import type { Combination } from './combine';
import type { Asked, OptimizerOptions, Plan, PlannedRequest, Proposal, RuleDefinition } from './rule';
import { rules } from './rules';
import { savingOf } from './saving';
import { excludes, targetsOf } from './suggestion';
import type { Advice, Suggestion } from './suggestion';

export type { OptimizerOptions, PlannedRequest, Wishes } from './rule';

/** A suggestion for one of the requests. */
export interface PlacedSuggestion extends Suggestion {
  /** The request's place in the list. */
  readonly index: number;
  /** The places, in the list of suggestions, of those that cannot be followed together with this one. */
  readonly excludes: readonly number[];
}

/** What all requests of one pool can save together. */
export interface PoolSaving {
  readonly example: PricedEstimate;
  readonly before: Bounds;
  readonly saving: Bounds;
}

export interface Optimization {
  /** The largest saving first. */
  readonly suggestions: readonly PlacedSuggestion[];
  readonly advice: readonly Advice[];
  /** The best that can be done with every request, each pool by itself; suggestions that exclude each other are not added up. */
  readonly total: readonly PoolSaving[];
  /** The dollars of the same, where all of it has a price in dollars. */
  readonly usd?: Bounds;
}

/** The ids of all rules. */
export const RULE_IDS: readonly string[] = rules.map(({ id }) => id);

/** What one request alone can save, the largest saving first. */
export function suggest(request: PlannedRequest, options: OptimizerOptions): Suggestion[] {
  const [asked] = askedOf([request], options);
  return asked ? ranked(suggestionsFor(asked, enabled(options), options)) : [];
}

/** Every cheaper way for a list of requests, and what they can save together. */
export function optimize(requests: readonly PlannedRequest[], options: OptimizerOptions): Optimization {
  const active = enabled(options);
  const asked = askedOf(requests, options);
  const plan: Plan = {
    requests,
    asked,
    wishes: options.wishes ?? {},
    options,
    ...(options.packages ? { packages: options.packages } : {}),
  };
  const found = asked.map((item) => ({ item, suggestions: suggestionsFor(item, active, options) }));
  const placed = ranked(found.flatMap(({ item, suggestions }) => suggestions.map((each) => ({ ...each, index: item.index }))));
  const places = new Map<number, number[]>();
  for (const [place, { index }] of placed.entries()) places.set(index, [...(places.get(index) ?? []), place]);
  const best = found.map(({ item, suggestions }) => ({ item, best: bestOf(item.request, suggestions, options) }));
  const usd = best.map((each) => each.best?.saving.usd);
  return {
    suggestions: placed.map((one, at) => ({
      ...one,
      excludes: (places.get(one.index) ?? []).filter((place) => {
        const other = placed[place];
        return place !== at && other !== undefined && excludes(one, other);
      }),
    })),
    advice: active.flatMap((rule) => rule.advise?.(plan) ?? []),
    total: totalsOf(best),
    ...(best.some((each, at) => each.best && !usd[at]) ? {} : { usd: sum(usd.flatMap((each) => each ?? [])) }),
  };
}

function enabled({ disabled }: OptimizerOptions): RuleDefinition[] {
  return rules.filter(({ id }) => !disabled?.has(id));
}

function suggestionsFor(asked: Asked, active: readonly RuleDefinition[], options: EstimateOptions): Suggestion[] {
  const all = active.flatMap((rule) => (rule.propose?.(asked) ?? []).flatMap((proposal) => suggestionOf(rule.id, proposal, asked, options) ?? []));
  // Two rules can come to the same change: it is offered once.
  return all.filter((one, at) => all.findIndex((other) => sameChanges(one, other)) === at);
}

function sameChanges(a: Suggestion, b: Suggestion): boolean {
  return JSON.stringify(a.changes) === JSON.stringify(b.changes);
}

function suggestionOf(rule: string, { changes, extension }: Proposal, asked: Asked, options: EstimateOptions): Suggestion | undefined {
  const { estimate, twin } = asked;
  if (changes.length === 0) {
    const { quantity, usd } = estimate;
    return twin && quantity.high > 0 ? { rule, changes, twin, before: estimate, saving: { quantity, ...(usd ? { usd } : {}) } } : undefined;
  }
  const saved = savingOf(asked.request, targetsOf(changes), options);
  return saved && { rule, changes, ...saved, ...(extension ? { extension } : {}) };
}

/** In dollars where there are any, else in units; of equal savings the one with fewer changes first. */
function ranked<One extends Suggestion>(suggestions: readonly One[]): One[] {
  const worth = ({ saving, before }: One): number => (saving.usd ?? (before.unit === 'usd' ? saving.quantity : { high: 0 })).high;
  return suggestions.toSorted(
    (a, b) => worth(b) - worth(a) || b.saving.quantity.high - a.saving.quantity.high || a.changes.length - b.changes.length,
  );
}

function totalsOf(best: readonly { readonly item: Asked; readonly best: Combination | undefined }[]): PoolSaving[] {
  const pools = new Map<string, PoolSaving>();
  for (const { item, best: combination } of best) {
    const { estimate } = item;
    const key = JSON.stringify([estimate.schedule.id, estimate.schedule.edition, estimate.pool]);
    const so = pools.get(key) ?? { example: estimate, before: NONE, saving: NONE };
    pools.set(key, {
      example: so.example,
      before: sum([so.before, estimate.quantity]),
      saving: sum([so.saving, ...(combination ? [combination.saving.quantity] : [])]),
    });
  }
  return [...pools.values()];
}

const NONE: Bounds = { low: 0, high: 0 };

function sum(all: readonly Bounds[]): Bounds {
  return all.reduce((total, { low, high }) => ({ low: total.low + low, high: total.high + high }), NONE);
}
