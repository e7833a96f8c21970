import { findModel, isRetired } from '../pricing/catalog';
import type { Model } from '../pricing/schedule';
import type { ParameterName } from '../request/resolved';
import type { Scalar } from '../request/value';
import { known } from './rule';
import type { Asked } from './rule';
import type { PricedEstimate } from '../estimate/estimate';

/** A model in place of the present one, as it would be written, with what the request costs then. */
export interface ModelChoice {
  readonly written: string;
  readonly estimate: PricedEstimate;
}

/** The model that a request names, when the schedule knows it. */
export function presentModel({ request, schedule }: Asked): Model | undefined {
  const id = known(request, 'model');
  return id === undefined ? undefined : findModel(schedule, String(id));
}

/** The cheapest of the other current models, newest first where two cost the same; `values` are changed as well. */
export function cheapestModel(asked: Asked, isWanted: (model: Model) => boolean, values?: ReadonlyMap<ParameterName, Scalar>): ModelChoice | undefined {
  const present = presentModel(asked);
  const choices = asked.schedule.models
    .filter((model) => model !== present && !isRetired(model, asked.request.feature, asked.options.date) && isWanted(model))
    .flatMap((model): ModelChoice[] => {
      const written = asked.modelInstead(model.id);
      const estimate = written === undefined ? undefined : asked.price(new Map([...(values ?? []), ['model', model.id]]));
      return written !== undefined && estimate ? [{ written, estimate }] : [];
    });
  return choices.reduce<ModelChoice | undefined>(
    (best, next) => (best && best.estimate.quantity.high <= next.estimate.quantity.high ? best : next),
    undefined,
  );
}

/** The line of models that one belongs to: the first number of its id, with the letter before it. */
export function lineOf({ id }: Model): string | undefined {
  return /(?:^|[^a-z])([a-z]?)(\d+)/i.exec(id)?.slice(1).join('').replace(/^v/i, '').toLowerCase();
}
