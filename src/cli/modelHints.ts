import { chooseSchedule, findModel } from '../core/pricing/catalog';
import type { UnpricedReason } from '../core/estimate/estimate';
import { nearNames } from '../presentation/nearNames';
import type { Subject } from '../presentation/subject';
import { orList, plainTranslate as t } from '../presentation/translate';
import { visible } from '../presentation/visible';
import type { Session } from './session';

const MOST_HINTS = 5;
const MOST_NAMED = 8;

/** A line for each model that the schedule of its provider does not know, with the ids that may be meant. */
export function modelHints(subjects: readonly Subject[], { service, schedule: id, date }: Session): string[] {
  const unknown = new Map<string, { readonly model: string; readonly provider: string }>();
  for (const { estimate, request: { provider } } of subjects) {
    const reason: UnpricedReason | undefined = estimate.status === 'unpriced' ? estimate.reason : undefined;
    if (reason?.code === 'unknownModel') unknown.set(`${provider} ${reason.model}`, { model: reason.model, provider });
  }
  return [...unknown.values()].slice(0, MOST_HINTS).flatMap(({ model, provider }) => {
    const choice = chooseSchedule(service.schedules(), provider, date, id || undefined);
    if (choice.kind !== 'inForce' || findModel(choice.schedule, model)) return [];
    const said = `kling-cost: the price schedule ${choice.schedule.id} has no model "${visible(model)}"`;
    const near = meant(model, choice.schedule.models.map((each) => each.id));
    const some = choice.schedule.models.slice(0, MOST_NAMED).map((each) => each.id);
    return [near.length > 0 ? `${said}; did you mean ${orList(near, t)}?` : `${said}; it has ${some.join(', ')}${choice.schedule.models.length > MOST_NAMED ? ' …' : ''}`];
  });
}

/** One reseller writes `v2.6` for what another writes `kling-v2-6`. */
function meant(model: string, ids: readonly string[]): readonly string[] {
  const same = ids.filter((id) => bare(id) === bare(model));
  return same.length > 0 ? same : nearNames(model, ids);
}

function bare(id: string): string {
  return id.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '').replace(/^kling/, '');
}
