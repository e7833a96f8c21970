import { ASKED_SECONDS, modeOfResolution, modeParameter, resolutionOfMode } from '../../estimate/cases';
import type { PricedEstimate } from '../../estimate/estimate';
import { findModel } from '../../pricing/catalog';
import type { ParameterName } from '../../request/resolved';
import type { Scalar } from '../../request/value';
import { fitsBudget, ofOne } from '../budgetOfOne';
import { MODES, modeRank } from '../modes';
import { cheapestModel as cheapestOf, presentModel } from '../models';
import { changeTo, defineRule } from '../rule';
import type { Asked, Proposal } from '../rule';

const ID = 'cheapest-model';

interface Choice {
  readonly proposals: readonly Proposal[];
  readonly estimate: PricedEstimate;
}

/** The cheapest model for a required quality at the same length, within what one request may cost. */
export const cheapestModel = defineRule({
  id: ID,
  propose(asked) {
    const choice = choose(asked);
    if (!choice || !fitsBudget(ofOne(choice.estimate, asked.request), asked.wishes.budget)) return [];
    const changes = choice.proposals.flatMap((proposal) => proposal.changes);
    return changes.length === 0 ? [] : [{ changes }];
  },
  advise({ asked: all, wishes }) {
    if (wishes.budget === undefined) return [];
    return all.flatMap((asked) => {
      const choice = choose(asked);
      if (!choice) return [];
      const [cheapest, present] = [choice.estimate, asked.estimate].map((estimate) => ofOne(estimate, asked.request));
      return !cheapest || !present || fitsBudget(cheapest, wishes.budget) || fitsBudget(present, wishes.budget)
        ? []
        : [{ code: 'overBudget', rule: ID, index: asked.index, cheapest }];
    });
  },
});

/** The cheapest choice of model and mode that has the quality; the present one among them. */
function choose(asked: Asked): Choice | undefined {
  const { wishes, request, estimate } = asked;
  if ((wishes.quality === undefined && wishes.budget === undefined) || !ASKED_SECONDS.has(request.feature)) return undefined;
  const least = wishes.quality === undefined ? modeRank(request) : MODES.indexOf(modeOfResolution(wishes.quality));
  if (wishes.quality !== undefined && least < 0) return chooseTier(asked, wishes.quality);
  const named = modeParameter(request);
  const present: Choice[] = modeRank(request) >= least ? [{ proposals: [], estimate }] : [];
  const choices = MODES.slice(Math.max(least, 0)).flatMap((mode): Choice[] => {
    const value = named === 'resolution' ? resolutionOfMode(mode) : mode;
    const values = new Map<ParameterName, Scalar>([[named, value]]);
    const moded = asked.price(values);
    const other = cheapestOf(asked, () => true, values);
    const modeChange = changeTo(request, named, value);
    return [
      ...(moded ? [{ proposals: modeChange, estimate: moded }] : []),
      ...(other ? [{ proposals: [...changeTo(request, 'model', other.written), ...modeChange], estimate: other.estimate }] : []),
    ];
  });
  return cheapest([...present, ...choices]);
}

/** Among tiers, one is at least as good as another when it costs at least as much. */
function chooseTier(asked: Asked, quality: string): Choice | undefined {
  const tier = findModel(asked.schedule, quality);
  const atLeast = tier && asked.price(new Map([['model', tier.id]]))?.quantity.low;
  if (!tier) return undefined;
  const isEnough = (id: string): boolean => {
    const price = asked.price(new Map([['model', id]]))?.quantity.low;
    return price !== undefined && (atLeast === undefined || price >= atLeast);
  };
  const present = presentModel(asked);
  const other = cheapestOf(asked, ({ id }) => isEnough(id));
  return cheapest([
    ...(present && isEnough(present.id) ? [{ proposals: [], estimate: asked.estimate }] : []),
    ...(other ? [{ proposals: changeTo(asked.request, 'model', other.written), estimate: other.estimate }] : []),
  ]);
}

function cheapest(choices: readonly Choice[]): Choice | undefined {
  return choices.reduce<Choice | undefined>(
    (best, next) => (best && best.estimate.quantity.high <= next.estimate.quantity.high ? best : next),
    undefined,
  );
}
